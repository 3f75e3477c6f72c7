"""Entries of the ledger as lines that a test can compare."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from sala.access.models import LedgerEntry


@dataclass
class Entered:
    """What a room entered: action, kind and name of the subject, then the detail."""

    room: str
    names: dict[str, UUID]
    said: list[str] = field(default_factory=list)

    def read(self, entry: LedgerEntry) -> None:
        """One entry as a line, with names for keys."""
        known = {str(key): name for name, key in self.names.items()}
        detail = json.loads(entry.detail or "{}")
        words = [f"{k}={known.get(str(v), v)}" for k, v in sorted(detail.items())]
        subject = known.get(entry.subject, entry.subject)
        action = entry.action.removeprefix(f"{self.room}.")
        self.said.append(" ".join([action, entry.subject_kind, subject, *words]))
