"""What a reading consists of: figures, their quotes, and what was not understood."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

UnreadReason = Literal[
    "a percentage of change",
    "a percentage, not of people",
    "a thing that the vocabulary does not count",
    "an amount of money, not said for what",
    "an average",
    "no measure fits",
    "nothing named that it counts",
    "numbers upon numbers, as in a table",
    "several years, a plan or a condition",
    "the whole of which a part was told",
]
UNREAD_REASONS: tuple[str, ...] = get_args(UnreadReason)


@dataclass(slots=True)
class ReportFigure:
    """One number of a report: what it measures, when, and where the text says so."""

    measure: str
    value: float | None
    unit: str
    year: int | None
    quote: str
    start: int
    end: int
    found_by: str
    period: str | None = None
    currency: str | None = None
    usd: float | None = None
    qualifier: str | None = None
    group: str | None = None
    place: str | None = None
    institution: str | None = None
    article: str | None = None
    source: str | None = None
    derived: bool = False
    not_reported: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The figure as the schema has it: whole numbers whole, nothing that is not
        said.
        """
        row = asdict(self)
        for name in ("value", "usd"):
            if isinstance(row[name], float) and row[name].is_integer():
                row[name] = int(row[name])
        always = {
            "measure",
            "value",
            "unit",
            "year",
            "quote",
            "start",
            "end",
            "found_by",
        }
        return {k: v for k, v in row.items() if k in always or v not in (None, False)}


@dataclass(slots=True)
class UnreadNumber:
    """A number that looks like a figure and was not understood."""

    quote: str
    start: int
    end: int
    reason: UnreadReason


@dataclass(slots=True)
class FigureAnchor:
    """A figure that later numbers of the text may refer back to."""

    measure: str
    unit: str
    noun: str | None
    value: float | None
    at: int
    year: int | None
    compared: bool = False
    part: bool = False
    under: bool = False  # "14 cases with 24 defendants": the defendants


@dataclass(slots=True)
class ReadingMemory:
    """What a sentence may take from those before it in its paragraph."""

    section: str = ""
    anchors: list[FigureAnchor] = field(default_factory=list)
    recent: list[FigureAnchor] = field(default_factory=list)
    year: int | None = None
    article: str | None = None

    def new_paragraph(self) -> None:
        """Forget what holds for one paragraph only."""
        self.anchors, self.year, self.article = [], None, None
        del self.recent[:-12]
