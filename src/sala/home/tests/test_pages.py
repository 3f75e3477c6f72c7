"""The start page of each role, the frame around every page, and the pages of failure."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from sala.access import actions as access
from sala.access import queries
from sala.access import rules as access_rules
from sala.access.roles import Role
from sala.home import context, views
from sala.people import actions, rules

pytestmark = pytest.mark.django_db
IDENTITY = rules.Identity(names=(rules.PersonName("Somphone"),))


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_start_page_whose_links_open(role, sign_in):
    client = sign_in(role)
    page = client.get("/")
    assert page.status_code == 200
    text = page.content.decode()
    assert str(role.label) in text
    for address in set(re.findall(r'<a [^>]*href="(/[^"#]*)"', text)):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("role", list(Role))
def test_the_menu_shows_only_what_the_role_may(role, sign_in):
    page = sign_in(role).get("/")
    ways = [way for _label, ways in context.MENU for way in ways]
    permitted = {"signed in", *(word for way in ways for word in way.words)}
    actor = page.wsgi_request.actor
    items = [item for part in page.context["navigation"] for item in part.items]
    for item in items:
        word = resolve(item.url).func.permission
        assert word in permitted
        assert word == "signed in" or context.may(actor, word)
    assert [i.url for i in items if i.current] == ["/"]


def test_a_part_of_the_menu_with_one_way_needs_no_word(sign_in):
    for role in Role:
        for part in sign_in(role).get("/").context["navigation"]:
            assert part.items
            assert not part.label or len(part.items) > 1


def test_the_menu_says_in_which_part_the_page_is(sign_in):
    page = sign_in(Role.CASE_WORKER).get("/protection/referrals/")
    assert [str(p.label) for p in page.context["navigation"] if p.here] == [
        "Protection",
    ]


def test_the_people_registered_last_are_shown_to_those_who_see_them(
    sign_in,
    actor,
    now,
):
    with actor(Role.CASE_WORKER) as by:
        made = [
            actions.register_person(
                by=by,
                at=now,
                identity=IDENTITY,
            )
            for _n in range(6)
        ]
    page = sign_in(Role.CASE_WORKER).get("/")
    assert len(page.context["work"].recent) == 5
    assert {row.code for row, _url in page.context["work"].recent} <= {
        m.code for m in made
    }
    assert sign_in(Role.CASE_WORKER, "other").get("/").context["work"].recent == []
    assert sign_in(Role.ADMINISTRATOR).get("/").context["work"].recent is None


def test_an_erasure_request_waits_for_the_data_protection_officer(sign_in, actor, now):
    with actor(Role.CASE_WORKER) as by:
        person = actions.register_person(
            by=by,
            at=now,
            identity=IDENTITY,
        )
        actions.ask_erasure(
            by=by,
            at=now,
            person=person.id,
            ground="asked_by_person",
        )
    officer = sign_in(Role.DATA_PROTECTION_OFFICER).get("/").context["work"]
    assert [c.number for c in officer.waiting] == [1]
    worker = sign_in(Role.CASE_WORKER).get("/").context["work"]
    assert ([c.number for c in worker.waiting], [c.number for c in worker.at_hand]) == (
        [],
        [1],
    )


def test_somebody_without_a_role_is_told_whom_to_ask(sign_in, actor, user_of):
    user = user_of(Role.CASE_WORKER)
    with actor(Role.ADMINISTRATOR) as by:
        role = queries.memberships_of(by=by, username=user.username)[0]
        yesterday = queries.database_today() - timedelta(days=1)
        access.end_role(
            by=by,
            membership=role.id,
            last_day=yesterday,
        )
    page = sign_in(Role.CASE_WORKER).get("/", follow=True)
    assert page.redirect_chain == [(reverse("choose_membership"), 302)]
    assert "Ask the administrator" in page.content.decode()
    assert page.context["navigation"] == []


def test_a_role_in_a_closed_unit_is_not_offered(
    sign_in,
    actor,
    user_of,
    now,
):
    with actor(Role.ADMINISTRATOR) as by:
        above = queries.agency_by_id(by.agency_id)
        text = access_rules.AgencyText(
            "LWU-SHUT", above.kind, above.level, {"en": "Shut"}
        )
        unit = access.add_agency(
            by=by,
            parent=above.id,
            text=text,
        )
        user = user_of(Role.CASE_WORKER)
        access.give_role(
            by=by,
            user=user,
            agency=unit.id,
            role=Role.ANALYST,
            starts_on=queries.database_today(),
        )
        access.close_agency(
            by=by,
            agency=unit.id,
            on=queries.database_today(),
        )
    page = sign_in(Role.CASE_WORKER).get(reverse("choose_membership"))
    assert [m.agency for m, _does, _now in page.context["rows"]] == [above.name]


def test_health_says_whether_the_database_answers(monkeypatch):
    answer = Client().get("/health")
    assert (answer.status_code, answer.content) == (200, b"ok")

    def fail():
        raise OperationalError("server at 10.1.2.3 does not answer")

    monkeypatch.setattr(connection, "cursor", fail)
    down = views.show_health(RequestFactory().get("/health"))
    assert (down.status_code, down.content) == (503, b"unavailable")


def test_the_language_is_changed_by_anybody():
    client = Client()
    done = client.post(
        reverse("set_language"),
        {"language": "lo", "next": "/account/login/"},
    )
    assert done.url == "/account/login/"
    assert '<html lang="lo"' in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("path", ["/nothing/", "/ledger/", "/users/nobody/"])
def test_not_found_and_not_yours_look_the_same_and_keep_the_frame(path, sign_in):
    page = sign_in(Role.CASE_WORKER).get(path)
    assert page.status_code == 404
    assert "Page not found" in page.content.decode()
    assert "Case Worker own" in page.content.decode().replace("worker", "Worker")


def test_not_found_is_shown_to_strangers_too():
    assert Client().get("/nothing/").status_code == 404


def test_the_page_of_a_failure_needs_nothing():
    page = views.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert b"Sala has a problem" in page.content


def test_a_forged_form_is_refused(sign_in):
    page = Client(enforce_csrf_checks=True).post("/language/", {"language": "lo"})
    assert page.status_code == 403
    assert "The form was not sent" in page.content.decode()


def test_a_bad_request_has_a_page():
    request = RequestFactory().get("/")
    assert views.bad_request(request, ValueError()).status_code == 400
