"""Free places of every agency in numbers; the own shelters, their beds, and who has
one.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from sala.access import queries as access
from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.kit.rows import row_of
from sala.people import queries as people_queries
from sala.protection.models import Bed, Shelter, ShelterStay
from sala.protection.rules import shelters as rules
from sala.protection.rules.shelters import MonthOccupancy, PlaceCount
from sala.protection.states import STAY

HAVE = ("expected", "in")  # states in which somebody has the bed


@dataclass(frozen=True)
class AgencyPlaces:
    """One agency's places by whom they are for: numbers, and nothing else."""

    agency_id: UUID
    agency: str
    kinds: tuple[PlaceCount, ...]

    @property
    def total(self) -> int:
        """Places of all kinds."""
        return sum(kind.total for kind in self.kinds)

    @property
    def free(self) -> int:
        """Free places of all kinds."""
        return sum(kind.free for kind in self.kinds)

    def free_for(self, sex: str, age_group: str) -> int:
        """Free places that are for somebody like this."""
        return sum(
            k.free
            for k in self.kinds
            if rules.bed_fits(k.sex, k.age_group, sex, age_group)
        )


@dataclass(frozen=True)
class StayRow:
    """One stay; the shelter and the bed only for its own staff."""

    id: UUID
    person_code: str
    agency: str
    own: bool
    shelter: str
    bed: int | None
    state: str
    from_on: date
    until_on: date | None
    expected_until: date | None
    exception: str
    reason: str
    destination: str
    version: int
    changed_by: str
    changed_at: datetime
    moves: tuple[str, ...]
    correctable: bool

    def late(self, today: date) -> bool:
        """Whether somebody has not come, or stays longer than was thought."""
        overdue = self.expected_until is not None and self.expected_until < today
        return (self.state == "expected" and self.from_on < today) or (
            self.state == "in" and overdue
        )


@dataclass(frozen=True)
class BedRow:
    """One bed of an own shelter, and who has it."""

    id: UUID
    shelter_id: UUID
    shelter: str
    number: int
    sex: str
    age_group: str
    family: bool
    accessible: bool
    stay: StayRow | None


@dataclass(frozen=True)
class ShelterRow:
    """One own shelter with its beds."""

    id: UUID
    code: str
    name: str
    place_code: str
    beds: tuple[BedRow, ...]

    @property
    def kinds(self) -> tuple[PlaceCount, ...]:
        """Its places by whom they are for."""
        return count_places(
            ((b.sex, b.age_group, b.family, b.accessible), not b.stay)
            for b in self.beds
        )

    @property
    def free(self) -> int:
        """Beds that nobody has."""
        return sum(bed.stay is None for bed in self.beds)


def count_places(
    beds: Iterable[tuple[tuple[str, str, bool, bool], bool]],
) -> tuple[PlaceCount, ...]:
    """Beds as (for whom, whether free), counted by whom they are for."""
    total: Counter[tuple[str, str, bool, bool]] = Counter()
    free: Counter[tuple[str, str, bool, bool]] = Counter()
    for kind, empty in beds:
        total[kind] += 1
        free[kind] += empty
    return tuple(PlaceCount(*kind, total[kind], free[kind]) for kind in sorted(total))


def load_places(*, by: Actor) -> list[AgencyPlaces]:
    """Every agency's places and how many of them are free, the most free first."""
    require(may(by, "protection.places.view"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM protection_places()")
        found = cursor.fetchall()
    names = {row.id: row.name for row in access.list_agencies(open_only=False)}
    kinds: dict[UUID, list[PlaceCount]] = {}
    for agency, *rest in found:
        kinds.setdefault(agency, []).append(PlaceCount(*rest))
    rows = [
        AgencyPlaces(
            key,
            names[key],
            tuple(sorted(rows, key=lambda k: (k.sex, k.age_group))),
        )
        for key, rows in kinds.items()
    ]
    return sorted(rows, key=lambda row: (-row.free, row.agency))


def load_shelters(*, by: Actor) -> list[ShelterRow]:
    """The actor's agency's shelters with their beds, by code."""
    require(may(by, "protection.shelter.view"))
    return _shelter_rows(by, Shelter.objects.filter(closed_on=None))


def load_shelter(*, by: Actor, key: UUID) -> ShelterRow | None:
    """One shelter of the actor's agency."""
    require(may(by, "protection.shelter.view"))
    return next(
        iter(_shelter_rows(by, Shelter.objects.filter(id=key, closed_on=None))),
        None,
    )


def load_bed(*, by: Actor, key: UUID) -> BedRow | None:
    """One bed of the actor's agency."""
    require(may(by, "protection.shelter.view"))
    found = Bed.objects.filter(id=key).values_list("shelter_id", flat=True).first()
    house = load_shelter(by=by, key=found) if found else None
    return next((b for b in house.beds if b.id == key), None) if house else None


def occupancy_by_month(*, by: Actor, key: UUID, today: date) -> list[MonthOccupancy]:
    """How full a shelter of the actor's agency was in the last twelve months."""
    require(may(by, "protection.shelter.view"))
    beds = Bed.objects.filter(shelter_id=key).values_list("added_on", "retired_on")
    stays = ShelterStay.objects.filter(bed__shelter_id=key, state__in=("in", "left"))
    return rules.monthly_occupancy(
        list(beds),
        list(stays.values_list("from_on", "until_on")),
        today,
    )


def stays_of(*, by: Actor, person: UUID) -> list[StayRow]:
    """A person's stays, the latest first."""
    require(may(by, "protection.person.view"))
    found = ShelterStay.objects.filter(person_id=person).exclude(state="cancelled")
    return _stay_rows(by, found.order_by("-from_on", "-recorded_at"))


def load_stay(*, by: Actor, key: UUID) -> StayRow | None:
    """One stay in an own shelter, or of a person the actor sees."""
    require(may(by, "protection.person.view"))
    return next(iter(_stay_rows(by, ShelterStay.objects.filter(id=key))), None)


def current_stays(*, by: Actor) -> list[StayRow]:
    """Who has a bed in the actor's agency's shelters."""
    require(may(by, "protection.shelter.view"))
    found = ShelterStay.objects.filter(agency_id=by.agency, state__in=HAVE)
    return _stay_rows(by, found.order_by("from_on", "id"))


def _shelter_rows(by: Actor, found: QuerySet[Shelter]) -> list[ShelterRow]:
    rows = list(found.order_by("code"))
    had = ShelterStay.objects.filter(bed__shelter__in=rows, state__in=HAVE)
    had_by = dict(had.values_list("id", "bed_id"))
    stays = {had_by[row.id]: row for row in _stay_rows(by, had)}
    names = {row.id: row.name for row in rows}
    beds: dict[UUID, list[BedRow]] = {}
    for b in Bed.objects.filter(shelter__in=rows, retired_on=None).order_by("number"):
        beds.setdefault(b.shelter_id, []).append(
            BedRow(
                b.id,
                b.shelter_id,
                names[b.shelter_id],
                b.number,
                b.sex,
                b.age_group,
                b.family,
                b.accessible,
                stays.get(b.id),
            ),
        )
    return [
        ShelterRow(
            row.id,
            row.code,
            row.name,
            row.place_code,
            tuple(beds.get(row.id, ())),
        )
        for row in rows
    ]


def _stay_rows(by: Actor, found: QuerySet[ShelterStay]) -> list[StayRow]:
    rows = list(found.select_related("agency", "changed_by"))
    codes = people_queries.codes_of(row.person_id for row in rows)
    mine = Bed.objects.filter(id__in=[row.bed_id for row in rows]).select_related(
        "shelter",
    )
    beds = {bed.id: bed for bed in mine}
    changes = bool(may(by, "protection.stay.change"))
    return [
        _stay_row(
            by,
            row,
            codes,
            beds.get(row.bed_id),
            changes=changes,
        )
        for row in rows
    ]


def _stay_row(
    by: Actor,
    row: ShelterStay,
    codes: dict[UUID, str],
    bed: Bed | None,
    *,
    changes: bool,
) -> StayRow:
    own = row.agency_id == by.agency
    mine = own and changes
    return row_of(
        StayRow,
        row,
        person_code=codes.get(row.person_id, ""),
        agency=countries.in_language(row.agency.names),
        own=own,
        shelter=bed.shelter.name if bed else "",
        bed=bed.number if bed else None,
        changed_by=row.changed_by.full_name,
        moves=STAY.moves_from(row.state) if mine else (),
        correctable=mine and row.state != "expected",
    )
