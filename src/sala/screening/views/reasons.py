"""What answers show, in words: reasons by dimension, for a person who decides."""

from dataclasses import dataclass

from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm
from sala.screening import labels
from sala.screening.labels import Words
from sala.screening.rules.grading import GradedDimension, ScreeningResult


@dataclass(frozen=True)
class DimensionLine:
    """One dimension with the signs that were said, each with its strength."""

    label: Words
    positive: bool
    signs: list[tuple[str, Words]]
    ungraded: int


@dataclass(frozen=True)
class PresentedResult:
    """Everything that the answers show, and what they do not."""

    lines: list[DimensionLine]
    shown: list[tuple[Words, bool]]
    pattern: Words
    child: bool
    assumed: bool
    unanswered: int


def present_result(form: InstrumentForm, result: ScreeningResult) -> PresentedResult:
    """A result in words."""
    asked = {
        question.name: countries.in_language(question.label)
        for question in form.questions
    }
    return PresentedResult(
        lines=[
            present_dimension(found, asked)
            for found in result.dimensions
            if found.reasons
        ],
        shown=[(labels.SHOWN[name], there) for name, there in result.shown],
        pattern=pattern_words(result),
        child=result.child,
        assumed=result.assumed,
        unanswered=result.unanswered,
    )


def present_dimension(found: GradedDimension, asked: dict[str, str]) -> DimensionLine:
    """One dimension in words."""
    return DimensionLine(
        label=labels.DIMENSIONS[found.code],
        positive=found.positive,
        signs=[
            (asked[r.question], labels.STRENGTHS[r.strength]) for r in found.reasons
        ],
        ungraded=len(found.ungraded),
    )


def pattern_words(result: ScreeningResult) -> Words:
    """How the rule reads the dimensions together, in a sentence."""
    return labels.PATTERNS[result.pattern]
