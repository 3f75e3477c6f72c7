import csv
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import StringIO
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils.translation import gettext_lazy, override

from sala.access.models import Agency
from sala.access.roles import Role
from sala.desk import listing, paging
from sala.desk.list_filters import ListFilter
from sala.desk.listing import CellLink, ListColumn, Listing, ListTable, list_page
from sala.desk.paging import ChosenRows, QueryRows
from sala.kit.fields import YearForm
from sala.kit.spreadsheets import FORMULA
from sala.kit.tags import StateTag

STATES = {"open": StateTag("Still open", "yellow"), "done": StateTag("All done")}


@dataclass(frozen=True)
class Apple:
    code: str
    weight: int | None
    picked_on: date
    state: str = "open"
    marks: tuple[str, ...] = ()


APPLES = [
    Apple("b", 12, date(2019, 5, 4)),
    Apple("a", None, date(2018, 1, 2), "done", ("bruise", "leaf")),
    Apple("c", 7, date(2020, 3, 3), "done", ("leaf",)),
]
COLUMNS: list[ListColumn[Apple]] = [
    ListColumn(
        "code", "Code", lambda a: a.code, lambda a: CellLink(a.code, f"/{a.code}/")
    ),
    ListColumn("weight", "Weight", lambda a: a.weight, numeric=True),
    ListColumn("picked_on", "Picked", lambda a: a.picked_on),
    ListColumn("state", "State", lambda a: a.state, lambda a: STATES[a.state]),
    ListColumn("marks", "Marks", lambda a: a.marks, shown=False),
    ListColumn("", "Next", lambda a: CellLink("Eat", f"/{a.code}/eat/", a.code)),
]
FILTERS: list[ListFilter[Apple]] = [
    ListFilter("state", "State", {"open": "Open", "done": "Done"}, lambda a: a.state),
    ListFilter("mark", "Mark", {"leaf": "Leaf"}, lambda a: a.marks),
    ListFilter("code", "Code", None, lambda a: a.code),
]


def asked(query="", *tables, rows=APPLES, **words) -> HttpResponse:
    request = RequestFactory().get(f"/apples/?{query}")
    request.actor, request.viewer = None, None
    tables = tables or (ListTable(COLUMNS, rows, "apples", "No apple.", FILTERS),)
    return list_page(
        request, Listing("Apples", tables, **words), "kit/list_table_test.html"
    )


@pytest.fixture(autouse=True)
def _only_the_tables(monkeypatch):
    """A page without the house around it, which asks who is there."""

    def rendered(request, _template, context):
        from django.template.loader import render_to_string

        shown = [
            render_to_string(
                "kit/list_table.html",
                {"shown": t, "page": t.page, "title": t.table.title or "Apples"},
                request,
            )
            for t in context["tables"]
        ]
        response = HttpResponse("".join(shown))
        response.tables = context["tables"]
        return response

    monkeypatch.setattr(listing, "render", rendered)


@pytest.fixture
def page_of(monkeypatch):
    """How many rows a page has."""
    return lambda rows: monkeypatch.setattr(paging, "PAGE", rows)


def codes(response) -> list[str]:
    return [row.code for row in response.tables[0].rows]


def in_file(response) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.django_db  # the frame of a page says what the installation is
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "bac"),
        ("sort=code", "abc"),
        ("sort=-code", "cba"),
        ("sort=weight", "cba"),
        ("sort=-weight", "bca"),
        ("sort=picked_on", "abc"),
        ("sort=state", "acb"),
        ("sort=-state", "bac"),
        ("sort=marks", "bac"),
        ("sort=nonsense", "bac"),
        ("state=done", "ac"),
        ("state=nonsense", "bac"),
        ("mark=leaf", "ac"),
        ("mark=leaf&state=open", ""),
        ("code=C", "c"),
        ("state=done&sort=-code", "ca"),
    ],
)
def test_filters_and_order(query, expected):
    assert "".join(codes(asked(query))) == expected
    assert "".join(r["Code"] for r in in_file(asked(f"{query}&format=csv"))) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "\u0e99\u0ec9\u0eb3\u0e97\u0eb2",
        "\u0e99\u0ecd\u0ec9\u0eb2\u0e97\u0eb2",
        "\u0e99\u0eb3\u0ec9\u0e97\u0eb2",
    ],
    ids=["tone, am", "ring, tone, long a", "am, tone"],
)
@pytest.mark.parametrize("stored", ["ນ້ຳທາ", "ນໍ້າທາ"])
def test_a_lao_name_is_found_however_its_letters_were_typed(stored, typed):
    rows = [Apple(n, 1, date(2019, 5, 4)) for n in (stored, "ສິງ")]
    assert codes(asked(urlencode({"code": typed}), rows=rows)) == [stored]


def test_they_apply_to_the_whole_list_not_to_the_page_that_is_shown(page_of):
    page_of(1)
    first = asked("sort=code")
    assert codes(first) == ["a"]
    assert codes(asked("sort=code&page=3")) == ["c"]
    assert codes(asked("state=done&page=2")) == ["c"]
    html = first.content.decode()
    assert 'href="?sort=code&amp;page=2"' in html
    assert "1 to 1 of 3." in html
    assert "Page 1 of 3" in html


def test_an_order_or_a_filter_begins_at_the_first_page_and_keeps_the_rest(page_of):
    page_of(1)
    html = asked("page=2&state=done&year=2019").content.decode()
    assert 'href="?state=done&amp;year=2019&amp;sort=code"' in html
    assert '<input type="hidden" name="year" value="2019">' in html
    assert 'name="page"' not in html
    assert 'href="?state=done&amp;year=2019&amp;format=csv"' in html


def test_a_page_past_the_end_is_the_last(page_of):
    page_of(2)
    assert codes(asked("page=99")) == ["c"]


def test_the_file_holds_all_pages_and_no_more_than_the_columns_say(page_of):
    page_of(1)
    (b, a, c) = in_file(asked("format=csv&page=2"))
    assert b == {
        "Code": "b",
        "Weight": "12",
        "Picked": "2019-05-04",
        "State": "open",
        "Marks": "",
    }
    assert a["Weight"] == ""
    assert (a["Marks"], c["Marks"]) == ("bruise;leaf", "leaf")


def test_a_file_has_heads_in_the_readers_language_and_says_yes_and_no():
    columns = [
        ListColumn("state", gettext_lazy("State"), lambda a: a.state),
        ListColumn("light", "Light", lambda a: a.weight == 7, shown=False),
    ]
    table = ListTable(columns, APPLES, "apples")
    with override("lo"):
        assert [tuple(row.items()) for row in in_file(asked("format=csv", table))] == [
            (("ສະຖານະ", "open"), ("Light", "ບໍ່")),
            (("ສະຖານະ", "done"), ("Light", "ບໍ່")),
            (("ສະຖານະ", "done"), ("Light", "ແມ່ນ")),
        ]
    assert "Light" not in asked("", table).content.decode(), "in the file only"


@pytest.mark.parametrize("start", FORMULA)
def test_no_cell_of_a_file_is_a_formula(start):
    rows = [Apple(f"{start}HYPERLINK(1)", 1, date(2019, 1, 1))]
    (row,) = in_file(asked("format=csv", rows=rows))
    assert row["Code"].startswith("'")


def test_a_moment_is_in_the_file_as_the_day_that_the_page_says():
    late = datetime(2019, 5, 4, 20, 30, tzinfo=UTC)  # the fifth, in Vientiane
    column = ListColumn("at", "At", lambda row: row.at)
    table = ListTable([column], [SimpleNamespace(at=late)], "moments")
    assert in_file(asked("format=csv", table)) == [{"At": "2019-05-05"}]
    assert "5 May 2019" in asked("", table).content.decode()


def test_what_a_screen_reader_and_a_keyboard_find():
    html = asked("sort=-code").content.decode()
    assert '<caption class="govuk-visually-hidden">Apples</caption>' in html
    assert html.count("aria-sort") == 1
    assert 'aria-sort="descending"' in html
    assert html.count('<th scope="row"') == 3
    assert 'tabindex="0"' in html
    assert '<a class="govuk-link" href="/a/">a</a>' in html
    assert 'Eat<span class="govuk-visually-hidden"> (a)</span>' in html
    assert 'data-head="Weight"' in html
    assert '<span class="sala-unrecorded">Not recorded</span>' in html
    assert '<strong class="govuk-tag govuk-tag--yellow">Still open</strong>' in html
    heads = re.findall(r'sort=(-?\w+)"', html)
    assert heads == ["code", "weight", "picked_on", "state"]


def test_an_empty_list_says_so_and_offers_neither_form_nor_file():
    html = asked(rows=[]).content.decode()
    assert "No apple." in html
    assert "<form" not in html
    assert "format=csv" not in html


def test_a_list_that_is_empty_as_it_was_narrowed_says_so_and_leads_back():
    html = asked("mark=leaf&state=open&sort=-code&page=2").content.decode()
    assert "No apple." not in html, "there are some"
    assert "Nothing in this list is as you chose." in html
    assert re.search(r"<details [^>]* open>", html), "nothing stands below the form"
    assert 'href="?sort=-code">Clear the filters</a>' in html
    assert '<input type="hidden" name="sort" value="-code">' in html


def test_a_phone_is_told_what_was_chosen_and_unfolds_the_form_when_asked():
    html = asked("state=done&code=a").content.decode()
    assert re.search(r"<details [^>]*>\s*<summary", html)
    assert not re.search(r"<details [^>]* open>", html)
    chosen = re.findall(r'sala-list__label">([^<]+)</span> (\w+)<', html)
    assert chosen == [("State:", "Done"), ("Code:", "a")]
    assert 'href="?">Clear the filters</a>' in html
    plain = asked().content.decode()
    assert "Filter and sort" in plain
    assert "Clear the filters" not in plain
    assert "sala-list__chosen" not in plain


def test_nobody_is_asked_for_the_order_of_one_row(page_of):
    assert "In which order?" not in asked(rows=APPLES[:1]).content.decode()
    assert "In which order?" in asked().content.decode()
    page_of(2)
    assert "In which order?" in asked("page=2").content.decode()


def test_the_time_that_a_list_is_of_is_told_and_cleared_like_a_filter():
    year = YearForm(initial={"year": "2019"}, this_year=2020)
    html = asked("year=2019", year_form=year).content.decode()
    assert '<span class="sala-list__label">Which time?</span> 2019' in html
    assert 'href="?">Clear the filters</a>' in html
    last = YearForm(initial={"year": ""}, this_year=2020)
    html = asked(rows=[], year_form=last).content.decode()
    assert "The last twelve months</li>" in html
    assert "Clear the filters" not in html
    assert "No apple." in html, "nobody chose less than there is"
    assert "Clear the filters" not in asked("year=2019").content.decode()


def test_each_list_of_a_page_turns_sorts_and_is_a_file_by_itself(page_of):
    page_of(1)
    tables = [
        ListTable(COLUMNS, APPLES, "ours", title="Ours", name="ours"),
        ListTable(COLUMNS, APPLES, "theirs", title="Theirs", name="theirs"),
    ]
    page = asked("ours-sort=code&theirs-page=3", *tables)
    assert [t.rows[0].code for t in page.tables] == ["a", "c"]
    html = page.content.decode()
    assert 'href="?ours-sort=code&amp;theirs-page=3&amp;ours-page=2"' in html
    assert "format=csv&amp;list=theirs" in html
    file = asked("format=csv&list=theirs&ours-sort=code", *tables)
    assert 'filename="theirs.csv"' in file.headers["Content-Disposition"]
    assert [row["Code"] for row in in_file(file)] == ["b", "a", "c"]
    with pytest.raises(Http404):
        asked("format=csv&list=nobodys", *tables)


@pytest.mark.parametrize("words", [None, STATES])
def test_a_column_narrows_a_list_to_what_stands_in_it(words):
    columns = [
        ListColumn("code", "Code", lambda a: a.code),
        ListColumn(
            "state",
            "State",
            lambda a: a.state,
            lambda a: STATES[a.state],
            words=words,
            filters=True,
        ),
    ]
    table = ListTable(columns, APPLES, "apples", page=lambda a: f"/{a.code}/")
    page = asked("state=done", table)
    assert codes(page) == ["a", "c"]
    (chosen,) = page.tables[0].form.filter_fields
    offered = dict(chosen.field.choices)
    assert offered == {"": "All", "done": "All done", "open": "Still open"}
    assert chosen.value() == "done"
    assert '<a class="govuk-link" href="/a/">a</a>' in page.content.decode()


def test_codes_stand_in_words_on_the_page_and_as_they_are_in_the_file():
    marks = {"leaf": "with a leaf", "bruise": "bruised"}
    column = ListColumn("marks", "Marks", lambda a: a.marks, words=marks)
    table = ListTable([column], APPLES[1:], "apples")
    assert "bruised, with a leaf" in asked("", table).content.decode()
    assert [r["Marks"] for r in in_file(asked("format=csv", table))] == [
        "bruise;leaf",
        "leaf",
    ]


@pytest.fixture
def agencies(actor):
    """A query of five agencies, of which the page makes those that it shows."""
    made: list[str] = []

    def make_rows(found: list[Agency]) -> list[SimpleNamespace]:
        made.extend(agency.code for agency in found)
        return [
            SimpleNamespace(code=agency.code, level=agency.level) for agency in found
        ]

    with actor(Role.CASE_WORKER):
        some = list(Agency.objects.order_by("code").values_list("code", flat=True)[:5])
        found = Agency.objects.filter(code__in=some).order_by("code")
        yield some, made, QueryRows(found, make_rows, {"code": "code"})


AGENCY_COLUMNS = [
    ListColumn("code", "Code", lambda row: row.code),
    ListColumn("level", "Level", lambda row: row.level),
]


@pytest.mark.django_db
def test_a_query_is_sorted_and_cut_by_the_database(agencies, page_of):
    page_of(2)
    some, made, rows = agencies
    table = ListTable(AGENCY_COLUMNS, rows, "agencies")
    page = asked("sort=-code", table)
    assert codes(page) == some[::-1][:2]
    assert len(made) == 3, "the page, and one more that says there is more"
    html = page.content.decode()
    assert "1 to 2, and there are more." in html
    assert "sort=level" not in html, "no order that the database does not know"
    assert codes(asked("sort=level", table)) == some[:2]
    last = asked("page=3", table).content.decode()
    assert "5 to 5 of 5." in last
    past = asked("page=9&sort=-code", table)
    assert codes(past) == some[::-1][:2], "nobody knows which page is the last"
    assert "1 to 2, and there are more." in past.content.decode()
    assert [row["Code"] for row in in_file(asked("format=csv&sort=-code", table))] == (
        some[::-1]
    )


@pytest.mark.django_db
def test_what_only_python_can_tell_is_chosen_from_the_whole_query(agencies, page_of):
    page_of(1)
    some, _made, rows = agencies
    chosen = ChosenRows(rows, lambda row: row.code in some[1::2])
    table = ListTable(AGENCY_COLUMNS, chosen, "agencies")
    assert codes(asked("", table)) == [some[1]]
    assert codes(asked("page=2", table)) == [some[3]]
    assert codes(asked("sort=-code", table)) == [some[3]]
    assert "2 to 2 of 2." in asked("page=2", table).content.decode()


@pytest.mark.django_db
def test_a_long_file_of_a_query_ends_with_what_it_leaves_out(agencies, monkeypatch):
    some, _made, rows = agencies
    monkeypatch.setattr(listing, "FILE_ROWS", 3)
    table = ListTable(AGENCY_COLUMNS, rows, "agencies")
    *known, last = in_file(asked("format=csv", table))
    assert [row["Code"] for row in known] == some[:3]
    assert last["Code"] == "There are more: choose fewer with the filters."
