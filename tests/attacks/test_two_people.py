"""F2: one person does not make the second. A role that opens identities and a new way to
sign in give nothing until somebody confirms them who is not of the first one's making.
"""

import json
import re
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from tests import signed_in

from sala.access import actions, notices, queries, second_person, tickets
from sala.access import sign_in as sign_in_checks
from sala.access.context import NotAMemberError, acting_member, acting_operator
from sala.access.law.second_person import WRONG_NUMBERS
from sala.access.ledger import record
from sala.access.ledger.accounted import unaccounted_roles
from sala.access.models import LedgerEntry, Membership, Standing, User
from sala.access.permissions import RefusedError, role_includes
from sala.access.roles import OPENS_NAMES, WATCHES_ADMINISTRATORS, Role
from sala.access.rules import AgencyText
from sala.access.session_store import SessionStore
from sala.config import testing
from sala.vault.tests.rings import printed_codes

PASSWORD = "boat lamp river stone"
GIVABLE = [role for role in Role if role not in WATCHES_ADMINISTRATORS]
NEW = {
    "full_name": "Invented Colleague",
    "username": "invented",
    "agency": "LWU",
    "role": Role.CASE_WORKER.value,
}


def hire(by, username="invented", role=Role.CASE_WORKER, agency=None):
    """Whom an administrator adds: user, membership, the link's parts."""
    link = actions.admit_user(
        by=by,
        username=username,
        full_name=username,
        agency=agency or by.agency,
        role=role,
        starts_on=queries.database_today(),
    )
    user = User.objects.get(username=username)
    return user, Membership.objects.get(user=user).id, link


def works(user, membership):
    try:
        with acting_member(user.id, membership):
            return True
    except NotAMemberError:
        return False


def waiting(by, user):
    return [r for r in second_person.waiting_authority(by=by) if r.user_id == user.id]


def confirm(by, user):
    shown = [row.id for row in waiting(by, user)]
    return actions.confirm_authority(by=by, user=user.id, shown=shown)


def link_of(parts):
    return reverse("accept_invitation", args=parts)


def chooses(link, number):
    """What the page behind a link answers to somebody who types a number."""
    typed = {"password": PASSWORD, "again": PASSWORD, "number": number}
    return Client().post(link, typed)


# The finding itself, by the pages of an administrator.


@pytest.mark.django_db
def test_an_invented_colleague_opens_nothing(sign_in, actor):
    made = sign_in(Role.ADMINISTRATOR).post(reverse("add_user"), NEW)
    link = re.search(r"/invitation/[^<\s]+", made.content.decode()).group()
    for number in ("", "000000000", "123 456 789"):
        assert chooses(link, number).status_code == 200
    user = User.objects.get(username="invented")
    assert not user.has_usable_password()
    with actor(Role.ADMINISTRATOR):
        assert not works(user, Membership.objects.get(user=user).id)
    for role in (Role.SUPERVISOR, Role.OVERSIGHT):
        page = sign_in(role).get("/").content.decode()
        assert "person waits for you to confirm them" in page
        with actor(role) as by:
            kinds = notices.latest_notices(by=by, at=queries.database_now())
            assert any("waits for a second person" in str(n.words) for n in kinds)


@pytest.mark.django_db
@pytest.mark.parametrize("second", [Role.SUPERVISOR, Role.OVERSIGHT])
def test_a_colleague_whom_a_second_person_met_works(sign_in, actor, second):
    with actor(Role.ADMINISTRATOR) as by:
        user, membership, parts = hire(by)
    desk = sign_in(second)
    page = reverse("confirm_authority", args=[user.id])
    assert "invented" in desk.get(reverse("list_authority")).content.decode()
    shown = desk.get(page).context["form"].initial["shown"]
    said = desk.post(page, {"shown": shown, "answer": "confirm"})
    number = re.search(r"\d{3} \d{3} \d{3}", said.content.decode()).group()
    assert number not in desk.get(reverse("list_authority")).content.decode()
    assert desk.get(page).status_code == 404
    wrong = "".join(str(9 - int(n)) for n in number.replace(" ", ""))
    assert chooses(link_of(parts), wrong).context["form"].errors["number"]
    lao = number.translate(str.maketrans("0123456789", "໐໑໒໓໔໕໖໗໘໙"))
    assert chooses(link_of(parts), lao).status_code == 302
    assert works(user, membership)
    assert chooses(link_of(parts), number).status_code == 404, "once"


@pytest.mark.django_db
def test_the_number_is_guessed_five_times(actor):
    with actor(Role.ADMINISTRATOR) as by:
        user, _membership, parts = hire(by)
    with actor(Role.SUPERVISOR) as by:
        number = confirm(by, user)
    for _guess in range(5):
        assert "not right" in chooses(link_of(parts), "1").content.decode()
    assert "Too many tries" in chooses(link_of(parts), number).content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.django_db
def test_sql_guesses_numbers_a_thousand_times_also_where_it_takes_them_back(actor):
    """Whoever runs SQL as the application passes by the page, which counts to five."""
    with actor(Role.ADMINISTRATOR) as by:
        user, _membership, _parts = hire(by)
    with actor(Role.SUPERVISOR) as by:
        number = confirm(by, user)
    guesses = (
        "SELECT count(*) FROM generate_series(%s::int, %s) n"
        " WHERE access_use_way_in(%s, md5(n::text))"
    )
    right = second_person.number_hash(user.id, number)

    def guess(first, last):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(guesses, [first, last, user.id])
            transaction.set_rollback(True)

    def uses():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT access_use_way_in(%s, %s)", [user.id, right])
            transaction.set_rollback(True)
            return cursor.fetchone()[0]

    guess(1, WRONG_NUMBERS - 1)
    assert uses()
    guess(1, 1)
    assert not uses()
    for reset in (
        "ALTER SEQUENCE access_wrongnumber RESTART",
        "SELECT setval('access_wrongnumber', 1)",
        "SELECT nextval('access_wrongnumber')",
        "UPDATE access_wayin SET wrong_before = 9999",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(reset)
    assert not uses()
    # Others' wrong numbers, also those of before, keep nobody out who asks anew.
    with actor(Role.ADMINISTRATOR) as by:
        actions.invite_user(by=by, user=user)
    with actor(Role.SUPERVISOR) as by:
        number = confirm(by, user)
    right = second_person.number_hash(user.id, number)
    assert uses()


@pytest.mark.django_db
@pytest.mark.parametrize("role", GIVABLE)
def test_each_role_that_opens_identities_waits(actor, user_of, role):
    user = user_of(Role.ANALYST)
    opens = any(role_includes(role, word) for word in OPENS_NAMES)
    with actor(Role.ADMINISTRATOR) as by:
        given = actions.give_role(
            by=by,
            user=user,
            agency=by.agency,
            role=role,
            starts_on=queries.database_today(),
        )
    assert works(user, given.id) is not opens
    if opens:
        with actor(Role.SUPERVISOR) as by:
            assert confirm(by, user) == "", "no link was asked for"
        assert works(user, given.id)


# Who may be the second.


@pytest.fixture
def asked(actor):
    """A case worker whom the own agency's administrator asked for: user, membership."""
    with actor(Role.ADMINISTRATOR) as by:
        return hire(by)[:2]


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["own", "other"])
@pytest.mark.parametrize("role", list(Role))
def test_the_second_is_the_agencys_supervisor_or_oversight(actor, asked, role, side):
    user, membership = asked
    may = role is Role.OVERSIGHT or (role is Role.SUPERVISOR and side == "own")
    with actor(role, side) as by, connection.cursor() as cursor:
        assert bool(waiting(by, user)) is may
        cursor.execute("SELECT access_settles_role(%s)", [str(membership)])
        assert cursor.fetchone() == (may,)
        if not may:
            error = (User.DoesNotExist, RefusedError)
            with pytest.raises(error), transaction.atomic():
                confirm(by, user)
            cursor.execute("SELECT access_settle_role(%s, 'confirmed')", [membership])
            assert cursor.fetchone() == (None,)


def promote(actor, by_role, user, role, side="own"):
    """Somebody gives a role, and oversight confirms it where it waits."""
    with actor(by_role, side) as by:
        given = actions.give_role(
            by=by,
            user=user,
            agency=by.agency,
            role=role,
            starts_on=queries.database_today(),
        )
    return given.id


@pytest.mark.django_db
def test_the_second_is_not_of_the_first_ones_making(actor, user_of):
    puppet = user_of(Role.ANALYST)
    made = promote(actor, Role.ADMINISTRATOR, puppet, Role.SUPERVISOR)
    with actor(Role.OVERSIGHT) as by:
        confirm(by, puppet)
    with actor(Role.ADMINISTRATOR) as by:
        user, _membership, _link = hire(by)
    with acting_member(puppet.id, made) as by:
        assert by.role == Role.SUPERVISOR
        assert not waiting(by, user)
    with actor(Role.SUPERVISOR) as by:
        assert waiting(by, user)


@pytest.mark.django_db
def test_nor_of_somebody_whom_the_first_one_made_nor_the_other_way_round(
    actor, user_of
):
    first, second = user_of(Role.ANALYST), user_of(Role.MEDIATOR)
    administers = promote(actor, Role.ADMINISTRATOR, first, Role.ADMINISTRATOR)
    with acting_member(first.id, administers) as by:
        actions.give_role(
            by=by,
            user=second,
            agency=by.agency,
            role=Role.SUPERVISOR,
            starts_on=queries.database_today(),
        )
        below, _membership, _link = hire(by, "below")
    with actor(Role.OVERSIGHT) as by:
        confirm(by, second)
    supervises = Membership.objects.filter(user=second, role=Role.SUPERVISOR)
    with acting_member(second.id, None):
        (supervises,) = supervises.values_list("id", flat=True)
    with actor(Role.ADMINISTRATOR) as by:
        above, _membership, _link = hire(by, "above")
    with acting_member(second.id, supervises) as by:
        assert not waiting(by, above), "made by whom the first one made"
        assert not waiting(by, below), "made by the first one"


def test_nobody_who_is_both_confirms_what_their_puppet_asks(scratch, actor, user_of):
    puppet, both = user_of(Role.ANALYST), user_of(Role.ADMINISTRATOR)
    administers = promote(actor, Role.ADMINISTRATOR, puppet, Role.ADMINISTRATOR)
    with testing.owner_of(scratch), acting_operator("test") as operator:
        own = actions.give_role(
            by=operator,
            user=both,
            agency=queries.agency_by_code("LWU").id,
            role=Role.SUPERVISOR,
            starts_on=queries.database_today(),
        )
    with actor(Role.OVERSIGHT) as by:
        confirm(by, both)
    with acting_member(puppet.id, administers) as by:
        user, _membership, _link = hire(by)
    with acting_member(both.id, own.id) as by:
        assert not waiting(by, user)


@pytest.mark.django_db
def test_nobody_confirms_themselves(actor, user_of):
    user = user_of(Role.SUPERVISOR)
    given = promote(actor, Role.ADMINISTRATOR, user, Role.CASE_WORKER)
    with actor(Role.SUPERVISOR) as by:
        assert not waiting(by, user)
    assert not works(user, given)
    with actor(Role.OVERSIGHT) as by:
        confirm(by, user)
    assert works(user, given)


@pytest.mark.django_db
def test_where_an_agency_has_no_supervisor_the_one_above_is_the_second(actor):
    with actor(Role.ADMINISTRATOR) as by:
        text = {"code": "LWU-X", "kind": "office", "level": "province"}
        unit = actions.add_agency(
            by=by, parent=by.agency, text=AgencyText(**text, names={"en": "Office"})
        )
        key = getattr(unit, "id", unit)
        user, _membership, _link = hire(by, agency=key)
    with actor(Role.SUPERVISOR, "other") as by:
        assert not waiting(by, user)
    with actor(Role.SUPERVISOR) as by:
        assert waiting(by, user)


# Past the pages, by SQL.

INSERTED = """
INSERT INTO access_membership (id, user_id, agency_id, role, starts_on, standing)
SELECT gen_random_uuid(), %(user)s, id, 'case_worker', current_date, 'confirmed'
FROM access_agency WHERE code = 'LWU'
"""


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.SUPERVISOR, Role.OVERSIGHT])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_membership SET standing = 'confirmed' WHERE id = %(role)s",
        INSERTED,
        "UPDATE access_wayin SET standing = 'confirmed'",
        "SELECT number_hash FROM access_wayin",
        "DELETE FROM access_wayin",
        "SELECT access_end_way_in(%(user)s)",
        "SELECT access_is_second(NULL, NULL, NULL, %(user)s)",
    ],
)
def test_no_statement_confirms(actor, asked, role, statement):
    user, membership = asked
    with (
        actor(role),
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, {"role": membership, "user": user.id})


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["confirmed", "refused", "taken_back"])
@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OVERSIGHT])
def test_only_the_second_enters_that_a_role_was_settled(actor, asked, role, action):
    _user, membership = asked
    if role is Role.SUPERVISOR:
        pytest.skip("the second")
    with (
        actor(role) as by,
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        record(
            by=by,
            action=f"access.role_{action}",
            kind="membership",
            subject=membership,
        )


@pytest.mark.django_db
def test_an_administrator_enters_no_role_that_does_not_wait(actor, user_of):
    made = uuid4()
    detail = {"user": str(user_of(Role.ANALYST).id), "role": "case_worker"}
    with actor(Role.ADMINISTRATOR) as by:
        detail["agency"] = str(by.agency)
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            record(
                by=by,
                action="access.role_given",
                kind="membership",
                subject=made,
                detail=detail,
            )


def tampered(name, statement, *values):
    with psycopg.connect(testing.administrator_url(name), autocommit=True) as direct:
        direct.execute("SET session_replication_role = replica")
        direct.execute(statement, values)


def test_a_role_that_a_database_administrator_confirms_gives_nothing(scratch, actor):
    with actor(Role.ADMINISTRATOR) as by:
        user, membership, _link = hire(by)
    set_to = "UPDATE access_membership SET standing = %s WHERE id = %s"
    tampered(scratch, set_to, "confirmed", membership)
    assert not works(user, membership)
    with testing.owner_of(scratch), acting_operator("test"):
        assert [r.membership for r in unaccounted_roles()] == [str(membership)]
    tampered(scratch, set_to, "waiting", membership)
    with testing.owner_of(scratch), acting_operator("test"):
        assert unaccounted_roles() == (), "waiting it gives nothing and is no fault"
    with actor(Role.SUPERVISOR) as by:
        confirm(by, user)
    assert works(user, membership)
    entries = "DELETE FROM access_ledgerentry WHERE action = 'access.role_confirmed'"
    tampered(scratch, entries)
    assert not works(user, membership), "both entries account for it"


# Refused, taken back, changed meanwhile.


@pytest.mark.django_db
def test_what_is_refused_never_begins(actor, asked):
    user, membership = asked
    with actor(Role.SUPERVISOR) as by:
        shown = [row.id for row in waiting(by, user)]
        actions.refuse_authority(by=by, user=user.id, shown=shown)
        assert not waiting(by, user)
        with pytest.raises(User.DoesNotExist):
            confirm(by, user)
    assert not works(user, membership)
    with actor(Role.ADMINISTRATOR) as by:
        row = Membership.objects.get(id=membership)
        assert (row.standing, row.ends_on) == (
            Standing.REFUSED,
            row.starts_on - timedelta(days=1),
        )
        told = notices.latest_notices(by=by, at=queries.database_now())
        assert any("decided" in str(notice.words) for notice in told)


@pytest.mark.django_db
@pytest.mark.parametrize("second", [Role.SUPERVISOR, Role.OVERSIGHT])
def test_what_was_confirmed_is_taken_back(actor, sign_in, asked, second):
    user, membership = asked
    with actor(Role.SUPERVISOR) as by:
        confirm(by, user)
    assert works(user, membership)
    page = f"{reverse('confirm_authority', args=[user.id])}?do=end&role={membership}"
    assert sign_in(second).get(page).status_code == 200
    assert sign_in(second).post(page).status_code == 302
    assert not works(user, membership)
    with actor(Role.OVERSIGHT):
        done = LedgerEntry.objects.filter(subject=str(membership)).order_by("seq", "at")
        assert {entry.action for entry in done} == {
            "access.role_given",
            "access.role_confirmed",
            "access.role_taken_back",
        }


@pytest.mark.django_db
def test_the_first_one_takes_back_what_waits(actor, sign_in, asked):
    user, membership = asked
    desk = sign_in(Role.ADMINISTRATOR)
    page = reverse("show_user", args=[user.username])
    assert "Waits for a second person" in desk.get(page).content.decode()
    assert desk.post(f"{page}?do=recall").status_code == 302
    done = desk.post(f"{page}?do=end&role={membership}", {"when": "now"})
    assert done.status_code == 302
    with actor(Role.SUPERVISOR) as by:
        assert not waiting(by, user)


@pytest.mark.django_db
def test_only_what_was_shown_is_confirmed(actor, asked):
    """Nobody slips a second role in while the page stands open."""
    user, membership = asked
    with actor(Role.SUPERVISOR) as by:
        shown = [row.id for row in waiting(by, user)]
    slipped = promote(actor, Role.ADMINISTRATOR, user, Role.INVESTIGATOR)
    with actor(Role.SUPERVISOR) as by:
        actions.confirm_authority(by=by, user=user.id, shown=shown)
    assert works(user, membership)
    assert not works(user, slipped)


# A reset, the operator, the first two.


@pytest.mark.django_db
def test_a_reset_takes_away_at_once_and_lets_in_through_two(actor, user_of, now):
    user = user_of(Role.CASE_WORKER)
    with actor(Role.ADMINISTRATOR) as by:
        parts = actions.reset_sign_in(by=by, at=now, user=user)
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert chooses(link_of(parts), "000 000 000").context["form"].errors["number"]
    for role in (Role.SUPERVISOR, Role.OVERSIGHT):
        with actor(role) as by:
            assert [row.kind for row in waiting(by, user)] == ["way_in"]
    with actor(Role.SUPERVISOR) as by:
        number = confirm(by, user)
    assert chooses(link_of(parts), number).status_code == 302


@pytest.mark.django_db
def test_a_newer_link_ends_the_number_of_an_older_one(actor, user_of, now):
    user = user_of(Role.CASE_WORKER)
    with actor(Role.ADMINISTRATOR) as by:
        parts = actions.reset_sign_in(by=by, at=now, user=user)
    with actor(Role.SUPERVISOR) as by:
        number = confirm(by, user)
    with actor(Role.ADMINISTRATOR) as by:
        actions.invite_user(by=by, user=user)
    assert chooses(link_of(parts), number).context["form"].errors["number"]


def on_the_server(name, *words):
    return testing.run_command(*words, name=name, check=False)


ADDED = ("--name", "New One", "--agency", "LWU", "--role", "case_worker")


def test_what_the_operator_adds_waits_too(scratch, actor):
    made = on_the_server(scratch, "user", "add", "new.one", *ADDED)
    assert made.returncode == 0, made.stderr
    user = User.objects.get(username="new.one")
    alone = on_the_server(scratch, "user", "confirm", "new.one")
    assert alone.returncode == 2
    assert "can confirm this" in alone.stderr
    link = made.stdout.strip().partition("8000")[2]
    assert chooses(link, "1").context["form"].errors["number"]
    with actor(Role.OVERSIGHT) as by:
        assert len(waiting(by, user)) == 2
    with actor(Role.SUPERVISOR) as by:
        number = confirm(by, user)
    assert chooses(link, number).status_code == 302


def test_the_operator_confirms_alone_where_nobody_else_can_and_it_is_entered(scratch):
    on_the_server(scratch, "user", "add", "new.one", *ADDED)
    tampered(
        scratch,
        "UPDATE access_membership SET ends_on = starts_on"
        " WHERE role IN ('oversight', 'supervisor')",
    )
    alone = on_the_server(scratch, "user", "confirm", "new.one")
    assert re.fullmatch(r"\d{9}", alone.stdout.strip()), alone.stderr
    with testing.owner_of(scratch), acting_operator("test"):
        said = LedgerEntry.objects.filter(action="access.role_confirmed")
        (entry,) = said
        assert json.loads(entry.detail)["without_second"] is True


FIRST = ("--administrator", "one", "First One", "LWU")
SECOND = ("--oversight", "two", "Second One", "NSC")


def test_the_first_two_are_made_in_one_act_and_once(scratch):
    refused = on_the_server(scratch, "user", "first", *FIRST, *SECOND)
    assert refused.returncode == 2, "there are users already"
    for table in ("access_membership", "mfa_authenticator", "access_user"):
        tampered(scratch, f"DELETE FROM {table}")
    made = on_the_server(scratch, "user", "first", *FIRST, *SECOND)
    assert made.returncode == 0, made.stderr
    found = re.findall(r"(\S+): \S+?8000(\S+) number (\d{9})", made.stdout)
    assert [name for name, _link, _number in found] == ["one", "two"]
    for _name, link, number in found:
        assert chooses(link, "1").status_code == 200
        assert chooses(link, number).status_code == 302
    with testing.owner_of(scratch), acting_operator("test"):
        entry = LedgerEntry.objects.get(action="access.first_two_added")
        both = {entry.subject, json.loads(entry.detail)["user"]}
        assert both == {str(user.id) for user in User.objects.all()}
    assert on_the_server(scratch, "user", "first", *FIRST, *SECOND).returncode == 2


def become(scratch, kind):
    tampered(scratch, "DELETE FROM access_installation")
    said = "INSERT INTO access_installation (kind, declared_at) VALUES (%s, now())"
    tampered(scratch, said, kind)


def test_in_production_the_operator_gives_no_role_that_does_not_wait(scratch):
    become(scratch, "production")
    with (
        testing.owner_of(scratch),
        pytest.raises(DatabaseError, match="waits for a second person"),
        acting_operator("test") as operator,
    ):
        actions.invent_user(
            by=operator,
            username="invented",
            full_name="Invented",
            agency=queries.agency_by_code("LWU").id,
            role=Role.CASE_WORKER,
            starts_on=queries.database_today(),
        )


def test_in_production_the_password_alone_enrols_nobody_without_a_link(
    scratch, user_of
):
    user = user_of(Role.CASE_WORKER)
    tampered(scratch, "DELETE FROM mfa_authenticator")
    client = Client()
    for kind, may in (("production", False), ("demo", True)):
        become(scratch, kind)
        with signed_in.by_tickets_alone():
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
            page = client.get("/people/", follow=True)
        assert ("Ask your agency’s administrator" in page.content.decode()) is not may
        assert (page.status_code == 200) is may
        if not may:
            with pytest.raises(DatabaseError, match="its user's to change"):
                Authenticator.objects.create(user=user, type="totp", data={})
    assert Authenticator.objects.create(user=user, type="totp", data={}).pk


# Nobody waits at night.


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("has", "asked_for"),
    [
        ([], "mfa_activate_totp"),
        (["recovery_codes"], "mfa_activate_totp"),
        (["totp"], "mfa_generate_recovery_codes"),
        (["webauthn"], "mfa_generate_recovery_codes"),
        (["totp", "recovery_codes"], ""),
        (["webauthn", "recovery_codes"], ""),
        (["webauthn", "webauthn"], ""),
        (["totp", "webauthn"], ""),
    ],
)
def test_nothing_opens_before_two_second_steps_are_enrolled(
    sign_in, user_of, has, asked_for
):
    user = user_of(Role.CASE_WORKER)
    tickets.show_ticket(signed_in.ticket_for(user.id))
    Authenticator.objects.filter(user=user).delete()
    for kind in has:
        Authenticator.objects.create(user=user, type=kind, data={})
    for page in ("/", "/people/"):
        answer = sign_in(Role.CASE_WORKER).get(page)
        assert answer.status_code == (302 if asked_for else 200)
        if asked_for:
            assert answer.url == reverse(asked_for)


@pytest.mark.django_db
def test_whoever_lost_the_phone_gets_in_with_a_printed_code(user_of):
    user = user_of(Role.CASE_WORKER)
    kept = Authenticator.objects.get(user=user, type="recovery_codes")
    printed = printed_codes(kept.data)
    session = SessionStore()
    session.create()
    for _number, code in list(printed)[:2]:
        found = sign_in_checks.check_code(None, user, code, session)
        assert found.type == "recovery_codes"
        assert sign_in_checks.check_code(None, user, code, session) is None, "each once"
    assert tickets.has_ticket(session)
