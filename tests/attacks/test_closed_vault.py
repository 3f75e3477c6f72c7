"""Somebody stops the vault: nothing sealed opens, care goes on, nothing is lost."""

from uuid import uuid4

import pytest
from django.urls import reverse

from sala.access.models import LedgerEntry, WorkOrder
from sala.access.notices import latest_notices
from sala.access.roles import Purpose, Role
from sala.desk import drafts
from sala.people import actions as people
from sala.people import jobs as people_jobs
from sala.people import queries, rules
from sala.people.models import SealedIdentity
from sala.prosecution import actions as prosecution
from sala.screening.actions import envelopes, intake
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.models import Envelope, Screening
from sala.screening.rules.submission import Submission
from sala.screening.tests.conftest import TRIAGE
from sala.vault import client
from sala.vault.client import VaultAwayError

NAME = "Synthetic Somphone"
IDENTITY = rules.Identity(names=(rules.PersonName(NAME),))


@pytest.fixture
def vault_stopped(monkeypatch):
    """`vault_stopped(True)` takes the vault away, as if its process had ended."""
    own_starter, at = list(client._starter), client.vault_socket_path()

    def set_away(away: bool) -> None:
        client.close_connection()
        client._starter[:] = [] if away else own_starter
        gone = at.with_name("no-vault.sock")
        monkeypatch.setattr(client, "vault_socket_path", lambda: gone if away else at)

    yield set_away
    set_away(False)


def registered(actor, now, role=Role.CASE_WORKER):
    with actor(role) as by:
        return people.register_person(by=by, at=now, identity=IDENTITY)


def found_by_name(actor):
    with actor(Role.CASE_WORKER) as by:
        rows = people.search_persons(by=by, kind="name", text=NAME)
        return [row.code for row in rows], queries.is_search_incomplete()


def test_who_is_registered_meanwhile_is_found_afterwards(
    scratch, actor, now, vault_stopped
):
    before = registered(actor, now)
    vault_stopped(True)
    officer = registered(actor, now, Role.FRONTLINE_OFFICER)
    during = registered(actor, now)
    assert found_by_name(actor) == ([], True)
    with actor(Role.CASE_WORKER, purpose="services") as by:
        assert queries.find_person(by=by, code=during.code)
        kept = SealedIdentity.objects.get(person_id=during.id)
        assert kept.unindexed is not None
        assert NAME.encode() not in bytes(kept.unindexed)
        with pytest.raises(VaultAwayError):
            people.open_identity(by=by, person=during.id, purpose=Purpose.SERVICES)
    people_jobs.index_the_rest()  # which waits
    vault_stopped(False)
    assert found_by_name(actor) == ([before.code], True)
    people_jobs.index_the_rest()
    codes, incomplete = found_by_name(actor)
    assert set(codes) == {before.code, during.code, officer.code}
    assert not incomplete
    with actor(Role.OVERSIGHT):
        (entry,) = LedgerEntry.objects.filter(action="people.indexed")
        assert entry.detail == '{"count":2,"machine":"people.indexer"}'
    people_jobs.index_the_rest()
    with actor(Role.OVERSIGHT):
        assert LedgerEntry.objects.filter(action="people.indexed").count() == 1


def test_who_is_corrected_meanwhile_is_found_by_the_new_name_alone(
    scratch, actor, now, vault_stopped
):
    person = registered(actor, now)
    renamed = rules.Identity(names=(rules.PersonName("Synthetic Bouavanh"),))
    vault_stopped(True)
    with actor(Role.CASE_WORKER) as by:
        people.change_identity(
            by=by, at=now, person=person.id, identity=renamed, version=1
        )
    vault_stopped(False)
    people_jobs.index_the_rest()
    with actor(Role.CASE_WORKER) as by:
        found = people.search_persons(by=by, kind="name", text="Synthetic Bouavanh")
        assert [row.code for row in found] == [person.code]
        assert not people.search_persons(by=by, kind="name", text=NAME)
        opened = people.open_identity(by=by, person=person.id, purpose=Purpose.SERVICES)
        assert opened.identity == renamed


@pytest.mark.django_db
def test_nobody_but_the_machine_is_handed_what_waits(actor, now):
    from django.db import DatabaseError, connection, transaction

    for statement in (
        "SELECT * FROM people_unindexed()",
        "SELECT people_index_terms(gen_random_uuid(), 1, '{}', '{}')",
    ):
        with (
            actor(Role.CASE_WORKER, purpose="services"),
            pytest.raises(DatabaseError, match=r"this is the work of people\.indexer"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def sent_while_away(actor, now):
    """A screening of somebody with signs, as a phone sends it; what is answered."""
    key = uuid4()
    said = Submission.model_validate(
        {
            **TRIAGE,
            "written_at": now,
            "person": {"name": NAME},
            "outcome": "indicated",
        }
    )
    with actor(Role.FRONTLINE_OFFICER) as by:
        return envelopes.receive_envelope(
            by=by, at=now, key=key, sealed=seal_submission(said, key)
        )


def orders_of_intake(actor):
    with actor(Role.FRONTLINE_OFFICER):
        return list(WorkOrder.objects.filter(machine=envelopes.INTAKE))


def test_a_screening_that_comes_meanwhile_is_taken_in_afterwards(
    scratch, actor, now, vault_stopped
):
    vault_stopped(True)
    received = sent_while_away(actor, now)
    assert (received.state, received.fault) == ("set_aside", envelopes.CLOSED)
    with actor(Role.FRONTLINE_OFFICER):
        assert not Screening.objects.exists()
        assert NAME.encode() not in bytes(Envelope.objects.get().body)
    (order,) = orders_of_intake(actor)
    with pytest.raises(VaultAwayError):
        intake.take_in_waiting(order.id)
    vault_stopped(False)
    intake.take_in_waiting(order.id)
    with actor(Role.FRONTLINE_OFFICER) as by:
        envelope = Envelope.objects.get()
        assert (envelope.state, bytes(envelope.body)) == ("processed", b"")
        assert Screening.objects.get().screened_by_id == by.user
    assert [row.outcome for row in orders_of_intake(actor)] == ["done"]
    assert len(found_by_name(actor)[0]) == 1


def test_it_is_taken_in_once_whoever_was_faster(scratch, actor, now, vault_stopped):
    vault_stopped(True)
    received = sent_while_away(actor, now)
    vault_stopped(False)
    with actor(Role.FRONTLINE_OFFICER) as by:
        assert envelopes.try_again(by=by, at=now, key=received.id).receipt
    (order,) = orders_of_intake(actor)
    intake.take_in_waiting(order.id)
    with actor(Role.FRONTLINE_OFFICER):
        assert Screening.objects.count() == 1


def test_no_supervisor_is_called_for_what_needs_nobody(
    scratch, actor, now, vault_stopped
):
    vault_stopped(True)
    sent_while_away(actor, now)
    with actor(Role.SUPERVISOR) as by:
        assert not [n for n in latest_notices(by=by, at=now) if "screening" in n.kind]


@pytest.mark.django_db
def test_pages_go_on_without_the_words(actor, now, sign_in, vault_stopped):
    account = "Synthetic Broker took her passport."
    with actor(Role.INVESTIGATOR) as by:
        findings = prosecution.CaseFindings(account=account)
        case = prosecution.open_case(by=by, at=now, facts=findings)
        code = case.code
    client_of = sign_in(Role.INVESTIGATOR)
    page = reverse("show_case", args=[code])
    assert account in client_of.get(page).content.decode()
    vault_stopped(True)
    answer = client_of.get(page)
    assert answer.status_code == 200
    assert account not in answer.content.decode()
    assert "This cannot be opened for now. It is kept." in answer.content.decode()
    # Who corrects the words must have read them: the form would put that over them.
    correcting = client_of.get(reverse("change_case", args=[code]))
    assert correcting.status_code == 503
    assert "cannot be opened for now" in correcting.content.decode()


@pytest.mark.django_db
def test_what_was_typed_is_kept_where_it_cannot_be_taken(
    actor, now, sign_in, vault_stopped
):
    person = registered(actor, now)
    worker = sign_in(Role.CASE_WORKER)
    vault_stopped(True)
    form = uuid4()
    said = {"purpose": "services", "_form": str(form), "_title": "Open"}
    answer = worker.post(reverse("open_identity", args=[person.code]), said)
    assert answer.status_code == 503
    assert "What you typed is kept" in answer.content.decode()
    with actor(Role.CASE_WORKER) as by:
        assert [row.form for row in drafts.unfinished_forms(by=by, at=now)] == [form]


@pytest.mark.django_db
def test_one_signs_in_when_it_is_back(client, user_of, vault_stopped):
    """The password alone is not enough, and nobody is told an error of the server."""
    vault_stopped(True)
    user = user_of(Role.CASE_WORKER)
    user.set_password("a synthetic word")
    user.save(update_fields=["password"])
    first = {"login": user.username, "password": "a synthetic word"}
    asked = client.post(reverse("account_login"), first)
    assert asked.url == reverse("mfa_authenticate")
    answer = client.post(asked.url, {"code": "123456"})
    assert answer.status_code == 503
    assert "nobody new can sign in" in answer.content.decode()


@pytest.mark.django_db
def test_screening_goes_on_on_one_page(actor, sign_in, now, vault_stopped):
    officer = sign_in(Role.FRONTLINE_OFFICER)
    vault_stopped(True)
    begun = officer.post(
        reverse("start_screening"), {"instrument": "triage", "place_code": "LA01"}
    )
    assert begun.url.startswith(reverse("screen_on_one_page", args=["triage", "1.1.0"]))
    assert officer.get(begun.url).status_code == 200
    said = {"safety-alone": "no", "safety-interpreter": "not_needed"}
    stopped = officer.post(begun.url, said | {"conclusion-outcome": "indicated"})
    assert "Stop here" in stopped.content.decode()
    assert "Error:" in officer.post(begun.url, {}).content.decode()
    said |= {"safety-alone": "yes", "person-name": NAME, "person-sex": "female"}
    said |= {"conclusion-outcome": "indicated"}
    sent = officer.post(begun.url, said, follow=True)
    assert "taken in by itself" in sent.content.decode()
    vault_stopped(False)
    with actor(Role.FRONTLINE_OFFICER) as by:
        key = Envelope.objects.get().id
        taken = envelopes.try_again(by=by, at=now, key=key)
        assert taken.state == "processed"
        made = Screening.objects.get()
        assert (made.sex, made.place_code, made.outcome) == (
            "female",
            "LA01",
            "indicated",
        )
