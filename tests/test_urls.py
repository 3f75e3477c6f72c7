"""Every URL, every role, own agency, another agency, nobody: what is allowed, and what is 404.

The table is typed by hand on purpose: it is the second entry of the book that `policy.py` is the first of.
"""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from sala.access import actions as access
from sala.access.models import BrokenGlass
from sala.access.roles import Purpose, Role
from sala.people import actions, rules

FRONTLINE, IDENTIFIES, CASE_WORKER = (
    Role.FRONTLINE_OFFICER,
    Role.IDENTIFICATION_OFFICER,
    Role.CASE_WORKER,
)
INVESTIGATOR, PROSECUTOR, COURT = Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK
SUPERVISOR, OVERSIGHT, PROTECTION = (
    Role.SUPERVISOR,
    Role.OVERSIGHT,
    Role.DATA_PROTECTION_OFFICER,
)
EVERYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
CASES = frozenset({IDENTIFIES, CASE_WORKER})
REGISTERS = CASES | {FRONTLINE}
WITH_RECORDS = CASES | {SUPERVISOR, INVESTIGATOR, PROSECUTOR, COURT}
ON_PEOPLE = WITH_RECORDS | {FRONTLINE}
KEEPERS = CASES | {SUPERVISOR}
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


@dataclass(frozen=True)
class Row:
    """One URL: who of the agency that keeps the record, and who of another, may enter by GET."""

    own: frozenset[Role]
    other: frozenset[Role]
    allowed: tuple[int, ...] = (200,)
    arguments: tuple[str, ...] = field(default=())


def same(roles: frozenset[Role], *allowed: int) -> Row:
    """A page without a record: the role decides, the agency does not."""
    return Row(roles, roles, allowed or (200,))


def record(roles: frozenset[Role], *arguments: str, allowed: tuple[int, ...] = (200,)) -> Row:
    """A page of one record of the own agency: no role of another agency enters."""
    return Row(roles, NOBODY, allowed, arguments)


# Pages behind a POST send a GET back to the person's page without looking whether there is one.
POST_ONLY = (302,)

TABLE = {
    "start": same(EVERYBODY),
    "choose_membership": same(EVERYBODY),
    "list_permissions": same(EVERYBODY),
    "list_permissions_csv": same(EVERYBODY),
    "list_agencies": same(ADMINISTRATOR),
    "add_agency": same(ADMINISTRATOR),
    "show_agency": record(ADMINISTRATOR, "agency"),
    "list_users": same(ADMINISTRATOR),
    "add_user": same(ADMINISTRATOR),
    "show_user": record(ADMINISTRATOR, "username"),
    "search_ledger": same(frozenset({SUPERVISOR, OVERSIGHT})),
    "list_glass": same(frozenset({SUPERVISOR, OVERSIGHT})),
    # Told to the custodian's supervisor, and to oversight wherever it sits.
    "review_glass": Row(
        frozenset({SUPERVISOR, OVERSIGHT}), frozenset({OVERSIGHT}), arguments=("glass",)
    ),
    "list_people": same(ON_PEOPLE),
    "search_people": same(ON_PEOPLE),
    "register_person": same(REGISTERS),
    "break_glass": same(WITH_RECORDS),
    "list_erasures": same(frozenset({PROTECTION})),
    "decide_erasure": Row(frozenset({PROTECTION}), frozenset({PROTECTION}), arguments=("erasure",)),
    "show_person": record(KEEPERS, "code"),
    "open_identity": Row(ON_PEOPLE, ON_PEOPLE, POST_ONLY, ("code",)),
    "change_identity": Row(CASES, CASES, POST_ONLY, ("code",)),
    "record_consent": record(CASES, "code"),
    "withdraw_consent": record(CASES, "code", "consent"),
    "share_person": record(KEEPERS, "code"),
    "withdraw_grant": record(KEEPERS, "code", "grant"),
    "ask_erasure": record(CASES, "code"),
}
# Pages that anybody may open, signed in or not; none of them shows a record.
OPEN = {"health", "set_language", "accept_invitation"}
# allauth's own pages around signing in: before anybody acts, on sign-in tables only.
SIGN_IN = ("account_", "mfa_")


def every_url(resolver=None, prefix=""):
    """The name of every address of the house."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from every_url(pattern)
        elif isinstance(pattern, URLPattern):
            yield pattern.name


def test_every_url_is_in_the_table():
    names = {name for name in every_url() if not (name or "").startswith(SIGN_IN)}
    assert names - OPEN == set(TABLE)


@pytest.fixture
def places(actor, now):
    """One record of each kind, kept by the agency `own`."""
    with actor(CASE_WORKER, "other") as by:
        other = by.agency_id
    with actor(CASE_WORKER) as by:
        identity = rules.Identity(names=(rules.Name("Synthetic Person"),))
        person = actions.register_person(by=by, at=now, identity=identity)
        answer = actions.Answer(
            recipient=other,
            purpose=Purpose.SERVICES,
            given=True,
            manner="spoken",
            language="lo",
            answered_on=now.date(),
        )
        consent = actions.record_consent(by=by, at=now, person=person.id, answer=answer)
        erasure = actions.ask_erasure(by=by, at=now, person=person.id, ground="registered_in_error")
        third = access.queries.agency("MOH").id
        grant = access.give_grant(
            by=by,
            at=now,
            record_kind="person",
            record_id=person.id,
            agency=third,
            until=now + timedelta(days=30),
            basis="court_order",
        ).id
        looked_at = actions.register_person(by=by, at=now, identity=identity)
    with actor(INVESTIGATOR, "other") as by:
        actions.break_glass(by=by, code=looked_at.code, reason="She is in danger tonight.")
    with actor(SUPERVISOR) as by:
        (look,) = access.queries.broken_glass(by=by)
    return {
        "code": person.code,
        "consent": str(consent),
        "erasure": str(erasure),
        "grant": str(grant),
        "glass": str(look.id),
        "agency": "LWU",
        "username": "case-worker.own",
    }


def address(name: str, places) -> str:
    arguments = {
        "code": "code",
        "consent": "consent",
        "grant": "grant",
        "glass": "glass",
        "erasure": "request_id",
        "agency": "code",
        "username": "username",
    }
    row = TABLE[name]
    return reverse(name, kwargs={arguments[a]: places[a] for a in row.arguments})


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["own", "other"])
@pytest.mark.parametrize("role", list(Role))
def test_who_may_enter(role, side, places, sign_in):
    client = sign_in(role, side)
    wrong = {}
    for name, row in TABLE.items():
        status = client.get(address(name, places)).status_code
        may = role in (row.own if side == "own" else row.other)
        if status not in (row.allowed if may else (404,)):
            wrong[name] = (status, "allowed" if may else "refused")
    assert wrong == {}


# What a POST to a page of a record must say to whoever may not see the record: 404, and nothing done.
POSTS = {
    "open_identity": {"purpose": "services"},
    "change_identity": {"step": "open", "purpose": "correction"},
    "record_consent": {},
    "withdraw_consent": {},
    "share_person": {},
    "withdraw_grant": {},
    "ask_erasure": {"ground": "asked_by_person"},
    "review_glass": {"finding": "justified"},
    "show_user": {"do": "invite"},
    "show_agency": {"do": "close"},
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_post_reaches_no_record_of_another_agency(role, places, sign_in):
    client = sign_in(role, "other")
    reached = {}
    for name, form in POSTS.items():
        if name == "review_glass" and role == OVERSIGHT:
            continue
        status = client.post(address(name, places), form).status_code
        if status != 404:
            reached[name] = status
    assert reached == {}


@pytest.mark.django_db
def test_nobody_enters_without_signing_in(places):
    for name in TABLE:
        response = Client().get(address(name, places))
        assert response.status_code == 302, name
        assert response.url.startswith("/account/login/"), name


@pytest.mark.django_db
def test_nobody_enters_without_a_second_factor(places, user_of):
    from allauth.mfa.models import Authenticator

    user = user_of(CASE_WORKER)
    Authenticator.objects.filter(user=user).delete()
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    for name in TABLE:
        response = client.get(address(name, places))
        assert (response.status_code, response.url) == (302, reverse("mfa_activate_totp")), name


@pytest.mark.django_db
def test_refused_and_not_existing_look_the_same(places, sign_in):
    """Another agency's record and no record at all: one page, byte for byte but for its address."""
    client = sign_in(CASE_WORKER, "other")
    there = client.get(reverse("show_person", kwargs={"code": places["code"]}))
    nowhere = client.get(reverse("show_person", kwargs={"code": "0000000000"}))
    assert there.status_code == nowhere.status_code == 404
    plain = [
        r.content.replace(places["code"].encode(), b"").replace(b"0000000000", b"")
        for r in (there, nowhere)
    ]
    assert without_tokens(plain[0]) == without_tokens(plain[1])


def without_tokens(page: bytes) -> bytes:
    import re

    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


@pytest.mark.django_db
def test_a_grant_opens_the_page_to_the_other_agency_until_it_ends(places, actor, sign_in, now):
    page = reverse("show_person", kwargs={"code": places["code"]})
    client = sign_in(CASE_WORKER, "other")
    assert client.get(page).status_code == 404
    with actor(CASE_WORKER) as by:
        row = actions.queries.person(by=by, code=places["code"])
        actions.share_on_consent(
            by=by,
            at=now,
            consent=places["consent"],
            until=now.date().replace(year=now.year + 1, day=1),
        )
        assert row.own
    assert client.get(page).status_code == 200
    assert sign_in(Role.ADMINISTRATOR, "other").get(page).status_code == 404
    with actor(CASE_WORKER) as by:
        assert actions.withdraw_consent(by=by, at=now, consent=places["consent"]) == 1
    assert client.get(page).status_code == 404


@pytest.mark.django_db
def test_an_officer_sees_the_own_person_for_a_day_and_others_never(actor, sign_in, now, places):
    with actor(FRONTLINE) as by:
        mine = actions.register_person(by=by, at=now, identity=rules.Identity())
    client = sign_in(FRONTLINE)
    assert client.get(reverse("show_person", kwargs={"code": mine.code})).status_code == 200
    assert client.get(reverse("show_person", kwargs={"code": places["code"]})).status_code == 404


@pytest.mark.django_db
def test_broken_glass_opens_one_record_to_one_user(places, sign_in, user_of, now):
    page = reverse("show_person", kwargs={"code": places["code"]})
    client = sign_in(Role.INVESTIGATOR, "other")
    assert client.get(page).status_code == 404
    reason = {"code": places["code"], "reason": "She is in danger tonight and must be found."}
    assert client.post(reverse("break_glass"), reason).status_code == 302
    assert client.get(page).status_code == 200
    assert sign_in(CASE_WORKER, "other").get(page).status_code == 404
    assert BrokenGlass.objects.count() == 0, "no context, no rows"


@pytest.mark.django_db
def test_what_rests_on_a_consent_is_opened_for_what_was_agreed_only(places, actor, sign_in, now):
    with actor(CASE_WORKER) as by:
        until = now.date() + timedelta(days=30)
        actions.share_on_consent(by=by, at=now, consent=places["consent"], until=until)
    client = sign_in(CASE_WORKER, "other")
    page = reverse("open_identity", kwargs={"code": places["code"]})
    refused = client.post(page, {"purpose": "investigation"})
    assert refused.status_code == 200
    assert "Synthetic Person" not in refused.content.decode()
    assert "Synthetic Person" in client.post(page, {"purpose": "services"}).content.decode()
