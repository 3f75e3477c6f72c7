"""A report read into the house, reviewed figure by figure, and kept as the outside view."""

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.narrative import actions, queries, rules
from sala.narrative import labels as words
from sala.narrative.models import (
    FigureReview,
    NumberDismissal,
    PublishedReport,
    QuotedFigure,
)
from sala_reader import UNREAD_REASONS, measure_units, read_report
from sala_reader.tests.annotated import NAMES, text_named

TEXT = "Courts convicted 12 traffickers in 2018 (9 in 2017). Villages own 40 boats."


@pytest.fixture
def kept(actor, now):
    def keep(text=TEXT, **said):
        with actor(Role.ANALYST) as by:
            reading = read_report(text, **({"country": "LAO", "year": 2019} | said))
            return actions.keep_reading(
                by=by,
                at=now,
                reading=reading,
                title="pasted",
            )

    return keep


@pytest.mark.django_db
def test_a_report_is_kept_with_every_figure_to_review(actor, kept):
    key = kept(text_named("LAO-2019"))
    with actor(Role.ANALYST) as by:
        (line,) = queries.published_reports(by=by)
        row = queries.published_report(by=by, key=key)
    assert (line.country, line.report_year, line.tier) == ("LAO", 2019, "2WL")
    assert line.figures == line.waiting_count == len(row.figures) > 50
    assert all(row.text[f.start : f.end] == f.quote for f in row.figures)
    assert len(row.recommendations) == 10


@pytest.mark.django_db
def test_the_latest_word_holds_and_the_earlier_stays(actor, now, kept):
    key = kept()
    with actor(Role.ANALYST) as by:
        first = queries.published_report(by=by, key=key).figures[0]
        actions.review_figure(
            by=by,
            at=now,
            figure=first.id,
            verdict="accepted",
        )
        assert [
            f.value
            for f in queries.outside_view(
                by=by,
                country="LAO",
                year=2018,
            )
        ] == [12]
        actions.review_figure(by=by, at=now, figure=first.id, verdict="corrected",
                              measure="prosecutions_persons", value=13, year=2018)  # fmt: skip
        (held,) = queries.outside_view(
            by=by,
            country="LAO",
            year=2018,
        )
        assert (held.measure, held.value) == ("prosecutions_persons", 13)
        actions.review_figure(
            by=by,
            at=now,
            figure=first.id,
            verdict="rejected",
        )
        assert (
            queries.outside_view(
                by=by,
                country="LAO",
                year=2018,
            )
            == []
        )
        assert FigureReview.objects.filter(figure=first.id).count() == 3


@pytest.mark.django_db
def test_what_was_not_understood_is_added_with_its_words(actor, now, kept):
    key = kept()
    with actor(Role.ANALYST) as by:
        ((start, _end, _reason),) = queries.published_report(
            by=by, key=key
        ).not_understood
        actions.add_figure(by=by, at=now, report=key, quote="40 boats", measure="shelters",
                           value=40, year=2018, near=start)  # fmt: skip
        added = queries.published_report(by=by, key=key).figures[-1]
        assert (added.quote, added.verdict, added.found_by) == (
            "40 boats",
            "accepted",
            "analyst",
        )
        with pytest.raises(ValidationError, match="stand in the text"):
            actions.add_figure(by=by, at=now, report=key, quote="41 boats", measure="shelters",
                               value=41, year=2018)  # fmt: skip


@pytest.mark.django_db
def test_a_text_is_read_once_and_says_whose_it_is(kept):
    kept()
    with pytest.raises(ValidationError, match="read before"):
        kept()
    with pytest.raises(ValidationError, match="whose report"):
        kept("Police identified 31 victims.", country=None)
    with pytest.raises(ValidationError, match="which year"):
        kept("Police identified 31 victims.", year=None)


@pytest.mark.django_db
@pytest.mark.parametrize("role", set(Role) - {Role.ANALYST})
def test_only_analysts_see_or_read_reports(
    actor,
    now,
    kept,
    role,
):
    key = kept()
    with actor(role) as by:
        assert not PublishedReport.objects.exists()
        assert not QuotedFigure.objects.exists()
        with pytest.raises(RefusedError):
            queries.published_report(by=by, key=key)
        with pytest.raises(RefusedError):
            actions.review_figure(
                by=by,
                at=now,
                figure=key,
                verdict="accepted",
            )


@pytest.mark.django_db
def test_analysts_of_another_agency_neither_see_nor_add(actor, now, kept):
    key = kept()
    with actor(Role.ANALYST) as by:
        figure = queries.published_report(by=by, key=key).figures[0]
    with actor(Role.ANALYST, "other") as by:
        assert queries.published_reports(by=by) == []
        assert queries.published_report(by=by, key=key) is None
        assert queries.figure_in_context(by=by, key=figure.id) is None
        assert (
            queries.outside_view(
                by=by,
                country="LAO",
                year=2018,
            )
            == []
        )
        with pytest.raises(QuotedFigure.DoesNotExist):
            actions.review_figure(
                by=by,
                at=now,
                figure=figure.id,
                verdict="accepted",
            )
        with pytest.raises(PublishedReport.DoesNotExist):
            actions.add_figure(
                by=by,
                at=now,
                report=key,
                quote="40",
                measure="shelters",
                value=1,
                year=2018,
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            FigureReview.objects.create(
                figure_id=figure.id,
                verdict="accepted",
                reviewed_by_id=by.user,
                reviewed_at=now,
            )


@pytest.mark.django_db
def test_nothing_read_is_changed_or_taken_away(actor, kept):
    kept()
    with actor(Role.ANALYST):
        for change in (
            lambda: QuotedFigure.objects.update(value=1),
            lambda: QuotedFigure.objects.all().delete(),
            lambda: PublishedReport.objects.update(text="other"),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


@pytest.mark.django_db
def test_the_page_sets_text_and_findings_side_by_side(sign_in, actor, kept):
    key = kept()
    client = sign_in(Role.ANALYST)
    page = client.get(reverse("show_narrative", args=[key])).content.decode()
    assert 'href="#at-17"' in page
    with actor(Role.ANALYST) as by:
        first = queries.published_report(by=by, key=key).figures[0]
    assert (
        f'<mark id="at-17"><a href="#f-{first.id}">12 traffickers in 2018</a></mark>'
        in page
    )
    loose = TEXT.index("40")
    assert f'class="sala-reading__loose"><a href="#n-{loose}">40</a></mark>' in page
    assert "3 numbers to review" in page


@pytest.mark.django_db
def test_a_figure_is_accepted_from_the_list(sign_in, actor, kept):
    key = kept()
    with actor(Role.ANALYST) as by:
        first = queries.published_report(by=by, key=key).figures[0]
    client = sign_in(Role.ANALYST)
    answer = client.post(
        reverse("review_figure", args=[first.id]),
        {"verdict": "accepted"},
    )
    assert answer.url == f"{reverse('show_narrative', args=[key])}#f-{first.id}"
    with actor(Role.ANALYST) as by:
        assert queries.published_report(by=by, key=key).figures[0].verdict == "accepted"


@pytest.mark.django_db
def test_a_page_of_html_is_uploaded_and_a_broken_file_is_refused(sign_in):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = sign_in(Role.ANALYST)
    broken = SimpleUploadedFile("x.pdf", b"%PDF-1.4 no")
    page = client.post(
        reverse("read_narrative"),
        {
            "file": broken,
            "country": "Laos",
            "year": "2019",
        },
    )
    assert "broken PDF" in page.content.decode()
    sound = SimpleUploadedFile(
        "LAO-2019.html",
        f"<html><body><p>{TEXT}</p></body></html>".encode(),
    )
    page = client.post(reverse("read_narrative"), {"file": sound}, follow=True)
    assert "Laos 2019" in page.content.decode()


@pytest.mark.django_db
def test_a_reading_is_finished_number_by_number(
    sign_in,
    actor,
    now,
    kept,
):
    key, start = kept(), TEXT.index("40")
    client, address = sign_in(Role.ANALYST), reverse("dismiss_number", args=[key])
    with actor(Role.ANALYST) as by:
        for figure in queries.published_report(by=by, key=key).figures:
            actions.review_figure(
                by=by,
                at=now,
                figure=figure.id,
                verdict="accepted",
            )
        assert queries.published_report(by=by, key=key).waiting_count == 1
    assert client.post(address, {"start": "3"}).status_code == 404
    assert client.post(address, {"start": "no"}).status_code == 404
    page = ""
    for _twice in range(2):
        page = client.post(address, {"start": str(start)}, follow=True).content.decode()
    assert "The reading is finished" in page
    with actor(Role.ANALYST):
        assert NumberDismissal.objects.filter(report=key).count() == 1
    with actor(Role.ANALYST, "other") as by:
        assert not NumberDismissal.objects.exists()
        with pytest.raises(PublishedReport.DoesNotExist):
            actions.dismiss_number(
                by=by,
                at=now,
                report=key,
                start=start,
            )


@pytest.mark.django_db
def test_a_number_of_a_figure_that_was_added_no_longer_waits(actor, now, kept):
    key = kept()
    with actor(Role.ANALYST) as by:
        actions.add_figure(by=by, at=now, report=key, quote="40 boats", measure="shelters",
                           value=40, year=2018)  # fmt: skip
        assert queries.published_report(by=by, key=key).not_understood == ()


@pytest.mark.django_db
def test_quotes_inside_one_another_each_have_their_place(
    actor,
    now,
    kept,
    sign_in,
):
    key = kept()
    with actor(Role.ANALYST) as by:
        actions.add_figure(by=by, at=now, report=key, quote="traffickers", measure="shelters",
                           value=1, year=2018)  # fmt: skip
    page = (
        sign_in(Role.ANALYST)
        .get(reverse("show_narrative", args=[key]))
        .content.decode()
    )
    assert [
        f'id="at-{TEXT.index(words)}"' in page for words in ("12", "traffickers")
    ] == [True] * 2


def test_no_word_around_a_place_is_cut_in_two():
    text = "one two three four five"
    assert rules.words_around(text, 8, 13, reach=6) == ("two ", " four")
    assert rules.words_around(text, 0, 3) == ("", " two three four five")


def test_what_found_a_figure_and_what_was_not_understood_is_said_in_words():
    found = [read_report(text_named(name), name=f"{name}.txt") for name in NAMES]
    codes = {figure.found_by for reading in found for figure in reading.figures}
    assert [code for code in codes if words.finding_label(code) == code] == []
    reasons = {loose.reason for reading in found for loose in reading.not_understood}
    assert reasons <= words.NOT_UNDERSTOOD.keys()


def test_every_measure_of_the_vocabulary_has_a_name():
    assert [m for m in measure_units() if words.measure_label(m) == m] == []
    assert set(words.MEASURES) == set(measure_units())


def test_a_quote_is_found_nearest_to_its_place():
    assert rules.place_of("40 or 40 or 40", "40", 7) == (6, 8)
    assert rules.place_of("40 or 40", "40", 100) == (6, 8)
    assert rules.place_of("40", "41", 0) is None
    assert rules.place_of("40", "", 0) is None


def test_every_reason_why_a_number_was_not_read_has_words_of_its_own():
    assert set(words.NOT_UNDERSTOOD) == set(UNREAD_REASONS)
