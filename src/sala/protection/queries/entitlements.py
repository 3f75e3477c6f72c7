"""What the law owes one person, and what of it everybody was given."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import connection
from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.access.roles import Role
from sala.access.steps import history_step
from sala.countries import queries as countries
from sala.kit.history import HistoryStep, effective_steps, state_before
from sala.kit.rows import row_of
from sala.people import codes
from sala.protection.models import EntitlementStep, PersonEntitlement
from sala.protection.rules.entitlements import EntitlementGap, widest_gaps
from sala.protection.states import ENTITLEMENT

PAGE = 25
GROUPS = ("code", "sex", "age_group", "citizenship", "place_code", "state", "reason")
Counted = list[tuple[tuple[str, ...], int]]


@dataclass(frozen=True)
class StepRow:
    """One step of an entitlement."""

    state: str
    reason: str
    happened_on: date | None
    agency: str


@dataclass(frozen=True)
class EntitlementRow:
    """One thing that is owed to one person."""

    id: UUID
    person_id: UUID
    person_code: str
    code: str
    name: str
    services: tuple[str, ...]  # that alone fulfil it; none where the pack is silent
    basis: str
    opened_at: datetime
    state: str
    reason: str
    agency: str
    version: int
    changed_by: str
    changed_at: datetime
    moves: tuple[str, ...]
    correctable: bool
    steps: tuple[StepRow, ...]

    @property
    def spoken_code(self) -> str:
        """The person's code in groups."""
        return codes.grouped_for_reading(self.person_code)


@dataclass(frozen=True)
class EntitlementGaps:
    """What was owed in a time, counted by what was owed and by whom it was owed to."""

    by_code: list[EntitlementGap]
    by_sex: list[EntitlementGap]
    by_age_group: list[EntitlementGap]
    by_citizenship: list[EntitlementGap]
    by_place: list[EntitlementGap]
    by_reason: list[tuple[str, int]]  # why something could not be had


def entitlements_of(*, by: Actor, person: UUID) -> list[EntitlementRow]:
    """What is owed to a person, in the order of the law, with each step; what came
    first, first.
    """
    require(may(by, "protection.person.view"))
    return _entitlement_rows(PersonEntitlement.objects.filter(person_id=person))


def load_entitlement(*, by: Actor, key: UUID) -> EntitlementRow | None:
    """One entitlement, if the actor may see its person."""
    require(may(by, "protection.person.view"))
    return next(iter(_entitlement_rows(PersonEntitlement.objects.filter(id=key))), None)


def never_offered(*, by: Actor) -> int:
    """How many people the actor sees to whom something owed was never offered."""
    return _never_offered(by).values("person_id").distinct().count()


def load_untold_people(
    *, by: Actor, page: int = 1
) -> tuple[list[tuple[str, int]], bool]:
    """A page of those people: their codes, with how much was never offered to each, who
    has waited longest first; whether there are more.
    """
    require(may(by, "protection.person.view"))
    people = _never_offered(by).values("person__code")
    longest = people.annotate(number=Count("id"), since=Min("opened_at")).order_by(
        "since",
        "person__code",
    )
    start = (page - 1) * PAGE
    rows = list(longest.values_list("person__code", "number")[start : start + PAGE + 1])
    return rows[:PAGE], len(rows) > PAGE


def _never_offered(by: Actor) -> QuerySet[PersonEntitlement]:
    return PersonEntitlement.objects.filter(state="opened", person__agency_id=by.agency)


def all_gaps(*, by: Actor, since: date, until: date) -> EntitlementGaps:
    """What was owed from a day to another, both included: to everybody for the
    secretariat's analyst, otherwise to the people the actor sees.
    """
    require(may(by, "protection.gaps.view"))
    begin, end = _moment_of_day(since, time.min), _moment_of_day(until, time.max)
    rows = (
        _of_country(begin, end) if by.role == Role.ANALYST else _of_agency(begin, end)
    )
    home = countries.loaded_pack().code
    provinces = _provinces_of_places()

    def grouped(key: Callable[[tuple[str, ...]], str]) -> list[EntitlementGap]:
        return widest_gaps((key(row), row[5], number) for row, number in rows)

    return EntitlementGaps(
        by_code=grouped(lambda row: row[0]),
        by_sex=grouped(lambda row: row[1]),
        by_age_group=grouped(lambda row: row[2]),
        by_citizenship=grouped(
            lambda row: row[3] and ("own" if row[3] == home else "foreign"),
        ),
        by_place=grouped(lambda row: provinces.get(row[4], row[4])),
        by_reason=_count_reasons(rows),
    )


def _provinces_of_places() -> dict[str, str]:
    """The place of the first level that each place lies in: a district alone is a small
    number.
    """
    rows = countries.list_places()
    inside = {row.code: row.parent for row in rows if row.parent}

    def top(code: str) -> str:
        while inside.get(code):
            code = inside[code]
        return code

    return {row.code: top(row.code) for row in rows}


def _count_reasons(rows: Counted) -> list[tuple[str, int]]:
    found: Counter[str] = Counter()
    for row, number in rows:
        if row[5] == "not_available":
            found[row[6]] += number
    return found.most_common()


def _moment_of_day(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _of_agency(begin: datetime, end: datetime) -> Counted:
    found = PersonEntitlement.objects.filter(opened_at__range=(begin, end))
    counted = found.values_list(*GROUPS).annotate(number=Count("id")).order_by()
    return [(tuple(row[:-1]), row[-1]) for row in counted]


def _of_country(begin: datetime, end: datetime) -> Counted:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM protection_gaps(%s, %s)", [begin, end])
        return [(tuple(row[:-1]), row[-1]) for row in cursor.fetchall()]


def _entitlement_rows(found: QuerySet[PersonEntitlement]) -> list[EntitlementRow]:
    rows = list(
        found.select_related("person", "agency", "changed_by").order_by(
            "opened_at",
            "code",
        ),
    )
    steps = _steps_of(rows)
    names, kinds = countries.entitlement_names(), countries.entitlement_services()
    return [
        row_of(
            EntitlementRow,
            row,
            person_code=row.person.code,
            name=names.get(row.code, row.code),
            services=kinds.get(row.code, ()),
            agency=countries.in_language(row.agency.names) if row.agency else "",
            changed_by=row.changed_by.full_name,
            moves=ENTITLEMENT.moves_from(row.state),
            correctable=row.state not in {ENTITLEMENT.initial, "given"},
            steps=tuple(steps.get(row.id, ())),
        )
        for row in rows
    ]


def _steps_of(rows: list[PersonEntitlement]) -> dict[UUID, list[StepRow]]:
    """What happened to each right after it opened."""
    taken: dict[UUID, list[EntitlementStep]] = {}
    for step in EntitlementStep.objects.filter(entitlement__in=rows).select_related(
        "agency",
    ):
        taken.setdefault(step.entitlement_id, []).append(step)
    return {key: _step_rows(steps) for key, steps in taken.items()}


def _step_rows(steps: list[EntitlementStep]) -> list[StepRow]:
    judged = {step.id: history_step(step) for step in steps}
    counting = {step.key for step in effective_steps(judged.values())}
    shown = [s for s in steps if not s.opening and (s.id in counting or not s.move)]
    return [
        StepRow(
            step.state or _fell_back_to(judged, step),
            step.reason,
            step.happened_on,
            countries.in_language(step.agency.names),
        )
        for step in sorted(shown, key=lambda step: judged[step.id].turn)
    ]


def _fell_back_to(judged: dict[UUID, HistoryStep], step: EntitlementStep) -> str:
    """The state that a right was in before what turned out a mistake."""
    assert step.corrects_id is not None  # noqa: S101 a step without a move corrects
    return state_before(judged.values(), judged[step.corrects_id])
