"""Figures as evidence of the country's assessment: chosen by what the law asks, told by right."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.desk.approvals import signed_as
from sala.figures import actions as figures
from sala.figures import published_values, queries
from sala.figures.definitions import FIGURES
from sala.figures.indicia import EVIDENCE
from sala.figures.tests.conftest import YEAR
from sala.partnership import actions
from sala.partnership.models import AssessmentText
from sala.partnership.queries import assessments
from sala.partnership.queries.items import item_codes


def test_what_the_law_asks_data_on_is_figures_that_there_are():
    assert set(EVIDENCE) <= set(item_codes())
    assert {code for each in EVIDENCE.values() for code in each} <= set(FIGURES)
    assert all(len(set(each)) == len(each) for each in EVIDENCE.values())


@pytest.fixture
def draft(country, actor, now):
    with actor(Role.ANALYST) as by:
        return actions.open_assessment(
            by=by,
            at=now,
            year=YEAR,
        )


def piece(client, name, draft):
    return client.get(reverse(name, args=[draft, "I02"])).content.decode()


@pytest.mark.django_db
def test_figures_are_given_with_their_numbers_and_taken_from_frozen_ones(
    sign_in,
    actor,
    now,
    draft,
):
    client, page = sign_in(Role.ANALYST), reverse("cite_figures", args=[draft, "I02"])
    shown = client.get(page).content.decode()
    assert "Victims identified: 52" in shown
    assert "Nobody froze the figures of this year" in shown
    item = reverse("judge_item", args=[draft, "I02"])
    assert "Choose a figure" in client.post(page, {"year": str(YEAR)}).content.decode()
    sent = {
        "year": str(YEAR),
        "codes": ["victims_identified"],
        "other": "border_crossings",
    }
    assert client.post(page, sent | {"other": "nonsense"}).status_code == 200
    assert client.post(page, sent).url == item
    told = piece(client, "cited_figures", draft)
    assert ("52" in told, "as the facts are now" in told) == (True, True)
    assert (
        reverse("show_figure", args=["victims_identified"])
        in client.get(item).content.decode()
    )
    with actor(Role.ANALYST) as by:
        snapshot = figures.prepare_snapshot(
            by=by,
            at=now,
            year=YEAR,
        )
    with actor(Role.OVERSIGHT) as by:
        figures.approve_snapshot(
            by=by,
            at=now,
            snapshot=snapshot,
        )
    assert "Two people stand by" in client.get(page).content.decode()
    client.post(page, sent)
    with actor(Role.ANALYST) as by:
        evidence = assessments.load_assessment(by=by, key=draft).item("I02").evidence
        assert [e.snapshot for e in evidence] == [snapshot, snapshot]
    assert "frozen" in piece(client, "cited_figures", draft)


def judge_all(by, now, draft):
    """Find everything met, each by a document."""
    said = {
        "by": by,
        "at": now,
        "assessment": draft,
    }
    for code in item_codes():
        actions.cite_document(
            item=code,
            cited=actions.CitedDocument("Decree 1"),
            **said,
        )
        actions.judge_item(
            item=code,
            judgement=actions.JudgementInput("met", "So it is.", 0),
            **said,
        )


def frozen(actor, now, *, approved=True):
    """Frozen figures of the year, which two people stand by, or only one."""
    with actor(Role.ANALYST) as by:
        snapshot = figures.prepare_snapshot(
            by=by,
            at=now,
            year=YEAR,
        )
    if approved:
        with actor(Role.OVERSIGHT) as by:
            figures.approve_snapshot(
                by=by,
                at=now,
                snapshot=snapshot,
            )
    return snapshot


@pytest.mark.django_db
def test_who_may_not_see_small_groups_sees_none_of_them_as_evidence(
    sign_in,
    actor,
    now,
    draft,
):
    with actor(Role.ANALYST) as by:
        judge_all(by, now, draft)
    snapshot = frozen(actor, now)
    with actor(Role.ANALYST) as by:
        few = actions.CitedFigure("officials_convicted", YEAR, snapshot)
        actions.cite_figures(
            by=by,
            at=now,
            assessment=draft,
            item="I02",
            figures=[few],
        )
    with actor(Role.ANALYST, "other") as by:
        approve(by, now, draft)
    with actor(Role.OVERSIGHT) as by:
        approve(by, now, draft)
    assert "withheld" in piece(sign_in(Role.SUPERVISOR), "cited_figures", draft)
    page = sign_in(Role.CASE_WORKER).get(reverse("show_assessment", args=[draft]))
    assert page.status_code == 200
    assert (
        reverse("show_figure", args=["officials_convicted"])
        not in page.content.decode()
    )
    address = reverse("change_cited_figures", args=[draft, "I02"])
    assert sign_in(Role.ANALYST).get(address).status_code == 404, "it is approved"


def approve(by, now, draft):
    digest = assessments.load_assessment(by=by, key=draft).digest
    actions.approve_assessment(
        by=by,
        at=now,
        assessment=draft,
        seen=digest,
    )


@pytest.mark.django_db
def test_frozen_is_what_two_people_approved_of_that_year(actor, now, country):
    code = "victims_identified"
    snapshot = frozen(actor, now, approved=False)
    with actor(Role.ANALYST) as by:
        assert (
            published_values.approved_answer(
                by=by,
                key=snapshot,
                year=YEAR,
                code=code,
            )
            is None
        )
        assert queries.approved_answers(by=by, key=snapshot) is None
    with actor(Role.OVERSIGHT) as by:
        figures.approve_snapshot(
            by=by,
            at=now,
            snapshot=snapshot,
        )
        assert (
            published_values.approved_answer(
                by=by,
                key=snapshot,
                year=YEAR,
                code=code,
            ).value
            == 52
        )
        assert (
            published_values.approved_answer(
                by=by,
                key=snapshot,
                year=YEAR - 1,
                code=code,
            )
            is None
        )
        assert (
            published_values.approved_answer(
                by=by,
                key=uuid4(),
                year=YEAR,
                code=code,
            )
            is None
        )


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["nothing frozen", "another year", "not approved"])
def test_a_figure_is_not_given_as_frozen_where_it_is_not(
    wrong,
    actor,
    now,
    draft,
):
    snapshot = frozen(actor, now, approved=wrong != "not approved")
    year = YEAR - 1 if wrong == "another year" else YEAR
    cited = actions.CitedFigure(
        "victims_identified",
        year,
        uuid4() if wrong == "nothing frozen" else snapshot,
    )
    said = {
        "at": now,
        "assessment": draft,
        "item": "I02",
        "figures": [cited],
    }
    with (
        actor(Role.ANALYST) as by,
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        actions.cite_figures(by=by, **said)


@pytest.mark.django_db
def test_no_text_is_approved_in_sql_that_rests_on_figures_as_they_are_now(
    actor,
    now,
    draft,
):
    with actor(Role.ANALYST) as by:
        loose = actions.CitedFigure("victims_identified", YEAR)
        actions.cite_figures(
            by=by,
            at=now,
            assessment=draft,
            item="I02",
            figures=[loose],
        )
        page = assessments.load_assessment(by=by, key=draft)
        signed = {
            "content": page.content,
            "digest": page.digest,
            "entries": page.entries,
        }
        with (
            pytest.raises(DatabaseError, match="evidence_is_frozen"),
            transaction.atomic(),
        ):
            AssessmentText.objects.create(
                assessment_id=draft,
                **signed,
                **signed_as("first", by, now),
            )


def test_what_was_given_before_and_is_not_frozen_stops_the_approval(
    scratch,
    owner,
    actor,
    now,
):
    """The owner's own account stands outside the law on what is given, as what was there before."""
    with owner(), actor(Role.ANALYST) as by:
        draft = actions.open_assessment(
            by=by,
            at=now,
            year=YEAR,
        )
        judge_all(by, now, draft)
        cited = actions.CitedFigure("victims_identified", YEAR, uuid4())
        actions.cite_figures(
            by=by,
            at=now,
            assessment=draft,
            item="I02",
            figures=[cited],
        )
    with actor(Role.OVERSIGHT) as by:
        with pytest.raises(RefusedError) as refused:
            approve(by, now, draft)
        assert refused.value.decision.reason == "not_frozen"
        assert assessments.load_assessment(by=by, key=draft).row.state == "draft"


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["1", "2199", "x"])
def test_a_year_without_figures_is_not_there(year, sign_in, draft):
    page = reverse("cite_figures", args=[draft, "I02"])
    assert sign_in(Role.ANALYST).get(page, {"year": year}).status_code == 404
    assert sign_in(Role.ANALYST, "other").get(page).status_code == 404
    gone = reverse("cite_figures", args=[draft, "I13"])
    assert sign_in(Role.ANALYST).get(gone).status_code == 404
