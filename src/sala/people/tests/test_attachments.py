"""Papers and pictures of a person: sealed with their key, opened for a purpose, never run."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError

from sala.access.roles import Purpose, Role
from sala.access.tests.own_purposes import own_purpose
from sala.desk.attachments import MOST
from sala.kit.tests.test_uploaded_files import PDF, SECRET, drawn
from sala.kit.uploaded_files import SentFile
from sala.people import actions, queries, rules
from sala.people.actions.sealed import attachment_place, open_bytes
from sala.people.models import PersonAttachment
from sala.people.tests.test_pages_of_a_person import text_of
from sala.vault.sealed_places import CannotOpenError

pytestmark = pytest.mark.django_db
FILE = SentFile("pdf", PDF)


@pytest.fixture
def kept(actor, kham, now):
    """`kept()` keeps a paper of Kham and answers its key."""

    def keep(**more):
        with actor(Role.CASE_WORKER) as by:
            said = {"what": "statement", "file": FILE} | more
            return actions.add_attachment(
                by=by,
                at=now,
                person=kham.id,
                **said,
            )

    return keep


@pytest.fixture
def opens_to_other(
    actor,
    kham,
    now,
    other,
):
    """Open Kham's record to the other agency, on a basis of the law."""
    with actor(Role.CASE_WORKER) as by:
        until = now.date().replace(year=now.year + 1, day=1)
        actions.share_on_lawful_basis(
            by=by,
            at=now,
            person=kham.id,
            recipient=other,
            basis="court_order",
            until=until,
        )


def sent(raw=PDF, name="statement.pdf", **more):
    return {"what": "statement", "file": SimpleUploadedFile(name, raw)} | more


def test_a_paper_is_added_listed_and_opened_for_a_purpose(
    worker,
    kham,
    page,
    ledger,
    actor,
):
    assert worker.post(page("add_attachment", kham), sent()).status_code == 302
    shown = text_of(worker.get(page("show_person", kham)))
    assert "Statement" in shown
    with actor(Role.CASE_WORKER) as by:
        (row,) = queries.load_attachments(by=by, person_id=kham.id)
    address = page("open_attachment", kham, row.id)
    assert address in shown
    asked = worker.get(address)
    assert PDF not in asked.content
    assert ledger("people.attachment_opened") == []
    assert worker.post(address, {"purpose": ""}).context["form"].errors
    opened = worker.post(address, {"purpose": "services"})
    assert opened.content == PDF
    assert opened["Content-Disposition"] == (
        f'attachment; filename="{kham.code}-statement-{row.id.hex[:8]}.pdf"'
    )
    assert opened["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert opened["Cache-Control"] == "no-store"
    ((_action, subject, detail),) = ledger("people.attachment_opened")
    assert subject == str(row.id)
    assert "statement" in detail


def test_a_picture_named_as_a_page_is_a_picture(
    worker,
    kham,
    page,
    actor,
):
    worker.post(
        page("add_attachment", kham),
        sent(drawn() + SECRET, "x.html", what="photo"),
    )
    with actor(Role.CASE_WORKER) as by:
        (row,) = queries.load_attachments(by=by, person_id=kham.id)
    opened = worker.post(page("open_attachment", kham, row.id), {"purpose": "services"})
    assert opened["Content-Type"] == "image/jpeg"
    assert SECRET not in opened.content


@pytest.mark.parametrize("raw", [SECRET, b"PK\x03\x04", b"%PDF-1.7 and nothing"])
def test_what_is_no_paper_is_refused(
    worker,
    kham,
    page,
    raw,
    ledger,
):
    shown = worker.post(page("add_attachment", kham), sent(raw))
    assert "file" in shown.context["form"].errors
    assert ledger("people.attachment_added") == []


def test_what_is_too_large_is_told_the_limit(worker, kham, page):
    shown = worker.post(page("add_attachment", kham), sent(PDF + b" " * 7_000_000))
    assert "larger than 5 MB" in text_of(shown)


def test_it_lies_sealed_and_no_other_row_opens_it(actor, kept, kham):
    one, two = kept(), kept(file=SentFile("pdf", PDF + b" second"))
    with actor(Role.CASE_WORKER, purpose="services"):
        rows = {row.id: bytes(row.sealed) for row in PersonAttachment.objects.all()}
        assert not any(b"%PDF" in sealed for sealed in rows.values())
        assert open_bytes(kham.id, attachment_place(two), rows[two]).startswith(PDF)
        with pytest.raises(CannotOpenError):
            open_bytes(kham.id, attachment_place(one), rows[two])


def test_erasing_the_person_erases_it(
    actor,
    kept,
    kham,
    now,
):
    kept()
    with actor(Role.CASE_WORKER) as by:
        request = actions.ask_erasure(
            by=by,
            at=now,
            person=kham.id,
            ground="asked_by_person",
        )
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        actions.erase_person(by=by, request=request)
    with actor(Role.CASE_WORKER, purpose="services"):
        assert PersonAttachment.objects.count() == 0


@pytest.mark.parametrize("role", list(Role))
def test_another_agency_knows_of_none(actor, kept, role):
    kept(shared=True)
    with actor(role, "other", purpose=own_purpose(role)):
        assert PersonAttachment.objects.count() == 0


@pytest.mark.parametrize(
    "role",
    [Role.ADMINISTRATOR, Role.ANALYST, Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER],
)
def test_roles_without_records_know_of_none(actor, kept, role):
    kept(shared=True)
    with actor(role, purpose=own_purpose(role)):
        assert PersonAttachment.objects.count() == 0


@pytest.mark.usefixtures("opens_to_other")
def test_whoever_the_record_is_opened_to_opens_what_is_shared_and_no_more(actor, kept):
    alone, shared = kept(), kept(shared=True)
    with actor(Role.CASE_WORKER, "other") as by:
        assert [row.id for row in PersonAttachment.objects.defer("sealed")] == [shared]
        opened = actions.open_attachment(
            by=by,
            attachment=shared,
            purpose=Purpose.SERVICES,
        )
        assert opened.content == PDF
        with pytest.raises(PersonAttachment.DoesNotExist):
            actions.open_attachment(
                by=by,
                attachment=alone,
                purpose=Purpose.SERVICES,
            )


@pytest.mark.usefixtures("opens_to_other")
def test_whoever_the_record_is_opened_to_adds_and_removes_nothing(
    sign_in,
    kept,
    kham,
    page,
):
    shared = kept(shared=True)
    client = sign_in(Role.CASE_WORKER, "other")
    assert client.post(page("add_attachment", kham), sent()).status_code == 404
    assert client.post(page("remove_attachment", kham, shared)).status_code == 404


def test_a_consent_opens_it_for_what_was_agreed_only(
    actor,
    sign_in,
    kept,
    kham,
    other,
    now,
    page,
):
    shared = kept(shared=True)
    with actor(Role.CASE_WORKER) as by:
        answer = actions.ConsentInput(
            other,
            Purpose.SERVICES,
            True,
            "spoken",
            "lo",
            now.date(),
            None,
        )
        consent = actions.record_consent(
            by=by,
            at=now,
            person=kham.id,
            answer=answer,
        )
        until = now.date().replace(year=now.year + 1, day=1)
        actions.share_on_consent(
            by=by,
            at=now,
            consent=consent,
            until=until,
        )
    client, address = (
        sign_in(Role.CASE_WORKER, "other"),
        page("open_attachment", kham, shared),
    )
    refused = client.post(address, {"purpose": "investigation"})
    assert refused.context["form"].errors["purpose"]
    assert PDF not in refused.content
    assert client.post(address, {"purpose": "services"}).content == PDF


def test_a_supervisor_opens_one_only_after_breaking_the_glass(
    actor,
    sign_in,
    kept,
    kham,
    page,
):
    paper = kept()
    client, address = sign_in(Role.SUPERVISOR), page("open_attachment", kham, paper)
    assert "only in an emergency" in text_of(client.get(address))
    assert client.post(address, {"purpose": "services"}).status_code == 404
    with actor(Role.SUPERVISOR) as by:
        actions.break_glass(
            by=by,
            code=kham.code,
            reason="She is in danger tonight.",
        )
    assert client.post(address, {"purpose": "emergency"}).content == PDF


def test_it_is_removed_for_ever_and_the_ledger_knows(
    worker,
    kept,
    kham,
    page,
    ledger,
):
    paper = kept()
    assert worker.get(page("remove_attachment", kham, paper)).status_code == 200
    assert worker.post(page("remove_attachment", kham, paper)).status_code == 302
    assert worker.get(page("open_attachment", kham, paper)).status_code == 404
    assert len(ledger("people.attachment_removed")) == 1


def test_a_paper_is_of_one_person_and_has_no_other_address(
    worker,
    kept,
    actor,
    now,
    page,
):
    paper = kept()
    with actor(Role.CASE_WORKER) as by:
        another = actions.register_person(
            by=by,
            at=now,
            identity=rules.Identity(),
        )
    assert worker.get(page("open_attachment", another, paper)).status_code == 404


def test_a_record_holds_no_more_than_fifty(
    kept,
    actor,
    kham,
    worker,
    page,
):
    for _ in range(MOST):
        kept(file=SentFile("pdf", b"%PDF-"))
    shown = worker.post(page("add_attachment", kham), sent())
    assert "50 papers at most" in text_of(shown)


def test_nothing_of_a_paper_is_changed_in_place(actor, kept):
    paper = kept()
    with (
        actor(Role.CASE_WORKER, purpose="services"),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        PersonAttachment.objects.filter(id=paper).update(shared=True)


def test_the_day_on_it_is_not_in_the_future(worker, kham, page):
    future = {
        "dated_on_day": "1",
        "dated_on_month": "1",
        "dated_on_year": "2399",
    }
    shown = worker.post(page("add_attachment", kham), sent(**future))
    assert "dated_on" in shown.context["form"].errors
