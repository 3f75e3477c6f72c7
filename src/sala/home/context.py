"""Who is signed in and where they can go: the frame of every page, error pages too."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.access import context, notices, queries
from sala.access.context import Actor
from sala.access.installation import InstallationKind, installation_kind
from sala.access.permissions import may
from sala.access.roles import Role
from sala.kit import clock

Label = str | Promise

KINDS: dict[InstallationKind | None, Label] = {
    InstallationKind.DEMO: _("Demo"),
    InstallationKind.PRODUCTION: _("Production"),
}


@dataclass(frozen=True)
class SignedInViewer:
    """The header's line on who is signed in."""

    name: str
    role_label: Label = ""
    agency_name: str = ""
    switchable: bool = False
    unread: int = 0


@dataclass(frozen=True)
class NavigationItem:
    """One way of the main menu."""

    url: str
    label: Label
    current: bool = False


@dataclass(frozen=True)
class NavigationWay:
    """A page, by its URL's name, and the words of which one is needed to go there."""

    name: str
    label: Label
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class NavigationPart:
    """Ways that belong together, under one word; without a word they stand by
    themselves.
    """

    label: Label
    items: tuple[NavigationItem, ...]

    @property
    def here(self) -> bool:
        """Whether the page is below one of the ways."""
        return any(item.current for item in self.items)


MENU: tuple[tuple[Label, tuple[NavigationWay, ...]], ...] = (
    (
        "",
        (
            NavigationWay("start", _("My work")),
            NavigationWay("search_people", _("Search"), ("people.person.search",)),
            NavigationWay("list_people", _("People"), ("people.person.view",)),
        ),
    ),
    (
        _("Screening"),
        (
            NavigationWay(
                "list_operations", _("Operations"), ("screening.operation.view",)
            ),
            NavigationWay(
                "list_screenings", _("Screenings"), ("screening.outbox.see",)
            ),
            NavigationWay(
                "list_requests",
                _("Identification"),
                ("screening.identification.watch",),
            ),
        ),
    ),
    (
        _("Protection"),
        (
            NavigationWay(
                "list_referrals", _("Referrals"), ("protection.referral.view",)
            ),
            NavigationWay("list_plans", _("Plans"), ("protection.person.view",)),
            NavigationWay(
                "list_follow_ups", _("Follow-ups"), ("protection.person.view",)
            ),
            NavigationWay(
                "list_places", _("Shelter places"), ("protection.places.view",)
            ),
            NavigationWay(
                "list_gaps", _("What was not given"), ("protection.gaps.view",)
            ),
        ),
    ),
    (
        _("Prosecution"),
        (
            NavigationWay(
                "list_complaints", _("Complaints"), ("prosecution.complaint.view",)
            ),
            NavigationWay(
                "list_incidents", _("Incidents"), ("prosecution.incident.view",)
            ),
            NavigationWay("list_cases", _("Cases"), ("prosecution.case.view",)),
            NavigationWay(
                "list_sentences", _("Sentences"), ("prosecution.sentence.review",)
            ),
            NavigationWay(
                "list_restitution", _("Restitution"), ("prosecution.case.view",)
            ),
            NavigationWay(
                "list_cooperation",
                _("Between countries"),
                ("prosecution.cooperation.view",),
            ),
            NavigationWay(
                "list_identity_requests",
                _("Requests"),
                ("prosecution.identity.answer",),
            ),
        ),
    ),
    (
        _("The country"),
        (
            NavigationWay(
                "show_prevention", _("Prevention"), ("prevention.work.view",)
            ),
            NavigationWay(
                "show_partnership", _("Partnership"), ("partnership.work.view",)
            ),
            NavigationWay(
                "show_threads", _("Recommendations"), ("partnership.plan.edit",)
            ),
            NavigationWay(
                "list_assessments",
                _("Assessment"),
                ("partnership.assessment.write", "partnership.assessment.approve"),
            ),
            NavigationWay("list_figures", _("Figures"), ("figures.figure.view",)),
            NavigationWay(
                "list_year_reports",
                _("The year’s report"),
                ("narrative.year_report.view",),
            ),
            NavigationWay(
                "list_narratives", _("Published reports"), ("narrative.report.view",)
            ),
        ),
    ),
    (
        _("Administration"),
        (
            NavigationWay(
                "list_erasures", _("Erasure requests"), ("people.erasure.decide",)
            ),
            NavigationWay("list_users", _("Users"), ("access.user.manage",)),
            NavigationWay("list_agencies", _("Agencies"), ("access.agency.manage",)),
            NavigationWay(
                "list_authority", _("Second person"), ("access.authority.see",)
            ),
            NavigationWay("list_glass", _("Emergency looks"), ("access.glass.see",)),
            NavigationWay("search_ledger", _("Ledger"), ("access.ledger.read",)),
            NavigationWay("list_permissions", _("Who may do what")),
        ),
    ),
)


def navigation_context(request: HttpRequest) -> dict[str, Any]:
    """The viewer and their ways; of whoever is not signed in, nothing."""
    actor: Actor | None = getattr(request, "actor", None)
    kind = KINDS.get(installation_kind())
    if actor is None:
        return {
            "viewer": bare_viewer(request),
            "navigation": [],
            "installation_kind": kind,
        }
    return {
        "viewer": viewer_of(actor),
        "navigation": menu_parts(actor, request.path),
        "installation_kind": kind,
    }


def bare_viewer(request: HttpRequest) -> SignedInViewer | None:
    """A signed-in user on a page outside the records, such as sign-in security."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return SignedInViewer(user.full_name)


def viewer_of(actor: Actor) -> SignedInViewer:
    """The acting member; without the agency where the page is made after the
    transaction.
    """
    inside = context.current_actor() is not None
    own = queries.own_memberships(by=actor) if inside else []
    agency = next((m.agency for m in own if m.id == actor.membership_id), "")
    unread = (
        notices.count_unread(by=actor, at=clock.now()) if inside and actor.role else 0
    )
    return SignedInViewer(
        actor.name,
        role_label(actor),
        agency,
        len(own) > 1,
        unread,
    )


def role_label(actor: Actor) -> Label:
    """The role's name; nothing before one is chosen."""
    return Role(actor.role).label if actor.role else ""


def menu_parts(actor: Actor, path: str) -> list[NavigationPart]:
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
        NavigationPart(
            label if len(ways) > 1 else "",
            tuple(
                NavigationItem(url, way.label, current=url == here) for way, url in ways
            ),
        )
        for label, ways in open_ways
        if ways
    ]


def is_open(actor: Actor, way: NavigationWay) -> bool:
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
