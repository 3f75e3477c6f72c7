"""A page of a list, and lists of which only the page that is shown is made."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count, islice
from typing import Any, Generic, Self, TypeVar

from django.db.models import F, QuerySet
from django.http import QueryDict

T = TypeVar("T")

PAGE = 25  # rows of a list on one page
LAST = 10_000
BATCH = 500  # rows that are made at a time where all are wanted


@dataclass(frozen=True)
class ListPage:
    """Where in a list the reader is, as `kit/pagination.html` asks it."""

    number: int
    has_next: bool
    asked: QueryDict  # the address of the page, which its neighbours repeat
    name: str = "page"  # a page with several lists turns each alone
    total: int | None = None  # pages; nobody counts the rows of a query

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        return self.has_next or self.has_previous

    @property
    def next_url(self) -> str:
        return changed_query(self.asked, **{self.name: str(self.number + 1)})

    @property
    def previous_url(self) -> str:
        return changed_query(self.asked, **{self.name: str(self.number - 1)})


def changed_query(asked: QueryDict, **changes: str) -> str:
    """The address of the same page where some things are asked otherwise; what is empty
    is not asked.
    """
    query = asked.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


@dataclass(frozen=True)
class QueryRows(Generic[T]):
    """Rows of a query whose length nobody counts, made only for the page that is shown.

    `orders` says by which field the database can sort for which column.
    """

    found: QuerySet[Any, Any]
    make_rows: Callable[[list[Any]], list[T]]
    orders: Mapping[str, str] = field(default_factory=dict)

    def sorted_by(self, column: str, *, descending: bool) -> Self:
        """The same rows in another order, which falls back on the one they had; what is
        not recorded stands last.
        """
        by = F(self.orders[column])
        first = by.desc(nulls_last=True) if descending else by.asc(nulls_last=True)
        as_it_comes = self.found.query.order_by
        return replace(self, found=self.found.order_by(first, *as_it_comes))

    def __getitem__(self, part: slice) -> list[T]:
        return self.make_rows(list(self.found[part]))

    def __iter__(self) -> Iterator[T]:
        for start in count(0, BATCH):
            rows = self[start : start + BATCH]
            yield from rows
            if len(rows) < BATCH:
                return


@dataclass(frozen=True)
class ChosenRows(Generic[T]):
    """Rows that only Python can tell from others: what is before them is made too."""

    rows: QueryRows[T]
    chosen: Callable[[T], bool]

    @property
    def orders(self) -> Mapping[str, str]:
        return self.rows.orders

    def sorted_by(self, column: str, *, descending: bool) -> Self:
        """The same rows in another order."""
        return replace(self, rows=self.rows.sorted_by(column, descending=descending))

    def __getitem__(self, part: slice) -> list[T]:
        return list(islice(self, part.start, part.stop))

    def __iter__(self) -> Iterator[T]:
        return filter(self.chosen, self.rows)


Rows = Sequence[T] | QueryRows[T] | ChosenRows[T]


def page_number(query: QueryDict, name: str = "page") -> int:
    """The page an address asks for; the first where it asks for none that can be."""
    text = query.get(name, "")
    return min(max(int(text), 1), LAST) if text.isascii() and text.isdecimal() else 1


def cut_page(rows: Rows[T], number: int, size: int) -> tuple[list[T], bool]:
    """One page out of a list, and whether there are more."""
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return found[:size], len(found) > size
