"""The simulated country as it runs: whose turn it is, what time it is, and who was met
so far.

A life is a generator: it acts, then yields the moment at which it goes on. The world
lets the one whose moment comes first go on, so that all agencies act in the order of
time.
"""

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.utils import timezone

from sala.access.roles import Role
from sala.simulation import clock
from sala.simulation.ground import CountryGround
from sala.simulation.names import NameSyllables
from sala.simulation.scenario import Scenario
from sala.simulation.staff import ActingMember, StaffRoster

Timeline = Iterator[datetime]
BEFORE = datetime.min.replace(tzinfo=UTC)
WORKS_FROM, WORKS_TO = 8, 16
SATURDAY = 5


@dataclass(frozen=True)
class SimulatedPerson:
    """A victim as the agencies know them: a code, and what was said of them."""

    id: UUID
    code: str
    sex: str
    age_group: str
    citizenship: str
    country: str


@dataclass
class SimulatedWorld:
    """What the lives share."""

    random: Random
    scenario: Scenario
    ground: CountryGround
    syllables: NameSyllables
    staff: StaffRoster
    now: datetime = BEFORE
    steps: int = 0
    shelter: UUID | None = None
    beds: dict[str, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[UUID, tuple[list[UUID], UUID]] = field(default_factory=dict)
    instrument: tuple[str, str, tuple[str, ...]] | None = (
        None  # code, version, questions
    )
    recruiters: list[str] = field(default_factory=list)
    known: dict[tuple[str, str, str], list[SimulatedPerson]] = field(
        default_factory=lambda: defaultdict(list),
    )

    def acting(self, agency: str, role: Role, **second: bool) -> ActingMember:
        """Act now for an agency in a role."""
        return self.staff.acting(agency, role, **second)

    @property
    def today(self) -> date:
        """The day that it is."""
        return timezone.localdate(self.now)

    def later(self, least: int, most: int) -> datetime:
        """A working moment some days from now."""
        day = self.today + timedelta(days=self.random.randint(least, most))
        return self.moment(day)

    def moment(self, day: date) -> datetime:
        """A moment of the working day, or of the next one."""
        while day.weekday() >= SATURDAY:
            day += timedelta(days=1)
        minutes = self.random.randrange(WORKS_FROM * 60, WORKS_TO * 60)
        return timezone.make_aware(
            datetime.combine(day, time(minutes // 60, minutes % 60)),
        )

    def early(self, year: int, within: int) -> datetime:
        """A working moment that leaves the year time for what follows from it."""
        first = date(year, 1, 4)
        return self.moment(first + timedelta(days=self.random.randrange(within)))

    def in_order(self, years: Sequence[int]) -> list[datetime]:
        """Working moments one after another, each in its year."""
        moments: list[datetime] = []
        for year in sorted(set(years)):
            first, last = date(year, 1, 4), date(year, 12, 21)
            days = self.random.sample(range((last - first).days), years.count(year))
            moments += [self.moment(first + timedelta(days=d)) for d in sorted(days)]
        return sorted(moments)

    def run(self, lives: Sequence[Timeline], said: Callable[[int], object]) -> None:
        """Let every life go on to its end, or to the end of the last year."""
        last_day = date(self.scenario.last_year, 12, 31)
        end = timezone.make_aware(datetime.combine(last_day, time(18)))
        waiting = [
            (moment, n) for n, life in enumerate(lives) if (moment := next(life, None))
        ]
        heapq.heapify(waiting)
        year = 0
        while waiting:
            moment, n = heapq.heappop(waiting)
            if moment > end:
                continue
            self.now = max(moment, self.now)
            if self.now.year != year:
                year = self.now.year
                said(year)
            clock.tell_time(self.now)
            self.steps += 1
            following = next(lives[n], None)
            if following is not None:
                heapq.heappush(waiting, (following, n))
        self.staff.leave()
