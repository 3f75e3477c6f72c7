"""Who sees a case, its victims and its history: the database decides, whatever Python forgets."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError

from sala.access.models import Grant
from sala.access.roles import Role
from sala.people import queries as people
from sala.prosecution import actions
from sala.prosecution.models import (
    Case,
    CaseEvent,
    CaseIdentityRequest,
    CaseVictim,
    Investigation,
)
from sala.prosecution.tests.conftest import OTHER

pytestmark = pytest.mark.django_db
SEES = {Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK, Role.SUPERVISOR}


@pytest.mark.parametrize("role", list(Role))
def test_a_case_is_seen_by_those_who_work_on_cases_in_its_agency(
    role,
    case,
    victim,
    actor,
):
    seen = role in SEES
    with actor(role, OTHER):
        assert Case.objects.filter(id=case.id).exists() == seen
        assert CaseVictim.objects.filter(id=victim).exists() == seen
        assert CaseEvent.objects.exists() == seen


@pytest.mark.parametrize("role", list(Role))
def test_no_role_of_another_agency_sees_a_case(
    role,
    case,
    victim,
    actor,
):
    with actor(role):
        assert not Case.objects.exists()
        assert not CaseVictim.objects.exists()
        assert not CaseEvent.objects.exists()


@pytest.fixture
def handed_on(
    case,
    actor,
    now,
    agency_of,
):
    """The case, in the hands of the prosecutors of the agency `own`."""
    to = agency_of("own")
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            way="hand_to_prosecution",
            agency=to,
        )
    return case


def test_a_case_handed_on_is_seen_there_and_still_where_it_began(handed_on, actor):
    with actor(Role.PROSECUTOR):
        assert Case.objects.get(id=handed_on.id).state == "with_prosecution"
    with actor(Role.INVESTIGATOR, OTHER):
        assert Case.objects.filter(id=handed_on.id).exists()
    with actor(Role.CASE_WORKER):
        assert not Case.objects.exists(), "a case worker of the receiver sees no case"


def test_only_who_holds_a_case_changes_it_or_hands_it_on(
    handed_on,
    actor,
    now,
    agency_of,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        version = Case.objects.get(id=handed_on.id).version
        with pytest.raises(ObjectDoesNotExist):
            actions.change_case(
                by=by,
                at=now,
                case=handed_on.id,
                facts=actions.CaseFindings(),
                version=version,
            )
    with actor(Role.PROSECUTOR, OTHER) as by, pytest.raises(ObjectDoesNotExist):
        actions.hand_on(
            by=by,
            at=now,
            case=handed_on.id,
            way="hand_to_court",
            agency=agency_of("own"),
        )


def test_a_case_goes_to_court_and_all_the_way_back(
    handed_on,
    actor,
    now,
    agency_of,
):
    with actor(Role.PROSECUTOR) as by:
        to = agency_of("own")
        actions.hand_on(
            by=by,
            at=now,
            case=handed_on.id,
            way="hand_to_court",
            agency=to,
        )
    for role in (Role.COURT_CLERK, Role.PROSECUTOR):
        with actor(role) as by:
            actions.hand_on(
                by=by,
                at=now,
                case=handed_on.id,
                way="send_back",
            )
    with actor(Role.INVESTIGATOR, OTHER) as by:
        found = Case.objects.get(id=handed_on.id)
        assert (found.state, found.held_by_id) == ("open", by.agency_id)


def test_a_case_goes_only_where_somebody_can_take_it(case, actor, now):
    from sala.access.queries import agency_by_code

    with actor(Role.INVESTIGATOR, OTHER) as by:
        nobody_there = agency_by_code("MOH").id
        with pytest.raises(ValidationError):
            actions.hand_on(
                by=by,
                at=now,
                case=case.id,
                way="hand_to_prosecution",
                agency=nobody_there,
            )


def test_a_court_clerk_does_not_hand_on_to_prosecution(
    case,
    actor,
    now,
    agency_of,
):
    to = agency_of("own")
    with actor(Role.COURT_CLERK, OTHER) as by, pytest.raises(ValidationError):
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            way="hand_to_prosecution",
            agency=to,
        )


def test_naming_a_victim_opens_nothing_of_the_record(victim, person, actor):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert CaseVictim.objects.get(id=victim).person_code == person.code
        assert people.find_person(by=by, code=person.code) is None


def test_a_victim_stands_once_in_a_case_and_must_have_a_record(
    victim,
    case,
    person,
    actor,
    now,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        for code in (person.code, "0000000000", "1234567890", ""):
            with pytest.raises(ValidationError):
                actions.add_victim(
                    by=by,
                    at=now,
                    case=case.id,
                    code=code,
                )


@pytest.fixture
def asked(victim, actor, now):
    """The investigators ask for the victim's record."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        return actions.ask_identity(
            by=by,
            at=now,
            victim=victim,
            reason="take_statement",
        )


def test_the_custodian_answers_and_the_record_opens(
    asked,
    person,
    actor,
    now,
):
    with actor(Role.CASE_WORKER) as by:
        assert CaseIdentityRequest.objects.get(id=asked).case_id
        assert not Case.objects.exists(), "being asked shows nothing of the case"
        actions.grant_identity(
            by=by,
            at=now,
            request=asked,
            until=now.date(),
        )
    with actor(Role.INVESTIGATOR, OTHER) as by:
        row = people.find_person(by=by, code=person.code)
        assert row
        agreed = people.shared_for(by=by, person_id=row.id)
        assert agreed == {"investigation", "court"}


def test_nobody_else_answers(asked, actor, now):
    for role, side in (
        (Role.INVESTIGATOR, OTHER),
        (Role.CASE_WORKER, OTHER),
        (Role.PROSECUTOR, "own"),
    ):
        with actor(role, side), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT prosecution_answer_identity(%s, now(), '')", [asked])
            assert cursor.fetchone() == (False,)


def test_declined_with_a_reason_nothing_opens(asked, person, actor, now):
    with actor(Role.SUPERVISOR) as by:
        with pytest.raises(ValidationError):
            actions.decline_identity(
                by=by,
                at=now,
                request=asked,
                reason="",
            )
        actions.decline_identity(
            by=by,
            at=now,
            request=asked,
            reason="person_refuses",
        )
        with pytest.raises(actions.NotAllowedError):
            actions.grant_identity(
                by=by,
                at=now,
                request=asked,
                until=person_day(),
            )
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert people.find_person(by=by, code=person.code) is None
        assert not Grant.objects.exists()


def person_day():
    from sala.kit import clock

    return clock.today()


def test_one_open_request_at_a_time_and_it_can_be_taken_back(
    asked,
    victim,
    actor,
    now,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        with pytest.raises(ValidationError):
            actions.ask_identity(
                by=by,
                at=now,
                victim=victim,
                reason="charge",
            )
        actions.withdraw_identity_request(
            by=by,
            at=now,
            request=asked,
        )
        actions.ask_identity(
            by=by,
            at=now,
            victim=victim,
            reason="charge",
        )


def test_the_application_cannot_write_past_the_doors(case, victim, actor):
    statements = (
        "UPDATE prosecution_case SET concerns_official = true, official_agency_code = 'X'",
        "UPDATE prosecution_case SET held_by_id = agency_id",
        "INSERT INTO prosecution_casevictim SELECT * FROM prosecution_casevictim",
        "INSERT INTO prosecution_caseassignment SELECT * FROM prosecution_caseassignment",
        "DELETE FROM prosecution_case",
        "DELETE FROM prosecution_caseevent",
        "UPDATE prosecution_caseevent SET kind = 'x'",
    )
    for statement in statements:
        with (
            actor(Role.INVESTIGATOR, OTHER),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_case_opened_for_another_agency_is_refused(actor, agency_of, now):
    own = agency_of("own")
    with (
        actor(Role.INVESTIGATOR, OTHER) as by,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Case(
            code="0000000000",
            agency_id=own,
            held_by_id=own,
            opened_by_id=by.user,
            opened_at=now,
            changed_at=now,
        ).save(force_insert=True)


def test_what_hangs_on_a_case_is_written_by_those_who_see_it(case, actor, now):
    with (
        actor(Role.INVESTIGATOR) as by,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Investigation.objects.create(
            case_id=case.id,
            agency_id=by.agency_id,
            opened_on=now.date(),
            state_since=now.date(),
            opened_by_id=by.user,
            changed_by_id=by.user,
            changed_at=now,
        )


def test_a_closed_grant_closes_the_case(handed_on, actor):
    """Without a grant, another agency sees nothing: it is the grant that shows the case."""
    with actor(Role.PROSECUTOR) as by:
        at = Case.objects.get(id=handed_on.id).changed_at
        Grant.objects.update(withdrawn_at=at, withdrawn_by_id=by.user)
        assert not Case.objects.exists()
