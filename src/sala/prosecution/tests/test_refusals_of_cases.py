"""What is refused of cases, investigations and victims: where, in which words."""

from datetime import timedelta
from uuid import uuid4

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
from sala.prosecution.actions import attachments
from sala.prosecution.models import (
    Case,
    CaseAssignment,
    Investigation,
)
from sala.prosecution.tests.conftest import OTHER

DAY = timedelta(days=1)
IN_ORDER = "The last day is not before the first, and neither is in the future."


def open_case(by, at, official_agency="", **found):
    """Open a case in which something was found."""
    found = {
        name: value(at) if callable(value) else value for name, value in found.items()
    }
    facts = actions.CaseFindings(**found)
    return actions.open_case(
        by=by,
        at=at,
        facts=facts,
        official_agency=official_agency,
    )


def opened_with(**found):
    """Opening a case in which something was found."""
    return lambda by, at: open_case(by, at, **found)


@refusals(
    Refusal(
        "an act of no list",
        opened_with(acts=["x"]),
        "acts",
        "Choose from the list.",
    ),
    Refusal(
        "a means of no list",
        opened_with(means=["x"]),
        "means",
        "Choose from the list.",
    ),
    Refusal(
        "a form of no list",
        opened_with(forms=["x"]),
        "forms",
        "Choose from the list.",
    ),
    Refusal(
        "ended before it began",
        opened_with(began_on=lambda at: at.date(), ended_on=lambda at: at.date() - DAY),
        "ended_on",
        IN_ORDER,
    ),
    Refusal(
        "begun tomorrow",
        opened_with(began_on=lambda at: at.date() + DAY),
        "ended_on",
        IN_ORDER,
    ),
    Refusal(
        "about an official of no agency",
        opened_with(official_agency="NOBODY"),
        "official_agency",
        "Choose the agency of the official.",
    ),
)
@pytest.mark.django_db
def test_a_case_is_not_opened(row, actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert_refused(row, by=by, at=now)
        assert not Case.objects.exists()


@pytest.mark.django_db
def test_oversight_opens_no_case_but_about_officials(actor, now):
    row = Refusal(
        "about no official",
        open_case,
        "official_agency",
        "Say in which agency the official works: oversight opens no other case.",
    )
    with actor(Role.OVERSIGHT) as by:
        assert_refused(row, by=by, at=now)


def change(by, at, case, **changes):
    """Record what was found, as the case was first read."""
    told = {"facts": actions.CaseFindings(), "version": 1} | changes
    actions.change_case(by=by, at=at, case=case.id, **told)


def close(by, at, case, reason="no_offence"):
    """Close it."""
    actions.close_case(by=by, at=at, case=case.id, reason=reason)


def reopen(by, at, case):
    """Open it again."""
    actions.reopen_case(by=by, at=at, case=case.id)


def hand_on(by, at, case, way="hand_to_prosecution", agency="BORDER"):
    """Hand it on to an agency, by its code."""
    target = access.agency_by_code(agency).id
    actions.hand_on(by=by, at=at, case=case.id, way=way, agency=target)


def investigate(by, at, case, days=0):
    """Open an investigation, so many days from now."""
    opened_on = at.date() + days * DAY
    actions.open_investigation(by=by, at=at, case=case.id, opened_on=opened_on)


def name_victim(by, at, case, code="000 000 0000", **described):
    """Name a victim by a code that nobody has."""
    actions.add_victim(by=by, at=at, case=case.id, code=code, **described)


def add_paper(by, at, case, what="statement", days=0):
    """Put a paper into the file, dated so many days from now."""
    dated_on = at.date() + days * DAY
    told = {"what": what, "file": None, "dated_on": dated_on}
    attachments.add_attachment(by=by, at=at, case=case.id, **told)


@refusals(
    Refusal(
        "changed to an act of no list",
        with_changes(change, facts=actions.CaseFindings(acts=["x"])),
        "acts",
        "Choose from the list.",
    ),
    Refusal(
        "changed as it was not read",
        with_changes(change, version=7),
        raises=ChangedMeanwhileError,
    ),
    Refusal(
        "closed for no reason",
        with_changes(close, reason=""),
        "reason",
        "Choose why the case is closed.",
    ),
    Refusal("opened again while open", reopen, raises=NotAllowedError),
    Refusal(
        "handed to court by police",
        with_changes(hand_on, way="hand_to_court", agency="ATD"),
        raises=NotAllowedError,
    ),
    Refusal(
        "handed where nobody prosecutes",
        hand_on,
        "agency",
        "Nobody there can take this case.",
    ),
    Refusal(
        "investigated from tomorrow",
        with_changes(investigate, days=1),
        "opened_on",
        "This day is in the future.",
    ),
    Refusal(
        "given a victim without a record",
        name_victim,
        "code",
        "No record with this code can be added, or it stands in the case already.",
    ),
    Refusal(
        "given a victim of a sex of no list",
        with_changes(name_victim, sex="x"),
        "sex",
        "Choose from the list.",
    ),
    Refusal(
        "given a victim of an age of no list",
        with_changes(name_victim, age_group="x"),
        "age_group",
        "Choose from the list.",
    ),
    Refusal(
        "given a paper that is nothing of the list",
        with_changes(add_paper, what="x"),
        "what",
        "Choose what it is.",
    ),
    Refusal(
        "given a paper of tomorrow",
        with_changes(add_paper, days=1),
        "dated_on",
        "The day must not be in the future.",
    ),
)
@pytest.mark.django_db
def test_an_open_case_is_not(row, actor, case, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert_refused(row, by=by, at=now, case=case)
        assert Case.objects.get().version == 1


@pytest.mark.django_db
def test_what_is_done_to_a_case_is_not_done_to_one_of_another_agency(actor, case, now):
    with actor(Role.INVESTIGATOR) as by:
        for act in (change, close, reopen, hand_on, investigate, name_victim):
            row = Refusal(act.__name__, act, raises=Case.DoesNotExist)
            assert_refused(row, by=by, at=now, case=case)


@pytest.mark.django_db
def test_who_has_handed_a_case_on_sees_it_and_changes_nothing(
    actor,
    with_prosecution,
    now,
):
    """The prosecutor of the same agency holds it; the victims stand in it already."""
    case = with_prosecution
    with actor(Role.PROSECUTOR, OTHER) as by:
        hand_back = {"way": "send_back", "case": case.id}
        actions.hand_on(by=by, at=now, **hand_back)
    with actor(Role.PROSECUTOR, OTHER) as by:
        late = Refusal(
            "handed to court",
            with_changes(hand_on, way="hand_to_court", agency="ATD"),
            raises=NotAllowedError,
        )
        assert_refused(late, by=by, at=now, case=case)


@pytest.mark.django_db
def test_a_case_that_another_agency_holds_is_not_there_to_change(
    actor,
    case,
    victim,
    agency_of,
    now,
):
    """Who opened it sees it still: they are not told that somebody was faster, nor that
    nobody could take it."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        way = {"way": "hand_to_prosecution", "agency": agency_of("own")}
        actions.hand_on(by=by, at=now, case=case.id, **way)
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert Case.objects.get().state == "with_prosecution"
        late, now_read = (
            with_changes(change, version=1),
            with_changes(change, version=2),
        )
        send_back = with_changes(hand_on, way="send_back")
        for act in (late, now_read, close, reopen, send_back):
            row = Refusal("not theirs", act, raises=Case.DoesNotExist)
            assert_refused(row, by=by, at=now, case=case)


@pytest.mark.django_db
def test_an_investigation_is_opened_by_police_while_they_have_the_case(
    actor,
    with_prosecution,
    now,
):
    says = "Only an investigator opens one, in an open case."
    row = Refusal("late, or by others", investigate, "opened_on", says)
    for role in (Role.INVESTIGATOR, Role.PROSECUTOR):
        with actor(role, OTHER) as by:
            assert_refused(row, by=by, at=now, case=with_prosecution)


@pytest.fixture
def investigation(actor, case, now):
    """An investigation opened a week ago."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        investigate(by, now, case, days=-7)
        return Investigation.objects.get().id


def move(by, at, key, way="suspend", reason="suspect_abroad", days=0):
    """Move an investigation, so many days from now."""
    actions.move_investigation(
        by=by,
        at=at,
        investigation=key,
        way=way,
        on=at.date() + days * DAY,
        reason=reason,
    )


@refusals(
    Refusal(
        "suspended for no reason",
        with_changes(move, reason=""),
        "reason",
        "Choose a reason that fits.",
    ),
    Refusal(
        "suspended for a reason of closing",
        with_changes(move, reason="suspect_dead"),
        "reason",
        "Choose a reason that fits.",
    ),
    Refusal(
        "submitted for a reason",
        with_changes(move, way="submit"),
        "reason",
        "Choose a reason that fits.",
    ),
    Refusal(
        "suspended tomorrow",
        with_changes(move, days=1),
        "on",
        "This day is in the future.",
    ),
    Refusal(
        "suspended before it was opened",
        with_changes(move, days=-8),
        "on",
        "This day is before the last change.",
    ),
    Refusal("resumed", with_changes(move, way="resume"), raises=NotAllowedError),
    Refusal(
        "returned before it is submitted",
        with_changes(move, way="return"),
        raises=NotAllowedError,
    ),
)
@pytest.mark.django_db
def test_an_open_investigation_is_not(row, actor, investigation, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        assert_refused(row, by=by, at=now, key=investigation)
        assert Investigation.objects.get().state == "open"


@pytest.mark.django_db
def test_police_do_not_send_back_nor_the_prosecutor_suspend(actor, investigation, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        move(by, now, investigation, way="submit", reason="")
        act = with_changes(move, way="return", reason="")
        row = Refusal("returned", act, "way", "This is for the prosecutor.")
        assert_refused(row, by=by, at=now, key=investigation)
    with actor(Role.PROSECUTOR, OTHER) as by:
        move(by, now, investigation, way="return", reason="")
        row = Refusal("suspended", move, "way", "This is for the investigator.")
        assert_refused(row, by=by, at=now, key=investigation)


@pytest.mark.django_db
def test_a_case_is_given_to_nobody_who_cannot_have_it(actor, user_of, case, now):
    def assign(by, at, role, agency):
        actions.assign_case(
            by=by,
            at=at,
            case=case.id,
            user=user_of(role, agency).id,
            agency=by.agency,
            role=role.value,
        )

    def end(by, at):
        actions.end_assignment(by=by, at=at, assignment=uuid4())

    says = "This person cannot be given the case, or has it."
    with actor(Role.SUPERVISOR, OTHER) as by:
        told = {"by": by, "at": now}
        ended = Refusal("never given", end, raises=CaseAssignment.DoesNotExist)
        assert_refused(ended, **told)
        for role, agency in ((Role.CASE_WORKER, OTHER), (Role.INVESTIGATOR, "own")):
            row = Refusal(str(role), assign, "who", says)
            assert_refused(row, **told, role=role, agency=agency)
        assign(**told, role=Role.INVESTIGATOR, agency=OTHER)
        again = Refusal("twice", assign, "who", says)
        assert_refused(again, **told, role=Role.INVESTIGATOR, agency=OTHER)


@pytest.mark.django_db
def test_a_victim_stands_once_in_a_case(actor, case, victim, person, now):
    says = "No record with this code can be added, or it stands in the case already."
    act = with_changes(name_victim, code=person.code)
    with actor(Role.INVESTIGATOR, OTHER) as by:
        row = Refusal("again", act, "code", says)
        assert_refused(row, by=by, at=now, case=case)
