"""A paper or picture to keep with a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.forms import DayField
from sala.kit.uploaded_files import PaperField
from sala.people.models import Paper


class AttachmentForm(forms.Form):
    """The file, what it is, and who else may open it."""

    file = PaperField(
        label=_("The file"),
        help_text=_(
            "A PDF, or a JPEG or PNG picture, of at most 5 MB. Its name is not kept,"
            " nor where a picture was taken.",
        ),
    )
    what = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("", _("Choose")), *Paper.choices],
    )
    dated_on = DayField(
        label=_("The day on the paper"),
        required=False,
        latest=clock.today,
    )
    shared = forms.BooleanField(
        label=_("Agencies to which the record is opened may open it too"),
        required=False,
        help_text=_(
            "Only if the person agreed to that. Otherwise your agency alone opens it.",
        ),
    )
