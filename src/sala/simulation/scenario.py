"""What is to happen in a simulated country, as data: how many of whom, what, where and
when.

A pack may hold one as `demo_country.toml`; without it `drawing.py` draws one from a
seed. Each row says where its numbers come from: a published report, or Sala where they
are invented.
"""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from sala.screening.rules.identification import FORMS
from sala.screening.rules.operations import NOT_SCREENED
from sala.standards.palermo import ACTS, MEANS

FILE = "demo_country.toml"
INVENTED = "sala"  # the source of what no report states

Year = Annotated[int, Field(ge=1990, le=2100)]
Number = Annotated[int, Field(ge=0, le=1_000_000)]
Money = Annotated[int, Field(gt=0)]
Sex = Literal["female", "male", "other", ""]
AgeGroup = Literal["adult", "child", "in_doubt", ""]
Country = Annotated[str, Field(pattern=r"^([A-Z]{2})?$")]


class Rows(BaseModel):
    """Some of one kind, alike in all that is said of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = INVENTED
    note: str = ""


class Victims(Rows):
    """People who were exploited: who decided that they are victims, and who cared for
    them.
    """

    year: Year
    number: Number
    on: date | None = None  # empty is any day of the year
    sex: Sex = ""
    age_group: AgeGroup = ""
    citizenship: Country = ""  # empty is the country's own
    form: Literal[FORMS]  # type: ignore[valid-type]
    act: Literal[ACTS] = "recruitment"  # type: ignore[valid-type]
    means: tuple[Literal[MEANS], ...] = ("deception",)  # type: ignore[valid-type]
    exploited_in: Country = ""  # empty is the own country
    # By a neighbour's authority; by the own one when it is asked, or at once; left open
    # where it was asked and did not conclude; by nobody where it was not even asked.
    decided: Literal["neighbour", "authority", "at_once", "left_open", "nobody"]
    # Referred and served, referred and declined for a reason, or sent home with
    # nothing.
    care: Literal["served", "declined", "nobody"]
    declined: str = "no_place"
    sheltered: bool = False


class Cases(Rows):
    """Criminal cases: how police came to know, how far each came, and in which year."""

    number: Number = 1
    opened: Year
    heard: Literal["incident", "complaint", ""] = ""  # empty: nobody recorded how
    forms: tuple[str, ...] = ("sexual_exploitation",)
    country: Country = ""
    # Nobody looked into the means, so that it stays unclear whether it is trafficking.
    unclear: bool = False
    victims: Number = 1
    victim_sex: Sex = "female"
    victim_age_group: AgeGroup = "adult"
    began_on: date | None = None  # empty is the day on which it was found
    closed: Year | None = None
    reason: str = "not_enough_evidence"
    prosecuted: Year | None = None
    judged: Year | None = None
    outcome: Literal["convicted", "acquitted"] = "convicted"
    defendants: Annotated[int, Field(ge=1, le=50)] = 1
    prison_months: tuple[Annotated[int, Field(ge=1, le=1200)], ...] = ()
    fines: tuple[Money, ...] = ()
    forfeited: Money | None = None
    restitution: Money | None = None

    @model_validator(mode="after")
    def in_order(self) -> "Cases":
        """A case is opened, then prosecuted or closed, then judged."""
        years = [
            y for y in (self.opened, self.prosecuted or self.closed, self.judged) if y
        ]
        if years != sorted(years):
            raise ValueError("opened, then prosecuted or closed, then judged")
        if self.closed and self.prosecuted:
            raise ValueError("either closed by police or prosecuted")
        if self.judged and not self.prosecuted:
            raise ValueError("judged only after it is prosecuted")
        if self.restitution and not self.victims:
            raise ValueError("restitution only for a victim")
        return self


class Incidents(Rows):
    """What police looked into and did not make a case of."""

    year: Year
    number: Number
    heard: Literal["incident", "complaint"] = "incident"
    reason: str = "no_offence"


class Complaints(Rows):
    """Complaints that were closed where they were heard."""

    year: Year
    number: Number
    channel: str = "village_mediation"
    about: str = "work"
    reason: str = "settled_between_parties"
    reviewed: bool = False


class MetGroup(BaseModel):
    """How many of one group an operation met."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sex: Sex = ""
    age_group: AgeGroup = ""
    national: bool | None = None
    number: Number


class Operations(Rows):
    """An occasion to meet people; without groups nobody wrote down how many."""

    on: date
    kind: str
    agency: str = ""  # empty is the agency that usually does
    place: str = ""
    crossing: str = ""
    met: tuple[MetGroup, ...] = ()
    screened: Number = 0  # and found not to be victims
    unscreened: tuple[tuple[Literal[NOT_SCREENED], Number], ...] = ()  # type: ignore[valid-type]


class Cooperation(Rows):
    """What the country asked of a neighbour, and by when it was answered."""

    year: Year
    country: Country
    kind: str
    number: Number = 1
    answered: bool = True


class Beds(Rows):
    """Beds that a shelter gets on a day; the first ones open it."""

    on: date
    number: Annotated[int, Field(ge=1, le=60)]
    sex: Literal["female", "male", ""] = ""
    code: str
    name: str
    place: str = ""


class Activities(Rows):
    """Awareness activities of an agency; without a number nobody counted whom they
    reached.
    """

    agency: str
    on: date
    channel: str = "workshop"
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    reached: Number | None = None
    paid_by: str = "government"
    partner: str = ""
    place: str = ""


class Trainings(Rows):
    """Trainings of an agency's own or other staff: how many came from where, if it was
    counted.
    """

    agency: str
    on: date
    days: Annotated[int, Field(ge=1, le=60)] = 1
    topics: tuple[str, ...]
    audiences: tuple[str, ...]
    trained: tuple[tuple[str, Sex, Number], ...] = ()  # agency, sex, how many
    paid_by: str = "government"
    partner: str = ""
    place: str = ""
    crossing: str = ""


class Recruiters(Rows):
    """Recruitment agencies that are licensed to send workers abroad."""

    agency: str
    licensed_on: date
    number: Annotated[int, Field(ge=1, le=999)]
    code: str = "RA"
    destinations: tuple[Country, ...] = ()


class Inspections(Rows):
    """Inspections of worksites, or of recruitment agencies where no sector is named."""

    year: Year
    agency: str
    number: Number = 1
    sector: str = ""
    findings: tuple[str, ...] = ("nothing_found",)
    measures: tuple[str, ...] = ("none",)
    workers: Number | None = None


class CrossingHoursRows(Rows):
    """When a crossing is open, and which level runs it."""

    crossing: str
    on: date
    agency: str
    managed_by: str = ""
    all_day: bool = False
    hours: tuple[time, time] | None = None


class Committees(Rows):
    """A committee of a place, and how often it met."""

    level: Literal["national", "province", "district"]
    agency: str
    founded_on: date
    place: str = ""
    meetings: Annotated[int, Field(ge=0, le=100)] = 0
    every: Annotated[int, Field(ge=1, le=366)] = 90
    present: tuple[str, ...] = ()


class Objectives(Rows):
    """An objective of an action plan, and what was reported of it: moves, each with a
    number.
    """

    number: str
    agency: str
    due_on: date
    texts: dict[str, str]
    indicators: dict[str, str]
    target: Number | None = None
    progress: tuple[tuple[str, Number | None], ...] = ()


class Plans(Rows):
    """An action plan, written and adopted on a day."""

    on: date
    titles: dict[str, str]
    from_on: date
    to_on: date
    objectives: tuple[Objectives, ...] = ()


class Budget(Rows):
    """A budget line of an agency; without an amount nobody wrote down how much."""

    on: date
    agency: str
    purpose: str = "general"
    allocated: Money | None = None


class Completeness(Rows):
    """What the secretariat says of events or figures of a year, on a day."""

    on: date
    year: Year
    about: tuple[Annotated[str, Field(min_length=1)], ...]
    answer: Literal["complete", "partial", "not_recorded", "not_asked"]


class Agencies(BaseModel):
    """Which agency of the pack does what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    identifies: str
    investigates: str
    prosecutes: str
    tries: str
    cares: str
    meets: str
    mediates: str
    coordinates: str


class Scenario(BaseModel):
    """Everything that is to happen, from the first year to the last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    seed: int = 0
    first_year: Year
    last_year: Year
    agencies: Agencies
    victims: tuple[Victims, ...] = ()
    cases: tuple[Cases, ...] = ()
    incidents: tuple[Incidents, ...] = ()
    complaints: tuple[Complaints, ...] = ()
    operations: tuple[Operations, ...] = ()
    cooperation: tuple[Cooperation, ...] = ()
    beds: tuple[Beds, ...] = ()
    activities: tuple[Activities, ...] = ()
    trainings: tuple[Trainings, ...] = ()
    recruiters: tuple[Recruiters, ...] = ()
    inspections: tuple[Inspections, ...] = ()
    crossing_hours: tuple[CrossingHoursRows, ...] = ()
    committees: tuple[Committees, ...] = ()
    plans: tuple[Plans, ...] = ()
    budget: tuple[Budget, ...] = ()
    completeness: tuple[Completeness, ...] = ()


class ScenarioError(Exception):
    """A scenario that cannot be played; the text names each fault, its place and its
    value.
    """


def of_pack(folder: Path) -> Scenario | None:
    """The scenario that a pack's folder holds, if it holds one.

    Raises `ScenarioError` naming every fault.
    """
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        return Scenario.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{file.name}: {error}") from error
    except ValidationError as error:
        faults = (
            f"{file.name}, {'.'.join(map(str, e['loc']))} = {str(e['input'])[:80]!r}:"
            f" {e['msg']}"
            for e in error.errors()
        )
        raise ScenarioError("\n".join(faults)) from error
