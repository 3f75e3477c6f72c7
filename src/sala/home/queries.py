"""What waits for somebody: read from the rooms, counted, with the list that each count
opens.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from sala.access import queries as access
from sala.access import second_person
from sala.access.context import Actor
from sala.access.labels import (
    ROLE_ADVICE,
    ROLE_DOES,
    SEES_NOBODY,
    Words,
    role_sees,
)
from sala.access.permissions import may
from sala.access.roles import Role
from sala.desk import drafts
from sala.desk.drafts import UnfinishedForm
from sala.figures import worklist as figures
from sala.home.context import page_address
from sala.home.year_overview import YearOverview, year_of
from sala.narrative.queries import worklist as narrative
from sala.partnership.queries import worklist as partnership
from sala.people import codes
from sala.people import queries as people
from sala.people.queries import PersonRow
from sala.prosecution.queries import worklist as prosecution
from sala.protection.queries import worklist as protection
from sala.screening.queries import worklist as screening

SOON = timedelta(days=30)
RECENT = 5


@dataclass(frozen=True)
class WorkCount:
    """How many of something wait, in words, and where to find them."""

    number: int
    words: str
    url: str
    late: int = 0


@dataclass(frozen=True)
class StartTask:
    """Something that is begun here."""

    label: str | Promise
    url: str


@dataclass(frozen=True)
class BegunForm:
    """A form begun and not sent, with the code of the record that it is about."""

    row: UnfinishedForm
    about: str


@dataclass(frozen=True)
class StartPage:
    """A start page."""

    does: Words
    sees: list[Words]
    waiting: list[WorkCount]
    begun: list[BegunForm]
    at_hand: list[WorkCount]
    tasks: list[StartTask]
    recent: list[tuple[PersonRow, str]] | None
    advice: str | Promise
    year: YearOverview | None


TASKS = (
    ("people.person.register", "register_person", _("Register a person")),
    ("screening.screening.record", "start_screening", _("Screen somebody")),
    ("screening.operation.record", "record_operation", _("Record an operation")),
    ("prosecution.complaint.register", "register_complaint", _("Register a complaint")),
    ("prosecution.incident.record", "record_incident", _("Record an incident")),
    ("prosecution.case.open", "open_case", _("Open a case")),
    ("people.person.search", "search_people", _("Search for a person")),
    ("access.glass.break", "break_glass", _("Open a record in an emergency")),
    ("screening.htcds.export", "exchange_htcds", _("Files of HTCDS")),
    ("narrative.year_report.write", "list_year_reports", _("The year’s report")),
    ("prevention.work.record", "record_training", _("Record a training")),
    ("access.user.manage", "add_user", _("Add a user")),
    ("access.agency.manage", "add_agency", _("Add a unit")),
    ("access.ledger.read", "search_ledger", _("Read the ledger")),
)

NO_ADVICE = _("When something needs you, it appears here.")


def start_page(*, by: Actor, at: datetime, today: date) -> StartPage:
    """The start page of the actor's role."""
    role = Role(by.role)
    sees = role_sees(role)
    return StartPage(
        does=ROLE_DOES[role],
        sees=sees,
        waiting=sorted(
            (c for c in waiting_work(by, today) if c.number),
            key=lambda c: not c.late,
        ),
        begun=begun_forms(by, at),
        at_hand=at_hand(by, today),
        tasks=[StartTask(label, url) for label, url in role_tasks(by) if url],
        recent=None if SEES_NOBODY in sees else recent_people(by),
        advice=ROLE_ADVICE.get(role, NO_ADVICE),
        year=year_of(by),
    )


def role_tasks(by: Actor) -> list[tuple[str | Promise, str]]:
    """What the role begins, the most usual first."""
    return [(label, page_address(name)) for word, name, label in TASKS if may(by, word)]


def recent_people(by: Actor) -> list[tuple[PersonRow, str]]:
    """The people registered last among those the actor sees, each with the page to
    open.
    """
    rows = people.load_people(by=by)[:RECENT]
    return [(row, page_address("show_person", row.code)) for row in rows]


def waiting_work(by: Actor, today: date) -> list[WorkCount]:
    """What somebody else waits for the actor to do, as each room says it."""
    rooms = (screening, protection, prosecution, partnership, figures, narrative)
    lines = [line for room in rooms for line in room.worklist_items(by=by, today=today)]
    counts = [
        WorkCount(line.number, str(line.words), line.url, line.late) for line in lines
    ]
    if may(by, "access.glass.see"):
        counts.append(emergency_looks(by))
    if may(by, "access.authority.see"):
        counts.append(people_to_confirm(by))
    if may(by, "people.erasure.decide"):
        counts.append(erasures_to_decide(by))
    return counts


def begun_forms(by: Actor, at: datetime) -> list[BegunForm]:
    """What the actor began and did not send, the latest first."""
    return [
        BegunForm(row, record_in_path(row.path))
        for row in drafts.unfinished_forms(by=by, at=at)
    ]


def record_in_path(path: str) -> str:
    """The code that an address names, as it is said; nothing where it names none."""
    try:
        code = str(resolve(path.partition("?")[0]).kwargs.get("code", ""))
    except Resolver404:  # a page of an earlier version
        return ""
    return codes.grouped_for_reading(code) if codes.parse_code(code) else ""


def emergency_looks(by: Actor) -> WorkCount:
    """Emergency looks to judge or acknowledge."""
    number = len(access.emergency_accesses(by=by, open_only=True))
    if may(by, "access.glass.review"):
        words = ngettext("emergency look to judge", "emergency looks to judge", number)
    else:
        words = ngettext(
            "emergency look to acknowledge",
            "emergency looks to acknowledge",
            number,
        )
    return WorkCount(number, words, page_address("list_glass"))


def people_to_confirm(by: Actor) -> WorkCount:
    """Users of whom something waits for the actor to be the second person."""
    number = len({row.user_id for row in second_person.waiting_authority(by=by)})
    words = ngettext(
        "person waits for you to confirm them",
        "people wait for you to confirm them",
        number,
    )
    return WorkCount(number, words, page_address("list_authority"))


def erasures_to_decide(by: Actor) -> WorkCount:
    """Requests to erase an identity that nobody has decided."""
    number = open_erasures(by)
    words = ngettext(
        "request to erase an identity",
        "requests to erase an identity",
        number,
    )
    return WorkCount(number, words, page_address("list_erasures"))


def open_erasures(by: Actor) -> int:
    """How many requests the actor may know of are open."""
    return sum(
        1 for request in people.erasure_requests(by=by) if request.state == "asked"
    )


def at_hand(by: Actor, today: date) -> list[WorkCount]:
    """What the actor keeps or follows, with nothing to be done about it now."""
    if may(by, "access.user.manage"):
        return administered_counts(by, today)
    if may(by, "people.erasure.ask"):
        return [asked] if (asked := erasures_asked(by)).number else []
    return []


def erasures_asked(by: Actor) -> WorkCount:
    """The agency's requests that the data protection officer has not decided."""
    number = open_erasures(by)
    words = ngettext(
        "request of your agency to erase an identity is with the data protection"
        " officer",
        "requests of your agency to erase an identity are with the data protection"
        " officer",
        number,
    )
    return WorkCount(number, words, "")  # who decides sees the list


def administered_counts(by: Actor, today: date) -> list[WorkCount]:
    """Users and units of an administrator, and roles that end soon."""
    rows = access.administered_memberships(by=by)
    current = [m for m in rows if m.ends_on is None or m.ends_on >= today]
    users = len({m.username for m in current})
    ending = sum(1 for m in current if m.ends_on and m.ends_on <= today + SOON)
    units = sum(1 for a in access.administered_agencies(by=by) if a.retired_on is None)
    return [
        WorkCount(
            users,
            ngettext("user with a role", "users with a role", users),
            page_address("list_users"),
        ),
        WorkCount(
            ending,
            ngettext("role ends within 30 days", "roles end within 30 days", ending),
            page_address("list_users"),
        ),
        WorkCount(
            units,
            ngettext("agency or unit", "agencies and units", units),
            page_address("list_agencies"),
        ),
    ]
