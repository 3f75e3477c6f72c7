"""What waits for somebody in this room and what is late, as the start page lists it."""

from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.access.roles import Role
from sala.kit.worklist import WorklistItem
from sala.prosecution.models import (
    Case,
    CaseIdentityRequest,
    Complaint,
    CooperationRequest,
    Incident,
)
from sala.prosecution.queries.cases import assigns_cases, live_cases, unassigned_cases
from sala.prosecution.queries.courts import sentences_to_see
from sala.prosecution.queries.restitution import claims_of_actor, claims_on_list
from sala.prosecution.rules.cooperation import OPEN

A_WEEK = timedelta(days=7)
HOLDS = {
    Role.INVESTIGATOR: "open",
    Role.PROSECUTOR: "with_prosecution",
    Role.COURT_CLERK: "in_court",
}


def worklist_items(*, by: Actor, today: date) -> list[WorklistItem]:
    """The actor's work in this room; a line without anything is left out."""
    lines = [
        *_complaint_work(by, today),
        *_incident_work(by, today),
        *_case_work(by),
        *_identity_work(by, today),
        *_cooperation_work(by, today),
        *_restitution_work(by, today),
        *_sentence_work(by),
    ]
    return [line for line in lines if line.number]


def _complaint_work(by: Actor, today: date) -> list[WorklistItem]:
    if not may(by, "prosecution.complaint.view"):
        return []
    found = Complaint.objects.filter(Q(agency_id=by.agency) | Q(concerns_official=True))
    address = reverse("list_complaints")
    lines = []
    if may(by, "prosecution.complaint.decide"):
        undecided = found.filter(state__in=["registered", "screened"])
        late = undecided.filter(received_on__lt=today - A_WEEK).count()
        number = undecided.count()
        words = ngettext(
            "complaint to screen, refer or close",
            "complaints to screen, refer or close",
            number,
        )
        lines.append(WorklistItem(number, late, words, address))
    if may(by, "prosecution.complaint.review"):
        closed = found.filter(state="closed").exclude(closed_by_id=by.user)
        late = closed.filter(closed_at__date__lt=today - A_WEEK).count()
        number = closed.count()
        words = ngettext(
            "closed complaint to review",
            "closed complaints to review",
            number,
        )
        lines.append(WorklistItem(number, late, words, f"{address}?state=closed"))
    return lines


def _incident_work(by: Actor, today: date) -> list[WorklistItem]:
    if not may(by, "prosecution.incident.record"):
        return []
    found = Incident.objects.filter(agency_id=by.agency, state="recorded")
    late = found.filter(recorded_at__date__lt=today - A_WEEK).count()
    number = found.count()
    words = ngettext("incident to decide on", "incidents to decide on", number)
    return [
        WorklistItem(number, late, words, f"{reverse('list_incidents')}?state=recorded")
    ]


def _case_work(by: Actor) -> list[WorklistItem]:
    if not may(by, "prosecution.case.view"):
        return []
    address = reverse("list_cases")
    if assigns_cases(by):
        number = unassigned_cases(by, live_cases()).count()
        words = ngettext(
            "case that nobody works on",
            "cases that nobody works on",
            number,
        )
        free = WorklistItem(number, 0, words, f"{address}?free=yes")
        return [free, *_confirmations(by, address)]
    state = HOLDS[Role(by.role)]
    held = Case.objects.filter(state=state)
    own = Q(held_by_id=by.agency, taken_over_at=None)
    held = held.filter(own | Q(in_compartment=True))
    number = held.count()
    words = ngettext("case in your hands", "cases in your hands", number)
    return [WorklistItem(number, 0, words, f"{address}?state={state}")]


def _confirmations(by: Actor, address: str) -> list[WorklistItem]:
    """What the central office took over and oversight has not confirmed."""
    if not may(by, "prosecution.case.oversee"):
        return []
    waiting = Case.objects.filter(in_compartment=True, confirmed_at=None)
    number = waiting.exclude(taken_over_at=None).count()
    words = ngettext(
        "case taken over that goes back unless you keep it",
        "cases taken over that go back unless you keep them",
        number,
    )
    return [WorklistItem(number, 0, words, address)]


def _identity_work(by: Actor, today: date) -> list[WorklistItem]:
    if not may(by, "prosecution.identity.answer"):
        return []
    found = CaseIdentityRequest.objects.filter(custodian_id=by.agency, state="asked")
    found = found.exclude(asked_by_id=by.user)
    late = found.filter(asked_at__date__lt=today - A_WEEK).count()
    number = found.count()
    words = ngettext(
        "request to see a record for a case",
        "requests to see a record for a case",
        number,
    )
    return [WorklistItem(number, late, words, reverse("list_identity_requests"))]


def _cooperation_work(by: Actor, today: date) -> list[WorklistItem]:
    if not may(by, "prosecution.cooperation.change"):
        return []
    found = CooperationRequest.objects.filter(agency_id=by.agency, state__in=OPEN)
    found = found.exclude(case__taken_over_at__isnull=False, case__in_compartment=False)
    late = found.filter(due_on__lt=today).count()
    number = found.count()
    words = ngettext(
        "request between countries that is open",
        "requests between countries that are open",
        number,
    )
    return [
        WorklistItem(number, late, words, f"{reverse('list_cooperation')}?open=yes")
    ]


def _restitution_work(by: Actor, today: date) -> list[WorklistItem]:
    """For whoever tries a case, and for whoever watches over those who do."""
    decides = bool(may(by, "prosecution.restitution.decide"))
    if not decides and by.role not in (Role.SUPERVISOR, Role.OVERSIGHT):
        return []
    shown = ("forgotten", "overdue", "kept") if decides else ("forgotten", "overdue")
    address = reverse("list_restitution")
    lines = []
    for show in shown:
        number = claims_of_actor(by, claims_on_list(show, today)).count()
        late = 0 if show == "kept" else number
        lines.append(
            WorklistItem(
                number, late, _victim_words(show, number), f"{address}?show={show}"
            ),
        )
    return lines


def _victim_words(show: str, number: int) -> str:
    if show == "forgotten":
        return ngettext(
            "victim whose restitution a court that judged did not decide",
            "victims whose restitution a court that judged did not decide",
            number,
        )
    if show == "overdue":
        return ngettext(
            "victim whose restitution is overdue",
            "victims whose restitution is overdue",
            number,
        )
    return ngettext(
        "victim whose money the court keeps",
        "victims whose money the court keeps",
        number,
    )


def _sentence_work(by: Actor) -> list[WorklistItem]:
    if not may(by, "prosecution.sentence.review"):
        return []
    number = len(sentences_to_see(by=by))
    words = ngettext(
        "sentence outside the range of the law",
        "sentences outside the range of the law",
        number,
    )
    return [WorklistItem(number, 0, words, reverse("list_sentences"))]
