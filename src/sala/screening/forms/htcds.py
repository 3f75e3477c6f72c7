"""A file in, a file out."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.purposes import purposes_of
from sala.access.roles import Purpose
from sala.people import codes
from sala.standards import htcds

EXCHANGED_FOR = (
    Purpose.REFERRAL,
    Purpose.SERVICES,
    Purpose.RETURN,
    Purpose.IDENTIFICATION,
)


class HtcdsImportForm(forms.Form):
    """The file to check."""

    file = forms.FileField(
        label=_("File of HTCDS 2.0"),
        help_text=_(
            "CSV, XLSX or JSON with the field names of the standard, one row a person.",
        ),
    )

    def clean_file(self) -> bytes:
        """What the file holds."""
        uploaded: Any = self.cleaned_data["file"]
        data: bytes = uploaded.read(htcds.reading.LARGEST + 1)
        try:
            htcds.read_htcds(data)
        except htcds.UnreadableError as error:
            raise ValidationError(str(error)) from error
        return data


class HtcdsExportForm(forms.Form):
    """Whom the file is about, whether it says who they are, and its format."""

    codes = forms.CharField(
        label=_("Codes of the people"),
        help_text=_("One a line. Left empty, everybody whose record you see."),
        required=False,
        widget=forms.Textarea({"rows": 3, "autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(
        label=_("What are the identities needed for?"),
        help_text=_("Without a purpose the file does not say who anybody is."),
        required=False,
    )
    form = forms.ChoiceField(
        label=_("Format"),
        choices=[(name, name.upper()) for name in htcds.FORMATS],
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [p for p in purposes_of(by, glass=False) if p in EXCHANGED_FOR]
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            ("", _("No identities")),
            *((p.value, p.label) for p in offered),
        ]

    def clean_codes(self) -> list[str]:
        """The codes, understood however they are spaced."""
        found = []
        for line in self.cleaned_data["codes"].splitlines():
            if not line.strip():
                continue
            code = codes.parse_code(line)
            if code is None:
                message = _(
                    "“%(code)s” is not a code: ten digits, the last one checks the"
                    " others.",
                )
                raise ValidationError(message, params={"code": line.strip()[:20]})
            found.append(code)
        return list(dict.fromkeys(found))

    def chosen_purpose(self) -> Purpose | None:
        """The purpose, or none for a file without identities."""
        chosen = self.cleaned_data["purpose"]
        return Purpose(chosen) if chosen else None
