"""Files of others, read as facts: each layout says what its blanks mean."""

from sala.facts.sources import ctdc, paper
from sala.facts.sources.tables import Fault, Incoming, Read, UnreadableError

LAYOUTS = {"ctdc": ctdc.read, "paper": paper.read}

__all__ = ["LAYOUTS", "Fault", "Incoming", "Read", "UnreadableError"]
