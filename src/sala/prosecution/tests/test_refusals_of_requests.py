"""What is refused of asking for a record, and of requests between countries."""

from datetime import timedelta

import pytest

from sala.access.roles import Role
from sala.access.tests.refusals import (
    Refusal,
    assert_refused,
    refusals,
    with_changes,
)
from sala.kit.states import NotAllowedError
from sala.prosecution import actions
from sala.prosecution.models import CaseIdentityRequest, CaseVictim
from sala.prosecution.tests.conftest import OTHER

DAY = timedelta(days=1)


def ask(by, at, victim, reason="charge"):
    """Ask to see the record of a victim."""
    return actions.ask_identity(by=by, at=at, victim=victim, reason=reason)


@pytest.mark.django_db
def test_a_record_is_asked_for_once_with_a_reason(actor, case, victim, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        told = {"by": by, "at": now, "victim": victim}
        act = with_changes(ask, reason="curious")
        row = Refusal("curious", act, "reason", "Choose why the case needs it.")
        assert_refused(row, **told)
        ask(**told)
        says = "It is asked for already, or the record is erased."
        assert_refused(Refusal("asked twice", ask, "reason", says), **told)


@pytest.mark.django_db
def test_in_a_case_about_an_official_no_record_is_asked_for(
    actor,
    victim,
    give_to,
    official_case,
    now,
):
    give_to(official_case)
    says = "In a case of the central office, no record is opened to a whole agency."
    with actor(Role.INVESTIGATOR, OTHER) as by:
        row = Refusal("of an official", ask, "reason", says)
        named = CaseVictim.objects.get(case=official_case.id).id
        assert_refused(row, by=by, at=now, victim=named)
    assert victim != named


@pytest.fixture
def asked(actor, victim, now):
    """A request to see the record of the victim."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        return ask(by, now, victim)


def grant(by, at, key, days=0):
    """Open the record until a day, so many days from now."""
    until = at.date() + days * DAY
    actions.grant_identity(by=by, at=at, request=key, until=until)


def decline(by, at, key, reason="danger"):
    """Decline to open it."""
    actions.decline_identity(by=by, at=at, request=key, reason=reason)


def take_back(by, at, key):
    """Take the request back."""
    actions.withdraw_identity_request(by=by, at=at, request=key)


WITHIN_A_YEAR = "Choose a day from today on, within a year."


@refusals(
    Refusal("until yesterday", with_changes(grant, days=-1), "until", WITHIN_A_YEAR),
    Refusal("for two years", with_changes(grant, days=730), "until", WITHIN_A_YEAR),
    Refusal(
        "declined for no reason",
        with_changes(decline, reason=""),
        "reason",
        "Choose why it is declined.",
    ),
)
@pytest.mark.django_db
def test_a_request_to_see_a_record_is_not_answered(row, actor, asked, now):
    with actor(Role.CASE_WORKER) as by:
        assert_refused(row, by=by, at=now, key=asked)
        assert CaseIdentityRequest.objects.get().state == "asked"


@pytest.mark.django_db
@pytest.mark.parametrize("first", [grant, decline])
def test_a_request_is_answered_once(first, actor, asked, now):
    with actor(Role.CASE_WORKER) as by:
        first(by, now, asked)
        for act in (grant, decline):
            row = Refusal("again", act, raises=NotAllowedError)
            assert_refused(row, by=by, at=now, key=asked)
    with actor(Role.INVESTIGATOR, OTHER) as by:
        row = Refusal("taken back", take_back, raises=NotAllowedError)
        assert_refused(row, by=by, at=now, key=asked)


@pytest.mark.django_db
def test_only_who_asked_takes_a_request_back_and_only_the_keeper_answers(
    actor,
    asked,
    now,
):
    missing = CaseIdentityRequest.DoesNotExist
    with actor(Role.CASE_WORKER, OTHER) as by:
        for act in (grant, decline):
            row = Refusal(act.__name__, act, raises=missing)
            assert_refused(row, by=by, at=now, key=asked)
    with actor(Role.INVESTIGATOR) as by:
        row = Refusal("of another", take_back, raises=missing)
        assert_refused(row, by=by, at=now, key=asked)
    with actor(Role.CASE_WORKER) as by:
        grant(by, now, asked)
    with actor(Role.SUPERVISOR, OTHER) as by:
        assert CaseIdentityRequest.objects.get().state == "granted"
        row = Refusal("answered by who asked, and too late", decline, raises=missing)
        assert_refused(row, by=by, at=now, key=asked)


def record(by, at, days=0, **changes):
    """Record a request to another country, made so many days from now."""
    made_on = at.date() + days * DAY
    said = {"direction": "outgoing", "country": "TH", "kind": "evidence"} | changes
    late = said.pop("due", None)
    due_on = None if late is None else made_on + late * DAY
    wanted = actions.CooperationInput(made_on=made_on, due_on=due_on, **said)
    return actions.record_cooperation(by=by, at=at, wanted=wanted)


@refusals(
    Refusal(
        "in no direction",
        with_changes(record, direction="sideways"),
        "direction",
        "Choose who asks whom.",
    ),
    Refusal(
        "for nothing of the list",
        with_changes(record, kind="x"),
        "kind",
        "Choose what is asked for.",
    ),
    Refusal(
        "to no country",
        with_changes(record, country=""),
        "country",
        "Choose the country.",
    ),
    Refusal(
        "made tomorrow",
        with_changes(record, days=1),
        "made_on",
        "This day is in the future.",
    ),
    Refusal(
        "due before it is made",
        with_changes(record, due=-1),
        "due_on",
        "The answer is due after the request is made.",
    ),
)
@pytest.mark.django_db
def test_a_request_between_countries_is_not_recorded(row, actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert_refused(row, by=by, at=now)


def move_request(by, at, key, way="acknowledge", days=0):
    """Say what became of it, so many days from now."""
    on = at.date() + days * DAY
    actions.move_cooperation(by=by, at=at, request=key, way=way, on=on)


@pytest.mark.django_db
def test_a_request_between_countries_does_not_move_back_nor_ahead(actor, now):
    says = "Choose a day between the last change and today."
    with actor(Role.INVESTIGATOR, OTHER) as by:
        told = {"by": by, "at": now, "key": record(by, now, days=-5)}
        for days in (-6, 1):
            act = with_changes(move_request, days=days)
            assert_refused(Refusal(f"{days} days", act, "on", says), **told)
        move_request(**told, days=-2)
        early = with_changes(move_request, way="answer", days=-3)
        assert_refused(Refusal("before the last", early, "on", says), **told)
        twice = Refusal("acknowledged twice", move_request, raises=NotAllowedError)
        assert_refused(twice, **told)
        move_request(**told, way="answer", days=-2)
        act = with_changes(move_request, way="withdraw")
        late = Refusal("taken back once answered", act, raises=NotAllowedError)
        assert_refused(late, **told)
