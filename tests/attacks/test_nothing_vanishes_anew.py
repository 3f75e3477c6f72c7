"""Nothing vanishes, attacked by whoever did not write it: by a supervisor who reads the
ledger, and by an investigator who reads who changed a case last.
"""

import json

import pytest

from sala.access.ledger import record
from sala.access.models import LedgerEntry
from sala.access.queries import LedgerSearch, ledger_page
from sala.access.roles import Role
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.models import Case, CaseVictim
from sala.prosecution.queries.cases import case_page
from sala.prosecution.tests.conftest import (
    OFFICIAL,
    OTHER,
    agency_of,
    case,
    full_case,
    give_to,
    person,
    tried_case,
    victim,
)

from .test_nothing_vanishes import (
    REASONS,
    days_pass,
    end_what_is_due,
    going_on,
    hand_over,
)

__all__ = [
    "agency_of",
    "case",
    "days_pass",
    "full_case",
    "give_to",
    "person",
    "tried_case",
    "victim",
]


def ledger_of(actor, side):
    """What an agency's supervisor reads in the ledger: place, action, detail."""
    with actor(Role.SUPERVISOR, side):
        return [
            ((e.lane, e.seq), e.action, json.loads(e.detail))
            for e in LedgerEntry.objects.order_by("at")
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["given back", "lapsed"])
def test_no_ledger_says_why_when_it_is_over(actor, now, days_pass, end):
    """Of a case that was about an official from its first moment, too."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        known = actions.open_case(by=by, at=now, facts=actions.CaseFindings())
        actions.take_over_case(
            by=by,
            at=now,
            case=known.id,
            reason="official",
            official_agency=OFFICIAL,
        )
        actions.open_case(
            by=by, at=now, facts=actions.CaseFindings(), official_agency=OFFICIAL
        )
    with actor(Role.OVERSIGHT) as by:
        live = list(Case.objects.filter(in_compartment=True))
        assert len(live) == 2
        if end == "given back":
            for each in live:
                actions.name_official(by=by, case=each.id, agency_code=OFFICIAL)
                actions.give_back_case(by=by, at=now, case=each.id)
    if end == "lapsed":
        days_pass(6)
        end_what_is_due()
    with actor(Role.INVESTIGATOR, OTHER):
        assert Case.objects.count() == 2
        traces = {
            "taken_reason": "",
            "official_agency_code": "",
            "concerns_official": False,
            "taken_by": None,
            "taken_over_at": None,
            "confirmed_at": None,
            "left_compartment_at": None,
        }
        assert Case.objects.filter(**traces).count() == 2
    for side in ("own", OTHER):
        for _place, action, detail in ledger_of(actor, side):
            assert action not in {
                "prosecution.takeover_reason",
                "prosecution.official_marked",
            }
            assert "official" not in json.dumps(detail)
    with actor(Role.OVERSIGHT):
        reasons = LedgerEntry.objects.filter(action="prosecution.takeover_reason")
        assert reasons.count() == 2, "oversight reads it for good"


def opens_a_record(actor, person, role, side):
    """Somebody looks at a victim, which is entered: the entry."""
    with actor(role, side) as by:
        return record(
            by=by, action="people.identity_opened", kind="person", subject=person
        )


def test_no_line_of_the_ledger_vanishes_from_who_had_read_it(
    scratch, actor, now, tried_case, give_to
):
    """An investigator whom oversight chooses had opened the victim's record before."""
    role, side = Role.INVESTIGATOR, "third"
    with actor(Role.INVESTIGATOR, OTHER):
        who = CaseVictim.objects.get().person_id
    opens_a_record(actor, who, role, side)
    before = {entry[0] for entry in ledger_of(actor, side)}
    assert before
    hand_over(actor, now, tried_case, "too_large")
    live = going_on(actor, tried_case)
    given = give_to(live, role, side)
    assert before <= {entry[0] for entry in ledger_of(actor, side)}
    opens_a_record(actor, who, role, side)
    during = {entry[0] for entry in ledger_of(actor, side)}
    assert during == before, "what they do in the compartment is not told"
    with actor(Role.OVERSIGHT) as by:
        opened = ledger_page(by=by, search=LedgerSearch(action="people.identity"))[0]
    assert len(opened) == 2, "but to oversight, beside what was before"
    with actor(Role.OVERSIGHT) as by:
        actions.end_assignment(by=by, at=clock.now(), assignment=given)
    opens_a_record(actor, who, role, side)
    after = {entry[0] for entry in ledger_of(actor, side)}
    assert len(after - during) == 1, "what they do afterwards is"
    assert during <= after


@pytest.mark.django_db
@pytest.mark.parametrize("reason", REASONS)
def test_who_changed_it_last_says_nothing_of_what_oversight_did(
    actor, now, tried_case, reason
):
    """A mark that oversight makes later is no change that anybody sees."""

    def seen():
        with actor(Role.INVESTIGATOR, OTHER) as by:
            page = case_page(by=by, code=tried_case.code)
            return page.version, page.changed_by, page.changed_at

    _version, *worked_on = seen()
    hand_over(actor, now, tried_case, reason)
    version = seen()[0]
    live = going_on(actor, tried_case)
    with actor(Role.OVERSIGHT) as by:
        actions.confirm_takeover(by=by, case=live.id)
        if reason == "official":
            actions.name_official(by=by, case=live.id, agency_code=OFFICIAL)
        actions.give_back_case(by=by, at=now, case=live.id)
    assert seen()[0] == version
    assert seen()[1:] == tuple(worked_on)
