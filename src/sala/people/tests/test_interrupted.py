"""A form is interrupted and gone on with, by whoever typed it and nobody else."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from sala.access import actions as access
from sala.access.models import Draft, SignInSession
from sala.access.roles import Role
from sala.access.session_store import hash_of_key
from sala.desk import drafts, jobs, resuming
from sala.kit import clock
from sala.people import actions
from sala.people.models import Person
from sala.people.tests.test_pages_of_a_person import text_of

pytestmark = pytest.mark.django_db
NAME = "Synthetic Somphone"
REGISTER = "/people/register/"


def typed(**more):
    return {
        "step": "save",
        "name": NAME,
        "_form": str(uuid4()),
        "_title": "Register a person",
    } | more


@pytest.fixture
def begun(actor):
    """What a role has begun, as its own session reads it."""

    def read(role=Role.CASE_WORKER, agency="own"):
        with actor(role, agency) as by:
            return drafts.unfinished_forms(by=by, at=clock.now())

    return read


def put_off(client, **more):
    return client.post(REGISTER, typed(**more) | {"_later": "keep"})


def test_a_form_is_put_off_found_on_the_start_page_and_filled_in_again(
    worker,
    begun,
    ledger,
):
    done = worker.post(
        REGISTER,
        typed(
            alias_0="Noy",
            sex="female",
            birth_day_day="31",
        )
        | {"_later": "keep"},
        follow=True,
    )
    assert "Register a person" in text_of(done), "on the start page"
    (row,) = begun()
    assert row.url in text_of(done)
    again = worker.get(row.url)
    shown = again.context["form"]
    assert (shown["name"].value(), shown["alias_0"].value()) == (NAME, "Noy")
    assert shown["birth_day"].value()[0] == "31", "also what cannot be a day yet"
    assert ledger("people.registered") == [], "nothing was done"
    assert worker.get(REGISTER).context["begun"] == [row]


def test_sending_it_forgets_it(worker, begun):
    put_off(worker)
    (row,) = begun()
    sent = worker.post(row.url, typed(_form=str(row.form)))
    assert sent.status_code == 302
    assert begun() == []


def test_what_the_page_keeps_in_the_moment_it_is_sent_is_not_kept(worker, begun, actor):
    form = typed()
    assert worker.post(REGISTER, form).status_code == 302
    assert worker.post(REGISTER, form | {"_later": "quietly"}).status_code == 204
    assert begun() == []
    with actor(Role.CASE_WORKER) as by:  # one that had looked before the other was sent
        Draft.objects.filter(form=form["_form"]).update(
            typed=b"late",
            kept_at=clock.now(),
        )
        assert (
            drafts.typed_form(
                by=by,
                at=clock.now(),
                form=UUID(form["_form"]),
            )
            is None
        )
    worker.post(REGISTER, form | {"_later": "keep"})
    (row,) = begun()
    assert str(row.form) != form["_form"], "gone back to and put off, it is another"


def test_a_minute_after_it_was_sent_the_page_keeps_it_again(
    worker,
    begun,
    actor,
    now,
):
    form = typed()
    with actor(Role.CASE_WORKER) as by:
        long_ago = clock.now() - timedelta(minutes=2)
        drafts.forget_form(
            by=by,
            at=long_ago,
            form=UUID(form["_form"]),
        )
    worker.post(REGISTER, form | {"_later": "quietly"})
    assert len(begun()) == 1


def test_what_is_refused_is_still_kept(worker, begun):
    put_off(worker)
    (row,) = begun()
    assert worker.post(row.url, typed(_form=str(row.form), name="")).status_code == 200
    assert len(begun()) == 1


def test_it_can_be_thrown_away(worker, begun):
    put_off(worker)
    (row,) = begun()
    worker.post(REGISTER, {"_form": str(row.form), "_later": "discard"})
    assert begun() == []


def test_the_same_form_is_kept_once_and_another_beside_it(worker, begun):
    first = put_off(worker)
    assert first.url == "/"
    (row,) = begun()
    put_off(
        worker,
        _form=str(row.form),
        name="Later",
    )
    put_off(worker)
    assert len(begun()) == 2


def test_the_script_keeps_it_without_leaving_the_page(worker, begun):
    answer = worker.post(REGISTER, typed(_later="quietly"))
    assert (answer.status_code, answer.content) == (204, b"")
    assert len(begun()) == 1


@pytest.mark.parametrize(
    ("role", "side"),
    [(Role.CASE_WORKER, "other"), (Role.SUPERVISOR, "own"), (Role.OVERSIGHT, "own")],
)
def test_nobody_else_sees_it_in_any_role(
    worker,
    begun,
    sign_in,
    role,
    side,
):
    put_off(worker)
    (row,) = begun()
    assert begun(role, side) == []
    other = sign_in(role, side)
    assert NAME not in text_of(other.get(row.url, follow=True))


def test_in_another_role_the_writer_does_not_see_it_either(
    worker,
    begun,
    user_of,
    actor,
):
    """Somebody with two roles keeps what they began apart, as they keep the records apart."""
    put_off(worker)
    with actor(Role.CASE_WORKER) as by, connection.cursor() as cursor:
        assert Draft.objects.count() == 1
        cursor.execute("SELECT access_enter(%s, NULL, '')", [by.user])
        assert Draft.objects.count() == 0


def test_it_lies_sealed(worker, actor):
    put_off(worker)
    with actor(Role.CASE_WORKER):
        (draft,) = Draft.objects.all()
    assert NAME.encode() not in bytes(draft.typed)
    assert b"Somphone" not in bytes(draft.typed)


def test_what_was_put_into_another_row_does_not_open(worker, actor, begun):
    put_off(worker)
    put_off(worker, name="Another")
    with actor(Role.CASE_WORKER) as by:
        one, two = Draft.objects.all()
        Draft.objects.filter(id=one.id).update(typed=two.typed)
        assert (
            drafts.typed_form(
                by=by,
                at=clock.now(),
                form=one.form,
            )
            is None
        )
        assert drafts.typed_form(
            by=by,
            at=clock.now(),
            form=two.form,
        )


def test_what_is_too_much_is_refused_with_the_limit(worker, begun):
    answer = worker.post(REGISTER, typed(_later="keep", name="x" * drafts.LARGEST))
    assert answer.status_code == 413
    assert "256 KB" in text_of(answer)
    assert begun() == []


def test_no_more_than_fifty_are_kept(actor):
    with actor(Role.CASE_WORKER) as by:
        for number in range(drafts.MOST + 2):
            at = clock.now() - timedelta(minutes=100 - number)
            values = QueryDict("name=x")
            drafts.keep_form(
                by=by,
                at=at,
                form=uuid4(),
                path="/p/",
                title=str(number),
                values=values,
            )
        titles = [row.title for row in drafts.unfinished_forms(by=by, at=clock.now())]
    assert len(titles) == drafts.MOST
    assert titles[0] == str(drafts.MOST + 1)
    assert "0" not in titles


def test_after_a_week_it_is_gone(actor):
    with actor(Role.CASE_WORKER) as by:
        old = clock.now() - drafts.KEPT - timedelta(minutes=1)
        kept = {
            "by": by,
            "path": "/p/",
            "title": "x",
            "values": QueryDict("name=x"),
        }
        drafts.keep_form(
            at=old,
            form=(form := uuid4()),
            **kept,
        )
        assert drafts.unfinished_forms(by=by, at=clock.now()) == []
        assert (
            drafts.typed_form(
                by=by,
                at=clock.now(),
                form=form,
            )
            is None
        )
        drafts.keep_form(
            at=clock.now(),
            form=uuid4(),
            **kept,
        )
    jobs.forget_what_is_over()
    with actor(Role.CASE_WORKER):
        assert Draft.objects.count() == 1, "thrown away by the machine that forgets"


def test_erasing_a_person_throws_away_what_was_begun_about_them(
    worker,
    actor,
    kham,
    now,
    page,
    begun,
):
    worker.post(page("change_identity", kham), typed(_later="keep"))
    put_off(worker)
    assert len(begun()) == 2
    with actor(Role.CASE_WORKER) as by:
        request = actions.ask_erasure(
            by=by,
            at=now,
            person=kham.id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        actions.erase_person(by=by, request=request)
    assert [row.path for row in begun()] == [REGISTER]


def test_a_correction_is_gone_on_with_by_opening_anew(
    worker,
    kham,
    page,
    begun,
    ledger,
):
    opened = worker.post(page("change_identity", kham), {"step": "open"})
    hidden = {n: opened.context["form"][n].value() for n in ("version", "base")}
    worker.post(
        page("change_identity", kham),
        typed(
            _later="keep",
            alias_3="Fourth",
            **hidden,
        ),
    )
    (row,) = begun()
    asked = worker.get(row.url)
    assert NAME not in text_of(asked)
    before = len(ledger("people.identity_opened"))
    again = worker.post(
        page("change_identity", kham),
        {"step": "open", "resume": str(row.form)},
    )
    assert again.context["form"]["name"].value() == NAME
    assert again.context["form"]["version"].value() == "1"
    assert len(ledger("people.identity_opened")) == before + 1


def test_a_role_without_the_page_keeps_nothing_on_it(sign_in, begun):
    assert put_off(sign_in(Role.ANALYST)).status_code == 404
    assert begun(Role.ANALYST) == []


# What is sent after the session ended.


def session_of(client):
    key = hash_of_key(client.cookies["sala"].value)
    return SignInSession.objects.filter(key_hash=key)


@pytest.fixture
def away(worker):
    """A case worker whose session ended by itself an hour ago, with the page still open."""
    worker.get("/")
    session_of(worker).update(ends_at=clock.now() - timedelta(hours=1))
    return worker


def test_what_is_sent_after_the_session_ended_is_kept_and_not_done(
    away,
    begun,
    sign_in,
    ledger,
):
    answer = away.post(REGISTER, typed())
    assert answer.url.startswith("/account/login/")
    (row,) = begun()
    assert str(row.form) in answer.url
    assert NAME not in answer.url
    assert ledger("people.registered") == []
    assert "kept for you and nobody else" in text_of(away.get(answer.url))
    back = sign_in(Role.CASE_WORKER)
    assert back.get(row.url).context["form"]["name"].value() == NAME


def test_whoever_else_signs_in_on_that_phone_does_not_see_it(away, begun, sign_in):
    away.post(REGISTER, typed())
    (row,) = begun()
    other = sign_in(Role.CASE_WORKER, "other")
    assert NAME not in text_of(other.get(row.url))
    assert NAME not in text_of(other.get("/"))


def test_the_ended_session_opens_nothing(away, kham, page):
    assert away.get("/").status_code == 302
    away.post(REGISTER, typed())
    assert away.get("/").status_code == 302
    assert (
        away.post(page("open_identity", kham), {"purpose": "services"}).status_code
        == 302
    )


def test_the_script_is_told_that_the_session_ended(away, begun):
    assert away.post(REGISTER, typed(_later="quietly")).status_code == 401
    assert len(begun()) == 1


@pytest.mark.parametrize("hours", [25, 24 * 30])
def test_a_session_long_ended_keeps_nothing(worker, begun, hours):
    worker.get("/")
    session_of(worker).update(ends_at=clock.now() - timedelta(hours=hours))
    assert worker.post(REGISTER, typed()).status_code == 302
    assert begun() == []


def test_without_any_session_nothing_is_kept(begun):
    assert Client().post(REGISTER, typed()).status_code == 302
    stranger = Client()
    stranger.cookies["sala"] = "0" * 32
    assert stranger.post(REGISTER, typed()).status_code == 302
    assert begun() == []


def test_a_session_ended_by_an_administrator_keeps_nothing(away, begun, user_of):
    access.end_sessions(user_id=user_of(Role.CASE_WORKER).id)
    assert away.post(REGISTER, typed()).status_code == 302
    assert begun() == []


def test_signing_out_keeps_nothing_of_what_is_sent_after(worker, begun):
    worker.get("/")
    cookie = worker.cookies["sala"].value
    worker.post("/account/logout/")
    worker.cookies["sala"] = cookie
    assert worker.post(REGISTER, typed()).status_code == 302
    assert begun() == []


def test_pages_around_signing_in_keep_nothing(worker, begun):
    worker.post(
        "/account/login/",
        typed(
            _later="keep",
            login="x",
            password="y",
        ),
    )
    assert begun() == []


@pytest.mark.parametrize("form", ["", "x", "\x00", "0" * 200])
def test_a_form_without_a_readable_key_is_kept_as_another(worker, begun, form):
    assert (
        put_off(
            worker,
            _form=form,
            _title="\x00" * 3 + "t" * 500,
        ).status_code
        == 302
    )
    assert len(begun()) == 1


# Registering twice.


@pytest.fixture
def registered(actor):
    """How many people the case worker's agency has."""

    def count():
        with actor(Role.CASE_WORKER):
            return Person.objects.count()

    return count


def test_a_registration_sent_twice_is_one_person(worker, registered, ledger):
    form = typed()
    first, second = (worker.post(REGISTER, form) for _ in "ab")
    assert first.url == second.url
    assert registered() == 1
    assert len(ledger("people.registered")) == 1


def test_going_back_to_register_somebody_else_is_another_person(worker, registered):
    form = typed()
    first, second = (
        worker.post(REGISTER, form | {"name": name}) for name in ("Mother", "Child")
    )
    assert first.url != second.url
    assert registered() == 2


def test_the_same_words_in_another_form_are_another_person(worker, registered):
    for _ in "ab":
        worker.post(REGISTER, typed())
    assert registered() == 2


def test_the_same_form_of_another_officer_is_another_person(actor, now):
    from sala.people import rules

    made, form = set(), UUID(int=7)
    for side in ("own", "other"):
        with actor(Role.CASE_WORKER, side) as by:
            identity = rules.Identity(names=(rules.PersonName("Same"),))
            made.add(
                actions.register_person(
                    by=by,
                    at=now,
                    identity=identity,
                    form=form,
                ).id,
            )
    assert len(made) == 2


def test_names_of_the_fields_that_the_page_puts_in_are_not_kept():
    assert {resuming.FORM, resuming.TITLE, resuming.WISH} == {
        "_form",
        "_title",
        "_later",
    }
