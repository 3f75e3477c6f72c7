"""How near a reading comes to an annotated one: figures, tier, recommendations."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class ReadingScore:
    """What was right, wrong and missed in one report."""

    right: int = 0
    wrong: list[dict[str, Any]] = field(default_factory=list)
    missed: list[dict[str, Any]] = field(default_factory=list)
    neutral: int = 0
    tier: bool = True
    change: bool = True
    asked_right: int = 0
    asked_read: int = 0
    asked_gold: int = 0

    @property
    def precision(self) -> float:
        read = self.right + len(self.wrong)
        return self.right / read if read else 1.0

    @property
    def recall(self) -> float:
        gold = self.right + len(self.missed)
        return self.right / gold if gold else 1.0


def figures_agree(figure: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Whether measure, value and year are right, by any that the gold takes for
    right.
    """
    return (
        figure["measure"] in {gold["measure"], *gold.get("also", [])}
        and figure["value"] == gold["value"]
        and figure["year"] in {gold["year"], *gold.get("also_years", [])}
    )


def spans_overlap(figure: dict[str, Any], gold: dict[str, Any]) -> bool:
    """Whether a figure stands where the annotated one does, at least in part."""
    return bool(figure["start"] < gold["end"] and gold["start"] < figure["end"])


def score_reading(reading: dict[str, Any], gold: dict[str, Any]) -> ReadingScore:
    """Match figures one to one, at the same place first; an optional one missed is no
    miss.
    """
    made = ReadingScore()
    left = list(reading["figures"])
    open_gold = list(gold["figures"])
    for near in (True, False):
        for wanted in [g for g in open_gold if not g.get("optional")] + [
            g for g in open_gold if g.get("optional")
        ]:
            match = next(
                (
                    f
                    for f in left
                    if figures_agree(f, wanted)
                    and (not near or spans_overlap(f, wanted))
                ),
                None,
            )
            if match is not None:
                left.remove(match)
                open_gold.remove(wanted)
                if wanted.get("optional"):
                    made.neutral += 1
                else:
                    made.right += 1
    made.wrong = left
    made.missed = [g for g in open_gold if not g.get("optional")]
    made.tier = reading["tier"] == gold["tier"]
    made.change = reading["tier_change"] == gold["tier_change"]
    made.asked_read = len(reading["recommendations"])
    made.asked_gold = len(gold["recommendations"])
    made.asked_right = len(
        {tidy_text(r) for r in reading["recommendations"]}
        & {tidy_text(r) for r in gold["recommendations"]},
    )
    return made


def tidy_text(text: str) -> str:
    """A recommendation without what line breaks and the last stop make of it."""
    return " ".join(text.split()).rstrip(" .;")
