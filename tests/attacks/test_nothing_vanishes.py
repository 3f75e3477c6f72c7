"""A case about an official leaves its desk as any case leaves it that the central office
takes over: nobody sees by it that there is anything to hide, and nobody but the central
office sees what becomes of it, until it is told.
"""

import json
import re
from datetime import date, timedelta

import psycopg
import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from psycopg import sql

from sala.access.context import acting_machine
from sala.access.roles import Role
from sala.access.tests.own_purposes import own_purpose
from sala.config import testing
from sala.prosecution import actions
from sala.prosecution.actions.takeovers import end_takeovers
from sala.prosecution.jobs import KEEPER
from sala.prosecution.models import (
    Case,
    CaseVictim,
    Charge,
    Incident,
    RestitutionClaim,
)
from sala.prosecution.policy import KEEPS_PEOPLE, SEES_CASES
from sala.prosecution.rules.sentences import CourtSentence
from sala.prosecution.tests.conftest import (
    CODE,
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

__all__ = [
    "agency_of",
    "case",
    "full_case",
    "give_to",
    "person",
    "tried_case",
    "victim",
]
pytestmark = pytest.mark.django_db
AGENCIES = ("own", OTHER, "third")
# The office that takes it over is told, and whoever oversight assigns.
WORKS = (Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK)
OUTSIDE = [
    (role, side)
    for role in Role
    for side in AGENCIES
    if role != Role.OVERSIGHT and (side != "third" or role in {*WORKS, Role.SUPERVISOR})
]
# Who opens a page on a case, or on a person in one; the rows are asked of everybody.
LOOKS = [
    *(
        (role, OTHER)
        for role in sorted(SEES_CASES | KEEPS_PEOPLE)
        if role != Role.OVERSIGHT
    ),
    (Role.CASE_WORKER, "own"),
    (Role.SUPERVISOR, "own"),
]
REASONS = {"official": OFFICIAL, "too_large": ""}
TABLES = """
SELECT c.relname::text FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v')
  AND has_table_privilege(current_user, c.oid, 'SELECT')
  AND NOT starts_with(c.relname, 'procrastinate_')
  AND NOT starts_with(c.relname, 'django_') AND NOT starts_with(c.relname, 'countries_')
  AND NOT c.relname LIKE '%session%' ORDER BY 1
"""
ASKED_OF_PERSON = (
    "prosecution_cases_of_person",
    "prosecution_restitution_of_person",
)
LISTS = (
    "list_cases",
    "list_incidents",
    "list_complaints",
    "list_restitution",
    "list_sentences",
    "list_cooperation",
    "list_identity_requests",
    "list_notices",
)
HANDED_ON = {
    "access_grant",
    "access_ledgerentry",
    "prosecution_case",
    "prosecution_caseevent",
    "prosecution_casestep",
    "prosecution_case_history",
    "prosecution_caseidentityrequest",
    "prosecution_caseidentityrequest_history",
    "prosecution_identityrequeststep",
    "facts_steps_of_case_opened",
}


def rows_seen(cursor, person):
    """Every row of every table and view that the session sees, and what its functions
    tell of a person.
    """
    cursor.execute(TABLES)
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
        found[table] = sorted(text for (text,) in cursor.fetchall())
    for function in ASKED_OF_PERSON:
        cursor.execute(f"SELECT to_jsonb(t)::text FROM {function}(%s) t", [person])
        found[function] = sorted(text for (text,) in cursor.fetchall())
    return found


@pytest.fixture
def everybody_sees(actor, person):
    """What each role of each agency sees, table by table."""

    def look():
        seen = {}
        for role, side in OUTSIDE:
            with (
                actor(role, side, purpose=own_purpose(role)),
                connection.cursor() as cursor,
            ):
                seen[role, side] = rows_seen(cursor, person.id)
        return seen

    return look


@pytest.fixture
def pages_seen(sign_in, person):
    """What the pages show to each role who may open any of them."""

    def look(case):
        shown = {}
        addresses = [
            "/",
            *(reverse(name) for name in LISTS),
            reverse("show_case", args=[case.code]),
            reverse("show_person", args=[person.code]),
            reverse("case_attachments", args=[case.code]),
        ]
        for role, side in LOOKS:
            client = sign_in(role, side)
            for address in addresses:
                answer = client.get(address)
                shown[role, side, address] = (
                    answer.status_code,
                    without_secrets(answer.content.decode()),
                )
        return shown

    return look


def without_secrets(page):
    """A page but for what each answer has anew."""
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", page)


def hand_over(actor, now, case, reason):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason=reason,
            official_agency=REASONS[reason],
        )


def going_on(actor, case):
    """The case that goes on, as oversight sees it."""
    with actor(Role.OVERSIGHT):
        return Case.objects.get(continues=case.id, in_compartment=True)


def work_on(actor, give_to, now, live):
    """Do in the compartment whatever can be done, up to a judgment that may be final."""
    for role in WORKS:
        give_to(live, role, "third")
    today = now.date()
    with actor(Role.INVESTIGATOR, "third") as by:
        told = {"by": by, "at": now}
        facts = actions.CaseFindings(acts=["receipt"], account="About the official.")
        actions.change_case(**told, case=live.id, facts=facts, version=live.version)
        for row in CaseVictim.objects.filter(case_id=live.id):
            known = {"sex": row.sex, "age_group": row.age_group, "citizenship": ""}
            actions.describe_victim(
                by=by, victim=row.id, now=known | {"age_group": "child"}, before=known
            )
        actions.open_investigation(**told, case=live.id, opened_on=today)
        wanted = actions.CooperationInput("outgoing", "VN", "evidence", today)
        actions.record_cooperation(**told, wanted=wanted, case=live.id)
        actions.hand_on(
            **told, case=live.id, way="hand_to_prosecution", agency=by.agency
        )
    with actor(Role.PROSECUTOR, "third") as by:
        told = {"by": by, "at": now}
        who = actions.add_defendant(
            **told, case=live.id, kind="person", name="Synthetic Official"
        )
        under = actions.ChargeArticle(CODE, "215", "child_victim", now.date())
        charge = actions.file_charge(**told, defendant=who, under=under, filed_on=today)
        said = actions.Judgment(
            "first", "convicted", today, CourtSentence(prison_months=120), "mitigating"
        )
        actions.record_verdict(**told, charge=charge, judgment=said)
        claim = RestitutionClaim.objects.get(case_id=live.id)
        paid = actions.PaymentInput(600, today, "to_victim")
        actions.record_payment(**told, claim=claim.id, paid=paid)
    return charge


def differing(before, after):
    return {
        (key, table)
        for key, tables in after.items()
        for table, rows in tables.items()
        if rows != before[key][table]
    }


@pytest.mark.parametrize("reason", REASONS)
def test_a_hand_over_changes_what_a_hand_over_changes(
    actor, now, tried_case, everybody_sees, reason
):
    """And takes no row from anybody."""
    before = everybody_sees()
    hand_over(actor, now, tried_case, reason)
    after = everybody_sees()
    assert {table for _who, table in differing(before, after)} <= HANDED_ON
    for who, tables in after.items():
        for table, rows in tables.items():
            assert len(rows) >= len(before[who][table]), (who, table)


def test_nobody_sees_for_what_reason(
    actor, now, tried_case, everybody_sees, pages_seen
):
    """The same words, rows, numbers and pages, whatever it was."""
    seen, pages = {}, {}
    for reason in REASONS:
        with pytest.raises(RollBackError), transaction.atomic():
            # After all that was done in this one moment, whose order is anybody's.
            hand_over(actor, now + timedelta(seconds=1), tried_case, reason)
            seen[reason] = everybody_sees()
            pages[reason] = pages_seen(tried_case)
            raise RollBackError
    assert masked(seen["official"]) == masked(seen["too_large"])
    assert pages["official"] == pages["too_large"]
    shown = pages["official"][Role.INVESTIGATOR, OTHER, "/"]
    assert shown[0] == 200


class RollBackError(Exception):
    pass


def masked(seen):
    """What was seen, but for keys, moments and hashes that are new each time."""
    text = json.dumps({f"{role}/{side}": rows for (role, side), rows in seen.items()})
    text = re.sub(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "key", text)
    text = re.sub(r"\\\\\\\\x[0-9a-f]+|\\\\x[0-9a-f]+", "bytes", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT[0-9:.]+\+\d\d:\d\d", "moment", text)
    text = re.sub(r'\\"(seq|xact|lane|ledger_seq|ledger_lane)\\": \d+', "place", text)
    return {
        who: {t: sorted(rows) for t, rows in tables.items()}
        for who, tables in json.loads(text).items()
    }


@pytest.mark.parametrize("reason", REASONS)
def test_nobody_outside_sees_anything_of_what_becomes_of_it(
    actor, now, tried_case, give_to, everybody_sees, pages_seen, facts_before, reason
):
    told_before = facts_before(9999)
    hand_over(actor, now, tried_case, reason)
    live = going_on(actor, tried_case)
    pages = pages_seen(tried_case)
    before = everybody_sees()
    facts = facts_before(9999)
    assert facts == told_before, "an export tells nothing of the mark"
    with actor(Role.OVERSIGHT) as by:
        actions.confirm_takeover(by=by, case=live.id)
        actions.name_official(by=by, case=live.id, agency_code="LWU")
    live = going_on(actor, tried_case)
    work_on(actor, give_to, now, live)
    after = everybody_sees()
    inside = {(role, "third") for role in WORKS}
    changed = {
        (who, table) for who, table in differing(before, after) if who not in inside
    }
    assert changed == set()
    changed = {
        address
        for (role, side, address), shown in pages_seen(tried_case).items()
        if (role, side) not in inside and shown != pages[role, side, address]
    }
    assert changed == set()
    assert facts_before(9999) == facts


@pytest.mark.parametrize("reason", REASONS)
def test_what_becomes_of_it_is_told_when_it_ends(
    actor, now, tried_case, give_to, everybody_sees, facts_before, reason
):
    """Like any late record: as of today, under the keys that were known."""
    facts = facts_before(9999)
    hand_over(actor, now, tried_case, reason)
    live = going_on(actor, tried_case)
    work_on(actor, give_to, now, live)
    with actor(Role.OVERSIGHT) as by:
        actions.give_back_case(by=by, at=now, case=live.id)
    told = facts_before(9999)
    known = {row[1] for row in facts["charged"]}
    assert known < {row[1] for row in told["charged"]}, "the known charge keeps its key"
    assert {row[1] for row in told["case_opened"]} == {
        row[1] for row in facts["case_opened"]
    }
    with actor(Role.PROSECUTOR, OTHER):
        (row,) = Case.objects.all()
        assert (row.id, row.state, row.acts) == (
            tried_case.id,
            "with_prosecution",
            ["receipt"],
        )
        assert row.taken_over_at is None
        (claim,) = RestitutionClaim.objects.all()
        assert claim.state == "paid"
        assert claim.payments.count() == 2
        assert CaseVictim.objects.get().age_group == "child"
    with actor(Role.OVERSIGHT):
        assert not Case.objects.exists()


def test_who_had_it_writes_in_it_no_more(actor, now, tried_case):
    hand_over(actor, now, tried_case, "too_large")
    tables = [
        f"prosecution_{name}"
        for name in (
            "case",
            "casevictim",
            "caseassignment",
            "investigation",
            "incident",
            "cooperationrequest",
            "charge",
            "verdict",
            "forfeiture",
            "restitutionclaim",
            "restitutionpayment",
        )
    ]
    for role in (*WORKS, Role.SUPERVISOR):
        for table in tables:
            with actor(role, OTHER), connection.cursor() as cursor:
                cursor.execute(
                    "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass "
                    "AND attnum > 0 AND NOT attisdropped AND has_column_privilege("
                    "attrelid, attnum, 'UPDATE') LIMIT 1",
                    [table],
                )
                (column,) = cursor.fetchone()
                cursor.execute(f"UPDATE {table} SET {column} = {column}")
                assert cursor.rowcount == 0, (role, table)


@pytest.fixture
def days_pass():
    """`days_pass(6)`: the clock of the database shows a later day until the test ends."""
    name = connection.settings_dict["NAME"]
    told = "CREATE OR REPLACE FUNCTION access_now() RETURNS timestamptz LANGUAGE sql STABLE AS %s"

    def set_clock(days):
        with psycopg.connect(testing.administrator_url(name), autocommit=True) as owner:
            later = f" + interval '{days} days'" if days else ""
            body = sql.Literal(f"SELECT statement_timestamp(){later}")
            owner.execute(sql.SQL(told.replace("%s", "{}")).format(body))
        with connection.cursor() as cursor:
            # A session hears of it with the first relation that it locks anew.
            cursor.execute("SELECT FROM information_schema.sql_features LIMIT 0")

    yield set_clock
    set_clock(0)


def end_what_is_due():
    with acting_machine(KEEPER) as by:
        end_takeovers(by=by)


def test_what_nobody_confirms_goes_back_by_itself(actor, now, tried_case, days_pass):
    hand_over(actor, now, tried_case, "official")
    end_what_is_due()
    assert going_on(actor, tried_case)
    days_pass(6)
    end_what_is_due()
    with actor(Role.INVESTIGATOR, OTHER):
        assert Case.objects.get().taken_over_at is None
        assert not Case.objects.get().concerns_official
    with actor(Role.OVERSIGHT):
        assert not Case.objects.exists()


def test_what_is_confirmed_stays(actor, now, tried_case, days_pass):
    hand_over(actor, now, tried_case, "official")
    live = going_on(actor, tried_case)
    with actor(Role.OVERSIGHT) as by:
        actions.confirm_takeover(by=by, case=live.id)
    days_pass(60)
    end_what_is_due()
    assert going_on(actor, tried_case)


def test_it_waits_for_three_working_days(actor):
    with actor(Role.CASE_WORKER), connection.cursor() as cursor:
        for taken, until in (
            ("2026-11-23 09:00+07", date(2026, 11, 26)),  # a Monday
            ("2026-11-26 09:00+07", date(2026, 12, 1)),
            ("2026-11-28 09:00+07", date(2026, 12, 2)),  # a Saturday
        ):
            cursor.execute("SELECT prosecution_confirm_until(%s)", [taken])
            assert cursor.fetchone() == (until,)


def test_a_final_judgment_ends_it_and_says_what_it_was_about(
    actor, now, tried_case, give_to, facts_before
):
    hand_over(actor, now, tried_case, "official")
    live = going_on(actor, tried_case)
    work_on(actor, give_to, now, live)
    with actor(Role.PROSECUTOR, "third") as by:
        for charge in Charge.objects.filter(case_id=live.id):
            actions.move_charge(
                by=by, at=now, charge=charge.id, way="finish", on=now.date()
            )
    assert not any(row[21] for row in facts_before(9999)["charged"])
    end_what_is_due()
    with actor(Role.INVESTIGATOR, OTHER):
        assert Case.objects.get().official_agency_code == OFFICIAL
    assert all(row[21] for row in facts_before(9999)["charged"])


def test_nobody_hands_over_more_than_a_few(actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        made = [
            actions.open_case(by=by, at=now, facts=actions.CaseFindings())
            for _ in range(4)
        ]
        for case in made[:3]:
            actions.take_over_case(by=by, at=now, case=case.id, reason="too_large")
        with pytest.raises(ValidationError, match="as many cases"):
            actions.take_over_case(
                by=by,
                at=now,
                case=made[3].id,
                reason="official",
                official_agency=OFFICIAL,
            )


def test_an_incident_stays_where_it_was(actor, now):
    """The case that was made of it at once is one more that was taken over."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        told = actions.IncidentInput(source="other", happened_on=now.date())
        incident = actions.record_incident(by=by, at=now, told=told)
        actions.open_case_from_incident(
            by=by, at=now, incident=incident.id, official_agency=OFFICIAL
        )
        (row,) = Incident.objects.all()
        assert (row.state, row.case.taken_over_at is None) == ("case", False)
        assert not row.case.concerns_official
