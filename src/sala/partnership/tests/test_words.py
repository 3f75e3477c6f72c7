"""What this room writes in the ledger, and every code, has words."""

import re
from pathlib import Path

import sala.partnership
from sala.partnership import labels as codes
from sala.partnership import ledger_terms
from sala.partnership.queries.items import item_codes
from sala.partnership.rules import (
    assessments,
    budget,
    committees,
    plans,
    recommendations,
    threads,
    tiers,
)
from sala.partnership.states import ASSESSMENT, OBJECTIVE, PLAN, RECOMMENDATION

# An entry of its own, or the one of a step.
ENTERED = r'(?:record_entry\(\s*by,|step_entry\()\s*"([a-z_]+)"'
ACTIONS = Path(sala.partnership.__file__).parent / "actions"


def test_every_entry_has_words():
    source = "".join(p.read_text() for p in ACTIONS.glob("*.py"))
    written = set(re.findall(ENTERED, source))
    written |= {f"plan_{move.name}" for move in PLAN.moves}
    written |= {
        f"assessment_{state}" for state in ASSESSMENT.all if state != ASSESSMENT.initial
    }
    assert {f"partnership.{name}" for name in written} == set(ledger_terms.ACTIONS)


def test_every_code_has_words():
    for known, said in (
        (committees.LEVELS, codes.LEVELS),
        (plans.DROPPED, codes.DROPPED),
        (budget.SOURCES, codes.SOURCES),
        (budget.PURPOSES, codes.PURPOSES),
        (recommendations.PRIORITIES, codes.PRIORITIES),
        (recommendations.DECLINED, codes.DECLINED),
        (plans.ORDER, codes.OBJECTIVES),
        (PLAN.all, codes.PLANS),
        (RECOMMENDATION.all, codes.RECOMMENDATIONS),
        (threads.CELLS, codes.THREAD_CELLS),
        (tiers.TIERS, codes.TIERS),
        (("up", "down", "same"), codes.MOVED),
        (assessments.VERDICTS, codes.VERDICTS),
        (assessments.CHANGES, codes.VERDICT_CHANGES),
        (ASSESSMENT.all, codes.ASSESSMENTS),
        (item_codes(), codes.ITEMS),
    ):
        assert set(known) == set(said)
    for table, said in (
        (PLAN, codes.PLAN_MOVES),
        (OBJECTIVE, codes.OBJECTIVE_MOVES),
        (RECOMMENDATION, codes.RECOMMENDATION_MOVES),
    ):
        assert {move.name for move in table.moves} == set(said)
