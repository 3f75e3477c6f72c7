"""How many were met, and what became of them: sums in which a blank is no zero."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sala.people.rules import is_child

# Why somebody who was met will not be screened: none of them is that nobody had time.
NOT_SCREENED = (
    "refused",
    "left_before",
    "handed_over",
    "screened_elsewhere",
    "urgent_care",
    "no_interpreter",
    "not_done",
)


@dataclass(frozen=True)
class MetAtOperation:
    """How many people of one sex, age group and belonging were met."""

    sex: str
    age_group: str
    national: bool | None
    number: int


@dataclass(frozen=True)
class GroupAccount:
    """Of one group of people, how many were met, and how many of them screened. `met`
    is None where nobody counted them.
    """

    sex: str
    age_group: str
    national: bool | None
    met: int | None
    screened: int

    @property
    def unscreened(self) -> int | None:
        """How many of them were not screened; None where it cannot be known."""
        return None if self.met is None else max(self.met - self.screened, 0)


def group_accounts(
    met: Iterable[MetAtOperation], screened: Iterable[MetAtOperation]
) -> tuple[GroupAccount, ...]:
    """Those met beside those screened, a group a line; whose age is in doubt is among
    the children, and whose sex or age is not recorded among those of whom nobody knows.
    """
    numbers: Counter[tuple[str, str, bool | None]] = Counter()
    for some in screened:
        numbers[(*counted_as(some.sex, some.age_group), some.national)] += some.number
    counted = {(some.sex, some.age_group, some.national): some.number for some in met}
    return tuple(
        GroupAccount(*group, counted.get(group), numbers[group])
        for group in dict.fromkeys((*counted, *numbers))
    )


def counted_as(sex: str, age_group: str) -> tuple[str, str]:
    """Among whom somebody is counted of this sex and age group."""
    if sex not in {"female", "male"} or not age_group:
        return "", ""
    return sex, "child" if is_child(age_group) else "adult"


@dataclass(frozen=True)
class OperationAccount:
    """What became of the people an operation met. `met` is None where nobody wrote it
    down.
    """

    met: int | None
    screened: int
    indicated: int
    referred: int
    explained: int

    @property
    def unscreened(self) -> int | None:
        """How many are neither screened nor explained; None where it cannot be
        known.
        """
        if self.met is None:
            return None
        return max(self.met - self.screened - self.explained, 0)

    @property
    def too_many(self) -> int:
        """By how many the people accounted for exceed the people met: the numbers are
        wrong.
        """
        if self.met is None:
            return 0
        return max(self.screened + self.explained - self.met, 0)

    @property
    def not_referred(self) -> int:
        """How many showed indications and were sent on to nobody."""
        return max(self.indicated - self.referred, 0)

    @property
    def state(self) -> str:
        """Settled when everybody met is accounted for, exactly; the database decides
        the same.
        """
        exact = self.met is not None and self.met == self.screened + self.explained
        return "settled" if exact else "open"
