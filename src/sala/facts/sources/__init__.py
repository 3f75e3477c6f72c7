"""Files of others, read as facts: each layout says what its blanks mean."""

from sala.facts.sources import ctdc, htcds, paper
from sala.facts.sources.tables import IncomingFact, SourceReading
from sala.kit.uploaded_tables import CellFault, UnreadableError

LAYOUTS = ("ctdc", "htcds", "paper")


def read_file(data: bytes, *, layout: str, year: int | None = None) -> SourceReading:
    """What a file in a layout says; `year` of those that do not say it themselves."""
    if layout == "htcds":
        return htcds.read_htcds(data, year=year)
    return {"ctdc": ctdc.read_ctdc, "paper": paper.read_paper}[layout](data)


__all__ = [
    "LAYOUTS",
    "CellFault",
    "IncomingFact",
    "SourceReading",
    "UnreadableError",
    "read_file",
]
