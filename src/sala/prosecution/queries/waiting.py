"""What waits for somebody of this room, and what is late, as the start page lists it."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.roles import Role
from sala.kit.work import Waiting
from sala.prosecution.models import (
    Case,
    CaseIdentityRequest,
    Complaint,
    CooperationRequest,
    Incident,
)
from sala.prosecution.queries.courts import sentences_to_see
from sala.prosecution.queries.restitution import mine, that
from sala.prosecution.rules.cooperation import OPEN

RESTITUTION = {
    "forgotten": _("Victims whose restitution a court that judged did not decide"),
    "overdue": _("Victims whose restitution is overdue"),
    "kept": _("Victims whose money the court keeps"),
}
A_WEEK = timedelta(days=7)
HOLDS = {
    Role.INVESTIGATOR: "open",
    Role.PROSECUTOR: "with_prosecution",
    Role.COURT_CLERK: "in_court",
}


def waiting(*, by: Actor, today: date) -> list[Waiting]:
    """The actor's work in this room; a line without anything is left out."""
    lines = [
        *_complaints(by, today),
        *_incidents(by, today),
        *_cases(by),
        *_identities(by, today),
        *_cooperation(by, today),
        *_restitution(by, today),
        *_sentences(by),
    ]
    return [line for line in lines if line.number]


def _complaints(by: Actor, today: date) -> list[Waiting]:
    if not may(by, "prosecution.complaint.view"):
        return []
    found = Complaint.objects.filter(Q(agency_id=by.agency) | Q(concerns_official=True))
    address = reverse("list_complaints")
    lines = []
    if may(by, "prosecution.complaint.decide"):
        undecided = found.filter(state__in=["registered", "screened"])
        late = undecided.filter(received_on__lt=today - A_WEEK).count()
        words = _("Complaints to screen, refer or close")
        lines.append(Waiting(undecided.count(), late, words, address))
    if may(by, "prosecution.complaint.review"):
        closed = found.filter(state="closed").exclude(closed_by_id=by.user)
        late = closed.filter(closed_at__date__lt=today - A_WEEK).count()
        words = _("Closed complaints to review")
        lines.append(Waiting(closed.count(), late, words, f"{address}?state=closed"))
    return lines


def _incidents(by: Actor, today: date) -> list[Waiting]:
    if not may(by, "prosecution.incident.record"):
        return []
    found = Incident.objects.filter(agency_id=by.agency, state="recorded")
    late = found.filter(recorded_at__date__lt=today - A_WEEK).count()
    words = _("Incidents to decide on")
    return [Waiting(found.count(), late, words, f"{reverse('list_incidents')}?state=recorded")]


def _cases(by: Actor) -> list[Waiting]:
    if not may(by, "prosecution.case.view"):
        return []
    address = reverse("list_cases")
    if by.role == Role.OVERSIGHT:
        free = Case.objects.exclude(state="closed").exclude(
            assignments__by_oversight=True, assignments__ended_at=None
        )
        words = _("Cases about officials that nobody works on")
        return [Waiting(free.count(), 0, words, address)]
    if by.role == Role.SUPERVISOR:
        free = Case.objects.filter(held_by_id=by.agency).exclude(state="closed")
        free = free.exclude(assignments__agency_id=by.agency, assignments__ended_at=None)
        return [Waiting(free.count(), 0, _("Cases that nobody works on"), address)]
    state = HOLDS[Role(by.role)]
    held = Case.objects.filter(state=state)
    held = held.filter(Q(held_by_id=by.agency) | Q(concerns_official=True))
    return [Waiting(held.count(), 0, _("Cases in your hands"), f"{address}?state={state}")]


def _identities(by: Actor, today: date) -> list[Waiting]:
    if not may(by, "prosecution.identity.answer"):
        return []
    found = CaseIdentityRequest.objects.filter(custodian_id=by.agency, state="asked")
    found = found.exclude(asked_by_id=by.user)
    late = found.filter(asked_at__date__lt=today - A_WEEK).count()
    words = _("Requests to see a record for a case")
    return [Waiting(found.count(), late, words, reverse("list_identity_requests"))]


def _cooperation(by: Actor, today: date) -> list[Waiting]:
    if not may(by, "prosecution.cooperation.change"):
        return []
    found = CooperationRequest.objects.filter(agency_id=by.agency, state__in=OPEN)
    late = found.filter(due_on__lt=today).count()
    words = _("Requests between countries that are open")
    return [Waiting(found.count(), late, words, f"{reverse('list_cooperation')}?open=yes")]


def _restitution(by: Actor, today: date) -> list[Waiting]:
    """For whoever tries a case, and for whoever watches over those who do."""
    decides = bool(may(by, "prosecution.restitution.decide"))
    if not decides and by.role not in (Role.SUPERVISOR, Role.OVERSIGHT):
        return []
    shown = ("forgotten", "overdue", "kept") if decides else ("forgotten", "overdue")
    address = reverse("list_restitution")
    lines = []
    for show in shown:
        number = mine(by, that(show, today)).count()
        late = 0 if show == "kept" else number
        lines.append(Waiting(number, late, RESTITUTION[show], f"{address}?show={show}"))
    return lines


def _sentences(by: Actor) -> list[Waiting]:
    if not may(by, "prosecution.sentence.review"):
        return []
    words = _("Sentences outside the range of the law")
    return [Waiting(len(sentences_to_see(by=by)), 0, words, reverse("list_sentences"))]
