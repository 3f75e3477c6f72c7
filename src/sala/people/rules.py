"""Identity as a value, and the pure decisions on it: no Django, no clock, no
database.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sala.people.search_forms import (
    document_forms,
    name_forms,
    phone_endings,
    phone_forms,
)

# People opened in a day whom nothing ties to who opens them: as many as one of four
# officers meets in the largest operation on record (128 women), and some more.
OTHERS_A_DAY = 40


class SexCode(StrEnum):
    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    NOT_RECORDED = "not_recorded"


class BirthPrecision(StrEnum):
    """How well the birth is known. `estimate` is an age somebody guessed on a day."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ESTIMATE = "estimate"
    NOT_RECORDED = "not_recorded"


@dataclass(frozen=True)
class PersonName:
    """One name as it was said or written, in whatever script."""

    text: str
    kind: str = "full"


@dataclass(frozen=True)
class IdentityDocument:
    """A paper that says who somebody is, genuine or not."""

    kind: str
    number: str
    country: str = ""


@dataclass(frozen=True)
class BirthInformation:
    """A date of birth as far as it is known, or an estimated age on the day of the
    estimate.
    """

    precision: BirthPrecision = BirthPrecision.NOT_RECORDED
    on: date | None = None
    age: int | None = None
    estimated_on: date | None = None


@dataclass(frozen=True)
class Identity:
    """Who a person is. Lives in memory or sealed, nowhere else."""

    names: tuple[PersonName, ...] = ()
    sex: SexCode = SexCode.NOT_RECORDED
    birth: BirthInformation = field(default_factory=BirthInformation)
    citizenships: tuple[str, ...] = ()
    documents: tuple[IdentityDocument, ...] = ()
    phones: tuple[str, ...] = ()
    other_contacts: tuple[str, ...] = ()
    origin_place: str = ""
    origin_village: str = ""

    @property
    def display_name(self) -> str:
        """The first name given, or nothing."""
        return self.names[0].text if self.names else ""


def as_json(identity: Identity) -> dict[str, Any]:
    """An identity as JSON values, for sealing."""
    birth = identity.birth
    return {
        **vars(identity),
        "names": [vars(name) for name in identity.names],
        "documents": [vars(document) for document in identity.documents],
        "birth": {
            **vars(birth),
            "on": birth.on.isoformat() if birth.on else None,
            "estimated_on": (
                birth.estimated_on.isoformat() if birth.estimated_on else None
            ),
        },
    }


def from_json(raw: dict[str, Any]) -> Identity:
    """The identity that `as_json` wrote."""
    birth = dict(raw["birth"])
    for day in ("on", "estimated_on"):
        birth[day] = date.fromisoformat(birth[day]) if birth[day] else None
    birth["precision"] = BirthPrecision(birth["precision"])
    return Identity(
        names=tuple(PersonName(**n) for n in raw["names"]),
        sex=SexCode(raw["sex"]),
        birth=BirthInformation(**birth),
        citizenships=tuple(raw["citizenships"]),
        documents=tuple(IdentityDocument(**d) for d in raw["documents"]),
        phones=tuple(raw["phones"]),
        other_contacts=tuple(raw["other_contacts"]),
        origin_place=raw["origin_place"],
        origin_village=raw["origin_village"],
    )


def age_range(birth: BirthInformation, on: date) -> tuple[int, int] | None:
    """The youngest and the oldest somebody can be on a day; None where nothing is
    recorded.
    """
    if birth.precision is BirthPrecision.ESTIMATE:
        if birth.age is None or birth.estimated_on is None:
            return None
        likely = birth.age + _years_between(birth.estimated_on, on)
        return max(likely - 2, 0), max(likely + 2, 0)
    if birth.on is None or birth.precision is BirthPrecision.NOT_RECORDED:
        return None
    latest = {
        BirthPrecision.DAY: birth.on,
        BirthPrecision.MONTH: _last_day(birth.on.year, birth.on.month),
        BirthPrecision.YEAR: date(birth.on.year, 12, 31),
    }[birth.precision]
    earliest = {
        BirthPrecision.DAY: birth.on,
        BirthPrecision.MONTH: birth.on.replace(day=1),
        BirthPrecision.YEAR: date(birth.on.year, 1, 1),
    }[birth.precision]
    return max(_years_between(latest, on), 0), max(_years_between(earliest, on), 0)


def may_be_child(birth: BirthInformation, on: date, *, majority: int) -> bool:
    """Whether somebody may be under age on a day. Age in doubt, or unknown, is a
    child's age.
    """
    ages = age_range(birth, on)
    return ages is None or ages[0] < majority


def _years_between(start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _last_day(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def search_terms(identity: Identity, *, phone_region: str) -> set[tuple[str, str]]:
    """What an identity can be found by: (kind, normal form) of each name, document and
    phone, and the last figures of a phone.
    """
    forms = {
        "name": (name_forms(name.text) for name in identity.names),
        "document": (document_forms(d.number) for d in identity.documents),
        "phone": (phone_forms(p, phone_region) for p in identity.phones),
        "phone_ending": (phone_endings(p, phone_region) for p in identity.phones),
    }
    return {(kind, form) for kind in forms for said in forms[kind] for form in said}


def terms_of_sealed(opened: bytes, phone_region: str) -> list[tuple[str, str]]:
    """What an identity that was just opened can be found by, in an order of its own."""
    return sorted(
        search_terms(from_json(json.loads(opened)), phone_region=phone_region)
    )


def is_child(age_group: str) -> bool:
    """Whether somebody is treated as a child: one, or whose age is in doubt or not
    recorded.
    """
    return age_group != "adult"
