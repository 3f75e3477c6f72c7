"""A thief of a table, of a phone, of a cookie: what a session opens, for whom, how long."""

import json
import os
import re
import subprocess
import sys
import time
from datetime import timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import signed_in
from tests.table import TABLE, address

from sala.access import actions as access
from sala.access import notices, tickets
from sala.access.confirming import ASKED_AT, CHANGING
from sala.access.context import acting_member
from sala.access.models import LedgerEntry, Notice, SignInSession, User
from sala.access.roles import Role
from sala.access.session_store import SessionStore, hash_of_key
from sala.access.tries import counted_address
from sala.config import testing
from sala.desk import drafts
from sala.kit import clock

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # as tests/seed.py gives it to everybody
NAME = "Synthetic Somphone"
REGISTER = "/people/register/"
PASSWORD = "a long enough password"
ASKED = b"Are you still there?"


def code_of_step(around: int = 0) -> str:
    """What the app of every seeded user shows now, or some steps of 30 seconds away."""
    step = int(time.time()) // 30 + around
    return str(format_hotp_value(hotp_value(SECRET, step)))


def cookie_of(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = value
    return client


def row_of(client: Client):
    return SignInSession.objects.filter(key_hash=hash_of_key(cookie_of(client)))


def is_signed_in(client: Client) -> bool:
    return bool(client.get("/").status_code == 200)


def leave(client: Client, minutes: float) -> Client:
    """Nothing is asked in this session for so long."""
    row_of(client).update(seen_at=clock.now() - timedelta(minutes=minutes))
    return client


def held_in(page) -> str:
    return re.search(rb'name="_held" value="([^"]+)"', page.content)[1].decode()


def typed(**more):
    return {
        "step": "save",
        "name": NAME,
        "_form": str(uuid4()),
        "_title": "Register a person",
    } | more


def registered(actor) -> list[str]:
    """The roles in which people were registered, one for each."""
    with actor(Role.OVERSIGHT):
        found = LedgerEntry.objects.filter(action="people.registered")
        return sorted(found.values_list("role", flat=True))


def signs_in(user: User) -> Client:
    """A browser in which a user gave password and code."""
    client = Client()
    client.post("/account/login/", {"login": user.username, "password": PASSWORD})
    client.post("/account/2fa/authenticate/", {"code": code_of_step()})
    assert is_signed_in(client)
    return client


@pytest.fixture
def worker(sign_in):
    client = sign_in(Role.CASE_WORKER)
    assert is_signed_in(client)
    return client


# The table, or a dump of it, is stolen (F1).


def test_no_table_holds_what_a_browser_sends(scratch, sign_in):
    client = sign_in(Role.CASE_WORKER)
    assert is_signed_in(client)
    with psycopg.connect(testing.administrator_url(scratch)) as thief:
        tables = thief.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        told = [
            name
            for (name,) in tables
            if thief.execute(
                f"SELECT 1 FROM {name} t WHERE strpos(t::text, %s) > 0 LIMIT 1",
                [cookie_of(client)],
            ).fetchone()
        ]
    assert len(tables) > 100
    assert told == []


@pytest.mark.django_db
def test_nothing_in_the_table_signs_in(worker):
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(s)::text FROM access_signinsession s")
        values = [
            str(v) for (row,) in cursor.fetchall() for v in json.loads(row).values()
        ]
    assert len(values) >= 8
    assert [v for v in values if v and is_signed_in(with_cookie(v))] == []


@pytest.mark.django_db
def test_a_row_copied_under_a_key_of_ones_own_signs_nobody_in(worker, sign_in):
    (row,) = row_of(worker)
    own = "a" * 32
    row.pk = hash_of_key(own)
    row.save(force_insert=True)
    assert not is_signed_in(with_cookie(own))
    thief = sign_in(Role.ANALYST)
    assert is_signed_in(thief)
    row_of(thief).update(remembered=row.remembered, user_id=row.user_id)
    assert not is_signed_in(thief)


@pytest.mark.django_db
def test_a_longer_end_written_into_the_table_lengthens_nothing(worker):
    store = SessionStore(cookie_of(worker))
    store["_began"] -= timedelta(hours=13).total_seconds()
    store.save()
    row_of(worker).update(ends_at=clock.now() + timedelta(days=9), seen_at=clock.now())
    assert not is_signed_in(worker)


@pytest.mark.django_db
def test_a_session_ends_twelve_hours_after_signing_in_whatever_is_done(worker):
    began = row_of(worker).get().began_at
    worker.get("/people/")
    worker.post("/role/", {"membership": "none"})
    row = row_of(worker).get()
    assert (row.began_at, row.ends_at) == (began, began + timedelta(hours=12))
    row_of(worker).update(ends_at=clock.now())
    assert not is_signed_in(worker)


# A phone is picked up, its user away.


@pytest.mark.django_db
def test_no_page_opens_after_half_an_hour(places, sign_in):
    """Every page of the house that the role may open, and those around signing in."""
    client = sign_in(Role.CASE_WORKER)
    pages = [
        address(n, places) for n, row in TABLE.items() if Role.CASE_WORKER in row.own
    ]
    pages += ["/", "/sessions/", "/account/2fa/", "/account/password/"]
    client.get("/")
    opened = []
    for page in pages:
        leave(client, 31)
        answer = client.get(page)
        if answer.status_code != 403 or ASKED not in answer.content:
            opened.append((page, answer.status_code))
    assert len(pages) > 60
    assert opened == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "shared", "asked"),
    [(29, False, False), (31, False, True), (4, True, False), (6, True, True)],
)
def test_when_it_is_asked(worker, minutes, shared, asked):
    row_of(worker).update(shared=shared)
    assert (ASKED in leave(worker, minutes).get("/").content) is asked


@pytest.mark.django_db
def test_who_says_that_others_use_the_phone_is_asked_sooner(user_of):
    user = user_of(Role.CASE_WORKER)
    user.set_password("a long enough password")
    user.save(update_fields=["password"])
    client = Client()
    name = {"login": user.username, "password": "a long enough password"}
    client.post("/account/login/", name | {"shared": "on"})
    client.post("/account/2fa/authenticate/", {"code": code_of_step()})
    assert is_signed_in(client)
    assert ASKED in leave(client, 6).get("/").content


@pytest.mark.django_db
def test_what_was_typed_waits_sealed_and_is_sent_with_the_code(worker, actor):
    with actor(Role.OVERSIGHT):
        before = LedgerEntry.objects.filter(action="people.registered").count()
    page = leave(worker, 31).post(REGISTER, typed())
    assert page.status_code == 403
    assert NAME not in page.content.decode()
    held = held_in(page)
    wrong = worker.post(REGISTER, {"_held": held, "code": "000000"})
    assert wrong.status_code == 403
    assert held_in(wrong) == held, "asked again, with nothing lost"
    assert b"sent as soon as" in wrong.content
    done = worker.post(REGISTER, {"_held": held, "code": code_of_step()})
    assert done.status_code == 302
    with actor(Role.OVERSIGHT):
        after = LedgerEntry.objects.filter(action="people.registered").count()
    assert after == before + 1


@pytest.mark.django_db
def test_what_waited_opens_in_its_session_and_at_its_address_alone(worker, sign_in):
    held = held_in(leave(worker, 31).post(REGISTER, typed()))
    other = sign_in(Role.CASE_WORKER, "other")
    assert other.post(REGISTER, {"_held": held}).status_code == 302
    there = worker.post("/role/", {"_held": held, "code": code_of_step()})
    assert (there.status_code, there.url) == (302, "/role/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT remembered FROM access_signinsession")
        assert all(NAME not in text for (text,) in cursor.fetchall())


@pytest.mark.django_db
def test_after_an_absence_the_session_has_another_key_and_other_tabs_lose_nothing(
    worker, actor
):
    thief = with_cookie(cookie_of(worker))
    tabs = [leave(worker, 31).post(REGISTER, typed()) for _n in range(2)]
    before = registered(actor)
    for tab in tabs:
        sent = {"_held": held_in(tab), "code": code_of_step()}
        assert worker.post(REGISTER, sent).status_code == 302
        assert cookie_of(worker) != cookie_of(thief)
    assert len(registered(actor)) == len(before) + 2
    assert is_signed_in(worker)
    assert not is_signed_in(thief)
    # Two clicks at once: the later answer leaves the cookie that the earlier one set.
    late = with_cookie(cookie_of(thief)).post(REGISTER, {"_held": held_in(tabs[0])})
    assert (late.status_code, settings.SESSION_COOKIE_NAME in late.cookies) == (
        302,
        False,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["password", "code"])
def test_who_is_asked_once_more_has_another_key_too(worker, user_of, way):
    user = user_of(Role.CASE_WORKER)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    worker = signs_in(user)
    thief = with_cookie(cookie_of(worker))
    page, given = {
        "password": ("/account/reauthenticate/", {"password": PASSWORD}),
        "code": ("/account/2fa/reauthenticate/", {"code": code_of_step(1)}),
    }[way]
    assert worker.post(page, given).status_code == 302
    assert cookie_of(worker) != cookie_of(thief)
    assert is_signed_in(worker)
    assert not is_signed_in(thief)


@pytest.mark.django_db
def test_a_file_is_asked_for_again_with_what_was_typed(worker):
    photo = SimpleUploadedFile("face.png", b"x", "image/png")
    page = leave(worker, 31).post(REGISTER, typed(photo=photo))
    done = worker.post(REGISTER, {"_held": held_in(page), "code": code_of_step()})
    again = worker.get(done.url)
    assert again.context["form"]["name"].value() == NAME
    assert b"Choose the file again" in again.content


@pytest.mark.django_db
def test_a_page_that_keeps_what_is_typed_by_itself_is_no_presence(worker):
    form = typed(_later="quietly")
    assert leave(worker, 31).post(REGISTER, form).status_code == 204
    assert ASKED in worker.get("/").content


@pytest.mark.django_db
def test_a_program_is_told_and_no_page_is_shown_to_it(worker):
    sent = leave(worker, 31).post(
        "/screening/envelopes/", "{}", content_type="application/json"
    )
    assert (sent.status_code, sent.content) == (401, b"")


@pytest.mark.django_db
def test_a_code_is_guessed_five_times_and_no_more(worker):
    page = leave(worker, 31).get("/")
    for _n in range(5):
        page = worker.post("/", {"_held": held_in(page), "code": "000000"})
    right = worker.post("/", {"_held": held_in(page), "code": code_of_step()})
    assert right.status_code == 403
    assert b"Try again after" in right.content


# Sessions that nobody wants any more (F13).


def give_factor(client, ago=timedelta(0)):
    """As if a factor was given so long ago."""
    session = client.session
    at = (clock.now() - ago).timestamp()
    session["account_authentication_methods"] = [{"method": "mfa", "at": at}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


@pytest.mark.django_db
def test_sessions_are_ended_by_who_gave_a_factor_lately(worker, sign_in):
    """A found phone is not used to keep its owner out."""
    other = sign_in(Role.CASE_WORKER)
    assert is_signed_in(other)
    for lately in (None, timedelta(minutes=6)):
        if lately:
            give_factor(worker, lately)
        answer = worker.post("/sessions/")
        assert answer.status_code == 302
        assert answer.url == "/account/reauthenticate/?next=%2Fsessions%2F"
        assert is_signed_in(other)
    give_factor(worker)
    assert worker.post("/sessions/").url == "/sessions/"
    assert not is_signed_in(other)


@pytest.mark.django_db
def test_own_sessions_are_listed_and_ended_and_nobody_elses(worker, sign_in):
    give_factor(worker)
    phone, stranger = sign_in(Role.CASE_WORKER), sign_in(Role.CASE_WORKER, "other")
    assert is_signed_in(phone)
    assert is_signed_in(stranger)
    page = worker.get("/sessions/")
    assert page.content.count(b"last used") == 2
    worker.post("/sessions/", {"session": hash_of_key(cookie_of(stranger))})
    assert is_signed_in(stranger), "another's is not theirs to end"
    worker.post("/sessions/", {"session": hash_of_key(cookie_of(phone))})
    assert not is_signed_in(phone)
    assert is_signed_in(worker)


@pytest.mark.django_db
def test_all_others_are_ended_at_once(worker, sign_in, actor):
    give_factor(worker)
    others = [sign_in(Role.CASE_WORKER) for _n in range(3)]
    assert all(map(is_signed_in, others))
    worker.post("/sessions/")
    assert not any(map(is_signed_in, others))
    assert is_signed_in(worker)
    with actor(Role.OVERSIGHT):
        assert LedgerEntry.objects.filter(action="access.sessions_ended").exists()


@pytest.mark.django_db
def test_a_changed_factor_ends_every_other_session(
    user_of, sign_in, actor, django_capture_on_commit_callbacks
):
    user = user_of(Role.CASE_WORKER)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    worker, thief = sign_in(Role.CASE_WORKER), sign_in(Role.CASE_WORKER)
    assert is_signed_in(worker)
    assert is_signed_in(thief)
    page = leave(worker, 31).get("/account/2fa/recovery-codes/generate/")
    there = page.request["PATH_INFO"]
    worker.post(there, {"_held": held_in(page), "code": code_of_step()})
    asked = worker.post(there)
    assert "reauthenticate" in asked.url, "to be there again is not to change it"
    asked = worker.post(asked.url, {"password": PASSWORD, "next": there})
    assert asked.url == there
    asked = worker.get(there)
    assert "2fa/reauthenticate" in asked.url
    worker.post(asked.url, {"code": code_of_step(1), "next": there})
    with django_capture_on_commit_callbacks(execute=True):
        assert "reauthenticate" not in worker.post(there).url
    assert not is_signed_in(thief)
    assert is_signed_in(worker)
    (said,) = told_of_change(actor)
    assert said.startswith("Your second step or your printed codes were changed.")


def told_of_change(actor, role=Role.CASE_WORKER) -> list[str]:
    with actor(role) as by:
        rows = notices.latest_notices(by=by, at=clock.now())
        return [str(row.words) for row in rows if row.url == "/sessions/"]


def gave_again(client: Client, given: dict[str, float]) -> None:
    """As if each was asked once more, and given so many seconds ago."""
    session = client.session
    session["account_authentication_methods"] = [
        {"method": method, "at": time.time() - ago, "reauthenticated": True}
        for method, ago in given.items()
    ]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


@pytest.mark.django_db
@pytest.mark.parametrize("page", sorted(CHANGING))
def test_a_second_step_is_changed_by_who_gave_password_and_code_lately(worker, page):
    """Not by who gave one of them, nor by who gave both a while ago."""
    args = [1] if page == "mfa_remove_webauthn" else []
    there = reverse(page, args=args)
    for given, asked in (
        ({}, "account_reauthenticate"),
        ({"mfa": 0}, "account_reauthenticate"),
        ({"password": 0}, "mfa_reauthenticate"),
        ({"password": 0, "mfa": 301}, "mfa_reauthenticate"),
        ({"password": 301, "mfa": 0}, "account_reauthenticate"),
    ):
        gave_again(worker, given)
        for answer in (worker.get(there), worker.post(there, {"code": "000000"})):
            assert answer.status_code == 302
            assert answer.url.startswith(reverse(asked)), (given, answer.url)
    gave_again(worker, dict.fromkeys(ASKED_AT, 0))
    assert "reauthenticate" not in worker.get(there).headers.get("Location", "")


@pytest.mark.django_db
def test_who_sets_up_their_first_second_steps_is_told_of_no_change(
    user_of, actor, monkeypatch
):
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())  # as it commits
    user = user_of(Role.CASE_WORKER)
    tickets.show_ticket(signed_in.ticket_for(user.id))
    Authenticator.objects.filter(user=user).delete()
    tickets.show_ticket("")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    client = Client()
    client.post("/account/login/", {"login": user.username, "password": PASSWORD})
    key = client.get("/account/2fa/totp/activate/").context["form"].secret
    code = format_hotp_value(hotp_value(key, int(time.time()) // 30))
    client.post("/account/2fa/totp/activate/", {"code": code})
    assert is_signed_in(client)
    assert Authenticator.objects.filter(user=user).count() == 2
    assert told_of_change(actor) == []


@pytest.mark.django_db
def test_a_changed_sign_in_is_told_to_its_user_and_nobody_else(
    user_of, actor, monkeypatch
):
    """With the ticket that the session has, and no other."""
    monkeypatch.setattr(transaction, "on_commit", lambda act: act())  # as it commits
    user = user_of(Role.CASE_WORKER)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    with signed_in.by_tickets_alone():
        here, new = signs_in(user), "another long enough one"
        here.post("/account/2fa/reauthenticate/", {"code": code_of_step(1)})
        assert here.post("/account/2fa/recovery-codes/generate/").status_code == 302
        sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
        assert here.post("/account/password/", sent).status_code == 302
    factor, password = sorted(told_of_change(actor), key=len, reverse=True)
    assert password.startswith("Your password was changed.")
    assert factor.startswith("Your second step or your printed codes were changed.")
    for role in set(Role) - {Role.CASE_WORKER}:
        assert told_of_change(actor, role) == []
    with actor(Role.OVERSIGHT):
        entries = LedgerEntry.objects.filter(action="access.password_changed")
        assert entries.count() == 1


@pytest.mark.django_db
def test_a_changed_password_ends_every_session(user_of, sign_in):
    user = user_of(Role.CASE_WORKER)
    user.set_password("a long enough password")
    user.save(update_fields=["password"])
    here, there = sign_in(Role.CASE_WORKER), sign_in(Role.CASE_WORKER)
    assert is_signed_in(there)
    new = "another long enough one"
    sent = {"oldpassword": "a long enough password", "password1": new, "password2": new}
    assert here.post("/account/password/", sent).status_code == 302
    user.refresh_from_db()
    assert user.check_password(new)
    assert not is_signed_in(there)
    assert SignInSession.objects.filter(user=user).count() == 0


@pytest.mark.django_db
def test_signing_out_empties_the_browsers_cache_and_the_table(worker):
    before = cookie_of(worker)
    out = worker.post("/account/logout/")
    assert out.headers["Clear-Site-Data"] == '"cache"'
    assert cookie_of(worker) != before
    assert not is_signed_in(with_cookie(before))
    assert not SignInSession.objects.filter(user__username="case-worker.own").exists()


# A form is sent after the role was changed in another tab (shared case 22).


@pytest.fixture
def changed(actor, user_of, sign_in, now, confirm_all):
    """Who works in two roles, opened a form in the first and chose the second since: the
    browser, the form's first role, and the second.
    """
    user = user_of(Role.CASE_WORKER)
    with actor(Role.CASE_WORKER) as by:
        agency, first = by.agency, by.membership_id
    with actor(Role.ADMINISTRATOR) as by:
        second = access.give_role(
            by=by,
            user=user,
            agency=agency,
            role=Role.FRONTLINE_OFFICER,
            starts_on=timezone.localdate(now),
        )
    confirm_all(user)
    client = sign_in(Role.CASE_WORKER)
    client.post("/role/", {"membership": str(first)})
    form = client.get(REGISTER).content.decode()
    assert re.search(rf'name="_role" value="{first}"', form)
    client.post("/role/", {"membership": str(second.id)})
    return client, str(first), str(second.id)


@pytest.mark.django_db
def test_a_form_is_not_sent_in_a_role_that_was_chosen_since(changed, actor):
    client, first, _second = changed
    before = registered(actor)
    page = client.post(REGISTER, typed(_role=first))
    assert (page.status_code, registered(actor)) == (409, before)
    assert b"Your role was changed since" in page.content
    assert NAME not in page.content.decode()
    sent = {"_held": held_in(page), "_as_role": first}
    assert client.post(REGISTER, sent).status_code == 302
    assert registered(actor) == sorted([*before, "case_worker"])
    assert b"Case worker" in client.get("/").content


@pytest.mark.django_db
def test_what_was_typed_waits_in_the_role_it_was_typed_in(changed, actor):
    client, first, second = changed
    client.post(REGISTER, typed(_role=first))
    assert NAME.encode() not in client.get("/").content
    assert b"Register a person" not in begun_in(client)
    client.post("/role/", {"membership": first})
    assert b"Register a person" in begun_in(client)
    assert second


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["away", "ended"])
def test_a_draft_waits_in_its_own_role_also_when_nobody_is_there(changed, actor, how):
    """Whichever role was chosen since, and whether the session waits or is over."""
    client, first, second = changed
    form = typed(_role=first, _later="quietly")
    if how == "away":
        assert leave(client, 31).post(REGISTER, form).status_code == 204
    else:
        row_of(client).update(ends_at=clock.now() - timedelta(minutes=1))
        with_cookie(cookie_of(client)).post(REGISTER, form)
    with actor(Role.CASE_WORKER) as by:
        kept = drafts.unfinished_forms(by=by, at=clock.now())
        assert [row.title for row in kept] == ["Register a person"]
        user = by.user
    with acting_member(user, UUID(second)) as by:
        assert drafts.unfinished_forms(by=by, at=clock.now()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["a role is given", "a password is set"])
def test_a_session_that_was_ended_for_a_user_stays_in_no_list(
    worker, actor, user_of, how
):
    user = user_of(Role.CASE_WORKER)
    assert SignInSession.objects.filter(user=user).exists()
    if how == "a role is given":
        with actor(Role.ADMINISTRATOR) as by:
            access.give_role(
                by=by,
                user=user,
                agency=by.agency,
                role=Role.ANALYST,
                starts_on=timezone.localdate(),
            )
    else:
        with acting_member(user.id, None) as by:
            access.set_password(by=by, user=user, password="boat lamp river stone")
    assert not SignInSession.objects.filter(user=user).exists()
    assert not is_signed_in(worker)


def begun_in(client: Client) -> bytes:
    """The start page's list of what was begun."""
    page = client.get("/").content
    return b"".join(re.findall(rb'href="[^"]*resume=.*?</a>', page, re.DOTALL))


@pytest.mark.django_db
def test_nobody_goes_on_in_a_role_that_is_not_theirs(changed, actor, sign_in):
    client, first, _second = changed
    before = registered(actor)
    other = sign_in(Role.CASE_WORKER, "other")
    page = other.post(REGISTER, typed(_role=first))
    assert b"role that has ended" in page.content
    own = client.post(REGISTER, typed(_role=first))
    stolen = {"_held": held_in(own), "_as_role": first}
    assert other.post(REGISTER, stolen).status_code == 302
    assert registered(actor) == before


@pytest.mark.django_db
def test_every_form_says_the_role_it_was_opened_in(places, sign_in):
    """All forms of all pages: none can be forgotten."""
    loose = []
    for role in (Role.CASE_WORKER, Role.PROSECUTOR, Role.ADMINISTRATOR):
        client = sign_in(role)
        for name, row in TABLE.items():
            if role not in row.own:
                continue
            page = client.get(address(name, places)).content.decode(errors="replace")
            forms = re.findall(
                r"<form[^>]*method=.post.*?</form>", page, re.DOTALL | re.IGNORECASE
            )
            loose += [(name, f[:80]) for f in forms if 'name="_role"' not in f]
    assert loose == []


# Cookies.


def test_cookies_are_bound_to_the_host_where_there_is_tls(tmp_path):
    """And on plain localhost have no prefix that browsers would refuse there."""
    asked = (
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "from sala.access.known_browsers import COOKIE\n"
        "names = [s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.LANGUAGE_COOKIE_NAME, COOKIE]\n"
        "flags = [s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SECURE]\n"
        "print(all(n.startswith('__Host-') for n in names), all(flags))"
    )
    said = []
    for tls in ("1", "0"):
        done = subprocess.run(
            [sys.executable, "-c", asked],
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "sala.config.settings",
                "SALA_BEHIND_TLS": tls,
            },
            check=True,
            capture_output=True,
            text=True,
        )
        said.append(done.stdout.split())
    assert said == [["True", "True"], ["False", "True"]]


@pytest.mark.django_db
def test_no_cookie_is_read_by_a_script(worker):
    """Every cookie that the site sets around signing in, with what it is bound to."""
    worker.get("/account/login/")
    worker.post("/language/", {"language": "lo", "next": "/"})
    loose = {
        name: dict(morsel)
        for name, morsel in worker.cookies.items()
        if morsel.value and not (morsel["httponly"] and morsel["path"] == "/")
    }
    assert {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME} <= set(
        worker.cookies
    )
    assert loose == {}


def test_of_a_user_who_was_closed_out_nothing_more_is_kept(
    scratch, owner, actor, sign_in, user_of
):
    worker, user = sign_in(Role.CASE_WORKER), user_of(Role.CASE_WORKER)
    worker.get("/")
    row_of(worker).update(ends_at=clock.now() - timedelta(hours=1))
    cookie = cookie_of(worker)
    form = {"step": "save", "name": NAME, "_form": str(uuid4())}
    for active in (False, True):
        with owner():
            User.objects.filter(id=user.id).update(is_active=active)
        if not active:
            assert with_cookie(cookie).post(REGISTER, form).status_code == 302
    with actor(Role.CASE_WORKER) as by:
        assert drafts.unfinished_forms(by=by, at=clock.now()) == []
    with_cookie(cookie).post(REGISTER, form)  # had they not been closed out
    with actor(Role.CASE_WORKER) as by:
        assert len(drafts.unfinished_forms(by=by, at=clock.now())) == 1


def test_many_failed_tries_let_the_right_one_in_and_are_told(
    scratch, actor, user_of, settings
):
    """Committed, as the site does: what the database asks at commit is asked."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    user = user_of(Role.CASE_WORKER)
    user.set_password("a long enough password")
    user.save(update_fields=["password"])
    name = {"login": user.username}
    for _n in range(5):
        guesser = Client(REMOTE_ADDR="203.0.113.9")
        guesser.post("/account/login/", name | {"password": "wrong"})
    own = Client()
    own.post("/account/login/", name | {"password": "a long enough password"})
    entered = own.post("/account/2fa/authenticate/", {"code": code_of_step()})
    assert entered.status_code == 302
    assert "5 tries with your name failed" in own.get("/").content.decode()
    with actor(Role.SUPERVISOR):
        assert Notice.objects.filter(kind="access.sign_in_tried").count() == 1
    with actor(Role.OVERSIGHT):
        assert LedgerEntry.objects.filter(action="access.sign_in_tried").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("said", ["a\0b", "x" * 64, "'"])
def test_what_is_no_session_ends_none(sign_in, said):
    worker, there = sign_in(Role.CASE_WORKER), sign_in(Role.CASE_WORKER)
    assert worker.post("/sessions/", {"session": said}).status_code == 302
    assert is_signed_in(there)


def test_a_whole_line_of_addresses_counts_as_one():
    network = {counted_address(f"2001:db8:1:2::{n:x}") for n in range(300)}
    assert network == {"2001:db8:1:2::/64"}
    assert counted_address("2001:db8:1:3::1") not in network
    assert counted_address("203.0.113.9") == "203.0.113.9"
    assert counted_address("") == ""
