"""A closed case that is opened again is under investigation: with the police who opened it first."""

import pytest

from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError
from sala.prosecution import actions, queries
from sala.prosecution.actions import cases
from sala.prosecution.models import Case, CaseEvent, CaseStep
from sala.prosecution.queries.worklist import worklist_items
from sala.prosecution.tests.conftest import NOTHING, OTHER, going_on, seen_of

pytestmark = pytest.mark.django_db
POLICE = (Role.INVESTIGATOR, OTHER)
PROSECUTION = (Role.PROSECUTOR, "own")
COURT = (Role.COURT_CLERK, "third")
IN_HANDS = ("case in your hands", 1)
WAYS = {
    POLICE: (),
    PROSECUTION: (("hand_to_prosecution", POLICE, PROSECUTION),),
    COURT: (
        ("hand_to_prosecution", POLICE, PROSECUTION),
        ("hand_to_court", PROSECUTION, COURT),
    ),
}


@pytest.fixture
def close_at(actor, case, agency_of, now):
    """Hand the case on until somebody has it, and close it there."""

    def close(holder):
        for way, sender, (_role, side) in WAYS[holder]:
            told = {"way": way, "agency": agency_of(side)}
            with actor(*sender) as by:
                actions.hand_on(by=by, at=now, case=case.id, **told)
        with actor(*holder) as by:
            actions.close_case(by=by, at=now, case=case.id, reason="no_offence")

    return close


def work_of(by, now):
    """What waits for somebody: words and number of each line."""
    lines = worklist_items(by=by, today=now.date())
    return [(str(line.words), line.number) for line in lines]


@pytest.mark.parametrize("holder", WAYS, ids=str)
def test_whoever_opens_it_again_it_is_with_the_police_who_opened_it_first(
    holder,
    close_at,
    actor,
    case,
    now,
):
    close_at(holder)
    with actor(*POLICE) as by:
        assert work_of(by, now) == []
    with actor(*holder) as by:
        actions.reopen_case(by=by, at=now, case=case.id)
    with actor(*POLICE) as by:
        found, police = Case.objects.get(), by.agency_id
        assert (found.state, found.closed_reason) == ("open", "")
        assert found.held_by_id == police
        assert work_of(by, now) == [IN_HANDS]
        page = queries.case_page(by=by, code=case.code)
        assert set(page.moves) == {"hand_to_prosecution", "close"}
        assert CaseStep.objects.latest("number").move == "reopen"
        assert CaseEvent.objects.filter(kind="case_reopened").count() == 1
    with actor(Role.OVERSIGHT):
        (entry,) = LedgerEntry.objects.filter(action="prosecution.case_reopened")
        assert entry.subject == str(case.id)
        assert str(police) in entry.detail


@pytest.mark.parametrize("holder", [PROSECUTION, COURT], ids=str)
def test_prosecution_and_court_see_what_becomes_of_it_and_move_nothing(
    holder,
    close_at,
    actor,
    case,
    now,
):
    close_at(holder)
    with actor(*holder) as by:
        actions.reopen_case(by=by, at=now, case=case.id)
        page = queries.case_page(by=by, code=case.code)
        assert (page.row.state, page.moves, page.may_change) == ("open", (), False)
        assert work_of(by, now) == []


def test_one_about_an_official_of_those_police_opens_again_and_they_do_not_see_it(
    case,
    give_to,
    actor,
    now,
):
    """Whose it was before stays written, and is no way to it."""
    with actor(*POLICE) as by:
        actions.take_over_case(
            by=by, at=now, case=case.id, reason="official", official_agency="ATD"
        )
    with actor(Role.OVERSIGHT):
        live = going_on(case.id)
    give_to(live, agency="own")
    with actor(Role.INVESTIGATOR, "own") as by:
        actions.close_case(by=by, at=now, case=live.id, reason="no_offence")
    with actor(Role.INVESTIGATOR, "own") as by:
        actions.reopen_case(by=by, at=now, case=live.id)
        assert Case.objects.get(id=live.id).state == "open"
        assert work_of(by, now) == [IN_HANDS]
    with actor(*POLICE):
        assert seen_of(live.id) == NOTHING


def test_of_two_who_open_it_again_the_second_is_told(
    close_at,
    actor,
    case,
    now,
    monkeypatch,
):
    ask = cases.ask_database

    def ask_late(*told):
        """Ask once somebody else has."""
        ask(*told)
        return ask(*told)

    close_at(POLICE)
    monkeypatch.setattr(cases, "ask_database", ask_late)
    with actor(*POLICE) as by, pytest.raises(ChangedMeanwhileError):
        actions.reopen_case(by=by, at=now, case=case.id)
