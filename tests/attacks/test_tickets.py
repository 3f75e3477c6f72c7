"""Who owns the web process: its account of the database, its memory, its way to the vault.

Nobody but who is signed in with a ticket of the vault is anybody to them; and the vault
hands out no second factor to make one with.
"""

import json
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from tests import signed_in

from sala.access import actions as access
from sala.access import queries, tickets, tries
from sala.access.context import NotAMemberError, acting_member, keeping_member
from sala.access.models import Notice, SignInSession, User
from sala.access.roles import Purpose, Role
from sala.access.session_store import SessionStore, hash_of_key
from sala.kit import clock
from sala.people import actions as people
from sala.people.actions.sealed import identity_place
from sala.people.models import Person, PersonKey, SealedIdentity
from sala.people.rules import OTHERS_A_DAY, Identity, PersonName
from sala.vault import factor_checks, keyring, sealed_text, taken_codes
from sala.vault import tickets as vault_tickets
from sala.vault.client import ask_vault
from sala.vault.protocol import CheckCode, OpenPersonal, OpenSeed
from sala.vault.sealed_places import SECOND_FACTOR, CannotOpenError
from sala.vault.tests.rings import made_keyring, printed_codes
from sala.vault.tests.statements import person_statement

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nobody_signed_in")]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # as tests/seed.py gives it to everybody
PASSWORD = "a long enough password"
THREE = {"case-worker.own", "investigator.other", "identification-officer.third"}
STATE = "SELECT said FROM access_factor_statements(%s, %s, '')"


def code_of(around: int) -> str:
    """What the app of every seeded user shows some steps from now."""
    step = int(time.time()) // 30 + around
    return str(format_hotp_value(hotp_value(SECRET, step)))


def code_now() -> str:
    return code_of(0)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """How long one guess takes is not what is asked here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def signed_in_client(user_of):
    """A browser in which the case worker gave password and code, as people do."""
    user = user_of(Role.CASE_WORKER)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client = Client()
    client.post("/account/login/", {"login": user.username, "password": PASSWORD})
    while time.time() % 30 > 25:
        time.sleep(0.5)
    client.post("/account/2fa/authenticate/", {"code": code_now()})
    assert client.get("/people/").status_code == 200
    client.user = user
    return client


def key_of(client: Client) -> str:
    return str(client.cookies[django_settings.SESSION_COOKIE_NAME].value)


def ticket_of(client: Client) -> str:
    return tickets.ticket_of(SessionStore(key_of(client)))


def enters(member, ticket: str, purpose: str = "") -> bool:
    """Whether SQL as the application acts as a member so."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM access_enter(%s, %s, %s, %s)", [*member, purpose, ticket]
        )
        entered = cursor.fetchone() is not None
        cursor.execute("SELECT access_proven()")
        assert cursor.fetchone() == (entered,)
        cursor.execute("SELECT access_leave()")
    return entered


@pytest.fixture
def worker(staff):
    return staff["case-worker.own"]


@pytest.fixture
def ticket(worker):
    """The ticket of the case worker, who is signed in."""
    return signed_in.ticket_for(worker[0])


@pytest.fixture
def country(actor, now):
    """People whom somebody of each agency registered; whom each of the three may see."""
    for agency in ("own", "other", "third"):
        for _n in range(2):
            with signed_in.everybody(), actor(Role.CASE_WORKER, agency) as by:
                people.register_person(
                    by=by, at=now, identity=Identity(names=(PersonName("ສົມພອນ"),))
                )


def test_with_three_tickets_sql_sees_what_those_three_see_and_no_more(staff, country):
    held = {staff[name][0]: signed_in.ticket_for(staff[name][0]) for name in THREE}
    may_see, seen, entered = set(), set(), set()
    with signed_in.everybody():
        for name in THREE:
            with acting_member(*staff[name]):
                may_see |= set(Person.objects.values_list("id", flat=True))
    for name, member in staff.items():
        for ticket in ("", *held.values()):
            try:
                with acting_member(*member, ticket=ticket):
                    entered.add(name)
                    seen |= set(Person.objects.values_list("id", flat=True))
            except NotAMemberError:
                assert not Person.objects.exists()
    assert entered == THREE
    assert seen == may_see
    with signed_in.everybody(), acting_member(*staff["case-worker.other"]):
        assert set(Person.objects.values_list("id", flat=True)) - seen, (
            "there are others"
        )


def test_people_sign_in_and_the_database_lets_them_in(signed_in_client, worker):
    assert enters(worker, ticket_of(signed_in_client))
    assert not enters(worker, "")


def test_what_the_database_holds_of_a_ticket_lets_nobody_in(signed_in_client, worker):
    """Also with every key that its thief could think of."""
    given = ticket_of(signed_in_client).partition(".")[2]
    row = SignInSession.objects.get(user_id=worker[0])
    for key in (row.key_hash, row.key_hash[:32], "a" * 32, ""):
        assert not enters(worker, f"{key}.{given}")
    assert not enters(worker, given)


def test_a_ticket_ends_with_its_session(signed_in_client, worker):
    ticket = ticket_of(signed_in_client)
    row = SignInSession.objects.values().get(user_id=worker[0])
    signed_in_client.post("/account/logout/")
    assert not enters(worker, ticket)
    # Whoever writes the table puts the row back, as it was.
    SignInSession.objects.create(**row)
    assert not enters(worker, ticket)
    assert (
        Client(headers={"cookie": f"sala={key_of(signed_in_client)}"})
        .get("/people/")
        .status_code
        == 302
    )


def test_the_row_of_a_session_is_not_born_again(ticket, worker):
    key = hash_of_key(ticket.partition(".")[0])
    assert enters(worker, ticket)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT born FROM access_signinsession WHERE key_hash = %s", [key]
        )
        (born,) = cursor.fetchone()
        cursor.execute(
            "WITH gone AS (DELETE FROM access_signinsession WHERE key_hash = %s RETURNING *)"
            " SELECT * FROM gone",
            [key],
        )
        row = cursor.fetchone()
        marks = ", ".join(["%s"] * len(row))
        cursor.execute(f"INSERT INTO access_signinsession VALUES ({marks})", row)
        cursor.execute(
            "UPDATE access_signinsession SET born = %s WHERE key_hash = %s", [born, key]
        )
    assert not enters(worker, ticket)


def test_a_ticket_is_not_made_longer_and_not_made_up(ticket, worker, staff):
    key, until, mac = ticket.split(".")
    other = staff["supervisor.other"]
    longer = str(int(until) + 3600)
    foreign = signed_in.ticket_in(key, worker[0], made_keyring())
    assert enters(worker, ticket)
    for wrong in (
        f"{key}.{longer}.{mac}",
        f"{key}.{until}.{mac[:-1]}0",
        f"{key}.{until}.{'0' * 64}",
        f"{key}.{until}",
        f"{key}.x.{mac}",
        foreign,
        ticket.upper(),
        f"{ticket}'",
    ):
        assert wrong == ticket or not enters(worker, wrong)
    assert not enters(other, ticket)
    assert not enters((worker[0], other[1]), ticket), "a membership of somebody else's"
    assert not enters((other[0], worker[1]), ticket)
    SignInSession.objects.filter(key_hash=hash_of_key(key)).update(user=other[0])
    assert not enters(other, ticket)
    assert not enters(worker, ticket)


def test_a_ticket_is_over_when_its_time_is(ticket, worker, monkeypatch):
    key = ticket.partition(".")[0]
    past = clock.now() - timedelta(hours=13)
    monkeypatch.setattr(clock, "now", lambda: past)
    assert not enters(worker, signed_in.ticket_in(key, worker[0]))
    monkeypatch.undo()
    SignInSession.objects.filter(key_hash=hash_of_key(key)).update(
        ends_at=clock.now() - timedelta(minutes=1)
    )
    assert not enters(worker, ticket)


def test_with_a_session_that_is_over_a_form_is_kept_and_nothing_is_seen(
    ticket, worker, country
):
    key = hash_of_key(ticket.partition(".")[0])
    SignInSession.objects.filter(key_hash=key).update(
        ends_at=clock.now() - timedelta(hours=1)
    )
    assert not enters(worker, ticket)
    with keeping_member(*worker, ticket):
        assert not Person.objects.exists()
        assert not PersonKey.objects.exists()
        with pytest.raises(NotAMemberError), acting_member(*worker, "services", ticket):
            pass
    assert not enters(worker, "", "keeping")


def test_all_tickets_of_a_user_end_with_their_sessions(ticket, worker, user_of):
    user = user_of(Role.CASE_WORKER)
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    assert not enters(worker, ticket)


def test_the_vault_hands_out_no_second_factor():
    sealed = [a.data["secret"] for a in Authenticator.objects.filter(type="totp")[:5]]
    assert sealed
    for value in sealed:
        with pytest.raises(CannotOpenError):
            sealed_text.open_text(value, SECOND_FACTOR)


@pytest.fixture
def stated(worker):
    """What the database states of the case worker's factor, in the session of a key."""

    def state(user=worker[0]) -> str:
        session = SessionStore()
        session.create()
        with connection.cursor() as cursor:
            cursor.execute(STATE, [session.session_key, user])
            return cursor.fetchone()[0]

    return state


def takes(statement: str, code: str | None = None) -> bool:
    (answer,) = ask_vault([CheckCode(statement.encode(), code or code_now())])
    return answer is not None


def test_the_vault_takes_the_databases_word_alone(stated, staff):
    said = stated()
    assert takes(said)
    assert not takes(said, "000000")
    mac, words = said[:64], json.loads(said[64:])
    other = staff["supervisor.other"][0]
    for change in (
        {"user": str(other)},
        {"born": str(uuid4())},
        {"at": words["at"] + 1},
    ):
        assert not takes(mac + json.dumps({**words, **change}))
    assert not takes("0" * 64 + said[64:])
    assert not takes("")


def test_nobody_guesses_a_code_with_the_vault(stated):
    """Not past the site's own limits either, and not once the vault was started again:
    here another process counts on in its file.
    """
    ring = keyring.load_keyring()
    said = stated()
    for _n in range(taken_codes.WRONG_CODES - 1):
        assert not takes(said, "not one")
    own = vault_tickets.read_statement(ring, said.encode())
    with pytest.raises(CannotOpenError):
        factor_checks.right_number(ring, own, "not one")
    assert not takes(said)
    taken_codes.taken_codes_path().unlink()
    for _n in range(2):
        assert not takes(said, "not one")
    assert takes(said)
    for _n in range(taken_codes.WRONG_CODES):
        assert not takes(said, "not one"), "it counts anew from a right one"
    with pytest.raises(CannotOpenError, match="too many"):
        factor_checks.right_number(ring, own, "not one")


def test_a_code_that_was_seen_is_taken_once_whatever_the_database_forgets(
    stated, worker
):
    """Also in another session, and by a vault that was started again."""
    code, said = code_now(), stated()
    assert takes(said, code)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM access_usedstep")
    assert not takes(said, code)
    another = stated()
    assert not takes(another, code)
    ring = keyring.load_keyring()
    own = vault_tickets.read_statement(ring, another.encode())
    with pytest.raises(CannotOpenError, match="before"):
        factor_checks.right_number(ring, own, code)
    assert not takes(another, code_of(-1)), "nor an earlier one after it"
    assert takes(another, code_of(1))
    file = taken_codes.taken_codes_path()
    assert file.stat().st_mode & 0o777 == 0o600
    assert SECRET.encode() not in file.read_bytes()


def test_a_printed_code_is_taken_once_whatever_the_site_says_of_it(worker, ticket):
    """Who owns the web process need not note it as used."""
    made = Authenticator.objects.get(user_id=worker[0], type="recovery_codes")
    codes = [code for _number, code in printed_codes(made.data)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT said FROM access_factor_statements(%s, %s, '') WHERE factor = %s",
            [ticket.partition(".")[0], worker[0], made.pk],
        )
        said = cursor.fetchone()[0]
    assert [takes(said, code) for code in codes[:2]] == [True, True]
    assert [takes(said, code) for code in codes[:3]] == [False, False, True]


def test_what_was_taken_of_one_user_is_bounded_and_the_latest_stays(monkeypatch):
    monkeypatch.setattr(taken_codes, "MOST", 3)
    for n in range(5):
        taken_codes.take_touch("one", f"challenge {n}")
    taken_codes.take_touch("another", "challenge 4")
    for n in (2, 3, 4):
        with pytest.raises(CannotOpenError):
            taken_codes.take_touch("one", f"challenge {n}")
    taken_codes.take_touch("one", "challenge 0")


def test_what_ended_all_sessions_is_not_taken_back(user_of):
    user = user_of(Role.CASE_WORKER)
    user.session_epoch += 1
    user.save(update_fields=["session_epoch"])
    user.session_epoch -= 1
    with pytest.raises(DatabaseError, match="stay so"), transaction.atomic():
        user.save(update_fields=["session_epoch"])


def test_a_statement_is_good_for_a_minute(stated, monkeypatch):
    said, ring = stated().encode(), keyring.load_keyring()
    assert vault_tickets.read_statement(ring, said).type == "totp"
    later = clock.now() + timedelta(seconds=62)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(CannotOpenError):
        vault_tickets.read_statement(ring, said)


def test_recovery_codes_are_shown_to_nobody_but_their_user(stated, worker, ticket):
    tickets.show_ticket(ticket)
    sealed = sealed_text.seal_text("a" * 80, SECOND_FACTOR)
    Authenticator.objects.filter(user_id=worker[0]).delete()
    Authenticator.objects.create(
        user_id=worker[0], type="recovery_codes", data={"seed": sealed, "used_mask": 0}
    )
    said = {}
    for shown in ("", ticket):
        with connection.cursor() as cursor:
            cursor.execute(
                STATE.replace("''", "%s"), [ticket.partition(".")[0], worker[0], shown]
            )
            said[shown] = cursor.fetchone()[0].encode()
    assert ask_vault([OpenSeed(said[""]), OpenSeed(said[ticket])]) == [None, b"a" * 80]


CHANGES = {
    "another factor": "INSERT INTO mfa_authenticator (user_id, type, data, created_at)"
    " SELECT %s, 'webauthn', %s, now()",
    "none": "DELETE FROM mfa_authenticator WHERE user_id = %s AND %s::text <> ''",
    "a secret of one's own": "UPDATE mfa_authenticator SET data = %s WHERE user_id = %s",
}


@pytest.mark.parametrize("change", CHANGES)
def test_nobody_gives_another_a_second_factor_or_takes_it(change, user_of, ticket):
    """Also who is signed in themselves."""
    user = user_of(Role.SUPERVISOR, "other")
    made = Authenticator.objects.filter(user=user).latest("created_at").created_at
    time.sleep(
        max(0, 62 - (clock.now() - made).total_seconds())
    )  # the tests' database is new
    own = json.dumps({"secret": sealed_text.seal_text(SECRET, SECOND_FACTOR)})
    values = [user.id, own] if change != "a secret of one's own" else [own, user.id]
    tickets.show_ticket(ticket)
    with (
        pytest.raises(DatabaseError, match="its user's to change"),
        transaction.atomic(),
    ):
        with connection.cursor() as cursor:
            cursor.execute(CHANGES[change], values)
    tickets.show_ticket(signed_in.ticket_for(user.id))
    with connection.cursor() as cursor:
        cursor.execute(CHANGES[change], values)
        assert cursor.rowcount


def test_who_has_no_factor_yet_sets_up_their_own(user_of, ticket):
    """Where all is invented: with the password alone."""
    user = user_of(Role.CASE_WORKER)
    tickets.show_ticket(ticket)
    Authenticator.objects.filter(user=user).delete()
    tickets.show_ticket("")
    TOTP.activate(user, SECRET)
    assert Authenticator.objects.filter(user=user).count() == 1


def may_begin(user) -> bool:
    """Whether SQL as the application gives a user a first factor."""
    try:
        with transaction.atomic():
            TOTP.activate(user, SECRET)
            transaction.set_rollback(True)
    except DatabaseError as error:
        if "its user's to change" not in str(error):
            raise
        return False
    return True


def test_a_first_factor_waits_for_the_number_of_the_last_link(actor, confirm_all):
    """Whoever runs SQL as the application writes a password; a factor comes after it."""
    with signed_in.everybody():
        with actor(Role.ADMINISTRATOR) as by:
            access.admit_user(
                by=by,
                username="invented",
                full_name="Invented",
                agency=by.agency,
                role=Role.CASE_WORKER,
                starts_on=queries.database_today(),
            )
        user = User.objects.get(username="invented")
        assert not may_begin(user)
        number = confirm_all(user)
    assert not may_begin(user)
    with acting_member(user.id, None) as by:
        access.choose_password(by=by, user=user, password=PASSWORD, number=number)
    assert may_begin(user)
    with signed_in.everybody(), actor(Role.ADMINISTRATOR) as by:
        access.reset_sign_in(by=by, at=clock.now(), user=user)
    assert not may_begin(user), "a reset one waits again"


# Persons open against the database's word (the vault has nobody else's).


def stated_person(person) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_statement(%s)", [person])
        return cursor.fetchone()[0]


def opened(person, statement: str) -> bytes | None:
    """What the vault opens of a person's identity, which its thief has from a backup."""
    kept = SealedIdentity.objects.get(person_id=person)
    place = identity_place(person)
    asked = OpenPersonal(statement.encode(), place, bytes(kept.sealed))
    return ask_vault([asked])[0]


@pytest.fixture
def kham(actor, now):
    with signed_in.everybody(), actor(Role.CASE_WORKER, "other") as by:
        return people.register_person(
            by=by, at=now, identity=Identity(names=(PersonName("ຄຳ"),))
        ).id


def test_the_database_states_whom_the_policies_show_for_a_purpose(kham, staff, ticket):
    with signed_in.everybody():
        for name, member in staff.items():
            for purpose in ("", *Purpose.values):
                with transaction.atomic():
                    if not may_have(member, purpose):
                        continue
                    shown = PersonKey.objects.filter(person_id=kham).exists()
                    said = stated_person(kham)
                    assert (said is not None) == shown, (name, purpose)
                    if said:
                        assert json.loads(said[64:])["actor"] == str(member[0])
    assert stated_person(kham) is None, "to nobody"


def may_have(member, purpose) -> bool:
    """Enter as a member for a purpose, if it is of their work."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM access_enter(%s, %s, %s, %s)",
                [*member, purpose, tickets.held_ticket(member[0])],
            )
            return cursor.fetchone() is not None
    except DatabaseError:
        return False


def test_what_the_database_did_not_state_opens_nobody(kham, staff, worker, ticket):
    with signed_in.everybody(), acting_member(*staff["case-worker.other"], "services"):
        said = stated_person(kham)
        key = PersonKey.objects.get(person_id=kham)
        assert opened(kham, said)
        words = json.loads(said[64:])
        own_ring = person_statement(
            kham, key.wrapping_key, bytes(key.wrapped), ring=made_keyring()
        )
        for wrong in (
            own_ring,
            "0" * 64 + said[64:],
            said[:64] + json.dumps({**words, "own": True, "most": 400}),
            said[:64] + json.dumps({**words, "at": words["at"] + 1}),
            "",
        ):
            assert opened(kham, wrong) is None
    with acting_member(*worker, "services", ticket):
        assert stated_person(kham) is None


def test_a_transaction_that_is_taken_back_counts_with_the_vault(staff, actor, now):
    """Whoever opens and rolls back leaves no entry of the ledger; the number holds."""
    with signed_in.everybody(), actor(Role.CASE_WORKER) as by:
        made = [
            people.register_person(
                by=by, at=now, identity=Identity(names=(PersonName("ສົມພອນ"),))
            ).id
            for _n in range(OTHERS_A_DAY + 3)
        ]
    names = []
    for person in made:
        with transaction.atomic():
            with signed_in.everybody():
                officer = staff["identification-officer.own"]
                with acting_member(*officer, "identification"):
                    names.append(opened(person, stated_person(person)))
            transaction.set_rollback(True)
    assert names.count(None) == 3


def test_at_their_first_sign_in_the_code_of_the_new_app_signs_in(
    user_of, ticket, actor, monkeypatch
):
    user = user_of(Role.CASE_WORKER)
    tickets.show_ticket(ticket)
    Authenticator.objects.filter(user=user).delete()
    tickets.show_ticket("")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    for _n in range(5):
        tries.note_failure(user, "password", clock.now())
    client = Client()
    client.post("/account/login/", {"login": user.username, "password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    key = page.context["form"].secret
    code = format_hotp_value(hotp_value(key, int(time.time()) // 30))
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())  # as it commits
    answer = client.post("/account/2fa/totp/activate/", {"code": code})
    assert answer.status_code == 302
    assert client.get("/people/").status_code == 200
    told = Notice.objects.filter(kind="access.sign_in_tried")
    with signed_in.everybody(), actor(Role.SUPERVISOR):
        assert told.count() == 1, "as soon as there is a ticket to tell with"
    assert tries.count_failures(user, "password") == 0
