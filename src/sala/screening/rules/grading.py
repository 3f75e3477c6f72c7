"""What somebody's answers show, by dimension: reasons for an officer, never a score or
a verdict.

The rule is the ILO's (Delphi survey, 2009): signs are strong, medium or weak, more of
them or stronger ones make a dimension positive, and dimensions are read together; of a
child exploitation alone. Only a yes is a sign. "Not known" and "refused" are no
evidence, in either direction, and a sign whose strength nobody could read in the source
is a reason that is not graded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from sala.people.rules import is_child
from sala.standards import queries as standards
from sala.standards.queries import IndicatorThreshold, Level, Profile

LIST = "ilo_delphi_2009"
YES = "yes"
LABOUR, SEXUAL = "labour", "sexual"

RECRUITED = (
    "deceptive_recruitment",
    "coercive_recruitment",
    "recruitment_by_abuse_of_vulnerability",
)
EXPLOITED = "exploitation"
KEPT = ("coercion_at_destination", "abuse_of_vulnerability_at_destination")
DIMENSIONS = (*RECRUITED, EXPLOITED, *KEPT)
READ_TOGETHER = {"recruited": RECRUITED, "exploited": (EXPLOITED,), "kept": KEPT}


class GradedQuestion(Protocol):
    """A question as far as grading needs it."""

    @property
    def name(self) -> str: ...
    @property
    def indicator(self) -> str: ...
    @property
    def dimension(self) -> str: ...


@dataclass(frozen=True)
class Reason:
    """One sign that was said to be there; `strength` is None where none is known, and
    `of_work` says how strong it is where somebody is exploited for work.
    """

    question: str
    indicator: str
    strength: Level | None
    of_work: Level | None = None


@dataclass(frozen=True)
class GradedDimension:
    """The signs of one dimension, and whether together they reach what the rule asks
    for.
    """

    code: str
    reasons: tuple[Reason, ...]
    positive: bool

    @property
    def ungraded(self) -> tuple[Reason, ...]:
        """Signs whose strength is not known: the rule could not count them."""
        return tuple(reason for reason in self.reasons if reason.strength is None)


@dataclass(frozen=True)
class ScreeningResult:
    """What the answers show. `assumed` says that it is graded as work since nobody
    knew.
    """

    dimensions: tuple[GradedDimension, ...]
    child: bool
    assumed: bool
    unanswered: int

    @property
    def positive(self) -> tuple[str, ...]:
        """The dimensions that the rule calls positive."""
        return tuple(found.code for found in self.dimensions if found.positive)

    @property
    def recruited(self) -> bool:
        """Whether a means of recruitment is shown: deceived, coerced, or taken
        advantage of.
        """
        return not {*RECRUITED}.isdisjoint(self.positive)

    @property
    def exploited(self) -> bool:
        """Whether exploitation is shown."""
        return EXPLOITED in self.positive

    @property
    def kept(self) -> bool:
        """Whether a means at the place of work is shown: coerced, or taken advantage
        of.
        """
        return not {*KEPT}.isdisjoint(self.positive)

    @property
    def said(self) -> int:
        """How many signs were said to be there."""
        return sum(len(found.reasons) for found in self.dimensions)

    @property
    def unweighed(self) -> int:
        """How many of them the rule could not weigh, where it found too little."""
        return sum(
            len(found.ungraded) for found in self.dimensions if not found.positive
        )

    def signs_of(self, name: str) -> tuple[Reason, ...]:
        """The signs that were said for one thing that the rule reads together."""
        return tuple(
            reason
            for found in self.dimensions
            if found.code in READ_TOGETHER[name]
            for reason in found.reasons
        )

    @property
    def shown(self) -> tuple[tuple[str, bool], ...]:
        """What the rule reads together, each with whether it is shown; of a child one
        thing.
        """
        exploited = (("exploited", self.exploited),)
        if self.child:
            return exploited
        return (("recruited", self.recruited), *exploited, ("kept", self.kept))

    @property
    def pattern(self) -> str:
        """How the rule reads the dimensions together.

        `all`, `unweighed`, `deceived`, `kept`, `exploited`, `part`, `signs`, or
        `nothing`. Where a sign could not be weighed, nothing is called missing.
        """
        if all(there for _name, there in self.shown):
            return "all"
        if self.unweighed:
            return "unweighed"
        if self.exploited:
            return (
                "deceived" if self.recruited else "kept" if self.kept else "exploited"
            )
        if self.positive:
            return "part"
        return "signs" if any(found.reasons for found in self.dimensions) else "nothing"


def profile_of(age_group: str, exploitation: str) -> Profile:
    """Which column of the list holds: by age, and by what the exploitation was."""
    if is_child(age_group):
        return "child_sexual" if exploitation == SEXUAL else "child_labour"
    return "adult_sexual" if exploitation == SEXUAL else "adult_labour"


def grade_answers(
    questions: Iterable[GradedQuestion],
    answers: Mapping[str, str],
    *,
    age_group: str,
    exploitation: str,
) -> ScreeningResult:
    """What the answers show, of somebody of an age group, for a kind of
    exploitation.
    """
    profile, of_work = (profile_of(age_group, kind) for kind in (exploitation, LABOUR))
    asked = list(questions)
    said = [question for question in asked if answers.get(question.name) == YES]
    return ScreeningResult(
        dimensions=tuple(
            _grade_dimension(code, said, profile, of_work) for code in DIMENSIONS
        ),
        child=is_child(age_group),
        assumed=exploitation not in {LABOUR, SEXUAL},
        unanswered=sum(
            answers.get(question.name) not in {YES, "no"} for question in asked
        ),
    )


def _grade_dimension(
    code: str, said: list[GradedQuestion], profile: Profile, of_work: Profile
) -> GradedDimension:
    # A sign asked for twice is one sign.
    reasons = {
        question.indicator or question.name: Reason(
            question.name,
            question.indicator,
            indicator_strength(question.indicator, profile),
            indicator_strength(question.indicator, of_work),
        )
        for question in said
        if question.dimension == code
    }
    found = tuple(reasons.values())
    return GradedDimension(
        code, found, is_positive(reason.strength for reason in found)
    )


def indicator_strength(indicator: str, profile: Profile) -> Level | None:
    """How strong the list calls a sign; None for one it does not grade, or that was not
    read.
    """
    if not indicator:
        return None
    graded = standards.indicator_by_id(indicator).strength
    return graded.of(profile) if graded else None


def is_positive(strengths: Iterable[Level | None]) -> bool:
    """Whether signs of these strengths make a dimension positive; unknown ones never
    do.
    """
    listed = list(strengths)
    count = {level: listed.count(level) for level in ("strong", "medium", "weak")}
    return any(
        _reaches_least(count, least)
        for least in standards.indicator_list(LIST).thresholds
    )


def _reaches_least(count: Mapping[str, int], least: IndicatorThreshold) -> bool:
    return (
        count["strong"] >= least.strong
        and count["medium"] >= least.medium
        and count["weak"] >= least.weak
        and count["medium"] + count["weak"] >= least.medium_or_weak
    )
