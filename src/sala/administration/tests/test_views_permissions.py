"""Who may do what, on one page and in a spreadsheet."""

import csv
from io import StringIO

import pytest
from django.urls import reverse

from sala.access.permissions import all_permissions
from sala.access.roles import Role
from sala.kit.spreadsheets import FORMULA, safe_cell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_the_page_and_finds_its_own(role, sign_in):
    page = sign_in(role).get(reverse("list_permissions"))
    assert [c.role for c in page.context["cards"] if c.current] == [role]
    assert len(page.context["table"]) == len(all_permissions())


def test_the_page_says_what_the_guards_say(sign_in):
    page = sign_in(Role.ANALYST).get(reverse("list_permissions"))
    for permission, answers in page.context["table"]:
        assert {role for role, may in answers if may} == permission.roles


def test_the_spreadsheet_holds_the_same(sign_in):
    answer = sign_in(Role.ANALYST).get(reverse("list_permissions_csv"))
    assert "attachment" in answer.headers["Content-Disposition"]
    header, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")))
    assert header[2:] == [str(role.label) for role in Role]
    for permission, row in zip(all_permissions(), rows, strict=True):
        assert row[0] == permission.word
        assert [cell == "yes" for cell in row[2:]] == [
            role in permission.roles for role in Role
        ]


def test_no_cell_of_the_spreadsheet_is_a_formula(sign_in):
    answer = sign_in(Role.ANALYST).get(reverse("list_permissions_csv"))
    cells = [
        c
        for row in csv.reader(StringIO(answer.content.decode("utf-8-sig")))
        for c in row
    ]
    assert not [cell for cell in cells if cell.startswith(FORMULA)]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"],
)
def test_a_formula_becomes_text(text):
    assert safe_cell(text) == f"'{text}"


def test_a_sentence_stays_as_it_is():
    assert safe_cell("Register a person.") == "Register a person."
