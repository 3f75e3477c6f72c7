"""How near the reader comes to the annotated reports, and that every quote is where it says."""

import json
import textwrap

import pytest

from sala_reader.report import read_report
from sala_reader.scoring import ReadingScore, score_reading, tidy_text
from sala_reader.tests.annotated import DATA, NAMES, gold_named, text_named

UNSEEN = DATA.parent / "unseen"


def scored(name: str) -> ReadingScore:
    return score_reading(
        read_report(text_named(name), name=f"{name}.txt").as_dict(), gold_named(name)
    )


def test_figures_are_read_within_the_budget():
    scores = [scored(name) for name in NAMES]
    right = sum(s.right for s in scores)
    assert right / (right + sum(len(s.wrong) for s in scores)) >= 0.99
    assert right / (right + sum(len(s.missed) for s in scores)) >= 0.99


def scored_in(folder: str) -> tuple[float, float]:
    """Precision and recall over the reports of a folder that the reader was not made with."""
    scores = []
    for gold in sorted((UNSEEN / folder).glob("*.gold.json")):
        name = gold.name.removesuffix(".gold.json")
        text = (UNSEEN / folder / f"{name}.txt").read_text()
        scores.append(
            score_reading(
                read_report(text, name=f"{name}.txt").as_dict(),
                json.loads(gold.read_text()),
            ),
        )
    right = sum(s.right for s in scores)
    wrong, missed = (sum(len(part) for part in parts) for parts in zip(
        *((s.wrong, s.missed) for s in scores), strict=True))  # fmt: skip
    return right / (right + wrong), right / (right + missed)


@pytest.mark.parametrize(("folder", "least"), [("tuned", 0.95), ("held_out", 0.92)])
def test_reports_it_was_not_made_with_are_read_within_the_budget(folder, least):
    precision, recall = scored_in(folder)
    assert precision >= least
    assert recall >= least


def test_the_opening_is_exact(report):
    reading, gold = (
        read_report(text_named(report), name=f"{report}.txt"),
        gold_named(report),
    )
    assert reading.tier == gold["tier"]
    assert reading.tier_change == gold["tier_change"]
    assert (reading.country, reading.report_year) == (
        gold["country"],
        gold["report_year"],
    )


def test_recommendations_are_read_one_by_one(report):
    reading, gold = (
        read_report(text_named(report), name=f"{report}.txt"),
        gold_named(report),
    )
    assert reading.as_dict()["recommendations"] == gold["recommendations"]


def test_every_quote_is_an_exact_part_of_its_text(report):
    text = text_named(report)
    row = read_report(text, name=f"{report}.txt").as_dict()
    for found in [*row["figures"], *row["not_understood"]]:
        assert text[found["start"] : found["end"]] == found["quote"]
    for place, said in zip(
        row["recommendation_places"],
        row["recommendations"],
        strict=True,
    ):
        assert text[place["start"] : place["end"]] == said


def test_a_score_tells_right_from_wrong():
    gold = {"tier": "2", "tier_change": None, "recommendations": ["Train."], "figures": [
        {"measure": "shelters", "value": 2, "year": 2018, "start": 0, "end": 3},
        {"measure": "shelters", "value": 9, "year": 2018, "start": 5, "end": 7, "optional": True},
        {"measure": "victims_identified", "also": ["victims_referred"], "value": 4, "year": 2018, "start": 8, "end": 9},
    ]}  # fmt: skip
    reading = {"tier": "3", "tier_change": None, "recommendations": ["Train"], "figures": [
        {"measure": "victims_referred", "value": 4, "year": 2018, "start": 8, "end": 9},
        {"measure": "shelters", "value": 2, "year": 2017, "start": 0, "end": 3},
    ]}  # fmt: skip
    made = score_reading(reading, gold)
    assert (made.right, len(made.wrong), len(made.missed), made.tier) == (
        1,
        1,
        1,
        False,
    )
    assert (made.precision, made.recall, made.asked_right) == (0.5, 0.5, 1)


def wrapped(text: str) -> str:
    """The text as a page with short lines has it."""
    lines = [
        textwrap.fill(line, 72, break_on_hyphens=False) for line in text.split("\n")
    ]
    return "\n".join(lines)


CHANGES = {
    "lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "short lines": wrapped,
    "two spaces": lambda text: text.replace(". ", ".  "),
    "fixed spaces": lambda text: text.replace(" to ", "\u00a0to ").replace(
        " in ",
        " in\u202f",
    ),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_how_a_text_is_set_does_not_matter(change, report):
    usual = read_report(text_named(report), name=f"{report}.txt")
    other = read_report(change(text_named(report)), name=f"{report}.txt")
    assert [(f.measure, f.value, f.year) for f in other.figures] == [
        (f.measure, f.value, f.year) for f in usual.figures
    ]
    assert (other.tier, other.tier_change) == (usual.tier, usual.tier_change)
    tidied = [
        [tidy_text(r) for r in x.as_dict()["recommendations"]] for x in (usual, other)
    ]
    assert tidied[0] == tidied[1]
