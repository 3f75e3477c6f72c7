"""Published reports that come with a pack, read and reviewed as an analyst does."""

from datetime import datetime
from pathlib import Path

from sala.access.context import Actor, acting_member, acting_operator
from sala.access.models import Membership
from sala.access.roles import Role
from sala.narrative import actions, queries
from sala.narrative.actions import ConfirmedRecommendation, ConfirmedTier
from sala.narrative.queries import ReportToTakeOver, to_take_over
from sala.simulation.staff import Post
from sala_reader import read_report

FOLDER = "published"
TO_REVIEW = (
    "penalty_",
    "population_",
)  # left open, so that there is something to look at


def read_reports(*, folder: Path, at: datetime, reader: str) -> int:
    """Let an analyst, by their sign-in name, read every report of a pack; how many
    there are.

    What a report says of a year is accepted; penalties and estimates wait for a review.
    A report about the own country hands over its tier and its recommendations, the
    oldest first. Raises `Membership.DoesNotExist`: no other analyst reads in their
    stead.
    """
    files = sorted((folder / FOLDER).glob("*.txt"))
    if not files:
        return 0
    with acting_member(*_post_of(reader)) as by:
        for file in files:
            _read_reports(by, at, file)
    return len(files)


def _post_of(reader: str) -> Post:
    with acting_operator("simulation"):
        post = Membership.objects.get(
            user__username=reader,
            role=Role.ANALYST,
            ends_on=None,
        )
    return post.user_id, post.id


def _read_reports(by: Actor, at: datetime, file: Path) -> None:
    reading = read_report(file.read_text(encoding="utf-8"), name=file.name)
    key = actions.keep_reading(
        by=by,
        at=at,
        reading=reading,
        title=file.name,
    )
    kept = queries.published_report(by=by, key=key)
    for figure in kept.figures if kept else ():
        if figure.year and not figure.measure.startswith(TO_REVIEW):
            actions.review_figure(
                by=by,
                at=at,
                figure=figure.id,
                verdict="accepted",
            )
    if page := to_take_over(by=by, key=key):
        _take_over(by, at, page)


def _take_over(by: Actor, at: datetime, page: ReportToTakeOver) -> None:
    """As an analyst would who finds every proposal right."""
    actions.take_over(
        by=by,
        at=at,
        report=page.id,
        source=page.source,
        confirmed=[
            ConfirmedRecommendation(o.number, o.like.id if o.like else None)
            for o in page.offers
        ],
        tier=ConfirmedTier() if page.tier else None,
    )
