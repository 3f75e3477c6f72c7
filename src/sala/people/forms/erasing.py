"""Asking that an identity be erased, and deciding it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.people import labels
from sala.people.forms.searching import CodeField


class AskErasureForm(forms.Form):
    """Why an identity should be erased."""

    ground = forms.ChoiceField(
        label=_("Why should it be erased?"),
        widget=forms.RadioSelect,
        choices=list(labels.GROUNDS.items()),
    )


class ErasureDecisionForm(forms.Form):
    """Erase or decline; to erase, the person's code is typed."""

    unmarked = True
    decision = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[
            ("erase", _("Erase: destroy the identity for ever")),
            ("decline", _("Decline: the identity stays sealed as it is")),
        ],
    )
    code = CodeField(
        label=_("To erase, type the code of the person"),
        required=False,
        help_text=_("So that nobody is erased by a slip. It stands above."),
    )

    def __init__(self, *args: Any, code: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = code

    def clean_code(self) -> str:
        """The code, only if it is this person's."""
        typed: str = self.cleaned_data["code"]
        if typed and typed != self.expected:
            raise ValidationError(_("This is another code than the one above."))
        return typed

    def clean(self) -> None:
        """Ask for the code when the decision is to erase; a slip there does not stop
        declining.
        """
        erases = self.cleaned_data.get("decision") == "erase"
        if not erases:
            self.errors.pop("code", None)
        elif "code" not in self.errors and not self.cleaned_data.get("code"):
            self.add_error("code", _("Type the code of the person."))
