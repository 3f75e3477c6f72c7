"""What became of the mutants asked so far: kept, so that a room can be gone on with."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from math import sqrt
from pathlib import Path

KILLED, LIVES = "killed", "lives"


@dataclass
class Verdict:
    """Whether a mutant was noticed, by which test; and when it was first asked."""

    now: str
    first: str
    by: str
    asked_on: str


class VerdictFile:
    """The verdicts of one room on disk, by the mutant's code."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.verdicts: dict[str, Verdict] = {}
        if file.exists():
            kept = json.loads(file.read_text())
            self.verdicts = {code: Verdict(**said) for code, said in kept.items()}

    def keep(self, code: str, verdict: str, by: str) -> None:
        """Write a verdict down; the first one stays beside the latest."""
        today = datetime.now(UTC).date().isoformat()
        before = self.verdicts.get(code)
        first = before.first if before else verdict
        self.verdicts[code] = Verdict(verdict, first, by, today)
        kept = {key: asdict(said) for key, said in self.verdicts.items()}
        self.file.write_text(json.dumps(kept, indent=1))


def wilson_interval(hits: int, of: int) -> tuple[float, float]:
    """Between what shares the true one lies, at 95 %, by Wilson's score."""
    if not of:
        return 0.0, 1.0
    z = 1.959964
    share = hits / of
    middle = share + z * z / (2 * of)
    around = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    return max(0.0, (middle - around) / scale), min(1.0, (middle + around) / scale)
