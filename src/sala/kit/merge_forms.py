"""What somebody typed, as the browser sent it: read from a form, and put back into one.

For a form that was interrupted, and for one that somebody else overtook.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

Values = Mapping[str, Any]


@dataclass(frozen=True)
class EditDifference:
    """One field that says something else now than the form that was sent."""

    label: str | Promise
    now: str
    typed: str
    taken: bool  # the sender had not touched it: the form has taken it over


@dataclass(frozen=True)
class EditConflict:
    """Somebody else changed a record while it was being corrected."""

    name: str
    at: datetime | None
    differences: list[EditDifference]
    state: str | Promise = (
        ""  # what became of it, where the form was a step and no correction
    )


def typed_values(form: forms.BaseForm, values: Values | None = None) -> dict[str, Any]:
    """What each field of a form holds, as its widget reads it; files are left out."""
    data = form.data if values is None else values
    return {
        name: field.widget.value_from_datadict(
            data,
            MultiValueDict(),
            form.add_prefix(name),
        )
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }


def in_words_of(form: forms.BaseForm) -> list[tuple[str | Promise, str]]:
    """What was typed into a form, field by field, in words; what was left empty is left
    out.
    """
    said = [
        (form[name], form.fields[name], value)
        for name, value in typed_values(form).items()
    ]
    told = [
        (b.label, in_words(f, _plain_value(v)))
        for b, f, v in said
        if not b.is_hidden and v
    ]
    return [(label, words) for label, words in told if words]


def put_back(form: forms.BaseForm, values: Values) -> None:
    """Let a form that was not sent show these values; one with rows of its own makes
    room first.
    """
    make_room(form, values)
    show_values(form, typed_values(form, values))


def make_room(form: forms.BaseForm, values: Values) -> None:
    """Let a form whose rows depend on what is filled in have as many as these values
    need.
    """
    if more := getattr(form, "make_room", None):
        more(values)


def show_values(form: forms.BaseForm, values: Values) -> None:
    """Let a form show values in the way that a browser sends them."""
    form.initial = {**(form.initial or {}), **values}
    for name in form.fields:
        vars(form[name]).pop("initial", None)  # a field that was asked before remembers


def as_sent(form: forms.BaseForm) -> dict[str, Any]:
    """What a browser would send if the form that it was shown were not touched."""
    return {
        name: _sent_value(field.widget, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if not isinstance(field, forms.FileField)
    }


def _sent_value(widget: forms.Widget, value: Any) -> Any:
    if isinstance(widget, forms.MultiWidget) and not isinstance(value, list | tuple):
        value = widget.decompress(value)
    if getattr(widget, "allow_multiple_selected", False):
        value = list(value or ())
    return _plain_value(value)


def _plain_value(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [str("" if part is None else part) for part in value]
    return value if isinstance(value, bool) else str("" if value is None else value)


def merge_versions(
    form: forms.BaseForm,
    *,
    mine: Values,
    base: Values | None,
) -> list[EditDifference]:
    """Let a form of the record as it is now show what was typed, and what else is new
    in it.

    `mine` was sent, `base` is what its sender had been shown. What they touched stays
    theirs; what they did not touch and somebody else changed is taken over. Without
    `base` all they sent is theirs. Fields that say one thing together (`as_one`, by how
    their names begin) go together.
    """
    now, sent = (
        as_sent(form),
        {name: _plain_value(value) for name, value in mine.items()},
    )
    before = sent if base is None else {n: _plain_value(v) for n, v in base.items()}
    touched = {
        _unit_of_field(form, n)
        for n in sent
        if base is None or sent[n] != before.get(n, "")
    }
    found = []
    for name, field in form.fields.items():
        if name not in sent or name not in now:
            continue
        theirs = _unit_of_field(form, name) in touched
        if (
            now[name] != sent[name]
            and not field.widget.is_hidden
            and (base is None or not theirs or now[name] != before.get(name, ""))
        ):
            label = form[name].label
            words = in_words(field, now[name]), in_words(field, sent[name])
            found.append(EditDifference(label, *words, taken=not theirs))
    show_values(
        form,
        {
            name: value
            for name, value in sent.items()
            if _unit_of_field(form, name) in touched
        },
    )
    return found


def _unit_of_field(form: forms.BaseForm, name: str) -> str:
    starts: tuple[str, ...] = getattr(form, "as_one", ())
    return next((start for start in starts if name.startswith(start)), name)


def in_words(field: forms.Field, value: Any) -> str:
    """What a browser sent, as a reader knows it: the words of a choice, a day in
    figures.
    """
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        between = " " if isinstance(field.widget, forms.MultiWidget) else ", "
        return between.join(_choice_words(field, part) for part in value if part)
    return _choice_words(field, str(value))


def _choice_words(field: forms.Field, value: str) -> str:
    if not isinstance(field, forms.ChoiceField):
        return value
    known: dict[str, Any] = {}
    for code, label in list(field.choices):  # type: ignore[arg-type]
        group = label if isinstance(label, list | tuple) else [(code, label)]
        known |= {str(one): words for one, words in group}
    return str(known.get(value, value))
