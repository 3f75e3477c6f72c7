"""Who is charged with what, what the courts said, and whether it lies in the range of
the law.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from sala.access.closed_words import read_words
from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.access.seats import OfferedMove, offered_moves
from sala.countries import queries as countries
from sala.kit.rows import row_of
from sala.people import codes
from sala.prosecution.actions.common import tried_by
from sala.prosecution.actions.courts import range_of
from sala.prosecution.actions.verdicts import TO_SEE
from sala.prosecution.models import (
    Charge,
    ChargeStep,
    Defendant,
    DefendantCorrection,
    Verdict,
)
from sala.prosecution.rules.sentences import CourtSentence, PenaltyRange, outside_range
from sala.prosecution.states import CHARGE
from sala.vault.sealed_columns import sealed_place
from sala.vault.sealed_places import SealedPlace

NOTHING_WRONG: Mapping[UUID | None, str] = {}


@dataclass(frozen=True)
class VerdictRow:
    """What a court said of a charge; `outside` is in what the sentence leaves the
    range.
    """

    id: UUID
    instance: str
    outcome: str
    decided_on: date
    sentence: CourtSentence
    outside: tuple[str, ...]
    outside_reason: str
    seen: bool
    age_corrected_at: datetime | None  # of a victim, after the verdict
    counts: bool  # nobody put it right
    wrong: str  # why it was put right, where that was said


@dataclass(frozen=True)
class ChargeRow:
    """One charge, the range of its article, and what was judged, the last on top."""

    id: UUID
    case_code: str
    defendant_code: str
    law: str
    article: str
    name: str
    circumstance: str
    about: str  # the code of the victim it is about; empty is every victim of the case
    offence_on: date
    filed_on: date
    state: str
    range: PenaltyRange
    verdicts: tuple[VerdictRow, ...]
    offers: tuple[OfferedMove, ...]
    tries: bool  # the asker prosecutes or tries its case
    files: bool  # and may file charges

    @property
    def last_verdict(self) -> VerdictRow | None:
        """What the last court said that counts."""
        counting = [verdict for verdict in self.verdicts if verdict.counts]
        return max(counting, key=lambda v: v.decided_on) if counting else None

    def may_put_right(self, verdict: VerdictRow) -> bool:
        """Whether the asker may put a verdict right: also after something came of it,
        who files charges.
        """
        if not verdict.counts or not self.tries:
            return False
        untouched = self.state == "judged" and verdict == self.last_verdict
        return self.files or (untouched and "judge" in self.moves)

    @property
    def moves(self) -> tuple[str, ...]:
        """What the asker may make of it."""
        return tuple(offer.name for offer in self.offers if offer.decision)


@dataclass(frozen=True)
class DefendantRow:
    """Somebody charged in a case."""

    id: UUID
    code: str
    kind: str
    name: str
    charges: tuple[ChargeRow, ...]

    @property
    def spoken_code(self) -> str:
        """The code in groups."""
        return codes.grouped_for_reading(self.code)


def find_defendants(*, by: Actor, case_id: UUID) -> list[DefendantRow]:
    """The defendants of a case with their charges, in the order they were named."""
    require(may(by, "prosecution.case.view"))
    charges: dict[UUID, list[ChargeRow]] = defaultdict(list)
    names = _article_names()
    found = _charges_with_defendant().filter(case_id=case_id).order_by("filed_on", "id")
    for row in found:
        charges[row.defendant_id].append(_charge_row(by, row, names))
    rows = Defendant.objects.filter(case_id=case_id).select_related("continues")
    named = list(rows.order_by("added_at", "id"))
    called = read_words(_sealed_names(case_id, named))
    return [
        DefendantRow(d.id, d.code, d.kind, name, tuple(charges[d.id]))
        for d, name in zip(named, called, strict=True)
    ]


def _sealed_names(
    case_id: UUID, named: list[Defendant]
) -> list[tuple[bytes | memoryview | None, SealedPlace]]:
    """The name of each defendant as it is now, sealed for the row where it was written
    first.
    """
    found = DefendantCorrection.objects.filter(case_id=case_id)
    last = {
        row.defendant_id: row.continues or row
        for row in found.select_related("continues").order_by("recorded_at", "id")
    }
    written = [last.get(d.id) or d.continues or d for d in named]
    return [(row.name, sealed_place(type(row), "name", row.id)) for row in written]


def find_charge(*, by: Actor, key: UUID) -> ChargeRow | None:
    """One charge, if the actor sees its case."""
    require(may(by, "prosecution.case.view"))
    found = _charges_with_defendant().filter(id=key).first()
    return _charge_row(by, found, _article_names()) if found else None


def sentences_to_see(*, by: Actor) -> list[tuple[ChargeRow, VerdictRow]]:
    """Sentences outside the range, recorded by the actor's agency, that nobody has
    looked at, or not since the age of a victim was corrected.

    Those of a case about an official are for oversight.
    """
    require(may(by, "prosecution.sentence.review"))
    names = _article_names()
    told = [
        (v.charge, _verdict_row(v, range_of(v.charge))) for v in _unseen_verdicts(by)
    ]
    return [
        (_charge_row(by, charge, names), row)
        for charge, row in told
        if row.outside_reason or row.outside
    ]


def _unseen_verdicts(by: Actor) -> QuerySet[Verdict]:
    wrong = ChargeStep.objects.exclude(corrects=None).values("corrects_id")
    found = Verdict.objects.filter(TO_SEE, seen_at=None).exclude(id__in=wrong)
    found = found.exclude(case__taken_over_at__isnull=False, case__in_compartment=False)
    if by.role != Role.OVERSIGHT:
        found = found.filter(agency_id=by.agency)
    charges = "charge", "charge__case", "charge__defendant", "charge__victim"
    return found.order_by("decided_on", "id").select_related(*charges)


def _charges_with_defendant() -> QuerySet[Charge]:
    return Charge.objects.select_related("case", "defendant", "victim")


def _article_names() -> dict[tuple[str, str], str]:
    return {(a.law, a.article): a.name for a in countries.list_articles()}


def _charge_row(
    by: Actor,
    found: Charge,
    names: dict[tuple[str, str], str],
) -> ChargeRow:
    known = range_of(found)
    tries = tried_by(by, found.case)
    said = Verdict.objects.filter(charge_id=found.id).order_by("-recorded_at", "id")
    steps = ChargeStep.objects.filter(charge_id=found.id).exclude(corrects=None)
    wrong = dict(steps.values_list("corrects_id", "reason"))
    return row_of(
        ChargeRow,
        found,
        case_code=found.case.code,
        defendant_code=found.defendant.code,
        name=names.get((found.law, found.article), found.law),
        about=found.victim.person_code if found.victim else "",
        range=known,
        verdicts=tuple(_verdict_row(v, known, wrong) for v in said),
        offers=offered_moves(
            CHARGE,
            by=by,
            row=found,
            sits_in={"tries"} if tries else (),
        ),
        tries=tries,
        files=tries and bool(may(by, "prosecution.charge.file")),
    )


def _verdict_row(
    found: Verdict,
    known: PenaltyRange,
    wrong: Mapping[UUID | None, str] = NOTHING_WRONG,
) -> VerdictRow:
    said = CourtSentence(
        found.life, found.prison_months, found.suspended_months, found.fine
    )
    return row_of(
        VerdictRow,
        found,
        sentence=said,
        outside=outside_range(said, known) if found.outcome == "convicted" else (),
        seen=found.seen_at is not None,
        counts=found.id not in wrong,
        wrong=wrong.get(found.id, ""),
    )
