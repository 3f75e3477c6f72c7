"""docs/asvs.csv answers every requirement of ASVS 5.0.0 once, and names what exists."""

import re
from collections import Counter
from pathlib import Path

import pytest

from sala.config.asvs_page import CHAPTERS, STATES, asvs_page, read_answers
from sala.config.health import EXAMINATIONS

ROOT = Path(__file__).parents[1]
ANSWERS = read_answers(ROOT / "docs")
# How many requirements each section has, in the standard's order of chapters.
SECTIONS = [
    [2, 10, 12, 3, 3],
    [3, 3, 5, 2],
    [1, 3, 5, 8, 8, 1, 5],
    [5, 5, 2, 4],
    [1, 6, 3, 3],
    [3, 12, 8, 6, 8, 4, 2, 4],
    [3, 4, 2, 5, 3, 2],
    [4, 4, 3, 2],
    [3, 4],
    [2, 3, 5, 16, 5, 2, 3],
    [4, 5, 5, 4, 2, 2, 2],
    [5, 2, 5],
    [4, 6, 4, 7],
    [2, 8, 3],
    [5, 5, 7, 4],
    [1, 5, 4, 3, 4],
    [2, 8, 2],
]
# Asked anew at the third level, with more.
TWICE = {"3.4.3", "6.3.3", "13.3.1", "16.3.2"}


def all_requirements() -> list[str]:
    return [
        f"{chapter}.{section}.{n}"
        for chapter, sections in enumerate(SECTIONS, 1)
        for section, many in enumerate(sections, 1)
        for n in range(1, many + 1)
    ]


def test_each_requirement_is_answered_once_at_its_level():
    numbers = all_requirements()
    assert len(numbers) == 345
    assert len(CHAPTERS) == len(SECTIONS) == 17
    answered = Counter(a.requirement for a in ANSWERS)
    assert answered == Counter([*numbers, *TWICE])
    first = Counter(
        a.level for a in ANSWERS if a.requirement not in TWICE or a.level == "2"
    )
    assert first == {"1": 70, "2": 183, "3": 92}
    assert {a.level for a in ANSWERS if a.requirement in TWICE} == {"2", "3"}


def test_each_answer_is_one_of_four_with_its_why():
    assert {a.state for a in ANSWERS} == set(STATES)
    assert [a.requirement for a in ANSWERS if not (a.how.strip() and a.about)] == []
    unproven = [a.requirement for a in ANSWERS if a.state == "met" and not a.tests]
    assert unproven == []


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: f"{a.requirement}-{a.level}")
def test_each_test_that_is_named_exists(answer):
    for named in answer.tests:
        file, _colons, test = named.partition("::")
        text = (ROOT / file).read_text()
        assert re.search(rf"^def {test}\(", text, re.MULTILINE), named


def test_each_page_module_and_line_of_the_check_that_is_named_exists():
    """Names between backticks are looked at by tests/test_documents.py, in the page."""
    for answer in ANSWERS:
        for target in re.findall(r"\]\(([^)]+)\)", answer.how):
            assert (ROOT / "docs" / target).exists(), (answer.requirement, target)
        for line in re.findall(r'`sala check`: "([^"]+)"', answer.how):
            assert line in EXAMINATIONS, (answer.requirement, line)


def test_what_only_an_operator_can_says_which_line_fails_or_that_none_does():
    loose = [
        a.requirement
        for a in ANSWERS
        if a.state == "operator"
        and "`sala check`" not in a.how
        and a.how != "the same"
        and "No line" not in a.how
    ]
    assert loose == []


def test_the_page_is_made_of_the_table():
    page = asvs_page(ROOT / "docs")
    assert (ROOT / "docs" / "asvs.md").read_text() == page
    assert "10.1.1 to 10.7.3" in page
    for answer in ANSWERS:
        if answer.state in {"not met", "operator"}:
            assert f"- **{answer.requirement}** (level {answer.level}" in page
