"""Published reports from the command line: reading one is the room's own."""

from sala.narrative.commands import read_command

__all__ = ["read_command"]
