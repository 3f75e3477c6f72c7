"""A screening instrument as a value: sections of questions, and what each asks for."""

from dataclasses import dataclass, field
from typing import Any

# What every question can be answered with; the form's own choices carry their words.
ANSWERS = ("yes", "no", "not_known", "refused")


@dataclass(frozen=True)
class InstrumentQuestion:
    """One question, in every language of the pack; `indicator` is the sign that a yes
    shows.
    """

    name: str
    label: dict[str, str]
    hint: dict[str, str] = field(default_factory=dict)
    indicator: str = ""
    dimension: str = ""


@dataclass(frozen=True)
class InstrumentSection:
    """Questions that belong together, on one page."""

    name: str
    label: dict[str, str]
    questions: tuple[InstrumentQuestion, ...]


@dataclass(frozen=True)
class InstrumentForm:
    """An instrument as it is asked: its sections in order, and the words of each
    answer.
    """

    sections: tuple[InstrumentSection, ...]
    answers: dict[str, dict[str, str]]

    @property
    def questions(self) -> tuple[InstrumentQuestion, ...]:
        """Every question in order."""
        return tuple(
            question for section in self.sections for question in section.questions
        )


def form_from_json(raw: dict[str, Any]) -> InstrumentForm:
    """The form that `xlsforms.read` wrote."""
    sections = tuple(
        InstrumentSection(
            name=section["name"],
            label=section["label"],
            questions=tuple(
                InstrumentQuestion(**question) for question in section["questions"]
            ),
        )
        for section in raw["sections"]
    )
    # The database keeps no order of keys; the answers are always offered in this one.
    return InstrumentForm(sections, {name: raw["answers"][name] for name in ANSWERS})
