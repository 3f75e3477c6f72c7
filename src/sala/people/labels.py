"""Words for the codes of this room, and the lists one chooses from."""

from babel.dates import get_month_names
from django.utils.translation import gettext_lazy as _

from sala.access.roles import Purpose
from sala.desk.places import Choices, Words
from sala.kit.templatetags.kit import locale
from sala.people.actions import SEARCHED_BY
from sala.people.models import Consent
from sala.people.rules import BirthPrecision, SexCode

SEXES: dict[SexCode, Words] = {
    SexCode.FEMALE: _("Female"),
    SexCode.MALE: _("Male"),
    SexCode.OTHER: _("Other"),
    SexCode.NOT_RECORDED: _("Not recorded"),
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


def relation_words(code: str) -> Words:
    """How a guardian is related to a child; nothing where there is none."""
    return Consent.Relation(code).label if code in Consent.Relation.values else code


def purpose_label(code: str) -> Words:
    """A purpose in words."""
    return Purpose(code).label if code in Purpose.values else code


def month_choices() -> Choices:
    """The months by name."""
    names = get_month_names("wide", "stand-alone", locale=locale())
    return [
        ("", _("Month")),
        *((str(number), names[number]) for number in range(1, 13)),
    ]
