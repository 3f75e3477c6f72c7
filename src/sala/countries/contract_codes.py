"""The codes of a pack that Sala itself asks for, each list in this one place.

A pack calls most things as it likes. Where code asks a pack for something by a code,
the code is a member here and rooms take it from here: one that is mistyped is no name
at all. `sala pack check` holds each pack against these lists (`rules/codes.py`).
"""

from dataclasses import dataclass
from enum import StrEnum


class DeadlineCode(StrEnum):
    """Within how many days something is to be done."""

    REFERRAL_ANSWER = "referral_answer"
    IDENTIFICATION_DECISION = "identification_decision"
    FOLLOW_UP = "follow_up"


class PenaltyCase(StrEnum):
    """The circumstances of an offence that an article may tell apart."""

    BASIC = "basic"
    CHILD_VICTIM = "child_victim"
    AGGRAVATED = "aggravated"
    LIFELONG_HARM_OR_DEATH = "lifelong_harm_or_death"


class RateCurrency(StrEnum):
    """Currencies beside the country's own in which amounts are told."""

    US_DOLLAR = "USD"


class AgencyKind(StrEnum):
    """Kinds of agencies that HTCDS has words for, or the simulation gives work."""

    STEERING_COMMITTEE = "steering_committee"
    SECRETARIAT = "secretariat"
    MINISTRY = "ministry"
    POLICE = "police"
    BORDER = "border"
    WOMENS_UNION = "womens_union"
    SHELTER = "shelter"
    LABOUR_INSPECTION = "labour_inspection"
    CONSULAR = "consular"
    MEDIATION = "mediation"
    PROSECUTION = "prosecution"
    COURT = "court"
    CIVIL_SOCIETY = "civil_society"


class EntitlementCode(StrEnum):
    """Rights of victims that the simulation knows how to meet."""

    ACCOMMODATION = "accommodation"
    LEGAL_ADVICE = "legal_advice"
    HEALTH_CARE = "health_care"
    REINTEGRATION_AID = "reintegration_aid"


class ServiceCode(StrEnum):
    """Services that are given to a person, asked of others, and planned."""

    SHELTER = "shelter"
    HEALTH_CARE = "health_care"
    PSYCHOSOCIAL = "psychosocial"
    LEGAL_ADVICE = "legal_advice"
    INTERPRETER = "interpreter"
    EDUCATION = "education"
    WORK = "work"
    REINTEGRATION_AID = "reintegration_aid"
    RETURN_HOME = "return_home"
    FAMILY_TRACING = "family_tracing"
    BASIC_NEEDS = "basic_needs"
    DOCUMENTS = "documents"


class LawfulBasisCode(StrEnum):
    """Bases in law for sharing without consent that the simulation rests on."""

    CHILD_PROTECTION = "child_protection"


class SharingRule(StrEnum):
    """What Sala's own rules share on: in one column with the pack's lawful bases, which
    therefore cannot be called so.
    """

    CONSENT = "consent"
    REFERRAL = "referral"
    IDENTIFICATION_REQUEST = "identification_request"
    CASE = "case"


NO_CODES = frozenset[str]()


@dataclass(frozen=True)
class AskedCodes:
    """The codes of one column of a pack that code asks for; `noun` says what each is.

    A pack must have those that are `required`. Where it may have codes of its own too,
    only one that is a slip of the pen away from one asked for is refused.
    """

    file: str
    column: str
    noun: str
    codes: type[StrEnum]
    required: frozenset[str] = NO_CODES
    own_codes: bool = False
    reserved: frozenset[str] = NO_CODES
    # The rows that it is about, where a file holds several kinds.
    among: tuple[str, str] | None = None
    # A cell holds any number of them, with a space between each two.
    several: bool = False

    def codes_in(self, cell: str | None) -> tuple[str, ...]:
        """The codes that a cell holds."""
        if cell is None:
            return ()
        return tuple(cell.split(" ")) if self.several else (cell,)


ASKED_CODES = (
    AskedCodes(
        "deadlines",
        "code",
        "a deadline",
        DeadlineCode,
        required=frozenset(DeadlineCode),
    ),
    AskedCodes("penalties", "case", "a case of an offence", PenaltyCase),
    AskedCodes("rates", "currency", "a currency", RateCurrency),
    AskedCodes(
        "kinds",
        "code",
        "a kind of agency",
        AgencyKind,
        own_codes=True,
        among=("of", "agency"),
    ),
    AskedCodes(
        "entitlements",
        "code",
        "an entitlement",
        EntitlementCode,
        own_codes=True,
    ),
    AskedCodes("entitlements", "services", "a service", ServiceCode, several=True),
    AskedCodes(
        "lawful_bases",
        "code",
        "a lawful basis",
        LawfulBasisCode,
        own_codes=True,
        reserved=frozenset(SharingRule),
    ),
)
