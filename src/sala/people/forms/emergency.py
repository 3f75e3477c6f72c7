"""An emergency look."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.people.forms.searching import CodeField


class GlassForm(forms.Form):
    """Which record, and why it cannot wait."""

    code = CodeField(
        label=_("Code of the person"),
        help_text=_("10 digits, for example 482 913 7064."),
    )
    reason = forms.CharField(
        label=_("Why can it not wait?"),
        max_length=1000,
        help_text=_(
            "A sentence or two that oversight will read. Do not write the person’s"
            " name.",
        ),
        widget=forms.Textarea({"rows": 4, "autocomplete": "off"}),
    )
