"""Whether a sentence lies in the range of its article: no Django here."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

from sala.countries.contract_codes import PenaltyCase

CHILDREN = frozenset({"child", "in_doubt"})
INSTANCES = ("first", "appeal", "cassation")
OUTCOMES = ("convicted", "acquitted", "dismissed")
OUTSIDE_REASONS = (
    "mitigating",
    "aggravating",
    "joined_sentences",
    "other_article_too",
    "minor_defendant",
    "not_explained",
)


@dataclass(frozen=True)
class PenaltyRange:
    """What an article prescribes; None is not recorded, and is not checked."""

    prison_min: int | None = None
    prison_max: int | None = None
    life: bool | None = None
    fine_min: int | None = None
    fine_max: int | None = None

    def over_basic(self, basic: "PenaltyRange") -> "PenaltyRange":
        """A circumstance over the basic one: what it does not say, the basic one does.

        Where it allows life, the term of the basic one is not its term.
        """
        said = {
            name: value for name, value in asdict(self).items() if value is not None
        }
        if self.life:
            basic = replace(
                basic,
                prison_min=None,
                prison_max=None,
            )
        return replace(basic, **said)


@dataclass(frozen=True)
class CourtSentence:
    """Months of prison, with the part of them that is suspended, and a fine in whole
    units.
    """

    life: bool = False
    prison_months: int | None = None
    suspended_months: int | None = None
    fine: int | None = None


def outside_range(sentence: CourtSentence, known: PenaltyRange) -> tuple[str, ...]:
    """In what a sentence leaves the range: prison or fine, below or above, or life.

    A bound that is not recorded is no bound. No prison at all is below a least term; no
    fine is below a least fine.
    """
    found = []
    if sentence.life:
        if known.life is False:
            found.append("life")
    else:
        found += _compare_bounds(
            "prison",
            sentence.prison_months,
            known.prison_min,
            known.prison_max,
        )
    found += _compare_bounds("fine", sentence.fine, known.fine_min, known.fine_max)
    return tuple(found)


def _compare_bounds(
    name: str,
    given: int | None,
    least: int | None,
    most: int | None,
) -> list[str]:
    amount = given or 0
    if least is not None and amount < least:
        return [f"{name}_below"]
    if most is not None and amount > most:
        return [f"{name}_above"]
    return []


def child_among(age_groups: Iterable[str]) -> bool:
    """Whether somebody is a child, or may be one: age in doubt is a child's."""
    return any(age in CHILDREN for age in age_groups)


def says_less(chosen: str, known: Iterable[str], age_groups: Iterable[str]) -> bool:
    """Whether the usual case was chosen though a victim is a child and the article says
    more.
    """
    return (
        chosen == PenaltyCase.BASIC
        and PenaltyCase.CHILD_VICTIM in known
        and child_among(age_groups)
    )


def usual_circumstance(known: Iterable[str], age_groups: Iterable[str]) -> str:
    """The circumstance to suggest: of a child where a victim is one and an article has
    it.
    """
    child = PenaltyCase.CHILD_VICTIM in known and child_among(age_groups)
    return PenaltyCase.CHILD_VICTIM if child else PenaltyCase.BASIC
