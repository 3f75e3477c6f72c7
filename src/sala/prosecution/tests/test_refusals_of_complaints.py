"""What is refused of complaints and incidents: at which field, and in which words."""

from datetime import timedelta

import pytest

from sala.access import queries as access
from sala.access.roles import Role
from sala.access.tests.refusals import (
    Refusal,
    assert_refused,
    refusals,
    with_changes,
)
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.prosecution import actions
from sala.prosecution.models import Complaint, Incident
from sala.prosecution.rules.complaints import SIGNS
from sala.prosecution.tests.conftest import OTHER

NO_SIGN = dict.fromkeys(SIGNS, "no")


def register(**changes):
    """Register a complaint that is right but for the changes."""

    def act(by, at):
        said = {"channel": "walk_in", "about": "work", "received_on": at.date()}
        said |= {
            name: value(at) if callable(value) else value
            for name, value in changes.items()
        }
        heard = actions.ComplaintInput(**said)
        return actions.register_complaint(by=by, at=at, heard=heard)

    return act


def tomorrow(at):
    """The day after a moment."""
    return at.date() + timedelta(days=1)


@refusals(
    Refusal(
        "by no channel",
        register(channel="pigeon"),
        "channel",
        "Choose how it came.",
    ),
    Refusal(
        "about nothing of the list",
        register(about="weather"),
        "about",
        "Choose what it is about.",
    ),
    Refusal(
        "received tomorrow",
        register(received_on=tomorrow),
        "received_on",
        "This day is in the future.",
    ),
    Refusal(
        "about an official of no agency",
        register(about="official"),
        "official_agency",
        "Choose the agency of the official: the complaint then goes to oversight.",
    ),
)
@pytest.mark.django_db
def test_a_complaint_is_not_registered(row, actor, now):
    with actor(Role.CASE_WORKER) as by:
        assert_refused(row, by=by, at=now)
        assert not Complaint.objects.exists()


@pytest.mark.django_db
def test_oversight_registers_no_complaint_but_about_officials(actor, now):
    row = Refusal(
        "about no official",
        register(),
        "official_agency",
        "Oversight registers complaints about officials only.",
    )
    with actor(Role.OVERSIGHT) as by:
        assert_refused(row, by=by, at=now)


@pytest.fixture
def complain(actor, now):
    """A complaint of the agency `own`, in a state."""

    def make(state, answers=NO_SIGN):
        with actor(Role.CASE_WORKER) as by:
            told = {"by": by, "at": now}
            key = register()(by=by, at=now).id
            if state != "registered":
                actions.screen_complaint(
                    **told,
                    complaint=key,
                    answers=answers,
                    version=1,
                )
            if state == "closed":
                close(key=key, **told)
        return key

    return make


def screen(by, at, key, answers=NO_SIGN, version=1):
    """Ask for the signs."""
    return actions.screen_complaint(
        by=by,
        at=at,
        complaint=key,
        answers=answers,
        version=version,
    )


def refer(by, at, key):
    """Refer it to an agency where nobody investigates."""
    nobody = access.agency_by_code("BORDER").id
    return actions.refer_complaint(by=by, at=at, complaint=key, agency=nobody)


def close(by, at, key, reason="not_an_offence", version=2):
    """Close it without police."""
    return actions.close_complaint(
        by=by,
        at=at,
        complaint=key,
        reason=reason,
        version=version,
    )


def take_up(by, at, key):
    """Make a case of it, as oversight."""
    return actions.open_case_on_official(by=by, at=at, complaint=key)


WITH_SIGN = NO_SIGN | {"threatened": "yes"}
SCREENING = refusals(
    Refusal(
        "a sign that is in no list",
        with_changes(screen, answers={"unheard_of": "yes"}),
        "",
        "Choose an answer from the list.",
    ),
    Refusal(
        "an answer that is in no list",
        with_changes(screen, answers={"threatened": "perhaps"}),
        "",
        "Choose an answer from the list.",
    ),
    Refusal(
        "screened as it was before",
        with_changes(screen, version=7),
        raises=ChangedMeanwhileError,
    ),
    Refusal("referred before it is screened", refer, raises=NotAllowedError),
    Refusal(
        "closed before it is screened",
        with_changes(close, version=1),
        raises=NotAllowedError,
    ),
)
CLOSING = refusals(
    Refusal(
        "referred where nobody investigates",
        refer,
        "agency",
        "This agency cannot take it up.",
    ),
    Refusal(
        "closed for no reason",
        with_changes(close, reason=""),
        "reason",
        "Choose why it is closed.",
    ),
    Refusal(
        "settled with a sign",
        with_changes(close, reason="settled_between_parties"),
        "reason",
        "There are signs of trafficking. It cannot be closed for this: refer it.",
    ),
    Refusal(
        "withdrawn with a sign",
        with_changes(close, reason="withdrawn_by_complainant"),
        "reason",
        "There are signs of trafficking. It cannot be closed for this: refer it.",
    ),
    Refusal(
        "closed as it was before",
        with_changes(close, version=1),
        raises=ChangedMeanwhileError,
    ),
)


@SCREENING
@pytest.mark.django_db
def test_a_registered_complaint_is_not(row, complain, actor, now):
    key = complain("registered")
    with actor(Role.CASE_WORKER) as by:
        assert_refused(row, by=by, at=now, key=key)


@CLOSING
@pytest.mark.django_db
def test_a_screened_complaint_is_not(row, complain, actor, now):
    key = complain("screened", WITH_SIGN)
    with actor(Role.CASE_WORKER) as by:
        assert_refused(row, by=by, at=now, key=key)
        assert Complaint.objects.get().state == "screened"


@pytest.mark.django_db
def test_what_was_not_asked_is_asked_before_a_complaint_is_closed(complain, actor, now):
    row = Refusal(
        "half asked",
        close,
        "reason",
        "Answer every question of the screening first.",
    )
    key = complain("screened", {"threatened": "no"})
    with actor(Role.CASE_WORKER) as by:
        assert_refused(row, by=by, at=now, key=key)


@pytest.mark.django_db
def test_nobody_reviews_their_own_closing_nor_one_that_is_open(actor, now):
    """Oversight closes and reviews: so it is oversight that can be both."""

    def review(by, at, key, version):
        actions.review_closing(
            by=by,
            at=at,
            complaint=key,
            agrees=True,
            version=version,
        )

    with actor(Role.OVERSIGHT) as by:
        told = {"by": by, "at": now}
        key = register(about="official", official_agency="BORDER")(**told).id
        early = Refusal("registered", review, raises=NotAllowedError)
        assert_refused(early, **told, key=key, version=1)
        screen(**told, key=key)
        close(**told, key=key)
        own = Refusal(
            "own closing",
            review,
            "agrees",
            "Somebody else reviews what you closed.",
        )
        assert_refused(own, **told, key=key, version=3)
        stale = Refusal("as it was before", review, raises=ChangedMeanwhileError)
        assert_refused(stale, **told, key=key, version=2)


@pytest.mark.django_db
def test_oversight_takes_up_only_what_is_about_an_official_and_screened(
    complain,
    actor,
    now,
):
    usual = complain("screened")
    with actor(Role.OVERSIGHT) as by:
        told = {"by": by, "at": now}
        unseen = Refusal("not for them", take_up, raises=Complaint.DoesNotExist)
        assert_refused(unseen, **told, key=usual)
        key = register(about="official", official_agency="BORDER")(**told).id
        early = Refusal("not screened", take_up, raises=NotAllowedError)
        assert_refused(early, **told, key=key)


def record(by, at, **changes):
    """Record an incident."""
    told = actions.IncidentInput(**({"source": "other"} | changes))
    return actions.record_incident(by=by, at=at, told=told)


@refusals(
    Refusal(
        "from a source that is in no list",
        with_changes(record, source="complaint"),
        "source",
        "Choose how you know of it.",
    ),
    Refusal(
        "that happened tomorrow",
        lambda by, at: record(by, at, happened_on=tomorrow(at)),
        "happened_on",
        "This day is in the future.",
    ),
)
@pytest.mark.django_db
def test_an_incident_is_not_recorded(row, actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert_refused(row, by=by, at=now)
        assert not Incident.objects.exists()


def reject(by, at, key, reason="no_offence"):
    """Decide that it is no case."""
    actions.reject_incident(by=by, at=at, incident=key, reason=reason)


def reconsider(by, at, key):
    """Take it up again."""
    actions.reconsider_incident(by=by, at=at, incident=key)


def open_case(by, at, key, official_agency=""):
    """Make a case of it."""
    return actions.open_case_from_incident(
        by=by,
        at=at,
        incident=key,
        official_agency=official_agency,
    )


@refusals(
    Refusal(
        "rejected for no reason",
        with_changes(reject, reason="of_no_list"),
        "reason",
        "Choose why it is no case.",
    ),
    Refusal("reconsidered", reconsider, raises=NotAllowedError),
    Refusal(
        "a case about an official of no agency",
        with_changes(open_case, official_agency="NOBODY"),
        "official_agency",
        "Choose the agency of the official.",
    ),
)
@pytest.mark.django_db
def test_a_recorded_incident_is_not(row, actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        key = record(by, now).id
        assert_refused(row, by=by, at=now, key=key)


@pytest.mark.django_db
def test_an_incident_that_is_no_case_is_taken_up_before_it_is_one(actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        key = record(by, now).id
        reject(by, now, key)
        assert Incident.objects.get().reason == "no_offence"
        again = Refusal("rejected twice", reject, raises=NotAllowedError)
        assert_refused(again, by=by, at=now, key=key)
        early = Refusal("opened", open_case, raises=NotAllowedError)
        assert_refused(early, by=by, at=now, key=key)
        reconsider(by, now, key)
        assert Incident.objects.get().reason == ""
        open_case(by, now, key)
        late = Refusal("rejected once a case", reject, raises=NotAllowedError)
        assert_refused(late, by=by, at=now, key=key)


@pytest.mark.django_db
def test_an_incident_of_another_agency_is_not_there(actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        key = record(by, now).id
    with actor(Role.INVESTIGATOR) as by:
        for act in (reject, reconsider, open_case):
            unseen = Refusal("not theirs", act, raises=Incident.DoesNotExist)
            assert_refused(unseen, by=by, at=now, key=key)


@pytest.mark.django_db
def test_a_complaint_is_not_there_to_move_for_whom_it_was_referred_to(
    complain, actor, now
):
    """They see it, and move the incident that it became."""
    key = complain("screened")
    with actor(Role.CASE_WORKER) as by:
        police = access.agency_by_code("ATD").id
        actions.refer_complaint(by=by, at=now, complaint=key, agency=police)
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert Complaint.objects.get().state == "referred"
        for act in (screen, close, refer):
            row = Refusal("not theirs", act, raises=Complaint.DoesNotExist)
            assert_refused(row, by=by, at=now, key=key)


@pytest.mark.django_db
def test_an_incident_is_not_there_to_decide_for_who_sees_it_with_its_case(
    actor,
    agency_of,
    now,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        key = record(by, now).id
        case = open_case(by, now, key).id
        way = {"way": "hand_to_prosecution", "agency": agency_of("own")}
        actions.hand_on(by=by, at=now, case=case, **way)
    with actor(Role.INVESTIGATOR) as by:
        assert Incident.objects.get().state == "case"
        for act in (reject, reconsider, open_case):
            row = Refusal("not theirs", act, raises=Incident.DoesNotExist)
            assert_refused(row, by=by, at=now, key=key)
