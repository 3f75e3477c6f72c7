"""The outside view beside the country's own numbers: pages, files, explanations, and who sees them."""

import io
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from openpyxl import load_workbook

from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError
from sala.narrative import actions, queries
from sala.narrative.models import DifferenceExplanation
from sala.narrative.queries import comparison
from sala_reader import read_report

TEXT = (
    "Police investigated 39 incidents in 2018 (70 in 2017). Courts convicted 12 traffickers in 2018. "
    "The government did not report how many cases it prosecuted in 2018."
)
MEASURE = "incidents_investigated"
pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(actor, now):
    """A report of which an analyst accepted every figure; its key."""

    def keep(text=TEXT, country="LAO", year=2019):
        with actor(Role.ANALYST) as by:
            reading = read_report(
                text,
                country=country,
                year=year,
            )
            key = actions.keep_reading(
                by=by,
                at=now,
                reading=reading,
                title="pasted",
            )
            for figure in queries.published_report(by=by, key=key).figures:
                actions.review_figure(
                    by=by,
                    at=now,
                    figure=figure.id,
                    verdict="accepted",
                )
        return key

    return keep


@pytest.fixture
def side(actor):
    def show(year):
        with actor(Role.ANALYST) as by:
            (found,) = comparison.side_by_side(by=by, years=[year])
        return found, {line.measure: line for line in found.lines}

    return show


@pytest.fixture
def explain(actor, now):
    def say(year=2017, at=now, **said):
        with actor(Role.ANALYST) as by:
            found = comparison.line_of(
                by=by,
                year=year,
                measure=MEASURE,
            )
            seen = found[1].compared if found else ""
            asked = {
                "reason": "late_records",
                "words": "One arrived in May.",
                "seen": seen,
            }
            return actions.explain_difference(
                by=by,
                at=at,
                year=year,
                measure=MEASURE,
                **(asked | said),
            )

    return say


def test_each_measure_says_how_both_stand(facts, accepted, side):
    accepted()
    found, lines = side(2018)
    assert (found.country, found.snapshot) == ("LAO", None)
    assert lines[MEASURE].state == "agrees"
    assert lines["convictions_persons"].state == "not_recorded"
    assert lines["prosecutions_cases"].state == "agrees"  # neither has a number
    _found, lines = side(2017)
    (stated,) = lines[MEASURE].stated
    assert (lines[MEASURE].own.value, stated.difference.by) == (69, 1)
    assert lines[MEASURE].state == "disagrees"


def test_what_no_report_states_is_named(facts, accepted, side):
    accepted("Courts convicted 12 traffickers in 2018.")
    _found, lines = side(2018)
    assert (lines[MEASURE].state, lines[MEASURE].stated) == ("not_stated", ())


def test_what_nobody_accepted_is_not_compared(
    facts,
    actor,
    now,
    side,
):
    with actor(Role.ANALYST) as by:
        reading = read_report(
            TEXT,
            country="LAO",
            year=2019,
        )
        actions.keep_reading(
            by=by,
            at=now,
            reading=reading,
            title="pasted",
        )
        assert comparison.years_told(by=by) == []
    _found, lines = side(2018)
    assert lines[MEASURE].state == "not_stated"


def test_of_another_country_nothing_is_compared(facts, accepted, side):
    accepted(country="THA")
    _found, lines = side(2018)
    assert lines[MEASURE].stated == ()


def test_frozen_figures_go_before_the_facts(
    frozen,
    accepted,
    side,
    request,
):
    from sala.narrative.tests.conftest import incidents

    request.getfixturevalue("site_facts")(incidents(**{"2018": 41, "2017": 69}))
    accepted()
    found, lines = side(2018)
    assert found.snapshot == frozen
    assert (lines[MEASURE].own.value, lines[MEASURE].state) == (39, "agrees")
    found, _lines = side(2017)
    assert found.snapshot is None


def test_an_explanation_is_added_with_its_ledger_entry(
    facts,
    accepted,
    explain,
    side,
    actor,
    now,
):
    accepted()
    made = explain(at=now - timedelta(minutes=1))
    explain(reason="theirs_wrong", words="They counted one twice.")
    line = side(2017)[1][MEASURE]
    assert [e.words for e in line.explanations] == [
        "They counted one twice.",
        "One arrived in May.",
    ]
    assert all(e.holds for e in line.explanations)
    with actor(Role.OVERSIGHT):
        (entry,) = LedgerEntry.objects.filter(subject=str(made))
    assert entry.action == "narrative.difference_explained"


def test_an_explanation_of_other_numbers_says_so(
    facts,
    accepted,
    explain,
    side,
):
    accepted()
    explain()
    accepted("Police investigated 71 incidents in 2017. They met again.")
    assert [e.holds for e in side(2017)[1][MEASURE].explanations] == [False]


def test_what_cannot_be_explained_is_refused(facts, accepted, explain):
    accepted()
    with pytest.raises(ValidationError, match="Choose from the list"):
        explain(reason="weather")
    with pytest.raises(ValidationError, match="Say in a sentence"):
        explain(words="  ")
    with pytest.raises(ValidationError, match="fewer words"):
        explain(words="x" * 1001)
    with pytest.raises(ValidationError, match="nothing to explain"):
        explain(year=2018)
    with pytest.raises(ChangedMeanwhileError):
        explain(seen="0" * 64)
    with pytest.raises(actions.NoDifferenceError):
        explain(year=2011)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
def test_only_analysts_see_or_explain(
    facts,
    accepted,
    explain,
    actor,
    now,
    role,
):
    accepted()
    explain()
    with actor(role) as by:
        assert not DifferenceExplanation.objects.exists()
        with pytest.raises(RefusedError):
            comparison.side_by_side(by=by, years=[2017])
        with pytest.raises(RefusedError):
            actions.explain_difference(by=by, at=now, year=2017, measure=MEASURE,
                                       reason="other", words="x", seen="")  # fmt: skip


def test_another_agency_sees_no_explanation_and_adds_none_to_ours(
    facts,
    accepted,
    explain,
    actor,
    user_of,
    now,
):
    accepted()
    explain()
    with actor(Role.ANALYST) as by:
        ours = by.agency
    with actor(Role.ANALYST, "other") as by:
        assert not DifferenceExplanation.objects.exists()
        (side,) = comparison.side_by_side(by=by, years=[2017])
        assert all(line.stated == line.explanations == () for line in side.lines)
        with pytest.raises(ProgrammingError), transaction.atomic():
            DifferenceExplanation.objects.create(
                agency_id=ours, country="LAO", year=2017, measure=MEASURE, reason="other",
                words="x", compared="", explained_by_id=by.user, explained_at=now,
            )  # fmt: skip


def test_an_explanation_is_never_changed_or_taken_away(
    facts,
    accepted,
    explain,
    actor,
):
    accepted()
    explain()
    with actor(Role.ANALYST):
        for change in (
            lambda: DifferenceExplanation.objects.update(words="other"),
            lambda: DifferenceExplanation.objects.all().delete(),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


def test_the_page_links_each_number_to_where_it_comes_from(facts, accepted, sign_in):
    key = accepted()
    page = (
        sign_in(Role.ANALYST)
        .get(reverse("compare_year"), {"year": 2017})
        .content.decode()
    )
    start = TEXT.index("70")
    assert f'href="{reverse("show_narrative", args=[key])}#at-{start}"' in page
    assert f'href="{reverse("list_events", args=[MEASURE])}?year=2017"' in page
    assert ">+1</strong>" in page
    assert "Not frozen" in page
    text = (
        sign_in(Role.ANALYST)
        .get(reverse("show_narrative", args=[key]))
        .content.decode()
    )
    assert f'<mark id="at-{start}"><a href="#f-' in text


def test_without_a_report_the_page_says_what_to_do(sign_in, request):
    request.getfixturevalue("site_facts")([])
    page = sign_in(Role.ANALYST).get(reverse("compare_year")).content.decode()
    assert "Read a report, and accept its figures." in page


def test_a_difference_is_explained_on_its_page(
    facts,
    accepted,
    sign_in,
    actor,
):
    accepted()
    client, address = (
        sign_in(Role.ANALYST),
        reverse("show_difference", args=[2017, MEASURE]),
    )
    page = client.get(address)
    said = {
        "reason": "other",
        "words": "",
        "seen": page.context["form"].initial["seen"],
    }
    assert "This field is required." in client.post(address, said).content.decode()
    answer = client.post(address, said | {"words": "One was found in May."})
    assert answer.url == f"{reverse('compare_year')}?year=2017#{MEASURE}"
    assert "One was found in May." in client.get(answer.url).content.decode()
    late = client.post(
        address,
        said | {"words": "x", "seen": "0" * 64},
    ).content.decode()
    assert "The numbers are others now." in late
    assert (
        client.get(reverse("show_difference", args=[2017, "boats"])).status_code == 404
    )


def test_the_file_has_a_row_for_every_number(
    facts,
    accepted,
    explain,
    sign_in,
):
    accepted()
    explain()
    client = sign_in(Role.ANALYST)
    told = {}
    for form, year in (("csv", "?year=2017"), ("xlsx", "?year=2017"), ("parquet", "")):
        answer = client.get(reverse("download_comparison", args=[form]) + year)
        told[form] = answer.getvalue()
    assert b"70 in 2017" in told["csv"]
    sheet = [*load_workbook(io.BytesIO(told["xlsx"])).active.values]
    row = dict(zip(sheet[0], sheet[1], strict=True))
    assert (row["own_value"], row["stated_value"], row["by"]) == (69, 70, 1)
    assert (row["difference"], row["basis"]) == ("disagrees", "facts")
    assert row["explanation"] == "Records arrived after they wrote: One arrived in May."
    assert {
        r["year"] for r in pq.read_table(io.BytesIO(told["parquet"])).to_pylist()
    } == {
        2017,
        2018,
    }
    assert client.get(reverse("download_comparison", args=["doc"])).status_code == 404


def test_a_number_that_is_not_told_to_the_asker_is_withheld():
    own = comparison._own_number("victims_identified", {"victims_identified": None})
    assert own.state == "withheld"
