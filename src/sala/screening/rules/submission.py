"""A screening as it is written, by a browser or a phone: what every envelope holds,
what it shows, who it is, and what speaks against taking it in. Pure.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
)

from sala.people.rules import (
    BirthInformation,
    BirthPrecision,
    Identity,
    PersonName,
    SexCode,
)
from sala.screening.rules import grading
from sala.screening.rules.frame import frame_field

FORM = 1  # the newest version of this form that is understood here
OLDEST = 120
AHEAD = timedelta(minutes=10)  # how far the clock of a phone may run ahead

Answer = Literal["yes", "no", "not_known", "refused"]
Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=32, pattern=r"^[A-Za-z0-9_.-]*$")]


def listed_in_frame(name: str, *, blank: bool = True) -> AfterValidator:
    """That a code is one of those of a field of the frame, or empty where it may be."""
    codes = ("", *frame_field(name).codes) if blank else frame_field(name).codes

    def check(said: str) -> str:
        if said not in codes:
            raise ValueError(f"not one of {codes}")
        return said

    return AfterValidator(check)


class StrictContent(BaseModel):
    """What holds no field but its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NewPerson(StrictContent):
    """Somebody nobody knows yet, as far as they said who they are."""

    name: Text = ""
    phone: Text = ""
    age: Annotated[int, Field(ge=0, le=OLDEST)] | None = None


class KnownPerson(StrictContent):
    """Somebody who is registered, by their code."""

    code: Annotated[str, Field(pattern=r"^[0-9]{10}$")]


class Submission(StrictContent):
    """What an envelope holds. `form` is the version of this form itself; what later
    versions add has a default, so that an older one is still understood. What a newer
    one adds, and nobody here knows, stands in `later`: kept, and shown nowhere.
    """

    form: Annotated[int, Field(strict=True, ge=1, le=999)] = FORM
    instrument: Code
    version: Code
    written_at: AwareDatetime
    operation: UUID | None = None
    place_code: Code = ""
    person: KnownPerson | NewPerson = NewPerson()
    sex: Annotated[str, listed_in_frame("sex")] = ""
    age_group: Annotated[str, listed_in_frame("age_group")] = ""
    citizenship: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    alone: Annotated[str, listed_in_frame("alone")] = ""
    interpreter: Annotated[str, listed_in_frame("interpreter")] = ""
    urgent: tuple[Annotated[str, listed_in_frame("urgent", blank=False)], ...] = ()
    exploitation: Annotated[str, listed_in_frame("exploitation")] = ""
    answers: dict[Code, Answer] = Field(default_factory=dict, max_length=500)
    outcome: Annotated[str, listed_in_frame("outcome", blank=False)]
    later: dict[str, Any] = Field(default_factory=dict)


def parse_submission(text: bytes) -> Submission | None:
    """The screening in the text of an envelope; None where it is no such thing.

    A newer form may say more than is known here, but nothing of what is known
    otherwise.
    """
    try:
        said = json.loads(text)
        newer = isinstance(said, dict) and _is_newer(said.get("form"))
        # Each as it is read from a text: a day is a string, and a number no word.
        content = Submission.model_validate_json(
            json.dumps(_later_apart(said)) if newer else text,
        )
    except (ValidationError, ValueError, RecursionError):
        return None
    return content if newer or not content.later else None


def write_submission(content: Submission) -> bytes:
    """A screening as the text of an envelope; what a newer form added stands where it
    stood.
    """
    said = content.model_dump(mode="json", exclude={"later"})
    later = dict(content.later)
    said["person"] |= later.pop("person", {})
    return json.dumps(said | later, ensure_ascii=False).encode()


def _is_newer(form: object) -> bool:
    return isinstance(form, int) and form > FORM


def _later_apart(said: dict[str, Any]) -> dict[str, Any]:
    """What is known here, and beside it, under `later`, what is not."""
    known = Submission.model_fields.keys() - {"later"}
    own = {name: value for name, value in said.items() if name in known}
    later = {name: value for name, value in said.items() if name not in known}
    who = own.get("person")
    if isinstance(who, dict):
        kind = KnownPerson if "code" in who else NewPerson
        own["person"] = {n: v for n, v in who.items() if n in kind.model_fields}
        unknown = {n: v for n, v in who.items() if n not in kind.model_fields}
        later |= {"person": unknown} if unknown else {}
    return {**own, "later": later}


def submission_fault(
    content: Submission,
    questions: Collection[str],
    at: datetime,
) -> str:
    """What speaks against taking a screening in, as a code; nothing where it is
    empty.
    """
    if not content.answers.keys() <= set(questions):
        return "unknown_question"
    return "clock" if content.written_at > at + AHEAD else ""


def grade_submission(
    questions: Iterable[grading.GradedQuestion],
    content: Submission,
) -> grading.ScreeningResult:
    """What the answers of a screening show."""
    return grading.grade_answers(
        questions,
        content.answers,
        age_group=content.age_group,
        exploitation=content.exploitation,
    )


def identity_of(content: Submission) -> Identity:
    """Who somebody is whom nobody knows yet, as far as they said."""
    who = content.person
    if isinstance(who, KnownPerson):
        raise TypeError("a registered person's identity is in their record")
    birth = BirthInformation()
    if who.age is not None:
        birth = BirthInformation(
            BirthPrecision.ESTIMATE,
            age=who.age,
            estimated_on=content.written_at.date(),
        )
    return Identity(
        names=(PersonName(who.name),) if who.name else (),
        sex=SexCode(content.sex) if content.sex else SexCode.NOT_RECORDED,
        birth=birth,
        citizenships=(content.citizenship,) if content.citizenship else (),
        phones=(who.phone,) if who.phone else (),
    )
