from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from sala.kit.templatetags.kit import day, in_fours, lead, locale, moment, number


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "27 March 2007"), ("lo", "27 ມີນາ 2007")],
)
def test_day(language: str, expected: str) -> None:
    with translation.override(language):
        assert day(date(2007, 3, 27)) == expected


def test_moment_is_told_where_the_system_stands() -> None:
    at = datetime(
        2007,
        3,
        27,
        18,
        5,
        tzinfo=UTC,
    )
    with timezone.override("Asia/Vientiane"):
        with translation.override("en"):
            assert moment(at) == "28 March 2007, 01:05"
            assert day(at) == "28 March 2007"
        with translation.override("lo"):
            assert moment(at) == "28 ມີນາ 2007, 01:05"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "1,234,567.5"), ("lo", "1.234.567,5")],
)
def test_number(language: str, expected: str) -> None:
    with translation.override(language):
        assert number(Decimal("1234567.5")) == expected
        assert number(0) == "0"


@pytest.mark.parametrize("write", [day, moment, number])
def test_what_is_not_recorded_is_neither_blank_nor_zero(
    write: Callable[[None], str],
) -> None:
    with translation.override("en"):
        assert write(None) == "Not recorded"
    with translation.override("lo"):
        assert write(None) == "ບໍ່ໄດ້ບັນທຶກ"


def test_a_language_without_a_locale_is_written_as_english() -> None:
    with translation.override("xx"):
        assert str(locale()) == "en_GB"


def test_in_fours() -> None:
    assert in_fours("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_a_label_that_asks_needs_no_colon_before_what_is_said_of_it() -> None:
    assert (lead("Which bed?"), lead("Fine")) == ("Which bed?", "Fine:")
