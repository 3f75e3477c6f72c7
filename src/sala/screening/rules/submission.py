"""A screening as it is written, by a browser or a phone: what every envelope holds.
Pure.
"""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

Answer = Literal["yes", "no", "not_known", "refused"]
Outcome = Literal["indicated", "not_indicated", "not_known"]
Urgent = Literal[
    "danger",
    "medical",
    "self_harm",
    "child_alone",
    "pregnant",
    "basic_needs",
]

ALONE = ("yes", "no")
INTERPRETERS = ("not_needed", "independent", "linked")
URGENT: tuple[Urgent, ...] = (
    "danger",
    "medical",
    "self_harm",
    "child_alone",
    "pregnant",
    "basic_needs",
)
EXPLOITATIONS = ("labour", "sexual")
OUTCOMES: tuple[Outcome, ...] = ("indicated", "not_indicated", "not_known")
OLDEST = 120

Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=32, pattern=r"^[A-Za-z0-9_.-]*$")]


class Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class NewPerson(Strict):
    """Somebody nobody knows yet, as far as they said who they are."""

    name: Text = ""
    phone: Text = ""
    age: Annotated[int, Field(ge=0, le=OLDEST)] | None = None


class KnownPerson(Strict):
    """Somebody who is registered, by their code."""

    code: Annotated[str, Field(pattern=r"^[0-9]{10}$")]


class Submission(Strict):
    """What an envelope holds. `form` is the version of this form itself; what later
    versions add has a default, so that an older one is still understood.
    """

    form: Literal[1] = 1
    instrument: Code
    version: Code
    written_at: AwareDatetime
    operation: UUID | None = None
    place_code: Code = ""
    person: KnownPerson | NewPerson = NewPerson()
    sex: Literal["", "female", "male", "other"] = ""
    age_group: Literal["", "adult", "child", "in_doubt"] = ""
    citizenship: Annotated[str, Field(pattern=r"^([A-Z]{2})?$")] = ""
    alone: Literal["", "yes", "no"] = ""
    interpreter: Literal["", "not_needed", "independent", "linked"] = ""
    urgent: tuple[Urgent, ...] = ()
    exploitation: Literal["", "labour", "sexual"] = ""
    answers: dict[Code, Answer] = Field(default_factory=dict, max_length=500)
    outcome: Outcome


def understood(text: bytes) -> Submission | None:
    """The screening in the text of an envelope; None where it is no such thing."""
    try:
        return Submission.model_validate_json(text)
    except ValidationError:
        return None


def may_begin(alone: str, interpreter: str) -> bool:
    """Whether it is safe to ask: nobody listens, and nobody linked to them interprets."""
    return alone == "yes" and interpreter in {"not_needed", "independent"}
