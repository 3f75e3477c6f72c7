"""The country's assessment: judged, with evidence, approved by two, compared with last year."""

import hashlib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.figures.models import Snapshot
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.partnership import actions
from sala.partnership.models import Assessment, AssessmentEntry, AssessmentText
from sala.partnership.queries import assessments as queries
from sala.partnership.queries.items import item_codes
from sala.partnership.queries.worklist import worklist_items
from sala.partnership.rules import assessments as rules

YEAR = 2018
DECREE = actions.CitedDocument("Decree 245/PM", "Article 3")


def judge(
    by,
    now,
    key,
    item,
    verdict="met",
    seen=0,
    reasons="The penal code says so.",
):
    told = actions.JudgementInput(verdict, reasons, seen)
    actions.judge_item(
        by=by,
        at=now,
        assessment=key,
        item=item,
        judgement=told,
    )


@pytest.fixture
def draft(actor, now):
    """An assessment of a year by the agency `own`: the key."""
    with actor(Role.ANALYST) as by:
        return actions.open_assessment(
            by=by,
            at=now,
            year=YEAR,
        )


@pytest.fixture
def whole(actor, now, draft):
    """An assessment in which everything is judged and has evidence."""
    with actor(Role.ANALYST) as by:
        for code in item_codes():
            actions.cite_document(
                by=by,
                at=now,
                assessment=draft,
                item=code,
                cited=DECREE,
            )
            judge(by, now, draft, code)
    return draft


def approve(by, now, key):
    page = queries.load_assessment(by=by, key=key)
    return actions.approve_assessment(
        by=by,
        at=now,
        assessment=key,
        seen=page.digest,
    )


@pytest.fixture
def approved(actor, now, whole):
    """An assessment that two people approved."""
    with actor(Role.ANALYST) as by:
        approve(by, now, whole)
    with actor(Role.OVERSIGHT) as by:
        approve(by, now, whole)
    return whole


@pytest.fixture
def snapshot(actor, now):
    """Frozen figures of the year that two people stand by: the key."""
    with actor(Role.ANALYST) as by:
        said = {
            "facts_hash": "0" * 64,
            "definitions": "1",
            "figures": [],
            "reason": "first",
        }
        made = {
            "agency_id": by.agency,
            "prepared_by_id": by.user,
            "prepared_at": now,
        }
        frozen = Snapshot.objects.create(year=YEAR, **said, **made)
    with actor(Role.OVERSIGHT) as by:
        Snapshot.objects.filter(id=frozen.id).update(
            approved_by_id=by.user,
            approved_at=now,
        )
    return frozen.id


VERDICTS = st.sampled_from(["", *rules.VERDICTS])


@given(VERDICTS, VERDICTS)
def test_what_was_not_assessed_is_neither_better_nor_worse(before, after):
    found = rules.judgement_change(before, after)
    assert (found == "") == ({before, after} & {"", "not_assessed"} != set())
    assert found != "better" or rules.judgement_change(after, before) == "worse"


@given(VERDICTS, st.integers(0, 3))
def test_nothing_counts_as_met_with_nothing_to_check(verdict, evidence):
    gap = rules.has_gap(verdict, evidence)
    assert gap == (not verdict or (verdict in {"met", "partly"} and not evidence))


@given(st.lists(VERDICTS))
def test_every_item_is_counted_once(verdicts):
    assert sum(rules.count_verdicts(verdicts).values()) == len(verdicts)


@pytest.mark.django_db
def test_an_item_is_judged_with_reasons_and_its_evidence(actor, now, draft):
    with actor(Role.ANALYST) as by:
        judge(
            by,
            now,
            draft,
            "I01",
            "partly",
        )
        actions.cite_document(
            by=by,
            at=now,
            assessment=draft,
            item="I01",
            cited=DECREE,
        )
        figure = actions.CitedFigure("convictions_persons", YEAR)
        actions.cite_figures(
            by=by,
            at=now,
            assessment=draft,
            item="I01",
            figures=[figure],
        )
        row = queries.load_assessment(by=by, key=draft).item("I01")
        assert (row.verdict, row.gap, [e.kind for e in row.evidence]) == (
            "partly",
            False,
            ["document", "figure"],
        )
        with pytest.raises(ChangedMeanwhileError):
            judge(
                by,
                now,
                draft,
                "I01",
                "met",
            )
        judge(
            by,
            now,
            draft,
            "I01",
            "met",
            seen=row.seen,
        )
        for piece in row.evidence:
            actions.remove_evidence(
                by=by,
                at=now,
                assessment=draft,
                item="I01",
                evidence=piece.id,
            )
        row = queries.load_assessment(by=by, key=draft).item("I01")
        assert (row.verdict, row.evidence, row.gap) == ("met", (), True)
        with pytest.raises(Assessment.DoesNotExist):
            actions.remove_evidence(
                by=by,
                at=now,
                assessment=draft,
                item="I01",
                evidence=piece.id,
            )


@pytest.mark.django_db
def test_a_figure_is_given_once_and_a_frozen_one_takes_its_place(
    actor,
    now,
    draft,
    snapshot,
):
    with actor(Role.ANALYST) as by:
        loose, frozen = (
            actions.CitedFigure("shelters", YEAR, s) for s in (None, snapshot)
        )
        said = {
            "by": by,
            "at": now,
            "assessment": draft,
            "item": "I02",
        }
        actions.cite_figures(figures=[loose], **said)
        with pytest.raises(ValidationError):
            actions.cite_figures(figures=[loose], **said)
        actions.cite_figures(figures=[frozen], **said)
        (piece,) = queries.load_assessment(by=by, key=draft).item("I02").evidence
        assert piece.snapshot == frozen.snapshot


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("verdict", {"verdict": "perhaps"}),
        ("verdict", {"verdict": ""}),
        ("reasons", {"reasons": " "}),
        ("reasons", {"verdict": "not_assessed", "reasons": ""}),
    ],
)
def test_a_judgement_that_cannot_be_names_the_field(
    field,
    said,
    actor,
    now,
    draft,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            judge(
                by,
                now,
                draft,
                "I01",
                **said,
            )
        assert set(refused.value.message_dict) == {field}
        with pytest.raises(Assessment.DoesNotExist):
            judge(by, now, draft, "I13")
        assert not AssessmentEntry.objects.exists()


@pytest.mark.django_db
def test_two_people_approve_the_same_text_for_good(actor, now, approved):
    with actor(Role.CASE_WORKER, "other") as by:
        page = queries.load_assessment(by=by, key=approved)
        assert page.row.state == "approved"
        assert (page.row.first.name, page.row.second.role) == (
            "Secretariat analyst own",
            Role.OVERSIGHT,
        )
        text = AssessmentText.objects.get(assessment_id=approved)
        assert (
            text.digest
            == hashlib.sha256(text.content.encode()).hexdigest()
            == page.digest
        )
    with actor(Role.ANALYST) as by:
        with pytest.raises(NotAllowedError):
            judge(
                by,
                now,
                approved,
                "I01",
                "not_met",
            )
        with pytest.raises(RefusedError):
            approve(by, now, approved)
        with pytest.raises(DatabaseError, match="not edited"), transaction.atomic():
            added(by, now, approved)


def added(by, now, key, **changes):
    said = {
        "item": "I01",
        "kind": "judged",
        "verdict": "met",
        "reasons": "x",
    } | changes
    AssessmentEntry.objects.create(
        assessment_id=key,
        made_by_id=by.user_id,
        made_at=now,
        **said,
    )


@pytest.mark.django_db
def test_whoever_worked_on_it_is_not_the_second_and_gaps_and_loose_figures_stop_it(
    actor,
    now,
    whole,
):
    with actor(Role.ANALYST) as by:
        figure = actions.CitedFigure("shelters", YEAR)
        actions.cite_figures(
            by=by,
            at=now,
            assessment=whole,
            item="I02",
            figures=[figure],
        )
        assert queries.load_assessment(by=by, key=whole).approve.reason == "not_frozen"
        row = queries.load_assessment(by=by, key=whole).item("I02")
        for piece in row.evidence:
            actions.remove_evidence(
                by=by,
                at=now,
                assessment=whole,
                item="I02",
                evidence=piece.id,
            )
        assert queries.load_assessment(by=by, key=whole).approve.reason == "gaps"
        judge(
            by,
            now,
            whole,
            "I02",
            "not_met",
            seen=row.seen,
        )
    with actor(Role.OVERSIGHT) as by:
        assert approve(by, now, whole) == "half_approved"
        assert queries.load_assessment(by=by, key=whole).approve.reason == "same"
    with actor(Role.ANALYST) as by:
        assert queries.load_assessment(by=by, key=whole).approve.reason == "worked"
        page = queries.load_assessment(by=by, key=whole)
        text = AssessmentText.objects.get()
        with pytest.raises(DatabaseError, match="not its second"), transaction.atomic():
            AssessmentText.objects.filter(id=text.id).update(
                second_by_id=by.user_id,
                second_role=by.role,
                second_agency_id=by.agency_id,
                second_at=now,
            )
        judge(
            by,
            now,
            whole,
            "I02",
            "not_met",
            seen=page.item("I02").seen,
            reasons="Again.",
        )
        assert queries.load_assessment(by=by, key=whole).row.state == "draft", (
            "an edit undoes the first"
        )
    with actor(Role.ANALYST, "other") as by:
        with pytest.raises(ChangedMeanwhileError):
            actions.approve_assessment(
                by=by,
                at=now,
                assessment=whole,
                seen=page.digest,
            )


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST, Role.OVERSIGHT}))
def test_a_draft_is_not_there_for_others(
    role,
    actor,
    sign_in,
    now,
    draft,
):
    with actor(role) as by:
        assert queries.load_assessments(by=by) == []
        assert Assessment.objects.count() == AssessmentEntry.objects.count() == 0
        with pytest.raises(RefusedError):
            judge(by, now, draft, "I01")
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            added(by, now, draft)
    page = reverse("show_assessment", args=[draft])
    assert sign_in(role).get(page).status_code == 404


@pytest.mark.django_db
def test_another_agency_and_a_stranger_row_change_nothing(
    actor,
    now,
    draft,
    whole,
):
    with actor(Role.ANALYST, "other") as by:
        with pytest.raises(Assessment.DoesNotExist):
            judge(by, now, draft, "I01")
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            added(by, now, draft)
    with actor(Role.ANALYST) as by:
        other = AssessmentEntry.objects.filter(item="I02", kind="document").first()
        with pytest.raises(DatabaseError, match="only evidence"), transaction.atomic():
            added(
                by,
                now,
                draft,
                kind="removed",
                verdict="",
                removes_id=other.id,
            )
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            AssessmentEntry.objects.update(verdict="met")
        with pytest.raises(DatabaseError, match="hash"), transaction.atomic():
            forged(
                by,
                now,
                draft,
                content="{}",
                digest="0" * 64,
            )
        digest = hashlib.sha256(b"{}").hexdigest()
        with (
            pytest.raises(DatabaseError, match="edited meanwhile"),
            transaction.atomic(),
        ):
            forged(
                by,
                now,
                draft,
                content="{}",
                digest=digest,
                entries=3,
            )


def forged(by, now, key, **said):
    AssessmentText.objects.create(
        **{"entries": 32, **said},
        assessment_id=key,
        first_by_id=by.user_id,
        first_role=by.role,
        first_agency_id=by.agency_id,
        first_at=now,
    )


def forge(by, now, key, **said):
    """Approve first, in SQL of one's own, a text that the assessment does not say."""
    content = '{"year": 2018, "items": []}'
    digest = hashlib.sha256(content.encode()).hexdigest()
    forged(
        by,
        now,
        key,
        content=content,
        digest=digest,
        **said,
    )


@pytest.mark.django_db
def test_a_text_that_the_assessment_does_not_say_is_no_approval_of_it(
    actor,
    now,
    whole,
):
    with actor(Role.ANALYST) as by:
        forge(by, now, whole)
    with actor(Role.OVERSIGHT) as by:
        page = queries.load_assessment(by=by, key=whole)
        assert (page.row.state, page.row.first) == ("draft", None)
        assert [row.state for row in queries.load_assessments(by=by)] == ["draft"]
        assert queries.waiting_for(by=by) == []
        assert approve(by, now, whole) == "half_approved", (
            "it is the first, and no second"
        )
        assert not AssessmentText.objects.filter(second_at__isnull=False).exists()


@pytest.mark.django_db
def test_the_second_signs_what_they_read_and_no_text_that_came_later(actor, now, whole):
    with actor(Role.ANALYST) as by:
        approve(by, now, whole)
        first = AssessmentText.objects.get()
    with actor(Role.ANALYST, "other") as by:
        forge(by, now + timedelta(seconds=1), whole)
    with actor(Role.OVERSIGHT) as by:
        page = queries.load_assessment(by=by, key=whole)
        assert (page.row.state, page.row.first.user) == (
            "half_approved",
            first.first_by_id,
        )
        approve(by, now, whole)
        signed = AssessmentText.objects.get(second_at__isnull=False)
        assert (signed.id, signed.digest) == (first.id, page.digest)


@pytest.mark.django_db
def test_the_next_year_is_compared_and_a_new_version_says_why(actor, now, approved):
    with actor(Role.ANALYST) as by:
        for year, reason, field in ((YEAR, "", "reason"), (2199, "", "year")):
            with pytest.raises(ValidationError) as refused:
                actions.open_assessment(
                    by=by,
                    at=now,
                    year=year,
                    reason=reason,
                )
            assert set(refused.value.message_dict) == {field}
        later = actions.open_assessment(
            by=by,
            at=now,
            year=YEAR,
            reason="A court published more.",
        )
        assert queries.load_assessment(by=by, key=later).row.version == 2
        with pytest.raises(ValidationError):
            actions.open_assessment(
                by=by,
                at=now,
                year=YEAR,
                reason="Again.",
            )
        following = actions.open_assessment(
            by=by,
            at=now,
            year=YEAR + 1,
        )
        judge(
            by,
            now,
            following,
            "I01",
            "partly",
        )
        page = queries.load_assessment(by=by, key=following)
        assert page.before.version == 2, "the last version of the year before"
        judge(
            by,
            now,
            later,
            "I01",
            "met",
        )
        page = queries.load_assessment(by=by, key=following)
        assert (page.item("I01").before, page.item("I01").change) == ("met", "worse")
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            Assessment.objects.create(
                year=2001,
                version=2,
                follows_id=following,
                reason="x",
                agency_id=by.agency_id,
                opened_by_id=by.user_id,
                opened_at=now,
            )


@pytest.mark.django_db
def test_the_second_approval_waits_on_the_start_page(actor, now, whole):
    url = reverse("list_assessments")

    def found(by):
        return [
            line.number
            for line in worklist_items(by=by, today=now.date())
            if line.url == url
        ]

    with actor(Role.ANALYST) as by:
        approve(by, now, whole)
        assert found(by) == []
    with actor(Role.OVERSIGHT) as by:
        assert found(by) == [1]
        approve(by, now, whole)
        assert found(by) == []


@pytest.mark.django_db
def test_the_pages_open_judge_give_and_approve(
    sign_in,
    actor,
    now,
    whole,
):
    client = sign_in(Role.ANALYST)
    made = client.post(reverse("open_assessment"), {"year": str(YEAR + 1)})
    page = made.url
    assert "Not judged yet" in client.get(page).content.decode()
    item = f"{page}I07/"
    form = client.get(item).context["form"]
    sent = {
        "verdict": "met",
        "reasons": "Two officials were tried.",
        "version": "1",
    }
    sent |= {"version": form["version"].value()}
    assert client.post(item, {**sent, "reasons": ""}).status_code == 200
    assert client.post(item, sent).status_code == 302
    late = client.post(item, {**sent, "verdict": "partly"})
    assert late.context["overtaken"] is not None
    assert client.post(f"{item}document/", {"document": "Decree 1"}).status_code == 302
    shown = client.get(item).content.decode()
    assert "Decree 1" in shown
    piece = shown.split('name="evidence" value="')[1].split('"')[0]
    assert client.post(item, {"evidence": "0"}).status_code == 404
    assert client.post(item, {"evidence": piece}).status_code == 302
    assert "Decree 1" not in client.get(item).content.decode()
    assert client.get(f"{page}I13/").status_code == 404
    done = reverse("show_assessment", args=[whole])
    digest = client.get(done).context["page"].digest
    client.post(done, {"digest": "another"})
    client.post(done, {"digest": digest})
    oversight = sign_in(Role.OVERSIGHT)
    assert "second of two" in oversight.get(done).content.decode()
    oversight.post(done, {"digest": digest})
    reader = sign_in(Role.CASE_WORKER, "other").get(done).content.decode()
    assert "Approved by:" in reader
    assert "Judge and give evidence" not in reader
