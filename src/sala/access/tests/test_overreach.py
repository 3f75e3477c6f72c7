"""What an administrator, a supervisor or a slip in Python must not do: the database refuses it."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import resolve, reverse

from sala.access import actions, queries
from sala.access.models import Agency, BrokenGlass, Membership, User
from sala.access.roles import Role
from sala.desk.templatetags import fragments
from sala.people import actions as people
from sala.people import rules
from sala.people.models import Consent, ErasureRequest

pytestmark = pytest.mark.django_db


def role_of(user):
    return Membership.objects.filter(user=user).order_by("starts_on").first()


@pytest.fixture
def in_two_agencies(actor, user_of):
    """The own agency's case worker works for another agency too."""
    user = user_of(Role.CASE_WORKER)
    with actor(Role.ADMINISTRATOR, "other") as by:
        role, day = Role.IDENTIFICATION_OFFICER, queries.database_today()
        actions.give_role(
            by=by,
            user=user,
            agency=by.agency_id,
            role=role,
            starts_on=day,
        )
    return user


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER])
def test_an_administrator_makes_no_link_into_a_role_that_watches_over_them(
    actor,
    sign_in,
    user_of,
    role,
):
    user = user_of(role)
    with actor(Role.ADMINISTRATOR) as by, pytest.raises(User.DoesNotExist):
        actions.invite_user(by=by, user=user)
    page = f"{reverse('show_user', args=[user.username])}?do=invite"
    assert sign_in(Role.ADMINISTRATOR).post(page).status_code == 404


def test_nor_for_somebody_who_works_for_another_agency_too(in_two_agencies, actor):
    with actor(Role.ADMINISTRATOR) as by, pytest.raises(User.DoesNotExist):
        actions.invite_user(by=by, user=in_two_agencies)


def test_nor_for_themselves(actor, user_of):
    with actor(Role.ADMINISTRATOR) as by, pytest.raises(User.DoesNotExist):
        actions.invite_user(by=by, user=user_of(Role.ADMINISTRATOR))


@pytest.mark.parametrize("role", [Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER])
def test_an_administrator_does_not_end_a_role_that_watches_over_them(
    actor,
    user_of,
    role,
):
    with actor(Role.ADMINISTRATOR) as by:
        watching = role_of(user_of(role))
        with pytest.raises(Membership.DoesNotExist):
            actions.end_role(
                by=by,
                membership=watching.id,
                last_day=queries.database_today(),
            )
        assert not Membership.objects.filter(id=watching.id).update(
            ends_on=queries.database_today(),
        )


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.ADMINISTRATOR])
def test_a_role_that_ends_is_not_made_longer(actor, user_of, role):
    with actor(Role.ADMINISTRATOR) as by:
        row, today = role_of(user_of(role)), queries.database_today()
        actions.end_role(
            by=by,
            membership=row.id,
            last_day=today,
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            Membership.objects.filter(id=row.id).update(
                ends_on=today + timedelta(days=9),
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Membership.objects.filter(id=row.id).update(ends_on=None)


@pytest.mark.parametrize(
    "change",
    [{"code": "X-1"}, {"parent": None}, {"identifies": True}],
)
def test_what_an_agency_is_comes_from_the_pack_alone(actor, change):
    with (
        actor(Role.ADMINISTRATOR) as by,
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Agency.objects.filter(id=by.agency_id).update(**change)


@pytest.fixture
def look(actor, now):
    """An investigator of another agency looked into a record of the own agency."""
    with actor(Role.CASE_WORKER) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=rules.Identity(),
        )
    with actor(Role.INVESTIGATOR, "other") as by:
        people.break_glass(
            by=by,
            code=person.code,
            reason="She is in danger tonight.",
        )
    return person


@pytest.mark.usefixtures("look")
def test_a_supervisor_acknowledges_a_look_and_does_not_judge_it(actor, now):
    with actor(Role.SUPERVISOR) as by:
        (glass,) = BrokenGlass.objects.all()
        judged = {
            "reviewed_at": now,
            "reviewed_by_id": by.user,
            "finding": "justified",
        }
        with pytest.raises(DatabaseError), transaction.atomic():
            BrokenGlass.objects.filter(id=glass.id).update(**judged)
        actions.acknowledge_emergency_access(
            by=by,
            at=now,
            glass=glass.id,
        )


def test_nobody_acknowledges_the_own_look(actor, now, look):
    with actor(Role.SUPERVISOR) as by:
        people.break_glass(
            by=by,
            code=look.code,
            reason="She is in danger tonight.",
        )
        own = BrokenGlass.objects.get(user_id=by.user)
        with pytest.raises(DatabaseError), transaction.atomic():
            BrokenGlass.objects.filter(id=own.id).update(
                seen_at=now,
                seen_by_id=by.user,
            )


@pytest.mark.usefixtures("look")
def test_nobody_signs_with_another_name(actor, now, user_of):
    with actor(Role.OVERSIGHT):
        (glass,) = BrokenGlass.objects.all()
        else_ = {"reviewed_at": now, "reviewed_by_id": user_of(Role.SUPERVISOR).id}
        with pytest.raises(DatabaseError), transaction.atomic():
            BrokenGlass.objects.filter(id=glass.id).update(finding="justified", **else_)


def test_a_judgement_is_final(actor, now, look):
    assert look
    with actor(Role.OVERSIGHT) as by:
        (glass,) = BrokenGlass.objects.all()
        actions.review_emergency_access(
            by=by,
            at=now,
            glass=glass.id,
            justified=False,
        )
        with pytest.raises(DatabaseError), transaction.atomic():
            BrokenGlass.objects.filter(id=glass.id).update(finding="justified")


def test_a_request_to_erase_is_not_said_to_be_done_without_erasing(actor, now, look):
    with actor(Role.CASE_WORKER) as by:
        request = people.ask_erasure(
            by=by,
            at=now,
            person=look.id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        done = {
            "state": "erased",
            "decided_by_id": by.user,
            "decided_at": now,
        }
        with pytest.raises(DatabaseError), transaction.atomic():
            ErasureRequest.objects.filter(id=request).update(**done)
        people.decline_erasure(
            by=by,
            at=now,
            request=request,
        )
        assert not ErasureRequest.objects.filter(id=request).update(state="asked")


def test_a_consent_is_withdrawn_in_the_own_name(
    actor,
    now,
    look,
    user_of,
):
    with actor(Role.CASE_WORKER, "other") as them:
        recipient = them.agency_id
    with actor(Role.CASE_WORKER) as by:
        answer = people.ConsentInput(
            recipient,
            people.queries.Purpose.SERVICES,
            True,
            "spoken",
            "lo",
            now.date(),
        )
        consent = people.record_consent(
            by=by,
            at=now,
            person=look.id,
            answer=answer,
        )
        other = user_of(Role.SUPERVISOR).id
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.filter(id=consent).update(
                state="withdrawn",
                withdrawn_at=now,
                withdrawn_by_id=other,
            )


def test_a_piece_of_a_page_is_asked_for_and_never_sent_to(sign_in, look, monkeypatch):
    """A page that answers to a refused form shows pieces of other rooms, each as to a GET."""
    seen = []

    def watching(url):
        match = resolve(url)

        def piece(request, *args, **kwargs):
            seen.append((request.method, dict(request.POST), len(request.FILES)))
            return match.func(request, *args, **kwargs)

        piece.permission = match.func.permission
        return SimpleNamespace(
            func=piece,
            args=match.args,
            kwargs=match.kwargs,
        )

    monkeypatch.setattr(fragments, "resolve", watching)
    sign_in(Role.CASE_WORKER).post(
        reverse("open_identity", args=[look.code]),
        {"purpose": ""},
    )
    assert seen
    assert set(map(repr, seen)) == {repr(("GET", {}, 0))}


@pytest.mark.parametrize("role", list(Role))
def test_no_way_of_a_start_page_leads_nowhere(
    actor,
    sign_in,
    now,
    look,
    role,
):
    with actor(Role.CASE_WORKER) as by:
        people.ask_erasure(
            by=by,
            at=now,
            person=look.id,
            ground="asked_by_person",
        )
    client = sign_in(role)
    page = (
        client.get("/").content.decode().partition("<main")[2].partition("</main>")[0]
    )
    for url in set(re.findall(r'href="(/[^"]*)"', page)):
        if "/static/" not in url:
            assert client.get(url).status_code == 200, url
