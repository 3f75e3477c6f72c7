"""Writing the country's report of a year: every edit is added, and two people approve
the text.
"""

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.steps import StepEntry, begin_history, take_step
from sala.desk.approvals import sign_second, signed_as
from sala.figures import queries as figures
from sala.kit.saving import refuse_on_violation, refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.narrative import policy
from sala.narrative.models import YearReport, YearReportEdit, YearReportText
from sala.narrative.queries import year_reports as queries
from sala.narrative.queries.year_reports import YearReportPage
from sala.narrative.states import YEAR_REPORT
from sala.narrative.writing import editing
from sala.narrative.writing.editing import DraftSentence
from sala.narrative.writing.templates import ROOMS

KIND = "year_report"
CHANGES = (editing.EDITED, editing.LEFT_OUT, editing.RESTORED)
LONGEST = 2000  # characters of a sentence
LONGEST_REASON = 400


@transaction.atomic
def open_report(
    *,
    by: Actor,
    at: datetime,
    year: int,
    language: str,
    reason: str = "",
) -> UUID:
    """Begin the report of a year, or a new version of one that was approved, with the
    reason why.

    It rests on the frozen figures of the year where there are approved ones, and else
    on the facts as they are. Raises `ValidationError` where one is open already, and
    where there are no figures.
    """
    require(may(by, policy.WRITE))
    before = _version_before(at, year, language, reason)
    frozen = queries.snapshots_for(by=by, year=year)
    if figures.facts_manifest() is None and not frozen:
        raise ValidationError(_("Nobody has made figures from the record yet."))
    report = YearReport(
        year=year,
        language=language,
        version=before.version + 1 if before else 1,
        follows=before,
        reason=reason.strip()[:LONGEST_REASON] if before else "",
        agency_id=by.agency,
        opened_by_id=by.user,
        opened_at=at,
    )
    with refuse_on_violation("one_report_a_version", ChangedMeanwhileError()):
        report.save(force_insert=True)
    entry = record(
        by=by,
        action="narrative.year_report_opened",
        kind=KIND,
        subject=report.id,
        detail={"year": year, "language": language, "number": report.version},
    )
    begin_history(report, by=by, at=at, entry=entry)
    if frozen:
        _add_edit(
            report.id,
            by,
            at,
            editing.CHOSEN,
            snapshot_id=frozen[0].id,
        )
    return report.id


def _version_before(
    at: datetime,
    year: int,
    language: str,
    reason: str,
) -> YearReport | None:
    """The approved version that a new one follows; refused where none may be opened."""
    refuse_unknown_code(
        "language", language, [code for code, _name in settings.LANGUAGES]
    )
    if year > timezone.localdate(at).year:
        raise ValidationError({"year": _("Enter a year that has begun.")})
    before = queries.latest_version(year=year, language=language)
    if before and before[1] != "approved":
        raise ValidationError(
            _("The report of this year is open already in this language."),
        )
    if before and not reason.strip():
        raise ValidationError(
            {"reason": _("Say why the approved report needs a new version.")},
        )
    return before[0] if before else None


@transaction.atomic
def choose_figures(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    snapshot: UUID | None,
) -> None:
    """Let the report rest on frozen figures that two people stand by, or on the facts
    as they are.

    Raises `YearReport.DoesNotExist`, and `ValidationError` for figures of another year.
    """
    page = _to_edit(by, report)
    approved = {row.id for row in queries.snapshots_for(by=by, year=page.row.year)}
    if snapshot is not None and snapshot not in approved:
        raise ValidationError({"snapshot": _("Choose from the list.")})
    _add_edit(
        report,
        by,
        at,
        editing.CHOSEN,
        snapshot_id=snapshot,
    )


@transaction.atomic
def edit_sentence(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    sentence: str,
    change: str,
    text: str = "",
    seen: int,
) -> None:
    """Write a sentence otherwise, leave it out, or take it as the figures have it.

    `seen` is the last edit of the sentence that the author saw. Raises
    `YearReport.DoesNotExist`, `ChangedMeanwhileError` where somebody else edited it
    since, and `ValidationError`.
    """
    page = _to_edit(by, report)
    line = _report_line(page, sentence)
    refuse_unknown_code("change", change, CHANGES)
    if (line.edit.id if line.edit else 0) != seen:
        raise ChangedMeanwhileError
    text = _single_line(text) if change == editing.EDITED else ""
    if change == editing.EDITED and text == line.text and line.is_in_report:
        raise ValidationError({"text": _("It is written like this already.")})
    composed = editing.plain_text(line.composed)
    _add_edit(
        report,
        by,
        at,
        change,
        sentence=sentence,
        room=line.room,
        text=text,
        composed=composed,
    )


@transaction.atomic
def add_sentence(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    room: str,
    text: str,
    after: str = "",
) -> str:
    """Add a sentence of one's own to a part of the report; its code.

    Raises `YearReport.DoesNotExist`, and `ValidationError` naming the field.
    """
    page = _to_edit(by, report)
    refuse_unknown_code("room", room, ROOMS)
    refuse_unknown_code(
        "after",
        after,
        [line.code for line in page.lines if line.room == room],
        blank=True,
    )
    code = f"{editing.ADDED}-{uuid4().hex[:12]}"
    _add_edit(
        report,
        by,
        at,
        editing.ADDED,
        sentence=code,
        room=room,
        after=after,
        text=_single_line(text),
    )
    return code


@transaction.atomic
def acknowledge_numbers(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    sentence: str,
    reason: str,
) -> None:
    """Say why numbers of a sentence stand although none of its figures has them.

    Raises `YearReport.DoesNotExist`, and `ValidationError` where no number disagrees.
    """
    line = _report_line(_to_edit(by, report), sentence)
    if not line.wrong or not line.is_in_report:
        raise ValidationError(_("Every number of this sentence is one of its figures."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say where the number comes from.")})
    _add_edit(
        report,
        by,
        at,
        editing.ACKNOWLEDGED,
        sentence=sentence,
        room=line.room,
        text=line.text,
        composed=editing.plain_text(line.composed),
        numbers=list(line.wrong),
        reason=reason.strip()[:LONGEST_REASON],
    )


@transaction.atomic
def approve_report(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    seen: str,
) -> str:
    """Stand by the whole text; the state it is in then. The second of two people ends
    it.

    `seen` is the hash of the text that was read. Raises `YearReport.DoesNotExist`,
    `ChangedMeanwhileError` where the text is another now, and `RefusedError`.
    """
    page = _editable_page(by, report)
    require(page.approve)
    if page.digest != seen:
        raise ChangedMeanwhileError
    state = YEAR_REPORT.after(page.row.state, "approve")
    _sign_text(by, at, page, state)
    detail = {
        "hash": page.digest,
        "year": page.row.year,
        "language": page.row.language,
    }
    row = YearReport.objects.get(id=report)
    take_step(row, "approve", by=by, at=at, entry=StepEntry(detail=detail))
    return state


def _sign_text(
    by: Actor,
    at: datetime,
    page: YearReportPage,
    state: str,
) -> None:
    said = {
        "report_id": page.row.id,
        "edits": len(page.history),
        "digest": page.digest,
    }
    if state == "approved":
        sign_second(
            YearReportText.objects.filter(**said),
            by=by,
            at=at,
        )
    else:
        assert page.basis.snapshot is not None  # noqa: S101 what is not frozen was refused
        kept = {"content": page.content, "snapshot_id": page.basis.snapshot}
        YearReportText.objects.create(**said, **kept, **signed_as("first", by, at))


def _editable_page(by: Actor, report: UUID) -> YearReportPage:
    page = queries.year_report(by=by, key=report)
    if page is None:
        raise YearReport.DoesNotExist
    return page


def _to_edit(by: Actor, report: UUID) -> YearReportPage:
    require(may(by, policy.WRITE))
    page = _editable_page(by, report)
    if page.row.agency_id != by.agency_id:
        raise YearReport.DoesNotExist
    if page.row.state == "approved":
        raise NotAllowedError(YEAR_REPORT.noun, page.row.state, "edit")
    return page


def _report_line(page: YearReportPage, sentence: str) -> DraftSentence:
    """A sentence as a draft has it, with what the figures say beside it."""
    found = next((line for line in page.draft if line.code == sentence), None)
    if found is None:
        raise YearReport.DoesNotExist
    return found


def _single_line(text: str) -> str:
    """A sentence on one line."""
    words = " ".join(text.split())
    if not words:
        raise ValidationError({"text": _("Write the sentence.")})
    if len(words) > LONGEST:
        raise ValidationError({"text": _("A sentence has at most 2,000 characters.")})
    return words


def _add_edit(
    report: UUID,
    by: Actor,
    at: datetime,
    kind: str,
    **said: object,
) -> None:
    """Add one edit, with its step: a first approval falls with it. The report is read
    after the edit was added, which waits for whoever else edits or approves.
    """
    YearReportEdit.objects.create(
        report_id=report,
        kind=kind,
        made_by_id=by.user,
        made_at=at,
        **said,
    )
    detail = {"code": said["sentence"]} if "sentence" in said else {}
    if said.get("snapshot_id"):
        detail = {"snapshot": str(said["snapshot_id"])}
    row = YearReport.objects.get(id=report)
    entry = StepEntry(f"narrative.report_{kind}", detail)
    take_step(row, "edit", by=by, at=at, entry=entry)
