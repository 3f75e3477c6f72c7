"""Files of others, read as facts: each layout says what its blanks mean."""

from sala.facts.sources import ctdc, htcds, paper
from sala.facts.sources.tables import Incoming, Read
from sala.kit.uploaded_tables import Fault, UnreadableError

LAYOUTS = ("ctdc", "htcds", "paper")


def read(data: bytes, *, layout: str, year: int | None = None) -> Read:
    """What a file in a layout says; `year` of those that do not say it themselves."""
    if layout == "htcds":
        return htcds.read(data, year=year)
    return {"ctdc": ctdc.read, "paper": paper.read}[layout](data)


__all__ = ["LAYOUTS", "Fault", "Incoming", "Read", "UnreadableError", "read"]
