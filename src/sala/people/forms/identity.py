"""Who somebody is, as the person says it: nothing is required but a word on the
name.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sala.desk import places
from sala.kit.choices import offer_choices
from sala.kit.forms import KeptForm
from sala.people import labels, photos
from sala.people.forms import birth
from sala.people.rules import Identity, IdentityDocument, PersonName, SexCode

# How many of each there is room for on an empty form; a correction has room for one
# more.
ROOM = {
    "alias": 1,
    "citizenship": 2,
    "document_number": 1,
    "phone": 1,
    "contact": 1,
}
MOST = 20
PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def private_line(
    label: Any,
    hint: Any = "",
    *,
    longest: int = 200,
    **attrs: str,
) -> forms.CharField:
    """A short line that may be left empty; the browser is not to remember it."""
    return forms.CharField(
        label=label,
        required=False,
        max_length=longest,
        help_text=hint,
        widget=forms.TextInput({**PLAIN, **attrs}),
    )


class IdentityForm(birth.BirthForm):
    """A person's identity. `opened` is one to correct; more rows appear where it has
    more.
    """

    unmarked = True
    # Fields that say one thing together, for whoever is overtaken while correcting it.
    as_one = (
        "birth_",
        "estimated_",
        "document_",
        "alias_",
        "citizenship_",
        "phone_",
        "contact_",
    )
    field_order = ("name", "name_unknown", "name_script", "sex")  # as on the page
    name = private_line(
        _("Name, as the person says it"),
        _("In any script. Write it the way they say or write it themselves."),
        autocapitalize="words",
    )
    name_script = private_line(
        _("The same name in another script"),
        _("For example in Latin letters, as in a passport."),
        autocapitalize="words",
    )
    name_unknown = forms.BooleanField(
        label=_("No name is known, or they do not wish to say it"),
        required=False,
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        widget=forms.RadioSelect,
        choices=[(sex.value, label) for sex, label in labels.SEXES.items()],
    )
    origin_place = forms.ChoiceField(
        label=_("Province or district they come from"),
        required=False,
    )
    origin_village = private_line(
        _("Village, or a place in another country"),
        _("As the person says it."),
        longest=160,
    )

    def __init__(
        self,
        *args: Any,
        opened: Identity | None = None,
        **kwargs: Any,
    ) -> None:
        if opened is not None:
            kwargs["initial"] = as_initial(opened) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.rows = _rows_shown(self.data if self.is_bound else self.initial, opened)
        self._add_rows()
        offer_choices(
            self,
            "origin_place",
            places.place_choices(self["origin_place"].value() or ""),
        )

    def make_room(self, values: Mapping[str, Any]) -> None:
        """Have as many rows as these values need."""
        needed = _rows_shown(values, None)
        self.rows = {kind: max(rows, needed[kind]) for kind, rows in self.rows.items()}
        self._add_rows()

    def _add_rows(self) -> None:
        rows = self.rows
        made = {f"alias_{at}": _alias_field(at) for at in range(rows["alias"])}
        made |= {
            f"citizenship_{at}": _citizenship_field(at)
            for at in range(rows["citizenship"])
        }
        for at in range(rows["document_number"]):
            made |= _document_fields(at)
        made |= {f"phone_{at}": _phone_field(at) for at in range(rows["phone"])}
        made |= {f"contact_{at}": _contact_field(at) for at in range(rows["contact"])}
        self.fields.update(
            {n: field for n, field in made.items() if n not in self.fields},
        )

    def group(self, *starts: str) -> list[BoundField]:
        """The fields whose names begin so, in the order of the form."""
        return [self[name] for name in self.fields if name.startswith(starts)]

    def aliases(self) -> list[BoundField]:
        return self.group("alias_")

    def citizenships(self) -> list[BoundField]:
        return self.group("citizenship_")

    def documents(self) -> list[list[BoundField]]:
        """The three fields of each document."""
        parts = ("kind", "number", "country")
        rows = range(self.rows["document_number"])
        return [[self[f"document_{part}_{at}"] for part in parts] for at in rows]

    def contacts(self) -> list[BoundField]:
        return self.group("phone_", "contact_")

    def documents_open(self) -> bool:
        """Whether a document is filled in or faulty, so that it must not be folded
        away.
        """
        return any(field.value() or field.errors for field in self.group("document_"))

    def contacts_open(self) -> bool:
        """Whether a contact is filled in or faulty."""
        return any(field.value() or field.errors for field in self.contacts())

    def clean(self) -> None:
        """Ask for a word on the name: one of the names, or that none is known."""
        super().clean()
        if (
            not self._names()
            and not self.cleaned_data.get("name_unknown")
            and not self._faulty()
        ):
            self.add_error("name", _("Write a name, or tick below that none is known."))

    def _faulty(self) -> bool:
        return any(name.startswith(("name", "alias_")) for name in self.errors)

    def identity(self) -> Identity:
        """What was filled in, as a value."""
        typed = self.cleaned_data
        return Identity(
            names=self._names(),
            sex=SexCode(typed["sex"] or SexCode.NOT_RECORDED),
            birth=typed["birth"],
            citizenships=tuple(
                dict.fromkeys(self._each("citizenship_{}", "citizenship")),
            ),
            documents=self._documents(),
            phones=tuple(self._each("phone_{}", "phone")),
            other_contacts=tuple(self._each("contact_{}", "contact")),
            origin_place=typed["origin_place"],
            origin_village=typed["origin_village"],
        )

    def _names(self) -> tuple[PersonName, ...]:
        typed = self.cleaned_data
        fixed = [(typed.get("name"), "full"), (typed.get("name_script"), "script")]
        names = [
            *fixed,
            *((alias, "alias") for alias in self._each("alias_{}", "alias")),
        ]
        return tuple(PersonName(said, kind) for said, kind in names if said)

    def _each(self, pattern: str, counted: str) -> list[str]:
        found = (
            self.cleaned_data.get(pattern.format(at))
            for at in range(self.rows[counted])
        )
        return [value for value in found if value]

    def _documents(self) -> tuple[IdentityDocument, ...]:
        parts = ("kind", "number", "country")
        rows = (
            [self.cleaned_data[f"document_{part}_{at}"] for part in parts]
            for at in range(self.rows["document_number"])
        )
        return tuple(
            IdentityDocument(kind or labels.NO_KIND, number, country)
            for kind, number, country in rows
            if kind or number or country
        )


class PhotoForm(IdentityForm):
    """An identity with a photograph, if the person agrees to one."""

    photo = forms.FileField(
        label=_("Photograph"),
        required=False,
        help_text=_(
            "JPEG or PNG, at most 5 MB. Sala keeps the picture only, not where it was"
            " taken.",
        ),
        widget=forms.FileInput({"accept": "image/jpeg,image/png"}),
    )

    def photo_bytes(self) -> bytes | None:
        """The picture as sent, for the action to check; one byte too many is refused
        there.
        """
        sent = self.cleaned_data["photo"]
        if not sent:
            return None
        content: bytes = sent.read(photos.LARGEST + 1)
        return content


class RegistrationForm(PhotoForm):
    """A new person."""


class CorrectionForm(KeptForm, PhotoForm):
    """An identity that was opened to be corrected; it knows what it was when it was
    opened.
    """

    photo_removed = forms.BooleanField(
        label=_("Remove the photograph there is"),
        required=False,
    )


def as_initial(opened: Identity) -> dict[str, Any]:
    """An identity as the form shows it for correction."""
    names = list(opened.names)
    shown: dict[str, Any] = {
        "name": _prefix_of_kind(names, "full"),
        "name_script": _prefix_of_kind(names, "script"),
        "name_unknown": not opened.names,
        "sex": opened.sex.value,
        "origin_place": opened.origin_place,
        "origin_village": opened.origin_village,
        **_numbered_values("alias_{}", [n.text for n in names]),
        **_numbered_values("citizenship_{}", opened.citizenships),
        **_numbered_values("phone_{}", opened.phones),
        **_numbered_values("contact_{}", opened.other_contacts),
        **birth.as_initial(opened.birth),
    }
    for part in ("kind", "number", "country"):
        values = [getattr(document, part) for document in opened.documents]
        values = ["" if value == labels.NO_KIND else value for value in values]
        shown |= _numbered_values(f"document_{part}_{{}}", values)
    return shown


def _prefix_of_kind(names: list[PersonName], kind: str) -> str:
    found = next((n for n in names if n.kind == kind), None)
    if found is None:
        return ""
    names.remove(found)
    return found.text


def _numbered_values(pattern: str, values: Any) -> dict[str, Any]:
    return {pattern.format(at): value for at, value in enumerate(values)}


def _rows_shown(filled: Mapping[str, Any], opened: Identity | None) -> dict[str, int]:
    """How many rows of each kind: as many as are filled in, one more for a
    correction.
    """
    more = 1 if opened is not None else 0
    return {
        kind: max(room, min(_rows_filled(filled, kind) + more, MOST))
        for kind, room in ROOM.items()
    }


def _rows_filled(filled: Mapping[str, Any], kind: str) -> int:
    return next((at for at in range(MOST) if f"{kind}_{at}" not in filled), MOST)


def _alias_field(at: int) -> forms.Field:
    hint = (
        _("A nickname, a married name, the name of a false document.")
        if at == 0
        else ""
    )
    return private_line(_("Another name they go by"), hint, autocapitalize="words")


def _citizenship_field(at: int) -> forms.Field:
    label = _("Citizenship") if at == 0 else _("Another citizenship")
    hint = _("What the person says counts; no document is needed.") if at == 0 else ""
    return forms.ChoiceField(
        label=label,
        required=False,
        help_text=hint,
        choices=places.country_choices,
    )


def _document_fields(at: int) -> dict[str, forms.Field]:
    kinds = [("", _("Not recorded")), *labels.DOCUMENT_KINDS.items()]
    return {
        f"document_kind_{at}": forms.ChoiceField(
            label=_("Kind of document"),
            required=False,
            choices=kinds,
        ),
        f"document_number_{at}": private_line(
            _("Number of the document"),
            _("Also of one that was taken from them, or a false one."),
        ),
        f"document_country_{at}": forms.ChoiceField(
            label=_("Country it is from"),
            required=False,
            choices=places.country_choices,
        ),
    }


def _phone_field(at: int) -> forms.Field:
    hint = _("Only one on which it is safe to call them.") if at == 0 else ""
    return private_line(
        _("Phone number"),
        hint,
        longest=64,
        inputmode="tel",
    )


def _contact_field(at: int) -> forms.Field:
    hint = _("Somebody they trust, a messenger name, a place.") if at == 0 else ""
    return private_line(_("Another safe way to reach them"), hint)
