"""The ILO's rule: more signs never show less, a blank shows nothing, a child needs no means."""

import itertools
import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.countries.instruments import ANSWERS, InstrumentQuestion
from sala.screening.rules import grading
from sala.standards import queries as standards

LISTED = standards.indicators_of_list(grading.LIST)
QUESTIONS = [
    InstrumentQuestion(
        i.id,
        {},
        indicator=i.id,
        dimension=i.dimension,
    )
    for i in LISTED
]
QUESTIONS.append(
    InstrumentQuestion(
        "sexual",
        {},
        indicator="TVIT-16",
        dimension="exploitation",
    ),
)
QUESTIONS.append(InstrumentQuestion("other", {}, dimension="exploitation"))
NAMES = [q.name for q in QUESTIONS]

answers = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(ANSWERS))
ages = st.sampled_from(["adult", "child", "in_doubt", ""])
kinds = st.sampled_from(["labour", "sexual", ""])


def graded(said, age="adult", kind="labour"):
    return grading.grade_answers(
        QUESTIONS,
        said,
        age_group=age,
        exploitation=kind,
    )


def yes(*names):
    return dict.fromkeys(names, "yes")


@given(answers, answers, ages, kinds)
def test_more_signs_never_show_less(
    said,
    more,
    age,
    kind,
):
    fewer = graded(said, age, kind)
    added = graded(
        {**said, **{n: "yes" for n, a in more.items() if a == "yes"}},
        age,
        kind,
    )
    assert set(fewer.positive) <= set(added.positive)
    for before, after in zip(fewer.dimensions, added.dimensions, strict=True):
        assert set(before.reasons) <= set(after.reasons)
    for (_name, was), (_same, now_is) in zip(fewer.shown, added.shown, strict=True):
        assert now_is or not was


@given(answers, ages, kinds, st.sampled_from(["no", "not_known", "refused"]))
def test_only_a_yes_is_a_sign(
    said,
    age,
    kind,
    instead,
):
    found = graded(said, age, kind)
    quiet = {n: a if a == "yes" else instead for n, a in said.items()}
    assert graded(quiet, age, kind).dimensions == found.dimensions
    assert graded(
        {n: a for n, a in said.items() if a == "yes"},
        age,
        kind,
    ).dimensions == (found.dimensions)
    assert found.unanswered == sum(said.get(n) not in {"yes", "no"} for n in NAMES)


@given(answers, kinds)
def test_a_child_needs_no_means_and_doubt_protects(said, kind):
    child = graded(said, "child", kind)
    assert child.shown == (("exploited", child.exploited),)
    assert (child.pattern == "all") == child.exploited
    for age in ("in_doubt", ""):
        assert graded(said, age, kind) == child


@given(answers, ages, kinds)
def test_a_strength_nobody_read_is_named_and_counts_for_nothing(said, age, kind):
    profile = grading.profile_of(age, kind)
    for found in graded(said, age, kind).dimensions:
        for reason in found.reasons:
            known = (
                standards.indicator_by_id(reason.indicator).strength
                if reason.indicator
                else None
            )
            assert reason.strength == (known.of(profile) if known else None)
            assert (reason in found.ungraded) == (reason.strength is None)
        kept = [r.strength for r in found.reasons if r not in found.ungraded]
        assert grading.is_positive(kept) == found.positive


def test_of_sexual_exploitation_few_strengths_are_known_and_none_is_made_up():
    said = yes(*NAMES)
    found = graded(said, "adult", "sexual")
    assert found.positive == (), (
        "one sign of known strength is not enough in any dimension"
    )
    assert sum(len(d.reasons) - len(d.ungraded) for d in found.dimensions) == 1
    assert found.pattern == "unweighed", "and nothing is called missing"
    assert found.said > found.unweighed > 0
    debt = next(
        r for d in found.dimensions for r in d.reasons if "D5-02" in r.indicator
    )
    assert (debt.strength, debt.of_work) == (None, "strong")


@pytest.mark.parametrize(
    ("strengths", "positive"),
    [
        ([], False),
        (["strong"], False),
        (["strong", "strong"], True),
        (["strong", "medium"], True),
        (["strong", "weak"], True),
        (["medium", "medium"], False),
        (["medium", "medium", "medium"], True),
        (["medium", "medium", "weak"], True),
        (["medium", "weak", "weak"], False),
        (["weak"] * 9, False),
        (["strong", None], False),
        ([None] * 9, False),
    ],
)
def test_the_dimension_rule(strengths, positive):
    for order in itertools.islice(itertools.permutations(strengths), 6):
        assert grading.is_positive(order) is positive


def test_the_combination_rule_reads_dimensions_as_the_list_does():
    """The published outcomes, each met by a pattern of its own."""
    published = json.loads(
        (files("sala.standards") / "data" / "indicators.json").read_text(
            encoding="utf-8",
        ),
    )["instruments"][0]["outcomes"]
    shows = {
        "recruit_means": ("ILO-D2-01", "ILO-D2-02"),
        "exploitation": ("ILO-D4-01", "ILO-D4-02"),
        "dest_coercion": ("ILO-D5-01", "ILO-D5-03"),
    }
    patterns = {}
    for outcome in published:
        said = yes(
            *(n for element, pair in shows.items() if outcome[element] for n in pair),
        )
        patterns[outcome["class"]] = graded(said).pattern
    assert patterns == {
        "not_victim": "nothing",
        "exploited_labour_rights_case": "exploited",
        "deceived_and_exploited": "deceived",
        "victim_of_trafficking": "all",
    }
    assert (
        graded(yes(*shows["exploitation"], *shows["dest_coercion"])).pattern == "kept"
    )
    assert graded(yes(*shows["recruit_means"])).pattern == "part"
    assert graded(yes("ILO-D1-02")).pattern == "signs"
    assert graded(yes(*shows["exploitation"]), "child").pattern == "all"


def test_a_sign_asked_for_twice_is_one_sign():
    twice = [
        InstrumentQuestion(
            "a",
            {},
            indicator="ILO-D5-01",
            dimension="coercion_at_destination",
        ),
    ] * 2
    twice.append(
        InstrumentQuestion(
            "b",
            {},
            indicator="ILO-D5-01",
            dimension="coercion_at_destination",
        ),
    )
    found = grading.grade_answers(
        twice,
        yes("a", "b"),
        age_group="adult",
        exploitation="labour",
    )
    assert found.positive == ()
