"""What the country says of its years: as approved, or else as the facts are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.figures import disclosure, queries
from sala.figures.answers import FigureAnswer
from sala.figures.definitions import FIGURES
from sala.figures.models import Snapshot


@dataclass(frozen=True)
class PublishedValues:
    """The country's own numbers of a year; without a snapshot they are of the facts as
    they are.
    """

    snapshot: UUID | None
    answers: Mapping[str, FigureAnswer | None]  # None is not told to the asker


def published_values(
    *,
    by: Actor,
    years: Sequence[int],
    codes: Sequence[str],
) -> dict[int, PublishedValues]:
    """The country's own numbers of some years, small ones only to those who may see
    them.
    """
    require(may(by, "figures.figure.view"))
    frozen_too, small = (
        bool(may(by, "figures.snapshot.view")),
        queries.sees_small_groups(by),
    )
    held = {
        year: row
        for year in years
        if frozen_too
        for row in queries.latest_approved(year)
    }
    wanted = disclosure.with_containing_figures(codes)
    live = queries.answers_from_facts(
        [year for year in years if year not in held],
        wanted,
        whole=True,
    )
    said = {}
    for year in years:
        found = (
            queries.answers_of_snapshot(held[year].figures, year)
            if year in held
            else live
        )
        answers = {
            code: disclosure.disclosable_answer(found, FIGURES[code], year, small)
            for code in codes
            if (code, year) in found.totals
        }
        said[year] = PublishedValues(held[year].id if year in held else None, answers)
    return said


def approved_answer(
    *,
    by: Actor,
    key: UUID,
    year: int,
    code: str,
) -> FigureAnswer | None:
    """What two people stand by of exactly this year; none where they stand by nothing
    of it.
    """
    require(may(by, "figures.snapshot.view"))
    row = Snapshot.objects.filter(
        id=key,
        year=year,
        approved_at__isnull=False,
    ).first()
    return (
        queries.answers_of_snapshot(row.figures, year).totals.get((code, year))
        if row
        else None
    )
