"""What `sala ledger verify` answers: whole, not whole, or that it cannot know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sala.access.context import acting_operator
from sala.access.ledger.accounted import UnaccountedRole, unaccounted_roles
from sala.access.ledger.checkpoints import Checkpoint
from sala.access.ledger.heads import tell_witness
from sala.access.ledger.verify import LedgerReport, verify_ledger
from sala.access.ledger.witness import Witness, read_witness
from sala.people.unentered import UnenteredOpenings, unentered_openings
from sala.vault.client import VaultAwayError

WHOLE, FAULTY, NOT_KNOWN = 0, 1, 3
# The first line is written before the first entry, by another clock.
SETTING_UP = timedelta(minutes=1)
VERDICTS = {WHOLE: "whole", FAULTY: "faults", NOT_KNOWN: "not known"}


@dataclass(frozen=True)
class LedgerAnswer:
    """What was read, against what it was held, and how it ends."""

    report: LedgerReport
    unaccounted: tuple[UnaccountedRole, ...]
    checkpoint: Checkpoint | None
    witness: Witness
    unentered: tuple[UnenteredOpenings, ...] | None  # of today; none: not known

    @property
    def code(self) -> int:
        """The command's exit status: a ledger that cannot be known is not sound."""
        if not self.report.faultless or self.unaccounted or self.unentered:
            return FAULTY
        return WHOLE if self.report.compared and self.seen_throughout else NOT_KNOWN

    @property
    def seen_throughout(self) -> bool:
        """Whether somebody outside looked from the first entry on, or a checkpoint says
        what was there before: whoever cuts the ledger and lets the looking begin anew
        must not be believed.
        """
        began, since = self.report.began_at, self.witness.since
        begun = self.witness.done.get("begun")
        if began is None or since is None or (begun and begun <= began + SETTING_UP):
            return True
        return self.checkpoint is not None and self.checkpoint.made <= since

    def sentences(self) -> list[str]:
        """The answer in words."""
        found = (*self.report.findings, *self.unaccounted, *(self.unentered or ()))
        told = [str(one) for one in found]
        if self.unentered is None:
            told.append(
                "The vault does not answer: not known whether it opened somebody today"
                " whom no entry names."
            )
        if restored := self.witness.done.get("restored"):
            told.append(f"This database was restored from a backup on {restored:%c}.")
        return [*told, f"{self.report.entries:,} entries read: {self._verdict()}"]

    def _verdict(self) -> str:
        if self.code == FAULTY:
            found = (self.report.findings, self.unaccounted, self.unentered or ())
            return f"{sum(map(len, found))} findings"
        if self.code == NOT_KNOWN and self.report.compared:
            return (
                "none was changed, and none is missing in between. Not known: whether"
                " entries were cut off before somebody outside began to look, on"
                f" {self.witness.since:%c}; the ledger began on"
                f" {self.report.began_at:%c}. Name a checkpoint of before that with"
                " --checkpoint."
            )
        if self.code == NOT_KNOWN:
            return (
                "none was changed, and none is missing in between. Not known: whether"
                " entries were cut off at the end, or the whole database exchanged for"
                " an older one. Nothing outside the database says where the ledger"
                " ended; name a checkpoint with --checkpoint."
            )
        return (
            f"whole up to {' and '.join(self._compared_with())};"
            f" {self.report.since:,} came since, of which nobody outside knows yet"
        )

    def _compared_with(self) -> list[str]:
        told = []
        if self.witness.heads_at and self.witness.since:
            told.append(
                f"what was kept outside at {self.witness.heads_at:%c} (kept since"
                f" {self.witness.since:%c})",
            )
        if self.checkpoint:
            told.append(f"the checkpoint of {self.checkpoint.made_at}")
        return told

    def as_values(self) -> dict[str, object]:
        """The answer for a program."""
        return {
            "entries": self.report.entries,
            "verdict": VERDICTS[self.code],
            "compared_with": self._compared_with(),
            "since": self.report.since,
            "restored_at": _iso_text(self.witness.done.get("restored")),
            "findings": [vars(finding) for finding in self.report.findings],
            "unaccounted": [vars(role) for role in self.unaccounted],
            "unentered": [vars(found) for found in self.unentered or ()],
        }


def answer_ledger(
    *,
    checkpoint: Checkpoint | None,
    progress: Callable[[int], None],
) -> LedgerAnswer:
    """Read the whole ledger against all that is kept outside the database.

    Where it is whole, the witness is told that it was verified.
    """
    witness = read_witness()
    unentered = _unentered_today()
    seen = [checkpoint] if checkpoint else []
    if witness.heads:
        seen.append(Checkpoint("", witness.heads))
    with acting_operator("ledger verify"):
        report = verify_ledger(seen=tuple(seen), progress=progress)
        unaccounted = unaccounted_roles()
        answer = LedgerAnswer(report, unaccounted, checkpoint, witness, unentered)
        if answer.code == WHOLE:
            tell_witness("verified")
    return answer


def _unentered_today() -> tuple[UnenteredOpenings, ...] | None:
    try:
        return unentered_openings()
    except VaultAwayError:
        return None


def _iso_text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
