"""Who is signed in and where they can go: the frame of every page, error pages too."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.access import context, notices, queries
from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.roles import Role
from sala.kit import clock

Label = str | Promise


@dataclass(frozen=True)
class Viewer:
    """The header's line on who is signed in."""

    name: str
    role_label: Label = ""
    agency_name: str = ""
    switchable: bool = False
    unread: int = 0


@dataclass(frozen=True)
class Item:
    """One way of the main menu."""

    url: str
    label: Label
    current: bool = False


@dataclass(frozen=True)
class Way:
    """A page, by its URL's name, and the words of which one is needed to go there."""

    name: str
    label: Label
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """Ways that belong together, under one word; without a word they stand by
    themselves.
    """

    label: Label
    items: tuple[Item, ...]

    @property
    def here(self) -> bool:
        """Whether the page is below one of the ways."""
        return any(item.current for item in self.items)


MENU: tuple[tuple[Label, tuple[Way, ...]], ...] = (
    (
        "",
        (
            Way("start", _("My work")),
            Way("search_people", _("Search"), ("people.person.search",)),
            Way("list_people", _("People"), ("people.person.view",)),
        ),
    ),
    (
        _("Screening"),
        (
            Way("list_operations", _("Operations"), ("screening.operation.view",)),
            Way("list_screenings", _("Screenings"), ("screening.outbox.see",)),
            Way(
                "list_requests",
                _("Identification"),
                ("screening.identification.watch",),
            ),
        ),
    ),
    (
        _("Protection"),
        (
            Way("list_referrals", _("Referrals"), ("protection.referral.view",)),
            Way("list_plans", _("Plans"), ("protection.person.view",)),
            Way("list_follow_ups", _("Follow-ups"), ("protection.person.view",)),
            Way("list_places", _("Shelter places"), ("protection.places.view",)),
            Way("list_gaps", _("What was not given"), ("protection.gaps.view",)),
        ),
    ),
    (
        _("Prosecution"),
        (
            Way("list_complaints", _("Complaints"), ("prosecution.complaint.view",)),
            Way("list_incidents", _("Incidents"), ("prosecution.incident.view",)),
            Way("list_cases", _("Cases"), ("prosecution.case.view",)),
            Way("list_sentences", _("Sentences"), ("prosecution.sentence.review",)),
            Way("list_restitution", _("Restitution"), ("prosecution.case.view",)),
            Way(
                "list_cooperation",
                _("Between countries"),
                ("prosecution.cooperation.view",),
            ),
            Way(
                "list_identity_requests",
                _("Requests"),
                ("prosecution.identity.answer",),
            ),
        ),
    ),
    (
        _("The country"),
        (
            Way("show_prevention", _("Prevention"), ("prevention.work.view",)),
            Way("show_partnership", _("Partnership"), ("partnership.work.view",)),
            Way("show_threads", _("Recommendations"), ("partnership.plan.edit",)),
            Way(
                "list_assessments",
                _("Assessment"),
                ("partnership.assessment.write", "partnership.assessment.approve"),
            ),
            Way("list_figures", _("Figures"), ("figures.figure.view",)),
            Way(
                "list_year_reports",
                _("The year’s report"),
                ("narrative.year_report.view",),
            ),
            Way("list_narratives", _("Published reports"), ("narrative.report.view",)),
        ),
    ),
    (
        _("Administration"),
        (
            Way("list_erasures", _("Erasure requests"), ("people.erasure.decide",)),
            Way("list_users", _("Users"), ("access.user.manage",)),
            Way("list_agencies", _("Agencies"), ("access.agency.manage",)),
            Way("list_glass", _("Emergency looks"), ("access.glass.see",)),
            Way("search_ledger", _("Ledger"), ("access.ledger.read",)),
            Way("list_permissions", _("Who may do what")),
        ),
    ),
)


def navigation_context(request: HttpRequest) -> dict[str, Any]:
    """The viewer and their ways; of whoever is not signed in, nothing."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return {"viewer": bare_viewer(request), "navigation": []}
    return {"viewer": viewer_of(actor), "navigation": menu_parts(actor, request.path)}


def bare_viewer(request: HttpRequest) -> Viewer | None:
    """A signed-in user on a page outside the records, such as sign-in security."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Viewer(user.full_name)


def viewer_of(actor: Actor) -> Viewer:
    """The acting member; without the agency where the page is made after the
    transaction.
    """
    inside = context.current_actor() is not None
    own = queries.own_memberships(by=actor) if inside else []
    agency = next((m.agency for m in own if m.id == actor.membership_id), "")
    unread = (
        notices.count_unread(by=actor, at=clock.now()) if inside and actor.role else 0
    )
    return Viewer(
        actor.name,
        role_label(actor),
        agency,
        len(own) > 1,
        unread,
    )


def role_label(actor: Actor) -> Label:
    """The role's name; nothing before one is chosen."""
    return Role(actor.role).label if actor.role else ""


def menu_parts(actor: Actor, path: str) -> list[Part]:
    """The ways that the actor's role may go, by part; none before a role is chosen."""
    if not actor.role:
        return []
    open_ways = [
        (
            label,
            [
                (way, url)
                for way in ways
                if is_open(actor, way) and (url := page_address(way.name))
            ],
        )
        for label, ways in MENU
    ]
    urls = [url for _label, ways in open_ways for _way, url in ways]
    here = max(
        (url for url in urls if is_below(path, url)),
        key=len,
        default="",
    )
    return [
        Part(
            label if len(ways) > 1 else "",
            tuple(Item(url, way.label, current=url == here) for way, url in ways),
        )
        for label, ways in open_ways
        if ways
    ]


def is_open(actor: Actor, way: Way) -> bool:
    """Whether the actor may go there."""
    return not way.words or any(may(actor, word) for word in way.words)


def is_below(path: str, url: str) -> bool:
    """Whether a page belongs to an entry of the menu."""
    return path == url if url == "/" else path.startswith(url)


def page_address(name: str, *arguments: str) -> str:
    """The address of a page by its name; empty where no room has such a page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
