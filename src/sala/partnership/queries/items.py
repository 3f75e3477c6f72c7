"""The four minimum standards and twelve indicia, in the language of the page."""

from dataclasses import dataclass

from django.utils.translation import get_language

from sala.countries.queries import in_language
from sala.standards import queries as standards

STATUTE = {
    "MS1": "7106(a)(1)",
    "MS2": "7106(a)(2)",
    "MS3": "7106(a)(3)",
    "MS4": "7106(a)(4)",
}


@dataclass(frozen=True)
class AssessmentItem:
    """A minimum standard or an indicium: its code, where the law has it, and what it
    asks.
    """

    code: str
    reference: str
    text: str
    notes: tuple[str, ...]  # how it is read in practice, and rules of the law on it

    @property
    def is_standard(self) -> bool:
        """Whether it is one of the four standards."""
        return self.code in STATUTE


def assessment_items() -> list[AssessmentItem]:
    """The standards, then the indicia by which the fourth of them is judged."""
    own = [
        AssessmentItem(
            s.id,
            STATUTE[s.id],
            in_language(s.texts),
            tuple(filter(None, [in_language(s.practices)])),
        )
        for s in standards.minimum_standards()
    ]
    language = (get_language() or "").partition("-")[0]
    return own + [
        AssessmentItem(
            i.id, i.reference, in_language(i.texts), i.rules_in.get(language, i.rules)
        )
        for i in standards.tvpa_indicia()
    ]


def item_codes() -> list[str]:
    """Their codes."""
    return [item.code for item in assessment_items()]
