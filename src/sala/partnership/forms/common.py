"""Fields of several forms of this room: a text in each language of the country, an
agency.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.countries import queries as countries
from sala.desk.languages import language_name
from sala.kit.choices import offer_choices
from sala.kit.fields import text_field
from sala.kit.uploaded_files import PaperField

NOT_RECORDED = _("Not recorded")
NO_NAMES = _("Write no names of persons.")


def add_texts(
    form: forms.Form,
    name: str,
    label: Any,
    most: int,
    hint: Any = "",
) -> None:
    """A text in each language of the country."""
    for code in countries.pack_languages():
        in_language = _("%(label)s (%(language)s)") % {
            "label": label,
            "language": language_name(code),
        }
        field = text_field(
            in_language,
            most,
            hint=hint,
            required=False,
        )
        field.widget.attrs["lang"] = code
        form.fields[f"{name}_{code}"] = field


def texts_by_language(form: forms.Form, name: str) -> dict[str, str]:
    """What was written, by language."""
    return {
        code: form.cleaned_data.get(f"{name}_{code}", "")
        for code in countries.pack_languages()
    }


def document_itself() -> PaperField:
    """The file of a document that is evidence, where there is one."""
    hint = _(
        "A PDF, or a JPEG or PNG picture, of at most 5 MB. Everybody who reads the"
        " evidence can open it: nothing in it may tell who a person is.",
    )
    return PaperField(
        label=_("The document itself"),
        help_text=hint,
        required=False,
    )


def as_initial(name: str, known: Mapping[str, str]) -> dict[str, str]:
    """Texts as the fields of a form that changes them."""
    return {f"{name}_{code}": said for code, said in known.items()}


def require_texts(form: forms.Form, name: str) -> None:
    """Refuse a text that is written in no language."""
    if not any(texts_by_language(form, name).values()):
        first = f"{name}_{countries.pack_languages()[0]}"
        if first not in form.errors:
            form.add_error(first, _("Write it in at least one language."))


def offer_agencies(form: forms.Form, name: str, blank: Any = "") -> None:
    """Every open agency, by its code."""
    found = [(a.code, f"{a.name} ({a.code})") for a in access.list_agencies()]
    offer_choices(form, name, [("", blank or _("Choose an agency")), *found])
