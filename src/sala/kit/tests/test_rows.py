from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType

from sala.kit.rows import row_of


@dataclass(frozen=True)
class PearRow:
    code: str
    picked_on: date
    marks: tuple[str, ...]
    remark: str = "none"


PICKED = {"code": "a", "picked_on": date(2019, 5, 4)}


def test_a_row_copies_what_has_the_same_name_and_takes_the_rest_as_said():
    pear = SimpleNamespace(**PICKED, marks=["leaf"], weight=12)
    expected = PearRow("a", date(2019, 5, 4), ("leaf",))
    assert row_of(PearRow, pear, marks=tuple(pear.marks)) == expected
    assert row_of(PearRow, pear, code="b", marks=()).code == "b"
    pear.remark = "sour"
    assert row_of(PearRow, pear, marks=()).remark == "sour"


def test_a_field_that_nobody_has_is_named():
    with pytest.raises(TypeError, match=r"PearRow.marks: SimpleNamespace has none"):
        row_of(PearRow, SimpleNamespace(**PICKED))


def test_what_the_row_does_not_have_is_refused():
    with pytest.raises(TypeError, match="weight"):
        row_of(PearRow, SimpleNamespace(**PICKED), marks=(), weight=12)


def test_a_row_hands_no_model_on():
    pear = SimpleNamespace(**PICKED, marks=(), remark=ContentType())
    with pytest.raises(TypeError, match=r"PearRow.remark: a model is no row"):
        row_of(PearRow, pear)
