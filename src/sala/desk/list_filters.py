"""The form above a list: what to show of it, and in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from sala.desk.paging import changed_query
from sala.kit.fields import Words, YearForm
from sala.kit.scripts import one_spelling

R = TypeVar("R")


@dataclass(frozen=True)
class ListFilter(Generic[R]):
    """What a list can be narrowed by: one of `choices`, or any text where there are
    none.

    `of` reads it off a row in memory; without, the query is asked for what was chosen.
    """

    name: str
    label: Words
    choices: Mapping[str, Words] | None = None
    of: Callable[[R], object] | None = None

    def chosen(self, asked: QueryDict) -> str:
        """What the address asks for; nothing where it asks for what is not offered."""
        text = asked.get(self.name, "").strip()
        return text if self.choices is None or text in self.choices else ""

    def chosen_words(self, asked: QueryDict) -> Words:
        """What the address asks for, as the form offers it."""
        text = self.chosen(asked)
        return self.choices[text] if text and self.choices is not None else text

    def field(self) -> forms.Field:
        """The field that asks for it."""
        if self.choices is None:
            widget = forms.TextInput({"autocomplete": "off"})
            return forms.CharField(label=str(self.label), required=False, widget=widget)
        choices = [("", _("All")), *self.choices.items()]
        return forms.ChoiceField(label=str(self.label), required=False, choices=choices)


def filtered_rows(
    asked: QueryDict, filters: Sequence[ListFilter[R]], rows: Sequence[R]
) -> Sequence[R]:
    """The rows that are as each filter asks."""
    for each in filters:
        wanted, of = each.chosen(asked), each.of
        if wanted and of is not None:
            exact = each.choices is not None
            rows = [row for row in rows if _value_matches(of(row), wanted, exact=exact)]
    return rows


def _value_matches(value: object, wanted: str, *, exact: bool) -> bool:
    if not exact:
        return _as_seen(wanted) in _as_seen(str(value))
    if isinstance(value, list | tuple | set | frozenset):
        return wanted in value
    return value == wanted


def _as_seen(text: str) -> str:
    """A text without capitals, in the one encoding of what is seen."""
    return one_spelling(text).casefold()


class ListFilterForm(forms.Form):
    """Filters, and on a phone the order, which a wide screen asks for at the heads."""

    unmarked = True

    def __init__(
        self,
        asked: QueryDict,
        *,
        filters: Sequence[ListFilter[Any]],
        orders: Mapping[str, Words],
        order_name: str,
        page_name: str,
        year: YearForm | None,
    ) -> None:
        super().__init__(initial=asked.dict())
        self.chosen: list[tuple[Words, Words]] = []
        if year is not None:
            self._ask_time(year)
        self.fields.update({each.name: each.field() for each in filters})
        self.narrows = bool(self.fields)
        found = [(each.label, each.chosen_words(asked)) for each in filters]
        self.chosen += [(_as_asked(label), words) for label, words in found if words]
        self.narrowed = any(words for _label, words in found)
        clears = self.narrowed or (year is not None and self.initial["year"])
        nothing = dict.fromkeys([*self.fields, page_name], "")
        self.clear_url = changed_query(asked, **nothing) if clears else ""
        self.order_name = order_name
        if orders:
            self.fields[order_name] = forms.ChoiceField(
                label=_("In which order?"),
                required=False,
                choices=[("", _("As it comes")), *_order_choices(orders)],
            )
        own = {*self.fields, page_name, "format", "list"}
        self.kept = [
            (name, value)
            for name, values in asked.lists()
            if name not in own
            for value in values
        ]

    def _ask_time(self, year: YearForm) -> None:
        """The time is told also where nobody chose: a list is always of one."""
        field = self.fields["year"] = year.fields["year"]
        self.initial["year"] = (year.initial or {}).get("year")
        self.chosen = [(_as_asked(field.label or ""), year.time_words)]

    @property
    def filter_fields(self) -> list[forms.BoundField]:
        """What the list is narrowed by."""
        return [self[name] for name in self.fields if name != self.order_name]

    @property
    def order_field(self) -> forms.BoundField | None:
        """The order of the list."""
        return self[self.order_name] if self.order_name in self.fields else None


def _as_asked(label: Words) -> str:
    return str(label) if str(label).endswith("?") else f"{label}:"


def _order_choices(orders: Mapping[str, Words]) -> list[tuple[str, str]]:
    up, down = _("%(column)s, from first to last"), _("%(column)s, from last to first")
    return [
        (f"{sign}{name}", words % {"column": label})
        for name, label in orders.items()
        for sign, words in (("", up), ("-", down))
    ]
