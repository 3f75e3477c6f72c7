"""Why what was recorded is taken back."""

from django.utils.translation import gettext_lazy as _

from sala.kit.forms import KeptForm
from sala.protection import labels
from sala.protection.forms.choices import radio_field
from sala.protection.rules.corrections import CORRECTED


class CorrectionForm(KeptForm):
    """What was wrong about the last thing that was recorded."""

    reason = radio_field(
        _("What was wrong?"),
        {code: labels.REASONS[code] for code in CORRECTED},
    )
