"""How a country stands by the minimum standards and indicia, and what differs from last
year.
"""

from collections.abc import Iterable

MET, PARTLY, NOT_MET, NOT_ASSESSED = "met", "partly", "not_met", "not_assessed"
VERDICTS = (MET, PARTLY, NOT_MET, NOT_ASSESSED)
RANK = {
    NOT_MET: 0,
    PARTLY: 1,
    MET: 2,
}  # what was not assessed compares with nothing
CHANGES = ("better", "worse", "same")


def judgement_change(before: str, after: str) -> str:
    """Whether a judgement is better than last year's, worse or the same; nothing where
    one is missing.
    """
    if before not in RANK or after not in RANK:
        return ""
    step = RANK[after] - RANK[before]
    return "better" if step > 0 else "worse" if step < 0 else "same"


def has_gap(verdict: str, evidence: int) -> bool:
    """Whether an item cannot be approved: nobody judged it, or it is met with nothing
    to check.
    """
    return not verdict or (verdict in {MET, PARTLY} and evidence == 0)


def count_verdicts(verdicts: Iterable[str]) -> dict[str, int]:
    """How many are met, partly met, not met and not assessed; what nobody judged is the
    last.
    """
    said = [verdict or NOT_ASSESSED for verdict in verdicts]
    return {verdict: said.count(verdict) for verdict in VERDICTS}
