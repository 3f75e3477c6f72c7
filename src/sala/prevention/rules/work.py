"""How many were trained and reached: sums in which a blank is no zero."""

from collections.abc import Sequence
from dataclasses import dataclass

TOPICS = (
    "identification",
    "interviewing",
    "referral",
    "protection_guidelines",
    "case_guidelines",
    "investigation",
    "prosecution_manual",
    "law",
    "penal_code",
    "conventions",
    "fraudulent_marriage",
    "consular_help",
    "labour_inspection",
    "safe_migration",
    "child_protection",
    "local_committees",
    "other",
)
AUDIENCES = (
    "police",
    "border",
    "prosecutors",
    "judges",
    "labour_officers",
    "social_welfare",
    "womens_union",
    "consular",
    "district_officials",
    "village_authorities",
    "school_administrators",
    "teachers",
    "youth_union",
    "health",
    "organisations",
    "students",
    "migrants",
    "employers",
    "transport",
    "public",
    "other",
)
PARTNERS = (
    "un",
    "foreign_government",
    "international_ngo",
    "local_ngo",
    "company",
    "other",
)
CHANNELS = (
    "workshop",
    "village_meeting",
    "radio",
    "television",
    "poster",
    "school",
    "online",
    "border_post",
    "theatre",
    "other",
)
SEXES = ("female", "male", "other", "")


@dataclass(frozen=True)
class TrainedAgencies:
    """How many people of one sex came from one agency; an empty code: not recorded."""

    agency_code: str
    sex: str
    number: int


def count_participants(cells: Sequence[TrainedAgencies]) -> int | None:
    """How many took part; None where no number was recorded, which is not zero."""
    return sum(cell.number for cell in cells) if cells else None
