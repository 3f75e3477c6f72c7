"""How many were met, and what became of them: sums in which a blank is no zero."""

from dataclasses import dataclass

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
