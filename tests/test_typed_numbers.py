"""Every field of the house for a number, a code, an amount or a day takes the figures
of any script with what people set between them: one table, all forms.

The fields are found by looking at all forms, so that no new one is forgotten.
"""

import ast
import importlib
import pkgutil
from datetime import date, time
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError

import sala
from sala.kit.forms import DayField
from sala.kit.number_fields import (
    DecimalNumberField,
    NamingCodeField,
    TimeOfDayField,
    WholeNumberField,
)
from sala.people.forms.searching import CodeField

SOURCE = Path(sala.__file__).parent
# Django's own fields for these read ASCII with no sign between.
BARE = {"IntegerField", "DecimalField", "FloatField", "DateField", "DateTimeField"}
BARE |= {"TimeField", "NumberInput", "DateInput"}
SCRIPTS = "0໐๐٠۰０"
VALID = "4829137065"


# A number that is told and a code of an app are read by whom they are given to, so
# that a wrong one costs a try (access/second_factor.py).
READ_ELSEWHERE = {("PasswordForm", "number")}


def classes_of_forms():
    """Each form of the house, those of views too."""
    for module in pkgutil.walk_packages(sala.__path__, "sala."):
        parts = module.name.split(".")
        if {"forms", "views", "fields"} & set(parts) and "tests" not in parts:
            importlib.import_module(module.name)
    waiting, found = [forms.BaseForm], set()
    while waiting:
        made = waiting.pop().__subclasses__()
        waiting += made
        found |= {f for f in made if f.__module__.startswith("sala.")}
    return sorted(
        (f for f in found if ".tests" not in f.__module__),
        key=lambda form: (form.__module__, form.__name__),
    )


FIELDS = [
    pytest.param(field, id=f"{form.__module__}.{form.__name__}.{name}")
    for form in classes_of_forms()
    for name, field in form.base_fields.items()
    if not field.widget.is_hidden and (form.__name__, name) not in READ_ELSEWHERE
]
KINDS = (
    WholeNumberField,
    DecimalNumberField,
    DayField,
    CodeField,
    NamingCodeField,
    TimeOfDayField,
)
TYPED = [one for one in FIELDS if isinstance(one.values[0], KINDS)]


def in_script(text, zero):
    return "".join(
        chr(ord(zero) + int(c)) if c.isascii() and c.isdigit() else c for c in text
    )


def test_the_table_goes_through_the_house():
    assert len(FIELDS) > 300
    assert len(TYPED) > 120
    assert {type(one.values[0]) for one in TYPED} >= set(KINDS)


@pytest.mark.parametrize("zero", SCRIPTS)
@pytest.mark.parametrize("field", TYPED)
def test_a_field_reads_the_figures_of_any_script(field, zero):
    for typed, read in spellings_of(field):
        parts = typed if isinstance(typed, list) else [typed]
        said = [in_script(part, zero) for part in parts]
        value = said if isinstance(typed, list) else said[0]
        reads = field.clean if isinstance(field, CodeField) else field.to_python
        assert reads(value) == read


def spellings_of(field):
    """What people type into a field of this kind, and what it is."""
    match field:
        case DayField():
            day = date(2007, 3, 9)
            return [(["9", "3", "2007"], day), ([" 09", "03 ", "2007\u200b"], day)]
        case CodeField():
            signs = (" ", "-", ".", "\u00a0", "–", "\u2011", "\u200b", "")
            ways = [s.join((VALID[:3], VALID[3:6], VALID[6:])) for s in signs]
            return [(way, VALID) for way in ways]
        case NamingCodeField():
            return [("LWU-12", "LWU-12"), (" LWU–12 ", "LWU-12")]
        case TimeOfDayField():
            return [(way, time(8, 30)) for way in ("08:30", "8.30", " 8：30 ")]
        case DecimalNumberField():
            return [("1 250.50", 1250.5), ("1.250,50", 1250.5), ("12,5", 12.5)]
        case _:
            ways = ("1250000", "1 250 000", "1.250.000", "1,250,000", "1’250’000")
            return [(way, 1_250_000) for way in ways]


def test_numbers_that_could_be_two_are_refused_at_every_field():
    for one in TYPED:
        field = one.values[0]
        if isinstance(field, WholeNumberField | DecimalNumberField):
            for wrong in ("12 34", "1,2,3", "10²", "1.234,567.8"):
                with pytest.raises(ValidationError):
                    field.to_python(wrong)


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_asks_for_figures_that_it_reads_in_ascii_alone(field):
    """A field whose keyboard has figures, or which Django reads, is one of ours."""
    asks = field.widget.attrs.get("inputmode") in {"numeric", "decimal"}
    parsed = isinstance(
        field, forms.IntegerField | forms.FloatField | forms.DateField | forms.TimeField
    )
    assert not (asks or parsed) or isinstance(field, KINDS)


def test_no_form_makes_a_field_that_reads_ascii_alone():
    """Fields that a form makes when it is shown stand in no class: the source says."""
    found = []
    for file in SOURCE.rglob("*.py"):
        parts = set(file.relative_to(SOURCE).parts)
        if parts & {"tests", "migrations", "models", "kit"} or file.stem == "models":
            continue
        found += [
            f"{file.relative_to(SOURCE)}:{call.lineno}"
            for call in ast.walk(ast.parse(file.read_text()))
            if isinstance(call, ast.Call) and is_bare(call)
        ]
    assert found == []


def is_bare(call):
    """Whether this makes a field, or its input, as Django has it; hidden ones are
    written by pages.
    """
    made = call.func
    owner = getattr(getattr(made, "value", None), "id", "")
    if owner != "forms" or getattr(made, "attr", "") not in BARE:
        return False
    widgets = [ast.unparse(k.value) for k in call.keywords if k.arg == "widget"]
    return widgets != ["forms.HiddenInput"]
