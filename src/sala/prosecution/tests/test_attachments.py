"""Papers in the file of a case: seen by those who work on it, opened with an entry, never run."""

import base64

import pytest
from cryptography.fernet import Fernet
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from sala.access.queries import LedgerSearch, ledger_page
from sala.access.roles import Role
from sala.desk import attachments as sealing
from sala.kit.tests.test_uploaded_files import PDF, SECRET, drawn
from sala.kit.uploaded_files import SentFile
from sala.prosecution.actions import attachments as actions
from sala.prosecution.models import CaseAttachment
from sala.prosecution.tests.conftest import OTHER
from sala.vault import keyring

pytestmark = pytest.mark.django_db
WORKS = (Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK)


@pytest.fixture
def paper(actor, now, case):
    """A statement in the case, put in by its investigator."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        file = SentFile("pdf", PDF)
        return actions.add_attachment(
            by=by,
            at=now,
            case=case.id,
            what="statement",
            file=file,
        )


def page(name, case, *more):
    return reverse(name, args=[case.code, *more])


def test_a_paper_is_added_listed_on_the_case_and_opened(sign_in, case, actor):
    client = sign_in(Role.INVESTIGATOR, OTHER)
    sent = {"what": "court_order", "file": SimpleUploadedFile("x.html", PDF)}
    assert client.post(page("add_case_attachment", case), sent).status_code == 302
    with actor(Role.INVESTIGATOR, OTHER):
        (kept,) = CaseAttachment.objects.all()
    address = page("open_case_attachment", case, kept.id)
    assert address in client.get(page("show_case", case)).content.decode()
    assert PDF not in client.get(address).content
    opened = client.post(address)
    assert opened.content == PDF
    assert opened["Content-Disposition"].startswith(
        f'attachment; filename="{case.code}-court_order-',
    )
    assert opened["Content-Security-Policy"] == "sandbox; default-src 'none'"
    with actor(Role.OVERSIGHT) as by:
        rows, _more = ledger_page(
            by=by,
            search=LedgerSearch(action="prosecution.attachment_opened"),
        )
    assert [row.subject for row in rows] == [str(kept.id)]
    assert str(case.id) in rows[0].detail, "so that it is hidden with the case"


def test_a_picture_is_written_anew(sign_in, case, actor):
    client = sign_in(Role.INVESTIGATOR, OTHER)
    file = SimpleUploadedFile("x.svg", drawn() + SECRET)
    client.post(page("add_case_attachment", case), {"what": "photo", "file": file})
    with actor(Role.INVESTIGATOR, OTHER):
        (kept,) = CaseAttachment.objects.all()
    opened = client.post(page("open_case_attachment", case, kept.id))
    assert (opened["Content-Type"], SECRET in opened.content) == ("image/jpeg", False)


@pytest.mark.parametrize("raw", [SECRET, b"PK\x03\x04", b""])
def test_anything_else_is_refused(sign_in, case, raw):
    client = sign_in(Role.INVESTIGATOR, OTHER)
    sent = {"what": "photo", "file": SimpleUploadedFile("x.pdf", raw)}
    assert (
        client.post(page("add_case_attachment", case), sent)
        .context["form"]
        .errors["file"]
    )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("side", ["own", OTHER])
def test_only_those_who_work_on_the_case_know_of_it(
    actor,
    paper,
    role,
    side,
):
    with actor(role, side):
        seen = {a.id for a in CaseAttachment.objects.defer("sealed")}
    assert seen == ({paper} if side == OTHER and role in WORKS else set())


@pytest.mark.parametrize("role", list(Role))
def test_of_one_that_was_taken_over_those_know_who_did_and_oversight(
    actor,
    paper,
    role,
    request,
):
    assert paper
    request.getfixturevalue("official_case")
    with actor(role, OTHER):
        seen = CaseAttachment.objects.defer("sealed").count()
    assert seen == (1 if role in {*WORKS, Role.OVERSIGHT} else 0)


def test_it_lies_sealed_for_its_own_row(actor, paper):
    with actor(Role.INVESTIGATOR, OTHER):
        kept = CaseAttachment.objects.get(id=paper)
    assert b"%PDF" not in bytes(kept.sealed)
    assert sealing.open_file(kept) == PDF
    kept.id = sealing.uuid4()
    with pytest.raises(sealing.CannotOpenError):
        sealing.open_file(kept)


def test_a_file_of_the_first_format_opens_in_its_row_alone(actor, paper):
    with actor(Role.INVESTIGATOR, OTHER):
        kept = CaseAttachment.objects.get(id=paper)
    ring = Fernet(base64.urlsafe_b64encode(keyring.load_keyring().sign_in))
    kept.sealed = ring.encrypt(kept.id.bytes + PDF)
    assert sealing.open_file(kept) == PDF
    kept.id = sealing.uuid4()
    with pytest.raises(sealing.CannotOpenError):
        sealing.open_file(kept)


def test_its_giver_takes_it_back_within_a_day_and_nobody_else(
    sign_in,
    case,
    paper,
    actor,
):
    address = page("open_case_attachment", case, paper)
    assert b'value="remove"' in sign_in(Role.INVESTIGATOR, OTHER).get(address).content
    prosecutor = sign_in(Role.PROSECUTOR, OTHER)
    assert b'value="remove"' not in prosecutor.get(address).content
    assert prosecutor.post(address, {"do": "remove"}).status_code == 404
    assert (
        sign_in(Role.INVESTIGATOR, OTHER).post(address, {"do": "remove"}).status_code
        == 302
    )
    with actor(Role.INVESTIGATOR, OTHER):
        assert CaseAttachment.objects.count() == 0


def test_nothing_of_it_is_changed_in_place(actor, paper):
    with (
        actor(Role.INVESTIGATOR, OTHER),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        CaseAttachment.objects.filter(id=paper).update(what="photo")


def test_another_case_does_not_open_it(
    sign_in,
    actor,
    now,
    paper,
):
    from sala.prosecution import actions as prosecution

    with actor(Role.INVESTIGATOR, OTHER) as by:
        another = prosecution.open_case(
            by=by,
            at=now,
            facts=prosecution.CaseFindings(),
        )
    client = sign_in(Role.INVESTIGATOR, OTHER)
    assert client.post(page("open_case_attachment", another, paper)).status_code == 404
