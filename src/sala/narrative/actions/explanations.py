"""Saying why a number of a published report is another one than the country's own."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.kit.saving import refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError
from sala.narrative import differences
from sala.narrative.labels import EXPLANATIONS
from sala.narrative.models import DifferenceExplanation
from sala.narrative.policy import EXPLAIN
from sala.narrative.queries import comparison

LONGEST = 1000


class NoDifferenceError(Exception):
    """There is no such line in the comparison."""


@transaction.atomic
def explain_difference(
    *,
    by: Actor,
    at: datetime,
    year: int,
    measure: str,
    reason: str,
    words: str,
    seen: str,
) -> UUID:
    """Say why a measure of a year is another number outside; the earlier word stays.

    `seen` is the hash of the numbers that the author saw. Raises `NoDifferenceError`,
    `ChangedMeanwhileError` where they are others now, and `ValidationError` naming the
    field.
    """
    require(may(by, EXPLAIN))
    found = comparison.line_of(
        by=by,
        year=year,
        measure=measure,
    )
    if found is None:
        raise NoDifferenceError
    side, line = found
    if line.state == differences.AGREES:
        raise ValidationError(_("Both say the same: there is nothing to explain."))
    refuse_unknown_code("reason", reason, EXPLANATIONS)
    said = _checked_words(words)
    if line.compared != seen:
        raise ChangedMeanwhileError
    made = DifferenceExplanation.objects.create(
        agency_id=by.agency,
        country=side.country,
        year=year,
        measure=measure,
        reason=reason,
        words=said,
        compared=line.compared,
        explained_by_id=by.user,
        explained_at=at,
    )
    record(
        by=by,
        action="narrative.difference_explained",
        kind="difference",
        subject=made.id,
        detail={"year": year, "code": measure},
    )
    return made.id


def _checked_words(words: str) -> str:
    """The explanation on one line; refused where it says nothing, or too much."""
    said = " ".join(words.split())
    if not said:
        raise ValidationError({"words": _("Say in a sentence why the numbers differ.")})
    if len(said) > LONGEST:
        raise ValidationError({"words": _("Say it in fewer words.")})
    return said
