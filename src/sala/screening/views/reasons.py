"""What answers show, in words: reasons by dimension, for a person who decides."""

from dataclasses import dataclass

from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm
from sala.screening import labels
from sala.screening.labels import Words
from sala.screening.rules.grading import GradedDimension, Reason, ScreeningResult


@dataclass(frozen=True)
class DimensionLine:
    """One dimension with the signs that were said, each with its strength."""

    label: Words
    positive: bool
    signs: list[tuple[str, Words]]


@dataclass(frozen=True)
class PresentedResult:
    """Everything that the answers show, and what they do not."""

    said: int
    unweighed: int
    lines: list[DimensionLine]
    shown: list[tuple[Words, Words]]
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
        said=result.said,
        unweighed=result.unweighed,
        lines=[
            present_dimension(found, asked)
            for found in result.dimensions
            if found.reasons
        ],
        shown=[
            (labels.SHOWN[name], labels.THERE[how_far_shown(result, name, there)])
            for name, there in result.shown
        ],
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
        signs=[(asked[r.question], strength_words(r)) for r in found.reasons],
    )


def strength_words(reason: Reason) -> Words:
    """How strong a sign is; where that is not known, what is known of it."""
    if reason.strength is None and reason.of_work:
        return labels.OF_WORK[reason.of_work]
    return labels.STRENGTHS[reason.strength]


def how_far_shown(result: ScreeningResult, name: str, there: bool) -> str:
    """Whether something is shown, or signs of it were said, or nothing of it."""
    if there:
        return "shown"
    signs = result.signs_of(name)
    if any(reason.strength is None for reason in signs):
        return "unweighed"
    return "said" if signs else "unsaid"


def pattern_words(result: ScreeningResult) -> Words:
    """How the rule reads the dimensions together, in a sentence."""
    return labels.PATTERNS[result.pattern]
