"""Words for the codes of this room, and the lists one chooses from."""

from collections.abc import Iterable
from functools import lru_cache
from uuid import UUID

from babel import Locale
from babel.dates import get_month_names
from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.access.roles import Purpose
from sala.countries import queries as pack
from sala.kit.templatetags.kit import locale
from sala.people.actions import SEARCHED_BY
from sala.people.models import Consent
from sala.people.rules import BirthPrecision, Sex

Words = str | Promise
Choices = list[tuple[str, Words]]

# Codes of the CLDR that are not in ISO 3166-1.
NOT_ISO = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())  # noqa: SIM905

SEXES: dict[Sex, Words] = {
    Sex.FEMALE: _("Female"),
    Sex.MALE: _("Male"),
    Sex.OTHER: _("Other"),
    Sex.NOT_RECORDED: _("Not recorded"),
}

PRECISIONS: dict[BirthPrecision, Words] = {
    BirthPrecision.DAY: _("The day of birth is known"),
    BirthPrecision.MONTH: _("Only the month and the year"),
    BirthPrecision.YEAR: _("Only the year"),
    BirthPrecision.ESTIMATE: _("Only an estimated age"),
    BirthPrecision.NOT_RECORDED: _("Nothing is known, or they do not wish to say"),
}

DOCUMENT_KINDS: dict[str, Words] = {
    "passport": _("Passport"),
    "identity_card": _("Identity card"),
    "border_pass": _("Border pass"),
    "family_book": _("Family or household book"),
    "birth_certificate": _("Birth certificate"),
    "work_permit": _("Work permit or residence card"),
    "other": _("Another document"),
}
TWO_LETTERS = 2  # a language that has a code of ISO 639-1
NO_KIND = "not_recorded"

MANNERS: dict[str, Words] = {
    Consent.Manner.SPOKEN: _("Spoken"),
    Consent.Manner.SIGNED: _("Signed, or with a fingerprint, on paper"),
    Consent.Manner.BY_GUARDIAN: _("By a guardian, for a child"),
}

ANSWERS: dict[str, Words] = {
    Consent.Answer.GIVEN: _("Yes, they agree"),
    Consent.Answer.REFUSED: _("No, they refuse"),
}

# Correcting is the keeper's own work, and an emergency does not wait for an answer.
SHARED_FOR = [
    Purpose.IDENTIFICATION,
    Purpose.REFERRAL,
    Purpose.SERVICES,
    Purpose.INVESTIGATION,
    Purpose.COURT,
    Purpose.RETURN,
]

GROUNDS: dict[str, Words] = {
    "asked_by_person": _("The person asks for it"),
    "registered_in_error": _("The person was registered by mistake, or twice"),
    "retention_ended": _("The time for which it may be kept has ended"),
}

SEARCHED: dict[str, Words] = {
    "name": _("A name"),
    "code": _("A code of 10 digits"),
    "document": _("The number of a document"),
    "phone": _("A phone number"),
}
assert set(SEARCHED) == set(SEARCHED_BY)  # noqa: S101 a way to search without words


def relation(code: str) -> Words:
    """How a guardian is related to a child; nothing where there is none."""
    return Consent.Relation(code).label if code in Consent.Relation.values else code


def purpose_label(code: str) -> Words:
    """A purpose in words."""
    return Purpose(code).label if code in Purpose.values else code


def countries(blank: Words = "") -> Choices:
    """Every country of ISO 3166-1 by its name in the reader's language."""
    return [("", blank or _("Not recorded")), *_countries(get_language() or "en")]


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    names = _locale().territories
    found = [(c, n) for c, n in names.items() if _is_country(c)]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


def _is_country(code: str) -> bool:
    return len(code) == 2 and code.isalpha() and code not in NOT_ISO  # noqa: PLR2004 alpha-2


def country_name(code: str) -> str:
    """A country's name in the reader's language; the code itself for one without."""
    return str(_locale().territories.get(code, code))


def languages() -> Choices:
    """Languages something can be explained in: those of the country first, then by
    name.
    """
    own = list(
        dict.fromkeys(
            [*pack.pack_languages(), *(code for code, _name in settings.LANGUAGES)],
        ),
    )
    others = [pair for pair in _languages(get_language() or "en") if pair[0] not in own]
    return [
        ("", _("Choose a language")),
        *((code, language_name(code)) for code in own),
        *others,
        ("sgn", _("A sign language")),
        ("other", _("Another language")),
    ]


@lru_cache(maxsize=8)
def _languages(language: str) -> tuple[tuple[str, str], ...]:
    found = [
        (c, n)
        for c, n in _locale().languages.items()
        if len(c) == TWO_LETTERS or c == "hmn"
    ]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


def language_name(code: str) -> Words:
    """A language's name in the reader's language."""
    own: dict[str, Words] = {
        "sgn": _("A sign language"),
        "other": _("Another language"),
    }
    return own.get(code) or str(_locale().languages.get(code, code))


def months() -> Choices:
    """The months by name."""
    names = get_month_names("wide", "stand-alone", locale=locale())
    return [
        ("", _("Month")),
        *((str(number), names[number]) for number in range(1, 13)),
    ]


def other_agencies(own: UUID | None) -> Choices:
    """The open agencies that a record can be shared with."""
    found = [a for a in access.list_agencies() if a.id != own]
    return [
        ("", _("Choose an agency")),
        *((str(a.id), f"{a.name} ({a.code})") for a in found),
    ]


def offer(
    form: forms.BaseForm,
    name: str,
    choices: Iterable[tuple[object, object]],
) -> None:
    """Give a field its choices, which are known only when the form is made."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
    field.choices = list(choices)
    # Not the sent value: it is a key that nobody knows, of something that was taken
    # meanwhile.
    field.error_messages["invalid_choice"] = _(
        "This is not offered any more. Choose again.",
    )


def _locale() -> Locale:
    return locale()
