"""The list page: tables that can be filtered, sorted and paged, and that are files for
a spreadsheet.

Filters and the order apply to the whole list, never to the page of it that is shown.
Everything works without a script: a filter is a form, an order is a link.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sala.access.guards import ActingRequest
from sala.access.labels import Words
from sala.countries import queries as countries
from sala.desk import paging
from sala.desk.list_filters import ListFilter, ListFilterForm, filtered_rows
from sala.desk.paging import ChosenRows, ListPage, QueryRows, Rows, changed_query
from sala.kit import clock, periods
from sala.kit.fields import YearForm
from sala.kit.periods import Period
from sala.kit.scripts import reading_order
from sala.kit.spreadsheets import csv_file
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import day, moment, number

NOT_RECORDED = 2  # stands last in either order
FILE_ROWS = 10_000  # of a query; a list in memory is short enough as it is

R = TypeVar("R")


@dataclass(frozen=True)
class CellLink:
    """A way on, in a cell; `hidden` says which one to who hears the link alone."""

    words: Words
    url: str
    hidden: str = ""

    def __str__(self) -> str:
        return str(self.words)


CellPart = Words | int | Decimal | date | StateTag | CellLink | None
Cell = CellPart | list[CellPart]


@dataclass(frozen=True)
class ListColumn(Generic[R]):
    """A column: `value` stands in the file, and on the page too, or there the word that
    `words` has for it, or what `cell` says; `order` sorts by something else yet.

    Without a name it is on the page only; unless `shown`, in the file only. A list in
    memory can be narrowed by its `filters`.
    """

    name: str
    label: Words
    value: Callable[[R], object]
    cell: Callable[[R], Cell] | None = None
    words: Mapping[str, Words | StateTag] | None = None
    order: Callable[[R], Any] | None = None
    numeric: bool = False
    filters: bool = False
    shown: bool = True

    def parts(self, row: R) -> list[CellPart]:
        """What stands in the cell of a row, one thing below the other."""
        shown: Any = self.cell(row) if self.cell else self._in_words(self.value(row))
        parts = shown if isinstance(shown, list) else [shown]
        found = [_as_read(part) for part in parts if part not in (None, "")]
        return found or [None]

    def _in_words(self, value: Any) -> Any:
        if self.words is None:
            return value
        if isinstance(value, list | tuple):
            return ", ".join(str(self.words.get(code, code)) for code in value)
        return self.words.get(value, value)

    def filter_of(self, rows: Sequence[R]) -> ListFilter[R]:
        """What a list in memory can be narrowed by: what stands in this column."""
        if self.words is not None:
            known = {code: str(words) for code, words in self.words.items() if code}
        else:
            texts = {str(self.value(row)): self._text(row) for row in rows}
            known = dict(sorted(texts.items(), key=lambda pair: reading_order(pair[1])))
        return ListFilter(self.name, self.label, known, self.value)

    def _text(self, row: R) -> str:
        return " ".join(str(part or "") for part in self.parts(row))

    def sort_key(self, row: R) -> tuple[int, Any]:
        """What a row is sorted by: numbers and days as such, all else as it is read."""
        if self.order:
            return 0, self.order(row)
        value = self.value(row)
        if isinstance(value, int | float | Decimal | date):
            return 0, value
        text = self._text(row)
        return (1, reading_order(text)) if text else (NOT_RECORDED, text)


@dataclass(frozen=True)
class ListTable(Generic[R]):
    """One list; a page of several gives each a name for its part of the address."""

    columns: Sequence[ListColumn[R]]
    rows: Rows[R]
    file: str  # the name of its download
    empty: Words = ""
    filters: Sequence[ListFilter[R]] = ()
    title: Words = ""
    name: str = ""
    page: Callable[[R], str] | None = None  # where the first column leads

    @cached_property
    def all_filters(self) -> list[ListFilter[R]]:
        """What the list can be narrowed by, here or by its query."""
        if isinstance(self.rows, QueryRows | ChosenRows):
            return list(self.filters)
        narrow = [c.filter_of(self.rows) for c in self.columns if c.filters]
        return [*narrow, *self.filters]

    def parts(self, column: ListColumn[R], row: R) -> list[CellPart]:
        """What stands in a cell, with the way on where it is the first of its row."""
        first, *rest = parts = column.parts(row)
        leads = self.page and column is next(c for c in self.columns if c.shown)
        url = self.page(row) if self.page and leads else ""
        if not url or isinstance(first, CellLink | StateTag):
            return parts
        return [CellLink(str(first), url), *rest]


@dataclass(frozen=True)
class Listing:
    """A page of lists with the words around them."""

    title: Words
    tables: Sequence[ListTable[Any]]
    intro: Words = ""
    add_url: str = ""
    add_label: Words = ""
    year_form: YearForm | None = None
    back: str = ""
    back_label: Words = ""
    extra: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnHead:
    """The head of a column: what a press on it asks for, and how it is sorted now."""

    label: Words
    numeric: bool
    sort_url: str
    direction: str


@dataclass(frozen=True)
class ShownTable:
    """One page of a list, as the template shows it."""

    table: ListTable[Any]
    rows: list[Any]
    heads: list[ColumnHead]
    lines: list[list[tuple[ColumnHead, list[CellPart]]]]
    page: ListPage
    form: ListFilterForm | None
    file_url: str
    extent: str


def list_page(
    request: ActingRequest,
    shown: Listing,
    template: str = "kit/list.html",
) -> HttpResponse:
    """A page of each list, or the whole of one as a file."""
    if request.GET.get("format") == "csv":
        return _file_of(request.GET, shown)
    tables = [
        _shown_table(request.GET, table, None if at else shown.year_form)
        for at, table in enumerate(shown.tables)
    ]
    return render(request, template, {"list": shown, "tables": tables, **shown.extra})


def _file_of(asked: QueryDict, shown: Listing) -> HttpResponse:
    wanted = asked.get("list", shown.tables[0].name)
    table = next((t for t in shown.tables if t.name == wanted), None)
    if table is None:
        raise Http404
    columns = [column for column in table.columns if column.name]
    rows = _ordered_rows(asked, table)
    lines: list[list[object]] = [[str(column.label) for column in columns]]
    for at, row in enumerate(rows):
        if at == FILE_ROWS and isinstance(rows, QueryRows | ChosenRows):
            lines.append([_("There are more: choose fewer with the filters.")])
            break
        lines.append([_file_value(column.value(row)) for column in columns])
    return csv_file(table.file, lines)


def _shown_table(
    asked: QueryDict, table: ListTable[Any], year_form: YearForm | None
) -> ShownTable:
    rows, name = _ordered_rows(asked, table), _address_name(table, "page")
    counted = len(rows) if isinstance(rows, Sequence) else None
    total = None if counted is None else max(-(-counted // paging.PAGE), 1)
    at = min(paging.page_number(asked, name), total or paging.LAST)
    on_page, more = paging.cut_page(rows, at, paging.PAGE)
    if at > 1 and not on_page:  # past the end of a query, which nobody counted
        at, (on_page, more) = 1, paging.cut_page(rows, 1, paging.PAGE)
    page = ListPage(at, more, asked, name, total)
    heads = [
        (column, _column_head(asked, table, column))
        for column in table.columns
        if column.shown
    ]
    return ShownTable(
        table=table,
        rows=on_page,
        heads=[head for _column, head in heads],
        lines=[[(h, table.parts(c, row)) for c, h in heads] for row in on_page],
        page=page,
        form=_filter_form(asked, table, year_form, shown=len(on_page), at=at),
        file_url=changed_query(asked, format="csv", list=table.name, **{name: ""}),
        extent=_extent_words(page, len(on_page), counted),
    )


def _address_name(table: ListTable[Any], name: str) -> str:
    return f"{table.name}-{name}" if table.name else name


def _is_sortable(table: ListTable[Any], column: ListColumn[Any]) -> bool:
    if not (column.name and column.shown):
        return False
    if isinstance(table.rows, QueryRows | ChosenRows):
        return column.name in table.rows.orders
    return True


def _asked_order(
    asked: QueryDict, table: ListTable[Any]
) -> tuple[ListColumn[Any] | None, bool]:
    text = asked.get(_address_name(table, "sort"), "")
    known = (c for c in table.columns if _is_sortable(table, c))
    return next((c for c in known if c.name == text.removeprefix("-")), None), (
        text.startswith("-")
    )


def _ordered_rows(asked: QueryDict, table: ListTable[R]) -> Rows[R]:
    column, descending = _asked_order(asked, table)
    if isinstance(table.rows, QueryRows | ChosenRows):
        if column is None:
            return table.rows
        return table.rows.sorted_by(column.name, descending=descending)
    rows = filtered_rows(asked, table.all_filters, table.rows)
    if column is None:
        return rows
    keyed = [(column.sort_key(row), row) for row in rows]
    known = [pair for pair in keyed if pair[0][0] != NOT_RECORDED]
    known.sort(key=lambda pair: pair[0], reverse=descending)
    blank = [row for key, row in keyed if key[0] == NOT_RECORDED]
    return [*(row for _key, row in known), *blank]


def _column_head(
    asked: QueryDict, table: ListTable[Any], column: ListColumn[Any]
) -> ColumnHead:
    if not _is_sortable(table, column):
        return ColumnHead(column.label, column.numeric, "", "")
    now, descending = _asked_order(asked, table)
    here = now is column
    wanted = f"-{column.name}" if here and not descending else column.name
    changes = {_address_name(table, "sort"): wanted, _address_name(table, "page"): ""}
    direction = ("descending" if descending else "ascending") if here else ""
    url = changed_query(asked, **changes)
    return ColumnHead(column.label, column.numeric, url, direction)


def _filter_form(
    asked: QueryDict,
    table: ListTable[Any],
    year_form: YearForm | None,
    *,
    shown: int,
    at: int,
) -> ListFilterForm | None:
    orders = {c.name: c.label for c in table.columns if _is_sortable(table, c)}
    form = ListFilterForm(
        asked,
        filters=table.all_filters,
        orders=orders if shown > 1 or at > 1 else {},
        order_name=_address_name(table, "sort"),
        page_name=_address_name(table, "page"),
        year=year_form,
    )
    return form if form.fields and (shown or form.clear_url or year_form) else None


def _extent_words(page: ListPage, shown: int, counted: int | None) -> str:
    """How long the list is, as far as somebody counted."""
    first = (page.number - 1) * paging.PAGE + 1
    last = first + shown - 1
    if not page.has_next and counted is None:
        counted = last
    words = {"first": number(first), "last": number(last), "all": number(counted or 0)}
    if counted is None:
        return _("%(first)s to %(last)s, and there are more.") % words
    if page.has_other_pages:
        return _("%(first)s to %(last)s of %(all)s.") % words
    return ngettext("%(all)s entry", "%(all)s entries", counted) % words


def _as_read(part: Any) -> Any:
    if isinstance(part, date):
        return day(part)
    if isinstance(part, int | Decimal) and not isinstance(part, bool):
        return number(part)
    return part


def _file_value(value: object) -> object:
    """What stands in the file: codes, days, and yes or no; of a moment no more than the
    page says.
    """
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    if isinstance(value, list | tuple):
        return ";".join(str(one) for one in value)
    return value


def period_of(request: ActingRequest) -> tuple[Period, YearForm]:
    """The time that an address asks for, and the form that asks for another."""
    today = clock.today()
    pack = countries.current_pack()
    starts_in = pack.reporting_year_starts_in if pack else 1
    period = periods.asked_period(request.GET.get("year", ""), today, starts_in)
    form = YearForm(initial={"year": str(period.year or "")}, this_year=today.year)
    return period, form


def codes_in_words(codes: Iterable[str], known: Mapping[str, Words]) -> str:
    """Codes of a list in words."""
    return ", ".join(str(known.get(code, code)) for code in codes)


def recorded_by_words(name: str, at: datetime, agency: str) -> str:
    """Who wrote it down, for which agency and when."""
    told = _("Recorded by %(name)s, %(agency)s, %(moment)s.")
    return told % {
        "name": name,
        "agency": agency,
        "moment": moment(at),
    }
