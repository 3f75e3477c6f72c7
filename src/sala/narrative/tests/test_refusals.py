"""What each action of the room refuses, in which words at which field; nothing is kept of it."""

from uuid import uuid4

import pytest
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError
from sala.narrative import actions
from sala.narrative.models import (
    FigureReview,
    NumberDismissal,
    PublishedReport,
    QuotedFigure,
    YearReport,
    YearReportEdit,
)
from sala.narrative.queries import year_reports as queries
from sala_reader import read_report

from .conftest import YEAR, line_of

TEXT = "Courts convicted 12 traffickers in 2018 (9 in 2017). Villages own 40 boats."
LIST = "Choose from the list."
MEASURE = "Choose what the number measures."


def what_is_kept() -> list[int]:
    kinds = (
        PublishedReport,
        QuotedFigure,
        FigureReview,
        NumberDismissal,
        YearReport,
        YearReportEdit,
        LedgerEntry,
    )
    return [kind.objects.count() for kind in kinds]


def assert_refused(action, field, sentence, /, **asked):
    """The refusal names the field and says the sentence, and leaves nothing behind."""
    before = what_is_kept()
    with pytest.raises(ValidationError) as refusal:
        action(**asked)
    said = refusal.value
    messages = (
        said.message_dict
        if hasattr(said, "error_dict")
        else {NON_FIELD_ERRORS: said.messages}
    )
    assert messages == {field: [sentence]}
    assert what_is_kept() == before


@pytest.fixture
def kept_report(actor, now):
    with actor(Role.ANALYST) as by:
        reading = read_report(TEXT, country="LAO", year=2019)
        return actions.keep_reading(by=by, at=now, reading=reading, title="pasted")


REVIEWS = [
    ({"verdict": "perhaps"}, "verdict", LIST),
    ({"verdict": ""}, "verdict", LIST),
    ({"verdict": "corrected"}, "measure", MEASURE),
    ({"verdict": "corrected", "measure": "happiness"}, "measure", MEASURE),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "field", "sentence"), REVIEWS)
def test_a_review_that_says_nothing_is_refused(
    kept_report,
    actor,
    now,
    asked,
    field,
    sentence,
):
    with actor(Role.ANALYST) as by:
        figure = QuotedFigure.objects.first().id
        assert_refused(
            actions.review_figure,
            field,
            sentence,
            by=by,
            at=now,
            figure=figure,
            **asked,
        )


ADDED = [
    ({"quote": "Courts convicted 13 traffickers"}, "quote"),
    ({"quote": ""}, "quote"),
    ({"quote": "Courts convicted 12 traffickers", "measure": "happiness"}, "measure"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "field"), ADDED)
def test_a_figure_that_the_text_does_not_state_is_refused(
    kept_report,
    actor,
    now,
    asked,
    field,
):
    sentence = {"quote": "These words do not stand in the text.", "measure": MEASURE}
    usual = {"measure": "convictions_persons", "value": None, "year": 2018}
    with actor(Role.ANALYST) as by:
        assert_refused(
            actions.add_figure,
            field,
            sentence[field],
            by=by,
            at=now,
            report=kept_report,
            **(usual | asked),
        )


@pytest.mark.django_db
def test_a_number_that_was_understood_is_not_dismissed(kept_report, actor, now):
    with actor(Role.ANALYST) as by:
        (place,) = PublishedReport.objects.get(id=kept_report).not_understood
        before = what_is_kept()
        with pytest.raises(PublishedReport.DoesNotExist):
            actions.dismiss_number(
                by=by,
                at=now,
                report=kept_report,
                start=TEXT.index("12"),
            )
        assert what_is_kept() == before
        for _again in range(2):
            actions.dismiss_number(by=by, at=now, report=kept_report, start=place[0])
        assert NumberDismissal.objects.count() == 1


OPENED = [
    ({"year": YEAR + 40}, "year", "Enter a year that has begun."),
    ({"language": "xx"}, "language", LIST),
    ({}, NON_FIELD_ERRORS, "Nobody has made figures from the record yet."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("asked", "field", "sentence"), OPENED)
def test_a_report_that_cannot_be_written_is_not_opened(
    site_facts,
    actor,
    now,
    asked,
    field,
    sentence,
):
    with actor(Role.ANALYST) as by:
        assert_refused(
            actions.open_report,
            field,
            sentence,
            by=by,
            at=now,
            **({"year": YEAR, "language": "en"} | asked),
        )


AGAIN = "The report of this year is open already in this language."
LONG = "A sentence has at most 2,000 characters."
EDITS = [
    ("open_report", {"year": YEAR, "language": "en"}, NON_FIELD_ERRORS, AGAIN),
    ("choose_figures", {"snapshot": uuid4()}, "snapshot", LIST),
    ("edit_sentence", {"change": "burnt", "text": "x"}, "change", LIST),
    ("edit_sentence", {"text": "  "}, "text", "Write the sentence."),
    ("edit_sentence", {"text": "x" * 2001}, "text", LONG),
    ("edit_sentence", {}, "text", "It is written like this already."),
    ("add_sentence", {"room": "kitchen", "text": "x"}, "room", LIST),
    ("add_sentence", {"text": "x", "after": "shelters"}, "after", LIST),
    ("add_sentence", {"text": "\n"}, "text", "Write the sentence."),
    (
        "acknowledge_numbers",
        {"reason": "By letter."},
        NON_FIELD_ERRORS,
        "Every number of this sentence is one of its figures.",
    ),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "asked", "field", "sentence"), EDITS)
def test_an_edit_that_changes_nothing_or_too_much_is_refused(
    facts,
    opened,
    actor,
    now,
    name,
    asked,
    field,
    sentence,
):
    report = opened()
    with actor(Role.ANALYST) as by:
        usual = {
            "open_report": {},
            "choose_figures": {"report": report},
            "add_sentence": {"report": report, "room": "prosecution"},
            "acknowledge_numbers": {"report": report, "sentence": "incidents"},
            "edit_sentence": {
                "report": report,
                "sentence": "incidents",
                "change": "edited",
                "text": line_of(by, report).text,
                "seen": 0,
            },
        }
        assert_refused(
            getattr(actions, name),
            field,
            sentence,
            by=by,
            at=now,
            **(usual[name] | asked),
        )


@pytest.mark.django_db
def test_a_number_of_no_figure_stands_only_with_a_reason(
    facts,
    opened,
    edit,
    actor,
    now,
):
    report = opened()
    edit(report, "Authorities investigated 41 incidents (69 in 2017).")
    with actor(Role.ANALYST) as by:
        assert_refused(
            actions.acknowledge_numbers,
            "reason",
            "Say where the number comes from.",
            by=by,
            at=now,
            report=report,
            sentence="incidents",
            reason=" \n",
        )


@pytest.mark.django_db
def test_what_is_not_there_is_not_edited_and_not_approved(facts, opened, actor, now):
    report = opened()
    unknown = {"report": report, "sentence": "no-such"}
    with actor(Role.ANALYST) as by:
        before = what_is_kept()
        for action, asked in (
            (
                actions.edit_sentence,
                unknown | {"change": "edited", "text": "x", "seen": 0},
            ),
            (actions.acknowledge_numbers, unknown | {"reason": "x"}),
            (actions.choose_figures, {"report": uuid4(), "snapshot": None}),
            (actions.approve_report, {"report": uuid4(), "seen": ""}),
        ):
            with pytest.raises(YearReport.DoesNotExist):
                action(by=by, at=now, **asked)
        assert what_is_kept() == before


@pytest.mark.django_db
def test_an_edit_of_what_somebody_edited_since_is_refused(
    facts,
    opened,
    edit,
    actor,
    now,
):
    report = opened()
    line = edit(report, "Authorities took up 39 incidents (69 in 2017).")
    with actor(Role.ANALYST) as by:
        with pytest.raises(ChangedMeanwhileError):
            actions.edit_sentence(
                by=by,
                at=now,
                report=report,
                sentence="incidents",
                change="left_out",
                seen=0,
            )
        page = queries.year_report(by=by, key=report)
        assert [each.id for each in page.history] == [line.edit.id]
