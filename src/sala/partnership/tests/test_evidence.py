"""The documents that are evidence: who reads them, what two people approve of them, for how long."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.queries import LedgerSearch, ledger_page
from sala.access.roles import Role
from sala.desk import attachments
from sala.kit.states import ChangedMeanwhileError
from sala.kit.tests.test_uploaded_files import PDF, SECRET, drawn
from sala.kit.uploaded_files import SentFile, checked_file, file_digest
from sala.partnership import actions
from sala.partnership.models import (
    Assessment,
    AssessmentEntry,
    EvidenceFile,
    RecommendationStep,
)
from sala.partnership.policy import WORKS
from sala.partnership.queries import assessments as queries
from sala.partnership.queries import recommendations
from sala.partnership.queries.evidence import evidence_file
from sala.partnership.queries.items import item_codes
from sala.vault.sealed_places import CannotOpenError

pytestmark = pytest.mark.django_db
YEAR = 2018
PAPER = SentFile("pdf", PDF)
DECREE = actions.CitedDocument("Decree 245/PM", "Article 3", file=PAPER)


def give(
    by,
    now,
    key,
    item="I02",
    cited=DECREE,
):
    actions.cite_document(
        by=by,
        at=now,
        assessment=key,
        item=item,
        cited=cited,
    )


def approve(by, now, key):
    page = queries.load_assessment(by=by, key=key)
    return actions.approve_assessment(
        by=by,
        at=now,
        assessment=key,
        seen=page.digest,
    )


def pieces(by, key, item="I02"):
    return queries.load_assessment(by=by, key=key).item(item).evidence


@pytest.fixture
def draft(actor, now):
    """A draft in which everything is judged, and one item rests on an attached decree."""
    with actor(Role.ANALYST) as by:
        key = actions.open_assessment(
            by=by,
            at=now,
            year=YEAR,
        )
        for code in item_codes():
            told = actions.JudgementInput("partly", "The decree says so.", 0)
            actions.judge_item(
                by=by,
                at=now,
                assessment=key,
                item=code,
                judgement=told,
            )
            give(
                by,
                now,
                key,
                code,
                DECREE if code == "I02" else actions.CitedDocument("A law"),
            )
    return key


@pytest.fixture
def decree(actor, draft):
    """The decree's file."""
    with actor(Role.ANALYST) as by:
        return pieces(by, draft)[0].file.id


@pytest.fixture
def answer(actor, now, recommendation):
    """`answer(by)` reports a step of the answer, with its paper."""

    def report(by, at=now, **changes):
        day = now.date() - timedelta(days=2)
        told = {
            "move": "take_up",
            "happened_on": day,
            "step": 0,
        } | changes
        step = actions.RecommendationAnswer(
            **{
                "evidence": "Minutes 12",
                "file": PAPER,
                **told,
            },
        )
        actions.answer_recommendation(
            by=by,
            at=at,
            recommendation=recommendation,
            answer=step,
        )
        return EvidenceFile.objects.values_list("id", flat=True).get(
            step__number=told["step"] + 2,
        )

    return report


def test_a_document_lies_sealed_with_its_evidence_and_its_opening_is_told(
    actor,
    draft,
    decree,
):
    with actor(Role.ANALYST) as by:
        kept = EvidenceFile.objects.get(id=decree)
        assert b"%PDF" not in bytes(kept.sealed)
        assert kept.entry.file_hash == file_digest(PDF) == PAPER.digest
        assert actions.open_file(by=by, file=decree) == PAPER
        assert [
            e.file is None for c in item_codes() for e in pieces(by, draft, c)
        ].count(
            False,
        ) == 1
    with actor(Role.OVERSIGHT) as by:
        assert actions.open_file(by=by, file=decree) == PAPER
        for action in ("file_added", "file_opened"):
            rows, _more = ledger_page(
                by=by,
                search=LedgerSearch(action=f"partnership.{action}"),
            )
            assert {row.subject for row in rows} == {str(decree)}
            assert file_digest(PDF) in rows[0].detail


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("side", ["own", "other"])
def test_whoever_reads_the_assessment_opens_its_documents_and_nobody_else(
    role,
    side,
    actor,
    sign_in,
    now,
    draft,
    decree,
):
    reads = role in {Role.ANALYST, Role.OVERSIGHT}
    page = reverse("open_evidence_file", args=[decree])
    with actor(role, side) as by:
        assert EvidenceFile.objects.defer("sealed").count() == int(reads)
        assert (
            evidence_file(
                by=by,
                at=now,
                key=decree,
            )
            is not None
        ) == reads
    client = sign_in(role, side)
    for answered in (client.get(page), client.post(page)):
        assert answered.status_code == (200 if reads else 404)
    with actor(Role.ANALYST) as by:
        approve(by, now, draft)
    with actor(Role.OVERSIGHT) as by:
        approve(by, now, draft)
    assert client.post(page).content == PDF, "everybody reads what two people approved"


def test_a_document_given_after_the_first_approval_undoes_it(actor, now, draft):
    with actor(Role.ANALYST) as by:
        before = approve(by, now, draft) and queries.load_assessment(by=by, key=draft)
        assert before.row.state == "half_approved"
        assert PAPER.digest in before.content
        give(
            by,
            now,
            draft,
            "I03",
            actions.CitedDocument("A photograph", file=PAPER),
        )
    with actor(Role.OVERSIGHT) as by:
        assert queries.load_assessment(by=by, key=draft).row.state == "draft"
        with pytest.raises(ChangedMeanwhileError):
            actions.approve_assessment(
                by=by,
                at=now,
                assessment=draft,
                seen=before.digest,
            )


def test_the_same_words_with_another_document_are_another_text(actor, now, draft):
    with actor(Role.ANALYST) as by:
        before = queries.load_assessment(by=by, key=draft)
        piece = before.item("I02").evidence[0]
        for file in (checked_file(drawn()), None, PAPER):
            actions.remove_evidence(
                by=by,
                at=now,
                assessment=draft,
                item="I02",
                evidence=piece.id,
            )
            give(
                by,
                now,
                draft,
                cited=actions.CitedDocument("Decree 245/PM", "Article 3", file=file),
            )
            piece = pieces(by, draft)[0]
            now_said = queries.load_assessment(by=by, key=draft).digest
            assert (now_said == before.digest) == (file == PAPER)


def test_what_is_taken_back_is_gone_and_its_hash_stays(
    actor,
    sign_in,
    now,
    draft,
    decree,
):
    with actor(Role.ANALYST) as by:
        (piece,) = pieces(by, draft)
        actions.remove_evidence(
            by=by,
            at=now,
            assessment=draft,
            item="I02",
            evidence=piece.id,
        )
        assert not EvidenceFile.objects.exists()
        assert AssessmentEntry.objects.get(id=piece.id).file_hash == PAPER.digest
        with pytest.raises(EvidenceFile.DoesNotExist):
            actions.open_file(by=by, file=decree)
    assert (
        sign_in(Role.ANALYST)
        .get(reverse("open_evidence_file", args=[decree]))
        .status_code
        == 404
    )


def test_a_document_of_an_approved_assessment_is_there_for_good(
    actor,
    now,
    draft,
    decree,
):
    with actor(Role.ANALYST) as by:
        approve(by, now, draft)
    with actor(Role.OVERSIGHT) as by:
        approve(by, now, draft)
    with actor(Role.ANALYST) as by:
        entry = AssessmentEntry.objects.get(file=decree)
        with pytest.raises(EvidenceFile.DoesNotExist):
            actions.take_back_file(by=by, file=decree)
        bare = AssessmentEntry.objects.filter(assessment_id=draft, item="I03").last()
        for of in (entry, bare):
            with (
                pytest.raises(DatabaseError, match="row-level security"),
                transaction.atomic(),
            ):
                attached(by, now, entry_id=of.id)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            EvidenceFile.objects.update(kind="jpeg")


def attached(
    by,
    at,
    content=PDF,
    what="assessment",
    **of,
):
    return attachments.keep_file(
        EvidenceFile,
        by=by,
        at=at,
        what=what,
        file=SentFile("pdf", content),
        **of,
    )


def test_nobody_attaches_to_what_another_said_or_what_says_of_no_file(
    actor,
    now,
    draft,
    answer,
):
    with actor(Role.CASE_WORKER) as by:
        answer(by)
        step, entry = RecommendationStep.objects.get(opening=False), None
    with actor(Role.ANALYST) as by:
        entry = AssessmentEntry.objects.get(
            assessment_id=draft,
            item="I03",
            kind="document",
        )
        for of in (
            {"entry_id": entry.id},
            {"step_id": step.id, "what": "recommendation"},
        ):
            with (
                pytest.raises(DatabaseError, match="row-level security"),
                transaction.atomic(),
            ):
                attached(by, now, **of)
    with actor(Role.ANALYST, "other") as by:
        said = AssessmentEntry.objects.get(
            assessment_id=draft,
            item="I02",
            kind="document",
        )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            attached(by, now, entry_id=said.id)


def test_another_document_in_its_place_does_not_open(actor, now, answer):
    with actor(Role.CASE_WORKER) as by:
        first = answer(by)
        step = RecommendationStep.objects.get(opening=False)
        actions.take_back_file(by=by, file=first)
        other = attached(
            by,
            now,
            PDF + b"\n",
            "recommendation",
            step_id=step.id,
        )
        with pytest.raises(CannotOpenError):
            actions.open_file(by=by, file=other)


def test_an_answer_carries_its_document_and_its_giver_takes_it_back_within_a_day(
    actor,
    now,
    answer,
    recommendation,
):
    with actor(Role.CASE_WORKER) as by:
        key = answer(by)
        (step,) = recommendations.load_recommendation(by=by, key=recommendation).steps
        assert (step.file.id, step.file_hash) == (key, PAPER.digest)
        assert evidence_file(
            by=by,
            at=now,
            key=key,
        ).may_take_back
        assert not evidence_file(
            by=by,
            at=now + timedelta(hours=25),
            key=key,
        ).may_take_back
    with actor(Role.SUPERVISOR, "other") as by:
        assert not evidence_file(
            by=by,
            at=now,
            key=key,
        ).may_take_back
        assert actions.open_file(by=by, file=key) == PAPER, "every role reads answers"
        with pytest.raises(EvidenceFile.DoesNotExist):
            actions.take_back_file(by=by, file=key)
    with actor(Role.CASE_WORKER) as by:
        actions.take_back_file(by=by, file=key)
        (step,) = recommendations.load_recommendation(by=by, key=recommendation).steps
        assert (step.file, step.file_hash, step.evidence) == (
            None,
            PAPER.digest,
            "Minutes 12",
        )


@pytest.mark.parametrize("role", sorted(set(Role) - WORKS))
def test_who_records_no_work_attaches_nothing(
    role,
    actor,
    answer,
    draft,
    now,
):
    with actor(role) as by:
        with pytest.raises(RefusedError):
            answer(by)
        with pytest.raises((RefusedError, Assessment.DoesNotExist)):
            give(by, now, draft)


def test_a_file_without_words_names_the_field(actor, answer):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            answer(by, evidence=" ")
        assert set(refused.value.message_dict) == {"evidence"}
        assert not EvidenceFile.objects.exists()


def sent_to(client, page, **files):
    """What a form on this page answers to files of these names."""
    given = {name: SimpleUploadedFile("x.html", raw) for name, raw in files.items()}
    return client.post(page, {"document": "Decree 245/PM", **given})


def test_the_pages_take_show_and_hand_out_a_document(
    sign_in,
    actor,
    draft,
    decree,
):
    client = sign_in(Role.ANALYST)
    item = reverse("judge_item", args=[draft, "I07"])
    form = f"{item}document/"
    assert 'enctype="multipart/form-data"' in client.get(form).content.decode()
    for wrong in (SECRET, b"PK\x03\x04", b""):
        assert sent_to(client, form, file=wrong).context["form"].errors["file"]
    assert sent_to(client, form, file=drawn() + SECRET).status_code == 302
    with actor(Role.ANALYST) as by:
        (piece,) = [e for e in pieces(by, draft, "I07") if e.file]
    page = reverse("open_evidence_file", args=[piece.file.id])
    for shown in (item, reverse("show_assessment", args=[draft])):
        assert page in client.get(shown).content.decode()
    told = client.get(page).content.decode()
    assert (piece.file_hash in told, 'value="remove"' in told) == (True, False)
    opened = client.post(page)
    assert (opened["Content-Type"], SECRET in opened.content) == ("image/jpeg", False)
    assert file_digest(opened.content) == piece.file_hash
    start = f'attachment; filename="assessment-{YEAR}-I07-'
    assert opened["Content-Disposition"].startswith(start)
    assert opened["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client.post(page, {"do": "remove"}).status_code == 404, (
        "it goes with the evidence"
    )


def test_the_page_of_a_recommendation_takes_a_document_and_takes_it_back(
    sign_in,
    actor,
    recommendation,
):
    client = sign_in(Role.CASE_WORKER)
    page = reverse("show_recommendation", args=[recommendation])
    form = client.get(page).context["form"]
    day = {
        "happened_on_day": "1",
        "happened_on_month": "2",
        "happened_on_year": "2020",
    }
    sent = (
        {n: form[n].value() for n in ("version", "base", "step")}
        | day
        | {"move": "take_up"}
    )
    refused = client.post(page, sent | {"file": SimpleUploadedFile("x.pdf", PDF)})
    assert "Say which document the file is." in refused.content.decode()
    sent |= {"evidence": "Minutes 12", "file": SimpleUploadedFile("x.pdf", PDF)}
    assert client.post(page, sent).status_code == 302
    with actor(Role.CASE_WORKER):
        file = reverse("open_evidence_file", args=[EvidenceFile.objects.get().id])
    assert file in client.get(page).content.decode()
    assert client.post(file).content == PDF
    assert 'value="remove"' in client.get(file).content.decode()
    assert client.post(file, {"do": "remove"}).url == page
    assert "Its file was taken back." in client.get(page).content.decode()


def test_no_list_loads_what_is_in_the_documents(
    actor,
    now,
    draft,
    decree,
    answer,
    recommendation,
):
    with actor(Role.ANALYST) as by:
        answer(by)
        with CaptureQueriesContext(connection) as asked:
            assert pieces(by, draft)[0].file.id == decree
            assert (
                recommendations.load_recommendation(by=by, key=recommendation)
                .steps[0]
                .file
            )
            assert evidence_file(
                by=by,
                at=now,
                key=decree,
            )
        assert [q["sql"] for q in asked if '"sealed"' in q["sql"]] == []
