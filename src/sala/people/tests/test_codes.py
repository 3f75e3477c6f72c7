"""A code said on the phone: what is heard wrong is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.people import codes

CODES = st.builds(codes.new_code)


@given(CODES)
def test_a_code_is_understood_as_said(code):
    assert codes.parse_code(codes.grouped_for_reading(code)) == code
    lao = "".join(chr(0xED0 + int(digit)) for digit in code)
    assert codes.parse_code(f" {lao[:3]}-{lao[3:]} ") == code


@given(CODES)
def test_every_single_wrong_digit_is_found(code):
    for at, digit in enumerate(code):
        wrong = [
            code[:at] + other + code[at + 1 :]
            for other in "0123456789"
            if other != digit
        ]
        assert [w for w in wrong if codes.parse_code(w)] == []


@given(CODES)
def test_every_swap_of_two_neighbours_is_found(code):
    swapped = [code[:at] + code[at + 1] + code[at] + code[at + 2 :] for at in range(9)]
    assert [w for w in swapped if w != code and codes.parse_code(w)] == []


@pytest.mark.parametrize("text", ["", "123", "4829137064x", "482 913 70644", "name"])
def test_what_is_no_code_is_not_understood(text):
    assert codes.parse_code(text) is None


def test_codes_do_not_count():
    assert len({codes.new_code() for _ in range(200)}) == 200
