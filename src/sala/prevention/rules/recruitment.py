"""What a licence is worth on a day, and what an inspection may say."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

KINDS = ("recruitment_agency", "worksite")
SECTORS = (
    "agriculture",
    "plantation",
    "construction",
    "infrastructure",
    "mining",
    "logging",
    "factory",
    "fishing",
    "domestic_work",
    "entertainment",
    "hotel",
    "casino",
    "economic_zone",
    "transport",
    "other",
)
NOTHING = "nothing_found"
FINDINGS = (
    NOTHING,
    "fees_charged",
    "documents_kept",
    "contract_substitution",
    "no_contract",
    "unlicensed",
    "wages_withheld",
    "debt",
    "locked_in",
    "children",
    "unregistered_workers",
    "signs_of_trafficking",
    "other",
)
NONE_TAKEN = "none"
MEASURES = (
    NONE_TAKEN,
    "warning",
    "order_to_correct",
    "fine",
    "suspension_asked",
    "closure",
    "police_referral",
    "screening_asked",
    "other",
)
REASONS = (
    "fees_charged",
    "contract_substitution",
    "expired_papers",
    "complaints",
    "crime",
    "other",
)


@dataclass(frozen=True)
class Licence:
    """What a licence was from one day on, and the day it ends by itself, where one is
    set.
    """

    state: str
    happened_on: date
    until: date | None


def on_day(steps: Iterable[Licence], day: date) -> str:
    """Whether somebody was licensed, suspended or revoked on a day; `expired` past the
    last day, and nothing before the first licence. Steps come in the order in which
    they were recorded.
    """
    past = [step for step in steps if step.happened_on <= day]
    if not past:
        return ""
    last = past[-1]
    over = last.state == "licensed" and last.until is not None and last.until < day
    return "expired" if over else last.state


def contradicts_nothing(chosen: Collection[str], nothing: str) -> bool:
    """Whether "nothing" is said together with something."""
    return nothing in chosen and len(set(chosen)) > 1
