"""F15: nothing that ended comes back with a backup: no right, sight, consent or paper.

One attacker has a backup of yesterday; every entry of the ledger that takes something away is
looked at, and each that ends something is made after the backup and must have ended again.
"""

import csv
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from tests.moves import screening
from tests.moves.prosecution import IDENTITY_REQUEST
from tests.moves.stage import Stage

from sala.access import actions as access
from sala.access.endings import right_endings
from sala.access.ledger_terms import collect_words
from sala.access.models import User
from sala.access.roles import Purpose, Role
from sala.config import addresses, testing
from sala.kit import clock
from sala.kit.uploaded_files import SentFile
from sala.partnership import actions as partnership
from sala.people import actions as people
from sala.people.rules import Identity
from sala.prosecution import actions as prosecution
from sala.prosecution.actions import attachments as case_papers
from sala.protection.actions import referrals
from sala.screening.actions import htcds_orders

pytestmark = pytest.mark.skipif(
    addresses.is_remote(),
    reason="restores into a second database as superuser",
)
PDF = SentFile("pdf", b"%PDF-1.4 invented %%EOF")
TABLE = Path(__file__).parents[1] / "endings.csv"
# Made and restored in tests/test_backups.py.
WAYS_IN = {
    "access.role_ended",
    "access.password_set",
    "access.password_changed",
    "access.sign_in_reset",
    "access.second_factor_added",
    "access.second_factor_removed",
}


def read_table() -> dict[str, dict[str, str]]:
    with TABLE.open(newline="") as file:
        return {row["action"]: row for row in csv.DictReader(file)}


# The table ------------------------------------------------------------------------


def test_of_every_entry_it_is_said_what_it_takes_away():
    """An action that is new stands in tests/endings.csv, or this fails."""
    assert read_table().keys() == collect_words("ACTIONS").keys()


def test_what_takes_something_away_ends_again_or_says_why_not():
    for action, row in read_table().items():
        assert row["takes"] in {"", "right", "sight", "consent", "data", "work"}, action
        ends = action in right_endings()
        assert ends == (row["restored"] == "ends again"), action
        if row["takes"]:
            assert row["restored"], f"{action}: end it again, or say why not"
        else:
            assert not ends, action


def test_what_lifts_an_ending_is_an_entry_too():
    for ending in right_endings().values():
        assert set(ending.lifted_by) <= collect_words("ACTIONS").keys()


# The attack -----------------------------------------------------------------------


def asked(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name)) as direct:
        return direct.execute(statement, values).fetchall()


GRANT = "SELECT withdrawn_at IS NULL FROM access_grant WHERE id = %s"
REFERRED = """SELECT r.state, r.reason, (SELECT json_agg(json_build_array(s.number, s.move,
    s.state, s.reason) ORDER BY s.number)::text FROM protection_referralstep s
    WHERE s.referral_id = r.id) FROM protection_referral r WHERE id = %s"""
CONSENTED = """SELECT c.state, c.withdrawn_at IS NULL, c.withdrawn_by_id, (SELECT json_agg(
    json_build_array(s.number, s.move, s.state) ORDER BY s.number)::text
    FROM people_consentstep s WHERE s.consent_id = c.id)
    FROM people_consent c WHERE id = %s"""
KEPT = """SELECT p.agency_id, p.state, (SELECT json_agg(json_build_array(s.number, s.move,
    s.state, s.keeper_id) ORDER BY s.number)::text FROM people_custodystep s
    WHERE s.person_id = p.id) FROM people_person p WHERE id = %s"""
REQUESTED = """SELECT r.state, r.answered_at IS NULL, (SELECT json_agg(s.move ORDER BY
    s.number)::text FROM prosecution_identityrequeststep s WHERE s.request_id = r.id)
    FROM prosecution_caseidentityrequest r WHERE id = %s"""
HELD = """SELECT e.state, e.holder_id, (SELECT json_agg(s.move ORDER BY s.number)::text
    FROM screening_envelopestep s WHERE s.envelope_id = e.id)
    FROM screening_envelope e WHERE id = %s"""
TAKEN = "SELECT taken_over_at IS NOT NULL FROM prosecution_case WHERE id = %s"
MARKED = "SELECT concerns_official FROM prosecution_case WHERE id = %s"
NAMED = "SELECT named FROM prosecution_casevictim WHERE id = %s"
VICTIM_OF = "SELECT victim_id FROM prosecution_caseidentityrequest WHERE id = %s"
GOING_ON = "SELECT id FROM prosecution_case WHERE continues_id = %s"
STANDING = "SELECT standing, ends_on FROM access_membership WHERE id = %s"


class Yesterday:
    """What there was when the backup was made: keys, and how each is looked at."""

    def __init__(self, actor, name: str) -> None:
        self.actor, self.name = actor, name
        self.watched: list[tuple[str, str, UUID]] = []
        self.at = clock.now() - timedelta(seconds=1)

    def watch(self, action: str, statement: str, key: UUID) -> UUID:
        self.watched.append((action, statement, key))
        return key

    def person(self) -> UUID:
        with self.actor(Role.CASE_WORKER) as by:
            return people.register_person(by=by, at=self.at, identity=Identity()).id

    def consent(self, person: UUID, purpose: Purpose) -> UUID:
        with self.actor(Role.CASE_WORKER, "other") as them:
            recipient = them.agency
        answer = people.ConsentInput(
            recipient, purpose, True, "spoken", "lo", self.at.date()
        )
        with self.actor(Role.CASE_WORKER) as by:
            return people.record_consent(
                by=by, at=self.at, person=person, answer=answer
            )

    def referral(self, person: UUID, basis: str, *, accepted: bool) -> UUID:
        with self.actor(Role.CASE_WORKER, "other") as them:
            receiver = them.agency
        wanted = referrals.ReferralRequest(
            receiver, ["shelter"], "days", basis, "help", sex="male"
        )
        with self.actor(Role.CASE_WORKER) as by:
            sent = referrals.send_referral(
                by=by, at=self.at, person=person, asked=wanted
            )
        if accepted:
            with self.actor(Role.CASE_WORKER, "other") as by:
                referrals.accept_referral(by=by, at=self.at, referral=sent)
        return sent

    def paper(self, person: UUID) -> UUID:
        with self.actor(Role.CASE_WORKER) as by:
            return people.add_attachment(
                by=by, at=self.at, person=person, what="statement", file=PDF
            )

    def take_over(self, person: UUID) -> UUID:
        """Ask the agency `third` to take a person over."""
        with self.actor(Role.CASE_WORKER, "third") as them:
            receiver = them.agency
        wanted = referrals.ReferralRequest(
            receiver, ["shelter"], "days", "vital_interest", "take_over"
        )
        with self.actor(Role.CASE_WORKER) as by:
            return referrals.send_referral(
                by=by, at=self.at, person=person, asked=wanted
            )

    def case(self) -> UUID:
        with self.actor(Role.INVESTIGATOR) as by:
            facts = prosecution.CaseFindings()
            return prosecution.open_case(by=by, at=self.at, facts=facts).id


def superuser(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name), autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        direct.execute(statement, values)


def granted(name, record_id, rests_on=None):
    ((key,),) = asked(
        name,
        "SELECT id FROM access_grant WHERE record_id = %s AND rests_on IS NOT DISTINCT FROM %s",
        record_id,
        rests_on,
    )
    return key


def begin_people(day: Yesterday):
    """Openings, consents, referrals and papers of people; what ends them."""
    handed, agreed, lawful, erased, cared_for = (day.person() for _ in range(5))
    consent = day.consent(agreed, Purpose.REFERRAL)
    resting = day.referral(agreed, "consent", accepted=True)
    opening = granted(day.name, agreed, consent)
    referral = day.referral(lawful, "vital_interest", accepted=True)
    closed = day.referral(handed, "vital_interest", accepted=True)
    grant = granted(day.name, handed, closed)
    over = day.take_over(cared_for)
    day.watch("people.handed_over", KEPT, cared_for)
    day.watch("people.handed_over", REFERRED, over)
    paper, goes_with = day.paper(lawful), day.paper(erased)
    day.watch("people.consent_withdrawn", CONSENTED, consent)
    day.watch("people.consent_withdrawn", REFERRED, resting)
    day.watch("people.consent_withdrawn", GRANT, opening)
    day.watch("protection.referral_withdrawn", REFERRED, referral)
    opened = granted(day.name, lawful, referral)
    day.watch("protection.referral_withdrawn", GRANT, opened)
    day.watch("access.grant_withdrawn", GRANT, grant)
    day.watch("access.grant_withdrawn", REFERRED, closed)
    counted = "SELECT count(*) FROM people_personattachment WHERE id = %s"
    day.watch("people.attachment_removed", counted, paper)
    day.watch("people.erased", counted, goes_with)
    gone = "SELECT erased_at IS NULL FROM people_person WHERE id = %s"
    day.watch("people.erased", gone, erased)
    with day.actor(Role.CASE_WORKER) as by:
        request = people.ask_erasure(
            by=by, at=day.at, person=erased, ground="asked_by_person"
        )
    step = """SELECT r.state, (SELECT max(s.state) FROM people_erasurestep s
        WHERE s.request_id = r.id AND s.number = 2) FROM people_erasurerequest r
        WHERE id = %s"""
    day.watch("people.erased", step, request)

    def end():
        with day.actor(Role.CASE_WORKER, "third") as by:
            referrals.accept_referral(by=by, at=clock.now(), referral=over)
        with day.actor(Role.CASE_WORKER) as by:
            people.withdraw_consent(by=by, at=clock.now(), consent=consent)
            referrals.move_referral(
                by=by, at=clock.now(), referral=referral, move="withdraw"
            )
            access.withdraw_grant(by=by, at=clock.now(), grant=grant)
            people.remove_attachment(by=by, attachment=paper)
        with day.actor(Role.DATA_PROTECTION_OFFICER) as by:
            people.erase_person(by=by, request=request)

    return end


def begin_cases(day: Yesterday):
    """Hand-overs, requests, papers and hands of cases; what ends them."""
    taken, cleared, marked, papers = (day.case() for _ in range(4))
    stage = Stage(IDENTITY_REQUEST, day.at)
    with day.actor(Role.PROSECUTOR, "other") as by:
        back, hidden, wrong = (IDENTITY_REQUEST.begin(stage, by) for _ in range(3))
    with day.actor(Role.PROSECUTOR, "other"):
        about = case_of_request(day.name, hidden)
        ((victim,),) = asked(day.name, VICTIM_OF, wrong)
    with day.actor(Role.INVESTIGATOR) as by:
        paper = case_papers.add_attachment(
            by=by, at=day.at, case=papers, what="statement", file=PDF
        )
        take_over(by, marked)
    ((going_on,),) = asked(day.name, GOING_ON, marked)
    day.watch("prosecution.case_taken_over", TAKEN, taken)
    day.watch("prosecution.case_taken_over", REQUESTED, hidden)
    day.watch("prosecution.official_marked", MARKED, going_on)
    day.watch("prosecution.identity_withdrawn", REQUESTED, back)
    day.watch("prosecution.victim_taken_out", REQUESTED, wrong)
    day.watch("prosecution.victim_taken_out", NAMED, victim)
    counted = "SELECT count(*) FROM prosecution_caseattachment WHERE id = %s"
    day.watch("prosecution.attachment_removed", counted, paper)

    def end():
        with day.actor(Role.PROSECUTOR, "other") as by:
            prosecution.withdraw_identity_request(by=by, at=clock.now(), request=back)
            take_over(by, about)
            prosecution.take_out_victim(
                by=by, at=clock.now(), victim=victim, reason="mistyped"
            )
        with day.actor(Role.INVESTIGATOR) as by:
            case_papers.remove_attachment(by=by, attachment=paper)
            for case in (taken, cleared):
                take_over(by, case)
        ((returned,),) = asked(day.name, GOING_ON, cleared)
        with day.actor(Role.OVERSIGHT) as by:
            prosecution.give_back_case(by=by, at=clock.now(), case=returned)
            prosecution.name_official(by=by, case=going_on, agency_code="ATD")

    return cleared, end


def take_over(by, case):
    prosecution.take_over_case(by=by, at=clock.now(), case=case, reason="too_large")


def begin_roles(day: Yesterday):
    """A role that waits, and one that was confirmed; a second person ends both."""
    with day.actor(Role.ANALYST) as them:
        user = User.objects.get(id=them.user)
    with day.actor(Role.ADMINISTRATOR) as by:
        waits, holds = (
            access.give_role(
                by=by,
                user=user,
                agency=by.agency,
                role=role,
                starts_on=clock.today(),
            ).id
            for role in (Role.CASE_WORKER, Role.IDENTIFICATION_OFFICER)
        )
    with day.actor(Role.SUPERVISOR) as by:
        access.confirm_authority(by=by, user=user.id, shown=[holds])
    day.watch("access.role_refused", STANDING, waits)
    day.watch("access.role_taken_back", STANDING, holds)

    def end():
        with day.actor(Role.SUPERVISOR) as by:
            access.refuse_authority(by=by, user=user.id, shown=[waits])
            access.take_back_role(by=by, membership=holds)

    return end


def case_of_request(name, request):
    statement = "SELECT case_id FROM prosecution_caseidentityrequest WHERE id = %s"
    return asked(name, statement, request)[0][0]


def begin_document(day: Yesterday):
    """A document that answers a recommendation; its giver takes it back."""
    with day.actor(Role.ANALYST) as by:
        key = partnership.record_recommendation(
            by=by,
            at=day.at,
            recommended=partnership.RecommendationInput(
                "TIP", 2019, 4, {"en": "Train."}
            ),
        )
        owner = partnership.OwnershipInput("LWU", "high", day.at.date())
        partnership.assign_recommendation(
            by=by, at=day.at, recommendation=key, ownership=owner, version=1
        )
    answer = partnership.RecommendationAnswer(
        move="take_up",
        happened_on=day.at.date(),
        step=0,
        evidence="Minutes 12",
        file=PDF,
    )
    with day.actor(Role.CASE_WORKER) as by:
        partnership.answer_recommendation(
            by=by, at=day.at, recommendation=key, answer=answer
        )
    ((document,),) = asked(day.name, "SELECT id FROM partnership_evidencefile")
    counted = "SELECT count(*) FROM partnership_evidencefile WHERE id = %s"
    day.watch("partnership.file_taken_back", counted, document)

    def end():
        with day.actor(Role.CASE_WORKER) as by:
            partnership.take_back_file(by=by, file=document)

    return end


def begin_rest(day: Yesterday):
    """A unit, an envelope's hand, an original, an order, a document, a hand on a case."""
    code = "LWU-SHELTER"
    ((unit,),) = asked(day.name, "SELECT id FROM access_agency WHERE code = %s", code)
    wanted = referrals.ReferralRequest(
        unit, ["shelter"], "days", "vital_interest", "help"
    )
    person = day.person()
    with day.actor(Role.CASE_WORKER) as by:
        waits = referrals.send_referral(by=by, at=day.at, person=person, asked=wanted)
    day.watch("access.agency_closed", REFERRED, waits)
    day.watch(
        "access.agency_closed",
        "SELECT retired_on FROM access_agency WHERE id = %s",
        unit,
    )
    with day.actor(Role.FRONTLINE_OFFICER) as by:
        envelope = screening.receive_faulty(Stage(screening.ENVELOPE, day.at), by)
    with day.actor(Role.FRONTLINE_OFFICER) as by:
        arrived = screening.receive_good(Stage(screening.ENVELOPE, day.at), by)
    day.watch("screening.envelope_handed_over", HELD, envelope)
    # As one that somebody had put right.
    superuser(
        day.name, "UPDATE screening_envelope SET body = 'x' WHERE id = %s", arrived
    )
    original = "SELECT body FROM screening_envelope WHERE id = %s"
    day.watch("people.erased", original, arrived)
    ((person, code),) = asked(
        day.name,
        "SELECT p.id, p.code FROM people_person p JOIN screening_screening s"
        " ON s.person_id = p.id WHERE s.id = %s",
        arrived,
    )
    with day.actor(Role.CASE_WORKER) as by:
        order = htcds_orders.order_export(
            by=by, at=day.at, codes=[code], purpose=Purpose.SERVICES, form="csv"
        )
        request = people.ask_erasure(
            by=by, at=day.at, person=person, ground="asked_by_person"
        )
    counted = "SELECT count(*) FROM access_workorder WHERE id = %s"
    day.watch("screening.htcds_export_discarded", counted, order)
    case = day.case()
    with day.actor(Role.INVESTIGATOR) as them:
        post, user = them.agency, them.user
    with day.actor(Role.SUPERVISOR) as by:
        hand = prosecution.assign_case(
            by=by, at=day.at, case=case, user=user, agency=post, role="investigator"
        )
    ended = "SELECT ended_at IS NULL FROM prosecution_caseassignment WHERE id = %s"
    day.watch("prosecution.assignment_ended", ended, hand)

    def end():
        with day.actor(Role.ADMINISTRATOR) as by:
            access.close_agency(by=by, agency=unit, on=clock.today())
        with day.actor(Role.SUPERVISOR) as by:
            screening.hand_over(by, clock.now(), envelope)
            prosecution.end_assignment(by=by, at=clock.now(), assignment=hand)
        with day.actor(Role.CASE_WORKER) as by:
            htcds_orders.discard_export(by=by, order=order)
        with day.actor(Role.DATA_PROTECTION_OFFICER) as by:
            people.erase_person(by=by, request=request)

    return end


@pytest.fixture(scope="module")
def restored(django_db_setup, actor, django_db_blocker, tmp_path_factory):
    """What was watched in the database that went on, and in the one that was restored."""
    folder = tmp_path_factory.mktemp("rights")
    with (
        testing.scratch_copy("rights") as name,
        testing.empty_database("returned") as empty,
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SALA_BACKUP_KEY", str(folder / "site.pub"))
        testing.run_command("keys", "offline", str(folder / "offline.pem"))
        with testing.default_database(name):
            day = Yesterday(actor, name)
            ends = [
                begin_people(day),
                begin_rest(day),
                begin_document(day),
                begin_roles(day),
            ]
            cleared, end_cases = begin_cases(day)
            testing.run_command("backup", str(folder / "b"), name=name)
            (dump,) = (folder / "b").glob("*.dump")
            before = [asked(name, sql, key) for _action, sql, key in day.watched]
            for end in (*ends, end_cases):
                end()
        testing.run_command("backup", str(folder / "b"), name=name)
        told = testing.run_command(
            "restore", str(dump), "--key", str(folder / "offline.pem"), name=empty
        )
        yield day, before, empty, cleared, told.stdout


def test_every_ending_is_attacked(restored):
    day = restored[0]
    assert {action for action, _sql, _key in day.watched} | WAYS_IN == set(
        right_endings()
    )


def test_what_ended_after_the_backup_has_ended_in_what_was_restored(restored):
    day, before, empty, _cleared, _told = restored
    for (action, statement, key), then in zip(day.watched, before, strict=True):
        now = asked(day.name, statement, key)
        assert now != then, f"{action} changed nothing that is watched"
        assert asked(empty, statement, key) == now, (action, statement)


def test_what_was_taken_over_and_given_back_again_is_not_taken_over(restored):
    _day, _before, empty, cleared, _told = restored
    assert asked(empty, TAKEN, cleared) == [(False,)]


def test_a_case_that_was_taken_over_waits_for_oversight_out_of_sight(restored):
    """What went on is in no backup of before, and so is why: it is kept, or goes back."""
    day, _before, empty, _cleared, _told = restored
    ((case,),) = {
        (key,)
        for action, statement, key in day.watched
        if (action, statement) == ("prosecution.case_taken_over", TAKEN)
    }
    statement = (
        "SELECT in_compartment, confirmed_at FROM prosecution_case WHERE id = %s"
    )
    assert asked(empty, statement, case) == [(True, None)]


def test_each_that_ended_again_has_an_entry_by_the_operator(restored):
    day, _before, empty, cleared, told = restored
    entries = asked(
        empty,
        "SELECT detail::jsonb ->> 'ended', subject FROM access_ledgerentry"
        " WHERE action = 'access.ended_again' AND role = 'operator'",
    )
    made = "SELECT subject FROM access_ledgerentry WHERE action = %s"
    for action in {action for action, _sql, _key in day.watched}:
        since = set(asked(day.name, made, action)) - set(asked(empty, made, action))
        found = [subject for ended, subject in entries if ended == action]
        assert set(found) == {s for (s,) in since} - {str(cleared)}, action
        assert f"ended again: {right_endings()[action].what}, {len(found)}" in told
    verified = testing.run_command("ledger", "verify", name=empty)
    assert verified.returncode == 0


def test_every_history_holds_in_what_was_restored(restored):
    """What ended again ended by a step: its last step says the state, for each thing."""
    _day, _before, empty, _cleared, _told = restored
    for steps, noun, key in (
        ("people_consentstep", "people_consent", "consent_id"),
        ("people_erasurestep", "people_erasurerequest", "request_id"),
        ("protection_referralstep", "protection_referral", "referral_id"),
        ("screening_envelopestep", "screening_envelope", "envelope_id"),
        (
            "prosecution_identityrequeststep",
            "prosecution_caseidentityrequest",
            "request_id",
        ),
    ):
        wrong = asked(
            empty,
            f"SELECT n.id FROM {noun} n WHERE n.state IS DISTINCT FROM (SELECT s.state"
            f" FROM {steps} s WHERE s.{key} = n.id ORDER BY s.number DESC LIMIT 1)",
        )
        assert wrong == [], noun
        unentered = asked(
            empty,
            f"SELECT s.id FROM {steps} s WHERE NOT EXISTS (SELECT 1 FROM"
            " access_ledgerentry e WHERE e.lane = s.ledger_lane AND e.seq = s.ledger_seq)",
        )
        assert unentered == [], steps
