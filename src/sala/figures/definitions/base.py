"""What a definition says."""

from dataclasses import dataclass

from django.utils.functional import Promise

from sala.facts import schema
from sala.figures.dimensions import DIMENSIONS
from sala.figures.measures import Condition, FigureMeasure

Words = str | Promise


@dataclass(frozen=True)
class FigureDefinition:
    """One official figure: what is counted, of which events, by which date, and for
    whom.
    """

    code: str
    name: Words
    event: str
    measure: FigureMeasure
    date: Words  # the date that counts, in words
    by: tuple[str, ...] = ()
    where: Condition | None = None
    # of events that are asked the same: recorded ones, and none of these, is zero
    part: bool = False
    note: Words = ""  # what is counted and what is not
    answers: tuple[str, ...] = ()  # the standards' questions
    crosses: tuple[tuple[str, ...], ...] = ()
    officials: bool = False  # counts only what concerns the complicity of an official
    personal: bool = False  # its events are each of one person
    within: str = (
        ""  # the figure of which it is a part: both told, the rest is told too
    )

    def __post_init__(self) -> None:
        for ways in (self.by, *self.crosses):
            if unknown := set(ways) - DIMENSIONS.keys():
                raise ValueError(f"{self.code}: no such dimension: {sorted(unknown)}")

    @property
    def breakdowns(self) -> tuple[tuple[str, ...], ...]:
        """Every way to break the figure down, the whole first."""
        return ((), *((d,) for d in self.by), *self.crosses)

    @property
    def of_people(self) -> bool:
        """Whether a small number of it is a small group of people."""
        return self.personal or self.measure.unit == "person"

    @property
    def points_at_officials(self) -> bool:
        """Whether some of what it counts may concern an official, of whom no agency is
        said.
        """
        return self.event in schema.OF_OFFICIALS_TOO


@dataclass(frozen=True)
class RateDefinition:
    """How much of one figure another one is."""

    code: str
    name: Words
    part: str
    whole: str
    per: int = 100
    by: tuple[str, ...] = ()
    note: Words = ""
    answers: tuple[str, ...] = ()
