"""Every URL, every role, own agency, another agency, nobody: what is allowed, and what is 404."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests import signed_in
from tests.table import POSTS, ROOMS, TABLE, address
from tests.table.rows import CASE_WORKER, FRONTLINE, OVERSIGHT

from sala.access import tickets
from sala.access.models import BrokenGlass
from sala.access.roles import Role
from sala.desk import listing
from sala.people import actions, rules

LAO_LETTER = re.compile(r"[\u0e80-\u0eff]")
# Pages that anybody may open, signed in or not; none of them shows a record.
OPEN = {"health", "policy_report", "set_language", "accept_invitation"}
# allauth's own pages around signing in: before anybody acts, on sign-in tables only.
SIGN_IN = ("account_", "mfa_")
# What oversight settles wherever it happened.
EVERYWHERE_OVERSIGHT = {"review_glass", "confirm_authority"}


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


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["own", "other"])
@pytest.mark.parametrize("role", list(Role))
def test_who_may_enter(
    role,
    side,
    places,
    sign_in,
):
    client = sign_in(role, side)
    wrong = {}
    for name, row in TABLE.items():
        status = client.get(address(name, places)).status_code
        may = role in (row.own if side == "own" else row.other)
        if status not in (row.allowed if may else (404,)):
            wrong[name] = (status, "allowed" if may else "refused")
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_a_post_reaches_no_record_of_another_agency(role, places, sign_in):
    client = sign_in(role, "other")
    reached = {}
    for name, form in POSTS.items():
        if name in EVERYWHERE_OVERSIGHT and role == OVERSIGHT:
            continue
        status = client.post(address(name, places), form).status_code
        if status != 404:
            reached[name] = status
    assert reached == {}


def test_no_two_rooms_give_a_page_the_same_name():
    """The later one would take the links of the earlier, and its row in the table."""
    rows = Counter(name for room in ROOMS for name in room.TABLE)
    assert [name for name, times in rows.items() if times > 1] == []
    names = Counter(name for name in every_url() if name)
    assert [name for name, times in names.items() if times > 1] == []


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
    tickets.show_ticket(signed_in.ticket_for(user.id))
    Authenticator.objects.filter(user=user).delete()
    tickets.show_ticket("")
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    for name in TABLE:
        response = client.get(address(name, places))
        assert (response.status_code, response.url) == (
            302,
            reverse("mfa_activate_totp"),
        ), name


@pytest.mark.django_db
def test_every_list_is_a_file_with_heads_in_the_readers_language(
    places, sign_in, monkeypatch
):
    """Each head says something, and no other of the same file says the same.

    A code stands as it is read out: a spreadsheet takes the first nought from a number.
    """
    heads: dict[str, list[str]] = {}
    bare: set[tuple[str, str]] = set()

    def file_of(asked, shown):
        for table in shown.tables:
            named = [column for column in table.columns if column.name]
            heads[table.file] = [str(column.label) for column in named]
            bare.update(
                (table.file, column.name)
                for row in [*table.rows][:5]
                for column in named
                if re.fullmatch(r"\d{10}", str(column.value(row)))
            )
        return file_of_list(asked, shown)

    file_of_list = listing._file_of
    monkeypatch.setattr(listing, "_file_of", file_of)
    lists = {name for name in TABLE if name.startswith(("list_", "show_action_"))}
    for role in Role:
        client = sign_in(role)
        for name in sorted(n for n in lists if role in TABLE[n].own):
            client.get(
                address(name, places),
                {"format": "csv"},
                headers={"accept-language": "lo"},
            )
    assert len(heads) > 30
    untold = {
        file: [head for head in row if not LAO_LETTER.search(head)]
        for file, row in heads.items()
    }
    assert {file: row for file, row in untold.items() if row} == {}
    twice = {f: row for f, row in heads.items() if len({*row}) < len(row)}
    assert twice == {}
    assert bare == set()


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
    made_anew = rb'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"'
    return re.sub(made_anew, b"", page)


@pytest.mark.django_db
def test_a_grant_opens_the_page_to_the_other_agency_until_it_ends(
    places,
    actor,
    sign_in,
    now,
):
    page = reverse("show_person", kwargs={"code": places["code"]})
    client = sign_in(CASE_WORKER, "other")
    assert client.get(page).status_code == 404
    with actor(CASE_WORKER) as by:
        row = actions.queries.find_person(by=by, code=places["code"])
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
        assert (
            actions.withdraw_consent(
                by=by,
                at=now,
                consent=places["consent"],
            )
            == 1
        )
    assert client.get(page).status_code == 404


@pytest.mark.django_db
def test_an_officer_sees_the_own_person_for_a_day_and_others_never(
    actor,
    sign_in,
    now,
    places,
):
    with actor(FRONTLINE) as by:
        mine = actions.register_person(
            by=by,
            at=now,
            identity=rules.Identity(),
        )
    client = sign_in(FRONTLINE)
    assert (
        client.get(reverse("show_person", kwargs={"code": mine.code})).status_code
        == 200
    )
    assert (
        client.get(reverse("show_person", kwargs={"code": places["code"]})).status_code
        == 404
    )


@pytest.mark.django_db
def test_broken_glass_opens_one_record_to_one_user(
    places,
    sign_in,
    user_of,
    now,
):
    page = reverse("show_person", kwargs={"code": places["code"]})
    client = sign_in(Role.INVESTIGATOR, "other")
    assert client.get(page).status_code == 404
    reason = {
        "code": places["code"],
        "reason": "She is in danger tonight and must be found.",
    }
    assert client.post(reverse("break_glass"), reason).status_code == 302
    assert client.get(page).status_code == 200
    assert sign_in(CASE_WORKER, "other").get(page).status_code == 404
    assert BrokenGlass.objects.count() == 0, "no context, no rows"


@pytest.mark.django_db
def test_what_rests_on_a_consent_is_opened_for_what_was_agreed_only(
    places,
    actor,
    sign_in,
    now,
):
    with actor(CASE_WORKER) as by:
        until = now.date() + timedelta(days=30)
        actions.share_on_consent(
            by=by,
            at=now,
            consent=places["consent"],
            until=until,
        )
    client = sign_in(CASE_WORKER, "other")
    page = reverse("open_identity", kwargs={"code": places["code"]})
    refused = client.post(page, {"purpose": "investigation"})
    assert refused.status_code == 200
    assert "Synthetic Person" not in refused.content.decode()
    assert (
        "Synthetic Person"
        in client.post(page, {"purpose": "services"}).content.decode()
    )
