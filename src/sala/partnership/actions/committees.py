"""Founding and dissolving committees, and their meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access import queries as access
from sala.access.context import Actor
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.desk.recorded import take_back
from sala.kit.saving import refuse_future_day, refuse_on_violation, refuse_unknown_code
from sala.kit.states import ChangedMeanwhileError
from sala.partnership.actions import common
from sala.partnership.models import Committee, CommitteeMeeting
from sala.partnership.rules.committees import LEVELS, PLACE_LEVELS


@dataclass(frozen=True)
class FoundingInput:
    """A committee: at which level, where, since when, and who keeps its minutes."""

    level: str
    agency: str
    founded_on: date
    place_code: str = ""
    village: str = ""


@dataclass(frozen=True)
class Meeting:
    """A meeting: when, which agencies were there, how many decisions were taken."""

    happened_on: date
    present: Sequence[str]
    decisions: int | None = None


@transaction.atomic
def found_committee(*, by: Actor, at: datetime, founding: FoundingInput) -> UUID:
    """Record that a committee was founded at a level and place.

    Raises `ValidationError` naming the field: a place of another level, or one that has
    a committee.
    """
    common.require_secretariat(by)
    _check_founding(founding, at)
    made = Committee(
        level=founding.level,
        place_code=founding.place_code,
        village=founding.village.strip(),
        founded_on=founding.founded_on,
        agency_id=common.open_agency_key("agency", founding.agency),
        **common.signature_columns(by, at),
    )
    there = ValidationError({"place_code": _("There is a committee of this place.")})
    with refuse_on_violation("one_committee_a_place", there):
        made.save(force_insert=True)
    common.record_entry(
        by,
        "committee_founded",
        "committee",
        made.id,
        way=made.level,
    )
    return made.id


@transaction.atomic
def dissolve_committee(
    *,
    by: Actor,
    at: datetime,
    committee: UUID,
    dissolved_on: date,
    version: int,
) -> None:
    """Record that a committee was dissolved; its meetings stay.

    Raises `Committee.DoesNotExist`, `ChangedMeanwhileError`, and `ValidationError` for
    a day that cannot be.
    """
    common.require_secretariat(by)
    row = Committee.objects.get(id=committee, dissolved_on=None)
    refuse_future_day("dissolved_on", dissolved_on, at)
    if dissolved_on < row.founded_on:
        message = _("The committee was not dissolved before it was founded.")
        raise ValidationError({"dissolved_on": message})
    found = Committee.objects.filter(
        id=committee,
        version=version,
        dissolved_on=None,
    )
    if not found.update(dissolved_on=dissolved_on, version=version + 1):
        raise ChangedMeanwhileError
    common.record_entry(by, "committee_dissolved", "committee", committee)


@transaction.atomic
def record_meeting(
    *,
    by: Actor,
    at: datetime,
    committee: UUID,
    meeting: Meeting,
) -> UUID:
    """Record a meeting: by the secretariat, by who keeps the minutes, or by who was
    there.

    Raises `Committee.DoesNotExist`, and `ValidationError` naming the field, also for an
    agency that was not there.
    """
    common.require_worker(by)
    row = Committee.objects.get(id=committee)
    known = {a.code for a in access.list_agencies()}
    if not meeting.present or not set(meeting.present) <= known:
        raise ValidationError({"present": _("Choose which agencies were there.")})
    _refuse_outsiders(by, row, meeting)
    refuse_future_day("happened_on", meeting.happened_on, at)
    if meeting.happened_on < row.founded_on or (
        row.dissolved_on and meeting.happened_on > row.dissolved_on
    ):
        raise ValidationError(
            {"happened_on": _("The committee did not exist on this day.")},
        )
    made = CommitteeMeeting(
        committee=row,
        agency_id=by.agency,
        happened_on=meeting.happened_on,
        present=list(dict.fromkeys(meeting.present)),
        decisions=meeting.decisions,
        **common.signature_columns(by, at),
    )
    there = ValidationError(
        {"happened_on": _("A meeting of this day is recorded already.")},
    )
    with refuse_on_violation("one_meeting_a_day", there):
        made.save(force_insert=True)
    detail = {"number": made.decisions}
    common.record_entry(
        by,
        "meeting_recorded",
        "committee",
        committee,
        **detail,
    )
    return made.id


@transaction.atomic
def take_back_meeting(*, by: Actor, at: datetime, meeting: UUID) -> None:
    """Take back a meeting that was recorded by mistake."""
    common.require_worker(by)
    row = CommitteeMeeting.objects.get(id=meeting)
    take_back(
        CommitteeMeeting.objects.filter(id=meeting),
        by=by,
        at=at,
    )
    common.record_entry(by, "meeting_taken_back", "committee", row.committee_id)


def _refuse_outsiders(by: Actor, committee: Committee, meeting: Meeting) -> None:
    """The database refuses the same."""
    if may(by, common.EDIT) or committee.agency_id == by.agency:
        return
    own = access.agency_by_id(by.agency)
    if own is None or own.code not in meeting.present:
        message = _(
            "Your agency records a meeting at which it was. Choose it among those"
            " present.",
        )
        raise ValidationError({"present": message})


def _check_founding(founding: FoundingInput, at: datetime) -> None:
    refuse_unknown_code("level", founding.level, LEVELS)
    refuse_future_day("founded_on", founding.founded_on, at)
    place = (
        countries.place_by_code(founding.place_code) if founding.place_code else None
    )
    wanted = PLACE_LEVELS.get(founding.level)
    if (place.level if place else None) != wanted or (
        founding.place_code and place is None
    ):
        message = {
            "national": _("A national committee has no place. Leave this empty."),
            "province": _("Choose a province."),
        }.get(founding.level, _("Choose a district."))
        raise ValidationError({"place_code": message})
    if (founding.level == "village") != bool(founding.village.strip()):
        message = (
            _("Name the village.")
            if founding.level == "village"
            else _("A village is only for a village’s committee. Leave this empty.")
        )
        raise ValidationError({"village": message})
