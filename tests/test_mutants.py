"""Mutants are made of what actions and tables are made of, and a fork can be one.

`make mutate` puts a hundred of each of four rooms to the tests.
"""

from datetime import date
from pathlib import Path

import pytest
from benchmarks.mutants import asking, page
from benchmarks.mutants.making import ROOT, Mutant, mutants_of_file, mutants_of_source
from benchmarks.mutants.reaching import Reach
from benchmarks.mutants.verdicts import KILLED, LIVES, VerdictFile, wilson_interval

from sala.protection.rules import referrals

RULES = ROOT / "src/sala/protection/rules/referrals.py"
ACTIONS = ROOT / "src/sala/protection/actions/referrals.py"
STATES = ROOT / "src/sala/protection/states.py"
TODAY = date(2026, 3, 1)
LATER = "[< → <=] today"


def made(file: Path, change: str) -> Mutant:
    """The mutant of a file that makes a change."""
    return next(m for m in mutants_of_file(file) if change in page.change(m))


def test_an_action_has_mutants_though_it_is_decorated():
    functions = {mutant.function for mutant in mutants_of_file(ACTIONS)}
    assert {"send_referral", "accept_referral", "move_referral"} <= functions


def test_a_table_has_mutants_though_it_is_outside_every_function():
    assert not made(STATES, "[declined → DECLINED]").function


def test_a_mutant_changes_one_place_and_nothing_else():
    before, after = RULES.read_text(), made(RULES, LATER).source
    assert after == before.replace("due < today", "due <= today")


def test_a_mutant_keeps_its_name_when_something_else_of_its_file_changes():
    mutant = made(RULES, LATER)
    before = RULES.read_text()
    changed = before.replace("def due_on", "\n\ndef answer_due_on")
    moved = next(
        m
        for m in mutants_of_source(mutant.path, changed)
        if m.function == mutant.function and m.after == mutant.after
    )
    assert moved.line == mutant.line + 2
    assert moved.code == mutant.code


def test_the_code_of_a_living_function_is_exchanged_for_the_mutant_s():
    own = referrals.is_late.__code__
    assert not referrals.is_late("sent", TODAY, TODAY)
    try:
        assert asking.exchange_code(made(RULES, LATER))
        assert referrals.is_late("sent", TODAY, TODAY)
    finally:
        referrals.is_late.__code__ = own


def test_a_module_is_read_as_the_mutant_has_it():
    finder = asking.ChangedModule(made(RULES, "[no_place → NO_PLACE]"))
    spec = finder.find_spec("sala.protection.rules.referrals", None)
    module = type(referrals)(spec.name)
    finder.exec_module(module)
    assert module.DECLINED[0] == "NO_PLACE"
    assert referrals.DECLINED[0] == "no_place"
    assert finder.find_spec("sala.protection.rules", None) is None


def test_a_mutant_is_put_to_the_tests_that_reach_its_statement_the_quickest_first():
    mutant = made(RULES, LATER)
    lines = {mutant.path: {mutant.line: {"slow", "quick"}, 1: {"other"}}}
    reach = Reach(lines, {"slow": 9.0, "quick": 0.1, "other": 1.0})
    assert reach.tests_of(mutant) == ["quick", "slow"]
    table = made(STATES, "[declined → DECLINED]")
    assert reach.tests_of(table) == ["quick", "other", "slow"]


def test_the_first_verdict_stays_beside_the_latest(tmp_path):
    file = tmp_path / "verdicts.json"
    VerdictFile(file).keep("0a", LIVES, "")
    VerdictFile(file).keep("0a", KILLED, "tests/test_x.py::test_y")
    verdict = VerdictFile(file).verdicts["0a"]
    assert (verdict.first, verdict.now) == (LIVES, KILLED)
    assert verdict.by == "tests/test_x.py::test_y"


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(80, 100, 0.711, 0.867), (15, 15, 0.796, 1.0), (0, 10, 0.0, 0.278)],
)
def test_the_interval_is_wilson_s(hits, of, low, high):
    assert wilson_interval(hits, of) == pytest.approx((low, high), abs=0.001)
