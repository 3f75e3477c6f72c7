"""A report's tier and recommendations, taken over with a few clicks and recognised next year."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.narrative import actions
from sala.narrative.actions.taking_over import (
    ConfirmedRecommendation,
    ConfirmedTier,
    take_over,
)
from sala.narrative.models import PublishedReport
from sala.narrative.queries import taking_over as queries
from sala.partnership import actions as partnership
from sala.partnership.models import Recommendation
from sala.partnership.queries import recommendations, threads, tiers
from sala_reader import read_report
from sala_reader.tests.annotated import text_named

BEFORE = "Screen returning migrants for signs of trafficking."
TEXT = text_named("LAO-2019")


@pytest.fixture
def kept(actor, now):
    """The report of 2019, read; and what reports of 2018 recommended."""
    with actor(Role.ANALYST) as by:
        told = read_report(
            TEXT,
            country="LAO",
            year=2019,
        )
        key = actions.keep_reading(
            by=by,
            at=now,
            reading=told,
            title="LAO-2019.txt",
        )
        third = queries.to_take_over(by=by, key=key).offers[2].text
        earlier = [
            partnership.RecommendationInput("TIP Report", 2018, 1, {"en": BEFORE}),
            partnership.RecommendationInput(
                "TIP Report",
                2018,
                3,
                {"en": f"Also {third}"},
                "high",
            ),
        ]
        partnership.take_over_recommendations(
            by=by,
            at=now,
            recommended=earlier,
        )
    return key


@pytest.mark.django_db
def test_what_is_like_an_earlier_one_is_proposed_with_how_much(actor, kept):
    with actor(Role.ANALYST) as by:
        page = queries.to_take_over(by=by, key=kept)
    assert (page.year, page.tier, page.tier_kept, page.source) == (
        2019,
        "2WL",
        False,
        "TIP Report",
    )
    assert len(page.offers) == 10
    like = page.offers[2]
    assert (like.like.year, like.like.number) == (2018, 3)
    assert 80 < like.alike <= 100
    assert not any(offer.kept for offer in page.offers)


@pytest.mark.django_db
def test_two_clicks_keep_the_tier_and_every_recommendation(sign_in, actor, kept):
    client = sign_in(Role.ANALYST)
    report, page = (
        reverse(n, args=[kept]) for n in ("show_narrative", "take_over_report")
    )
    assert page in client.get(report).content.decode()
    form = client.get(page).context["form"]
    sent = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() not in {None, "", False}
    }
    assert client.post(page, sent | {"waiver": "no"}).status_code == 302
    with actor(Role.COURT_CLERK, "other") as by:
        table = threads.thread_table(by=by)
        (tier,) = tiers.load_tiers(by=by)
    assert (tier.year, tier.tier, tier.told.placed.waiver, tier.report) == (
        2019,
        "2WL",
        False,
        kept,
    )
    assert table.counted(2019)["new"] + table.counted(2019)["again"] == 10
    again = [row for row in table.threads if len(row.asked) == 2]
    assert {row.last.number for row in again} >= {3}
    assert next(row for row in again if row.last.number == 3).last.priority == "high"
    assert "Everything of this report is kept" in client.get(page).content.decode()


@pytest.mark.django_db
def test_a_person_may_say_otherwise(actor, now, kept):
    with actor(Role.ANALYST) as by:
        known = {
            r.number: r.id
            for r in recommendations.load_recommendations(by=by, year=2018)
        }
        chosen = [ConfirmedRecommendation(3), ConfirmedRecommendation(4, known[1])]
        take_over(
            by=by,
            at=now,
            report=kept,
            source="TIP Report",
            confirmed=chosen,
        )
        rows = {
            r.number: r for r in recommendations.load_recommendations(by=by, year=2019)
        }
        assert set(rows) == {3, 4}
        assert rows[3].repeats is None
        assert rows[4].repeats.number == 1
        assert not tiers.load_tiers(by=by)
        page = queries.to_take_over(by=by, key=kept)
        assert [bool(offer.kept) for offer in page.offers[:4]] == [
            False,
            False,
            True,
            True,
        ]


@pytest.mark.django_db
def test_what_cannot_be_taken_over_leaves_nothing_behind(actor, now, kept):
    said = {
        "at": now,
        "report": kept,
        "source": "TIP Report",
    }
    with actor(Role.ANALYST) as by:
        before = Recommendation.objects.count()
        with pytest.raises(ValidationError):
            take_over(
                by=by,
                confirmed=[],
                **said,
            )
        with pytest.raises(ValidationError):
            take_over(
                by=by,
                confirmed=[ConfirmedRecommendation(1)],
                tier=ConfirmedTier(automatic=True),
                **said,
            )
        assert not tiers.load_tiers(by=by)
        assert Recommendation.objects.count() == before
    with (
        actor(Role.ANALYST, "other") as by,
        pytest.raises(PublishedReport.DoesNotExist),
    ):
        take_over(
            by=by,
            confirmed=[ConfirmedRecommendation(1)],
            **said,
        )
    with actor(Role.OVERSIGHT) as by, pytest.raises(RefusedError):
        take_over(
            by=by,
            confirmed=[ConfirmedRecommendation(1)],
            **said,
        )


@pytest.mark.django_db
def test_a_report_about_another_country_is_not_taken_over(actor, sign_in, now):
    with actor(Role.ANALYST) as by:
        told = read_report(
            "Courts convicted 12 traffickers.",
            country="THA",
            year=2019,
        )
        key = actions.keep_reading(
            by=by,
            at=now,
            reading=told,
            title="THA",
        )
        assert queries.to_take_over(by=by, key=key) is None
    client = sign_in(Role.ANALYST)
    page = reverse("take_over_report", args=[key])
    assert client.get(page).status_code == 404
    assert (
        page not in client.get(reverse("show_narrative", args=[key])).content.decode()
    )
