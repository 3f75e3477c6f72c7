"""A mediator registers and refers complaints, and sees the own ones alone."""

import pytest
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.database_functions import ask_database
from sala.prosecution import actions, queries
from sala.prosecution.models import Complaint
from sala.prosecution.queries.worklist import worklist_items
from sala.prosecution.rules.complaints import SIGNS

pytestmark = pytest.mark.django_db
MEDIATOR = Role.MEDIATOR


@pytest.fixture
def heard(actor, now):
    """A complaint that the mediator of the agency `own` registered."""
    with actor(MEDIATOR) as by:
        told = actions.ComplaintInput(
            channel="village_mediation",
            about="work",
            received_on=now.date(),
            place_code="LA0101",
        )
        return actions.register_complaint(by=by, at=now, heard=told)


def screen(by, now, complaint, answer):
    actions.screen_complaint(
        by=by,
        at=now,
        complaint=complaint.id,
        answers=dict.fromkeys(SIGNS, answer),
        version=1,
    )


@pytest.fixture
def police(actor):
    """The key of an agency that investigates."""
    with actor(Role.INVESTIGATOR, "other") as by:
        return by.agency


def test_a_complaint_waits_on_the_mediators_start_page(actor, heard, sign_in, now):
    with actor(MEDIATOR) as by:
        (line,) = worklist_items(by=by, today=now.date())
        assert (line.number, line.words) == (1, "complaint to screen, refer or close")
    page = sign_in(MEDIATOR).get(reverse("start"))
    assert "complaint to screen, refer or close" in page.content.decode()
    begun = [str(task.label) for task in page.context["work"].tasks]
    assert begun == ["Register a complaint", "Record a training"]
    assert "Sees no record of any person." in page.content.decode()


def test_a_complaint_with_signs_is_referred_and_is_an_incident_of_the_police(
    actor,
    heard,
    now,
    police,
):
    with actor(MEDIATOR) as by:
        screen(by, now, heard, "yes")
        incident = actions.refer_complaint(
            by=by,
            at=now,
            complaint=heard.id,
            agency=police,
        )
        assert queries.find_complaint(by=by, code=heard.code).state == "referred"
    with actor(Role.INVESTIGATOR, "other") as by:
        assert [row.id for row in queries.find_incidents(by=by)] == [incident]


def test_a_complaint_without_signs_is_closed_where_it_was_heard(actor, heard, now):
    with actor(MEDIATOR) as by:
        screen(by, now, heard, "no")
        actions.close_complaint(
            by=by,
            at=now,
            complaint=heard.id,
            reason="settled_between_parties",
            version=2,
        )
        assert queries.find_complaint(by=by, code=heard.code).state == "closed"


def test_complaints_of_colleagues_are_neither_seen_nor_changed(
    actor,
    now,
    heard,
    police,
):
    """Who registered it decides, not the agency: the colleague's is not theirs."""
    told = actions.ComplaintInput(
        channel="village_mediation",
        about="work",
        received_on=now.date(),
        place_code="LA0101",
    )
    with actor(Role.CASE_WORKER) as by:
        theirs = actions.register_complaint(by=by, at=now, heard=told)
        screen(by, now, theirs, "yes")
    with actor(MEDIATOR) as by:
        assert [row.code for row in queries.find_complaints(by=by)] == [heard.code]
        assert queries.find_complaint(by=by, code=theirs.code) is None
        assert Complaint.objects.filter(id=theirs.id).update(state="closed") == 0
        refer = ("prosecution_refer_complaint", theirs.id, police, "K7M2P9Q4")
        assert ask_database(*refer) is None
    with actor(Role.CASE_WORKER) as by:
        assert queries.find_complaint(by=by, code=theirs.code).state == "screened"
        assert queries.find_complaint(by=by, code=heard.code), (
            "who works on all of them"
        )


def test_a_mediator_reviews_no_closing_and_opens_no_case(actor, heard, now):
    with actor(MEDIATOR) as by, pytest.raises(RefusedError):
        actions.review_closing(
            by=by,
            at=now,
            complaint=heard.id,
            agrees=True,
            version=1,
        )
    with actor(MEDIATOR) as by, pytest.raises(RefusedError):
        actions.open_case(by=by, at=now, facts=actions.CaseFindings(place_code="LA01"))
