"""A case about an official: oversight sees it, and those oversight assigns. Nobody else, nowhere."""

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import connection

from sala.access import queries as access
from sala.access.ledger import record
from sala.access.models import Grant, LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.queries import LedgerSearch, ledger_page
from sala.access.roles import Role
from sala.access.tests.own_purposes import own_purpose
from sala.people import queries as people
from sala.prosecution import actions
from sala.prosecution.models import Case, CaseAssignment, CaseVictim, Complaint
from sala.prosecution.queries.cases import live_cases
from sala.prosecution.tests.conftest import (
    NOTHING,
    OFFICIAL,
    OTHER,
    going_on,
    seen,
    seen_of,
)

pytestmark = pytest.mark.django_db
SIDES = ("own", OTHER)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("role", [r for r in Role if r != Role.OVERSIGHT])
def test_nobody_but_oversight_sees_any_row_of_it(
    role,
    side,
    hidden,
    actor,
):
    with actor(role, side, purpose=own_purpose(role)):
        assert seen_of(hidden.id) == NOTHING


@pytest.mark.parametrize("side", SIDES)
def test_oversight_sees_all_of_it(side, hidden, actor):
    with actor(Role.OVERSIGHT, side):
        none = {name for name, number in seen_of(hidden.id).items() if not number}
        assert none == {
            "CaseAssignment",
            "CaseIdentityRequest",
            "Complaint",
            "ComplaintStep",
            "IdentityRequestStep",
            "Incident",
            "IncidentStep",
        }


def test_oversight_sees_no_other_case(full_case, actor):
    with actor(Role.OVERSIGHT):
        assert seen() == NOTHING


@pytest.mark.parametrize("side", SIDES)
def test_the_supervisor_reads_nothing_of_it_in_the_ledger(side, hidden, actor):
    with actor(Role.SUPERVISOR, side) as by:
        assert not LedgerEntry.objects.filter(detail__contains=str(hidden.id)).exists()
        assert not LedgerEntry.objects.filter(subject=str(hidden.id)).exists()
    with actor(Role.OVERSIGHT, side) as by:
        rows, _more = ledger_page(by=by, search=LedgerSearch(action="prosecution."))
        assert len(rows) >= 9


def test_the_supervisor_reads_of_every_other_case(
    full_case,
    hidden,
    actor,
    now,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        other = actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(),
        )
    with actor(Role.SUPERVISOR, OTHER) as by:
        rows, _more = ledger_page(by=by, search=LedgerSearch(action="prosecution."))
        subjects = {row.subject for row in rows}
        assert {str(other.id), str(hidden.continues_id)} <= subjects
        assert str(hidden.id) not in subjects


def test_an_entry_of_another_room_that_names_the_case_is_hidden_too(hidden, actor):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        record(
            by=by,
            action="x.y",
            kind="file",
            subject="1",
            detail={"case": str(hidden.id)},
        )
        record(
            by=by,
            action="x.z",
            kind="file",
            subject="1",
            detail={"case": "another"},
        )
    with actor(Role.SUPERVISOR, OTHER) as by:
        rows, _more = ledger_page(by=by, search=LedgerSearch(action="x."))
        assert [row.action for row in rows] == ["x.z"]


def test_an_assigned_investigator_sees_and_works_on_it(
    hidden,
    give_to,
    actor,
    now,
):
    give_to(hidden)
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert {case.id for case in live_cases()} == {hidden.id}
        actions.open_investigation(
            by=by,
            at=now,
            case=hidden.id,
            opened_on=now.date(),
        )
        case = Case.objects.get(id=hidden.id)
        facts = actions.CaseFindings(acts=["receipt"])
        actions.change_case(
            by=by,
            at=now,
            case=hidden.id,
            facts=facts,
            version=case.version,
        )
    for role in (
        Role.SUPERVISOR,
        Role.ADMINISTRATOR,
        Role.PROSECUTOR,
        Role.CASE_WORKER,
    ):
        with actor(role, OTHER):
            assert seen_of(hidden.id) == NOTHING
    with actor(Role.SUPERVISOR, OTHER):
        assert not LedgerEntry.objects.filter(detail__contains=str(hidden.id)).exists()
    with actor(Role.INVESTIGATOR):
        assert seen_of(hidden.id) == NOTHING, "another investigator"


def test_an_assignment_ends(
    hidden,
    give_to,
    actor,
    now,
):
    assignment = give_to(hidden)
    with actor(Role.OVERSIGHT) as by:
        actions.end_assignment(
            by=by,
            at=now,
            assignment=assignment,
        )
    with actor(Role.INVESTIGATOR, OTHER):
        assert seen_of(hidden.id) == NOTHING


def test_what_a_supervisor_assigned_before_counts_for_nothing(hidden, actor):
    """`full_case` gave it to this very investigator."""
    with actor(Role.INVESTIGATOR, OTHER):
        assert CaseAssignment.objects.filter(ended_at=None, by_oversight=False).exists()
        assert seen_of(hidden.id) == NOTHING


def test_only_oversight_assigns(
    hidden,
    give_to,
    actor,
    user_of,
    now,
):
    give_to(hidden)
    user = user_of(Role.PROSECUTOR, OTHER)
    for role in (Role.SUPERVISOR, Role.INVESTIGATOR):
        with actor(role, OTHER) as by, connection.cursor() as cursor:
            cursor.execute(
                "SELECT prosecution_assign(%s, %s, %s, 'prosecutor')",
                [hidden.id, user.id, by.agency_id],
            )
            assert cursor.fetchone() == (None,)
            cursor.execute(
                "SELECT count(*) FROM prosecution_assignable(%s)",
                [hidden.id],
            )
            assert cursor.fetchone() == (0,)


def test_nobody_of_the_officials_agency_is_assigned(
    case,
    actor,
    now,
    give_to,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency="ATD",
        )
    with actor(Role.OVERSIGHT):
        live = going_on(case.id)
    with pytest.raises(ValidationError):
        give_to(live)
    give_to(live, agency="own")
    with actor(Role.INVESTIGATOR):
        assert Case.objects.exists()


def test_nor_of_a_unit_below_it(
    case,
    actor,
    now,
    give_to,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency="MOPS",
        )
    with actor(Role.OVERSIGHT):
        live = going_on(case.id)
    with pytest.raises(ValidationError):
        give_to(live)


def test_an_assignment_ends_when_the_official_turns_out_to_be_a_colleague(
    hidden,
    give_to,
    actor,
    now,
):
    give_to(hidden)
    with actor(Role.OVERSIGHT) as by:
        actions.name_official(by=by, case=hidden.id, agency_code="ATD")
    with actor(Role.INVESTIGATOR, OTHER):
        assert seen_of(hidden.id) == NOTHING


def test_marking_closes_what_had_opened_it(
    case,
    victim,
    person,
    actor,
    now,
    agency_of,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        asked = actions.ask_identity(
            by=by,
            at=now,
            victim=victim,
            reason="charge",
        )
    to = agency_of("own")
    with actor(Role.CASE_WORKER) as by:
        actions.grant_identity(
            by=by,
            at=now,
            request=asked,
            until=now.date(),
        )
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert people.find_person(by=by, code=person.code)
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            way="hand_to_prosecution",
            agency=to,
        )
    with actor(Role.PROSECUTOR) as by:
        assert Case.objects.exists()
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
        assert Case.objects.get().is_frozen
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert people.find_person(by=by, code=person.code) is None
    for role, side in ((Role.SUPERVISOR, "own"), (Role.SUPERVISOR, OTHER)):
        with actor(role, side) as by:
            assert not Grant.objects.filter(rests_on=asked, withdrawn_at=None).exists()


def test_the_record_of_the_victim_shows_no_trace_of_it(hidden, person, actor):
    with actor(Role.CASE_WORKER) as by, connection.cursor() as cursor:
        row = people.find_person(by=by, code=person.code)
        cursor.execute("SELECT state FROM prosecution_cases_of_person(%s)", [row.id])
        assert cursor.fetchall() == [("open",)], "as before"
        assert (
            access.grants_of(
                by=by,
                record_kind="person",
                record_id=row.id,
            )
            == []
        )


def test_it_goes_to_prosecution_without_opening_to_anybody(
    hidden,
    give_to,
    actor,
    now,
    agency_of,
):
    give_to(hidden)
    to = agency_of("own")
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.hand_on(
            by=by,
            at=now,
            case=hidden.id,
            way="hand_to_prosecution",
            agency=to,
        )
    with actor(Role.PROSECUTOR):
        assert seen_of(hidden.id) == NOTHING
    give_to(hidden, Role.PROSECUTOR, "own")
    with actor(Role.PROSECUTOR):
        assert Case.objects.get(id=hidden.id).state == "with_prosecution"


def test_no_record_is_opened_to_a_whole_agency_for_it(
    hidden,
    give_to,
    actor,
    now,
):
    give_to(hidden)
    with (
        actor(Role.INVESTIGATOR, OTHER) as by,
        pytest.raises(ValidationError, match="central office"),
    ):
        actions.ask_identity(
            by=by,
            at=now,
            victim=CaseVictim.objects.get(case=hidden.id).id,
            reason="charge",
        )


def test_marked_from_its_first_moment(actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(),
            official_agency=OFFICIAL,
        )
        assert seen() == NOTHING
    with actor(Role.OVERSIGHT):
        assert Case.objects.get().concerns_official


def test_oversight_opens_one_and_no_other(actor, now):
    with actor(Role.OVERSIGHT) as by:
        with pytest.raises(ValidationError):
            actions.open_case(
                by=by,
                at=now,
                facts=actions.CaseFindings(),
            )
        actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(),
            official_agency=OFFICIAL,
        )
    with actor(Role.SUPERVISOR):
        assert seen() == NOTHING


def test_a_case_about_an_official_is_not_there_for_the_actions(hidden, actor, now):
    """The same error as for a key that never was."""
    from uuid import uuid4

    with actor(Role.INVESTIGATOR, OTHER) as by:
        for key in (hidden.id, uuid4()):
            with pytest.raises(ObjectDoesNotExist):
                actions.close_case(
                    by=by,
                    at=now,
                    case=key,
                    reason="no_offence",
                )
            with pytest.raises(ObjectDoesNotExist):
                actions.take_over_case(
                    by=by,
                    at=now,
                    case=key,
                    reason="too_large",
                )


def test_only_oversight_takes_the_mark_away(
    hidden,
    give_to,
    actor,
    now,
):
    give_to(hidden)
    with actor(Role.INVESTIGATOR, OTHER) as by:
        with pytest.raises(RefusedError):
            actions.give_back_case(by=by, at=now, case=hidden.id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT prosecution_give_back(%s)", [hidden.id])
            assert cursor.fetchone() == (None,)
    with actor(Role.OVERSIGHT) as by:
        actions.give_back_case(by=by, at=now, case=hidden.id)
        assert seen() == NOTHING
    with actor(Role.SUPERVISOR, OTHER):
        assert Case.objects.get().id == hidden.continues_id


def test_a_complaint_about_an_official_goes_to_oversight_and_to_nobody_else(actor, now):
    heard = actions.ComplaintInput(
        channel="walk_in",
        about="official",
        received_on=now.date(),
        official_agency=OFFICIAL,
    )
    with actor(Role.CASE_WORKER) as by:
        complaint = actions.register_complaint(
            by=by,
            at=now,
            heard=heard,
        )
        assert seen() == NOTHING
    with actor(Role.SUPERVISOR) as by:
        assert seen() == NOTHING
        assert ledger_page(by=by, search=LedgerSearch(action="prosecution."))[0] == []
    with actor(Role.OVERSIGHT) as by:
        actions.screen_complaint(
            by=by,
            at=now,
            complaint=complaint.id,
            answers={"threatened": "yes"},
            version=1,
        )
        case = actions.open_case_on_official(
            by=by,
            at=now,
            complaint=complaint.id,
        )
        assert Complaint.objects.get().state == "referred"
    for role in Role:
        if role != Role.OVERSIGHT:
            with actor(role):
                assert seen() == NOTHING
    with actor(Role.SUPERVISOR) as by:
        assert ledger_page(by=by, search=LedgerSearch(action="prosecution."))[0] == []
    with actor(Role.OVERSIGHT):
        assert Case.objects.get().id == case.id


def test_a_cleared_case_is_again_with_all_who_had_a_hand_in_it(
    case,
    give_to,
    actor,
    now,
    agency_of,
):
    to = agency_of("own")
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            way="hand_to_prosecution",
            agency=to,
        )
    with actor(Role.PROSECUTOR) as by:
        back = agency_of(OTHER)
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            way="hand_to_court",
            agency=back,
        )
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency=OFFICIAL,
        )
    with actor(Role.OVERSIGHT) as by:
        actions.give_back_case(by=by, at=now, case=going_on(case.id).id)
    for role, side in (
        (Role.PROSECUTOR, "own"),
        (Role.COURT_CLERK, OTHER),
        (Role.INVESTIGATOR, OTHER),
    ):
        with actor(role, side):
            assert Case.objects.get().id == case.id
            assert not Case.objects.get().is_frozen
