"""What a row of HTCDS and what Sala knows mean in each other's words. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sala.countries.contract_codes import AgencyKind
from sala.people.rules import (
    BirthInformation,
    BirthPrecision,
    Identity,
    IdentityDocument,
    PersonName,
    SexCode,
)
from sala.standards.htcds.meanings import FORMS

Value = str | tuple[str, ...]
Values = dict[str, Value]

NAME_PARTS = ("prs_FirstName", "prs_MiddleName", "prs_SecondName")
SEXES = {
    "Feminine": SexCode.FEMALE,
    "Masculine": SexCode.MALE,
    "TransgenderFeminine": SexCode.OTHER,
    "TransgenderMasculine": SexCode.OTHER,
    "NonConforming": SexCode.OTHER,
    "NonSpecifiedUnknown": SexCode.NOT_RECORDED,
}
GENDERS = {
    SexCode.FEMALE: "Feminine",
    SexCode.MALE: "Masculine",
    SexCode.OTHER: "NonConforming",
    SexCode.NOT_RECORDED: "NonSpecifiedUnknown",
}
# What the authority decided, and the standard's word for it.
STATUS = {
    "identified": "ActualVictimOfTrafficking",
    "presumed": "PossibleVictimOfTrafficking",
    "not_identified": "NotAVictimOfTrafficking",
}
# Which kinds of agency are which deciding organisation of the standard.
DECIDERS: dict[str, str] = {
    AgencyKind.POLICE: "Police",
    AgencyKind.BORDER: "Police",
    AgencyKind.PROSECUTION: "CourtOrProsecution",
    AgencyKind.COURT: "CourtOrProsecution",
    AgencyKind.CIVIL_SOCIETY: "NGO",
    AgencyKind.SHELTER: "NGO",
}


@dataclass(frozen=True)
class DecidedStatus:
    """What Sala decided on a person, as far as HTCDS has a field for it."""

    status: str
    agency_kind: str = ""
    form: str = ""


def identity_of(values: Mapping[str, Value]) -> Identity:
    """Who a row says somebody is; what it does not say stays unrecorded."""
    name = full_name(values)
    phones = [_text_of(values, code) for code in ("prs_MobilePhone", "prs_HomePhone")]
    born = _text_of(values, "prs_Birthdate")
    number = _text_of(values, "prs_IdentityNumber")
    return Identity(
        names=(PersonName(name),) if name else (),
        sex=SEXES.get(_text_of(values, "prs_Gender"), SexCode.NOT_RECORDED),
        birth=BirthInformation(BirthPrecision.DAY, date.fromisoformat(born))
        if born
        else BirthInformation(),
        citizenships=_codes_of(values, "prs_Citizenship"),
        documents=(IdentityDocument("not_recorded", number),) if number else (),
        phones=tuple(dict.fromkeys(phone for phone in phones if phone)),
        other_contacts=tuple(filter(None, [_text_of(values, "prs_Email")])),
    )


def full_name(values: Mapping[str, Value]) -> str:
    """The name as it is said: the parts of the standard one after another."""
    return " ".join(filter(None, (_text_of(values, part) for part in NAME_PARTS)))


def person_values(identity: Identity, said: Mapping[str, Value]) -> Values:
    """The person's fields as they are known now; the parts of a name only as the file
    had them.

    Sala does not guess which part of a name is the first one: a full name without parts
    stands whole in prs_FirstName.
    """
    values: Values = {code: v for code, v in said.items() if code.startswith("prs_")}
    if identity.display_name != full_name(said):
        for part in NAME_PARTS:
            values.pop(part, None)
        values["prs_FirstName"] = identity.display_name
    if SEXES.get(_text_of(said, "prs_Gender")) != identity.sex:
        values["prs_Gender"] = GENDERS[identity.sex]
    birth = identity.birth
    known = birth.precision == BirthPrecision.DAY and birth.on
    values["prs_Birthdate"] = birth.on.isoformat() if known and birth.on else ""
    values["prs_Citizenship"] = identity.citizenships
    values["prs_IdentityNumber"] = (
        identity.documents[0].number if identity.documents else ""
    )
    for code, phone in zip(
        ("prs_MobilePhone", "prs_HomePhone"),
        identity.phones,
        strict=False,
    ):
        values[code] = phone
    return {code: value for code, value in values.items() if value}


def decided_values(decided: DecidedStatus, said: Mapping[str, Value]) -> Values:
    """The victim's fields: what was decided here comes before what a file said."""
    values: Values = {
        code: v for code, v in said.items() if not code.startswith("prs_")
    }
    if status := STATUS.get(decided.status):
        values["vic_TraffickingStatus"] = status
        values.pop("vic_TraffickingStatusDecisionMakingOrg", None)
        if decided.status != "presumed":
            by = DECIDERS.get(decided.agency_kind, "NonPoliceGovernmentalOrganization")
            values["vic_TraffickingStatusDecisionMakingOrg"] = by
    if decided.form:
        form = FORMS.get(decided.form, "Other")
        also = _codes_of(said, "vic_TypeOfExploitation")
        values["vic_TypeOfExploitation"] = tuple(dict.fromkeys((form, *also)))
    return values


def _text_of(values: Mapping[str, Value], code: str) -> str:
    value = values.get(code, "")
    return value if isinstance(value, str) else ";".join(value)


def _codes_of(values: Mapping[str, Value], code: str) -> tuple[str, ...]:
    value = values.get(code, ())
    return (value,) if isinstance(value, str) else value
