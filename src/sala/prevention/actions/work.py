"""Recording a training or an awareness activity of the actor's agency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Agency
from sala.desk.recorded import take_back
from sala.kit.saving import refuse_future_day, refuse_unknown_code, refuse_unknown_codes
from sala.prevention.actions import common
from sala.prevention.models import AwarenessActivity, TrainedCount, TrainingSession
from sala.prevention.models.work import PAYERS
from sala.prevention.rules import work as rules
from sala.prevention.rules.work import TrainedAgencies


@dataclass(frozen=True)
class Training:
    """A training: on what, for whom, where, for how many days, and who came."""

    topics: Sequence[str]
    audiences: Sequence[str]
    starts_on: date
    days: int = 1
    paid_by: str = ""
    partner: str = ""
    place_code: str = ""
    crossing_code: str = ""
    trained: Sequence[TrainedAgencies] = ()


@dataclass(frozen=True)
class PreventionWorkInput:
    """An awareness activity; `reached` is None where nobody counted."""

    channel: str
    topics: Sequence[str]
    audiences: Sequence[str]
    starts_on: date
    ends_on: date | None = None
    paid_by: str = ""
    partner: str = ""
    place_code: str = ""
    reached: int | None = None


@transaction.atomic
def record_training(*, by: Actor, at: datetime, training: Training) -> UUID:
    """Record a training that the actor's agency organised, and how many took part.

    Raises `ValidationError` naming the field of an unknown code, a day to come or a
    group of participants that stands there twice.
    """
    common.require_worker(by)
    _check_work(at, training)
    common.known_crossing(training.crossing_code, blank=True)
    if training.days < 1:
        raise ValidationError({"days": _("A training lasts a day or more.")})
    agencies = _agencies_by_code(training.trained)
    told = {name: value for name, value in vars(training).items() if name != "trained"}
    made = TrainingSession.objects.create(
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        **told,
    )
    TrainedCount.objects.bulk_create(
        TrainedCount(
            session=made,
            agency_id=agencies.get(c.agency_code),
            sex=c.sex,
            number=c.number,
        )
        for c in training.trained
    )
    number = rules.count_participants(training.trained)
    common.record_entry(
        by,
        "training_recorded",
        "training",
        made.id,
        number=number,
    )
    return made.id


@transaction.atomic
def record_activity(*, by: Actor, at: datetime, activity: PreventionWorkInput) -> UUID:
    """Record an awareness activity that the actor's agency organised.

    Raises `ValidationError` naming the field of what is unknown or cannot be.
    """
    common.require_worker(by)
    _check_work(at, activity)
    refuse_unknown_code("channel", activity.channel, rules.CHANNELS)
    if activity.ends_on and activity.ends_on < activity.starts_on:
        raise ValidationError({"ends_on": _("The last day is not before the first.")})
    made = AwarenessActivity.objects.create(
        agency_id=by.agency,
        recorded_by_id=by.user,
        recorded_at=at,
        **vars(activity),
    )
    common.record_entry(
        by,
        "activity_recorded",
        "activity",
        made.id,
        way=made.channel,
        number=made.reached,
    )
    return made.id


@transaction.atomic
def take_back_training(*, by: Actor, at: datetime, training: UUID) -> None:
    """Take back a training that was recorded by mistake; it is counted no more."""
    common.require_worker(by)
    take_back(
        TrainingSession.objects.filter(id=training),
        by=by,
        at=at,
    )
    common.record_entry(by, "training_taken_back", "training", training)


@transaction.atomic
def take_back_activity(*, by: Actor, at: datetime, activity: UUID) -> None:
    """Take back an activity that was recorded by mistake; it is counted no more."""
    common.require_worker(by)
    take_back(
        AwarenessActivity.objects.filter(id=activity),
        by=by,
        at=at,
    )
    common.record_entry(by, "activity_taken_back", "activity", activity)


def _check_work(at: datetime, told: Training | PreventionWorkInput) -> None:
    refuse_unknown_codes("topics", told.topics, rules.TOPICS)
    refuse_unknown_codes("audiences", told.audiences, rules.AUDIENCES)
    refuse_unknown_code("paid_by", told.paid_by, PAYERS)
    refuse_unknown_code("partner", told.partner, rules.PARTNERS, blank=True)
    common.known_place(told.place_code)
    refuse_future_day("starts_on", told.starts_on, at)


def _agencies_by_code(trained: Sequence[TrainedAgencies]) -> dict[str, UUID]:
    """The keys of the agencies that sent somebody, by code."""
    groups = [(cell.agency_code, cell.sex) for cell in trained]
    if len(groups) != len(set(groups)):
        raise ValidationError({"trained": _("Each agency stands in one line only.")})
    if any(cell.number < 0 or cell.sex not in rules.SEXES for cell in trained):
        raise ValidationError(
            {"trained": _("A number of people is 0 or more, by sex.")},
        )
    wanted = {code for code, _sex in groups if code}
    found = dict(Agency.objects.filter(code__in=wanted).values_list("code", "id"))
    if wanted - found.keys():
        message = _("There is no agency %(code)s.") % {
            "code": ", ".join(wanted - found.keys()),
        }
        raise ValidationError({"trained": message})
    return found
