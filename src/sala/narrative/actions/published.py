"""Reading a published report into the house, and saying what was read rightly."""

import hashlib
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.kit.saving import refuse_on_violation
from sala.kit.states import ChangedMeanwhileError
from sala.narrative import rules
from sala.narrative.models import (
    FigureReview,
    NumberDismissal,
    PublishedReport,
    QuotedFigure,
)
from sala_reader import ReportFigure, ReportReading, measure_units

READ = "narrative.report.read"


@transaction.atomic
def keep_reading(
    *,
    by: Actor,
    at: datetime,
    reading: ReportReading,
    title: str,
) -> UUID:
    """Keep what was read in a report; raises `ValidationError` where it does not say
    whose and of when it is, and for a text that was read before.
    """
    require(may(by, READ))
    if not reading.country:
        raise ValidationError(
            {"country": _("The text does not say whose report it is.")},
        )
    if not reading.report_year:
        raise ValidationError({"year": _("The text does not say of which year it is.")})
    report = PublishedReport(
        agency_id=by.agency,
        country=reading.country,
        report_year=reading.report_year,
        tier=reading.tier or "",
        tier_change=reading.tier_change or "",
        title=title[:120],
        text=reading.text,
        digest=hashlib.sha256(reading.text.encode()).hexdigest(),
        recommendations=[list(place) for place in reading.recommendations],
        not_understood=[[n.start, n.end, n.reason] for n in reading.not_understood],
        read_by_id=by.user,
        read_at=at,
    )
    with refuse_on_violation(
        "a_text_is_read_once",
        ValidationError(_("This text was read before.")),
    ):
        report.save(force_insert=True)
    QuotedFigure.objects.bulk_create(
        [_build_figure(report, figure) for figure in reading.figures],
    )
    detail = {"code": reading.country, "number": len(reading.figures)}
    record(
        by=by,
        action="narrative.report_read",
        kind="narrative",
        subject=report.id,
        detail=detail,
    )
    return report.id


def _build_figure(report: PublishedReport, figure: ReportFigure) -> QuotedFigure:
    return QuotedFigure(
        report=report,
        measure=figure.measure,
        value=_as_decimal(figure.value),
        unit=figure.unit,
        year=figure.year,
        period=(figure.period or "")[:24],
        currency=figure.currency or "",
        usd=_as_decimal(figure.usd),
        qualifier=figure.qualifier or "",
        group=(figure.group or "")[:200],
        start=figure.start,
        end=figure.end,
        found_by=figure.found_by,
    )


def _as_decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(Decimal("0.01"))


@transaction.atomic
def review_figure(
    *,
    by: Actor,
    at: datetime,
    figure: UUID,
    verdict: str,
    measure: str = "",
    value: Decimal | None = None,
    year: int | None = None,
) -> None:
    """Say that a figure was read rightly, wrongly, or what is right; the earlier word
    stays.

    Raises `QuotedFigure.DoesNotExist`, and `ValidationError` for a correction that says
    nothing.
    """
    require(may(by, READ))
    row = QuotedFigure.objects.get(id=figure)
    if verdict not in rules.VERDICTS:
        raise ValidationError({"verdict": _("Choose from the list.")})
    corrected = verdict == rules.CORRECTED
    if corrected and measure not in measure_units():
        raise ValidationError({"measure": _("Choose what the number measures.")})
    FigureReview.objects.create(
        figure=row,
        verdict=verdict,
        measure=measure if corrected else "",
        value=value if corrected else None,
        year=year if corrected else None,
        reviewed_by_id=by.user,
        reviewed_at=at,
    )
    record(
        by=by,
        action=f"narrative.figure_{verdict}",
        kind="quoted_figure",
        subject=row.id,
    )


@transaction.atomic
def add_figure(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    quote: str,
    measure: str,
    value: Decimal | None,
    year: int | None,
    near: int = 0,
) -> UUID:
    """Add a figure that the reader did not understand; its quote must stand in the
    text.

    Raises `PublishedReport.DoesNotExist`, and `ValidationError` naming the field.
    """
    require(may(by, READ))
    row = PublishedReport.objects.get(id=report)
    place = rules.place_of(row.text, quote, near)
    if place is None:
        raise ValidationError({"quote": _("These words do not stand in the text.")})
    if measure not in measure_units():
        raise ValidationError({"measure": _("Choose what the number measures.")})
    made = QuotedFigure.objects.create(
        report=row,
        measure=measure,
        value=value,
        unit=measure_units()[measure],
        year=year,
        start=place[0],
        end=place[1],
        found_by="analyst",
        added_by_id=by.user,
    )
    FigureReview.objects.create(
        figure=made,
        verdict=rules.ACCEPTED,
        reviewed_by_id=by.user,
        reviewed_at=at,
    )
    record(
        by=by,
        action="narrative.figure_added",
        kind="quoted_figure",
        subject=made.id,
    )
    return made.id


@transaction.atomic
def dismiss_number(
    *,
    by: Actor,
    at: datetime,
    report: UUID,
    start: int,
) -> None:
    """Say that a number which was not understood is no figure; saying it twice changes
    nothing.

    Raises `PublishedReport.DoesNotExist`, also where no such number stands in the text.
    """
    require(may(by, READ))
    row = PublishedReport.objects.get(id=report)
    if start not in {place[0] for place in row.not_understood}:
        raise PublishedReport.DoesNotExist
    if NumberDismissal.objects.filter(report=row, start=start).exists():
        return
    with refuse_on_violation("a_number_is_dismissed_once", ChangedMeanwhileError()):
        made = NumberDismissal.objects.create(
            report=row,
            start=start,
            dismissed_by_id=by.user,
            dismissed_at=at,
        )
    record(
        by=by,
        action="narrative.number_dismissed",
        kind="narrative",
        subject=row.id,
        detail={"number": made.start},
    )
