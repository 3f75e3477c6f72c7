"""The codes of facts in words: those of the rooms whose records they are, and of
others’ files.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.countries import queries as countries
from sala.facts import schema
from sala.figures.dimensions import COUNTRIES, NONE_FOUND, PLACES
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import locale
from sala.partnership import labels as partnership
from sala.people.described import Described
from sala.prevention import labels as prevention
from sala.prosecution.labels import cases, complaints, courts, forfeitures, restitution
from sala.protection import labels as protection
from sala.screening import labels as screening

Words = str | Promise

MISSING: dict[str | None, Words] = {
    None: _("Not recorded"),
    schema.NOT_ASKED: _("Nobody asked"),
    schema.NOT_KNOWN: _("Asked, and not known"),
    schema.WITHHELD: _("Not said here"),
}
SEVERAL = {"several": _("Several")}
FORMS = screening.FORMS | {"sex_and_labour": _("Sexual exploitation and forced labour")}
# Means and sectors that only published files of others tell apart.
MEANS = screening.MEANS | {
    NONE_FOUND: _("Looked for, and none found"),
    "debt_bondage": _("Debts"),
    "takes_earnings": _("Taking what they earn"),
    "restricts_financial_access": _("Keeping money from them"),
    "threats": _("Threats"),
    "psychological_abuse": _("Psychological abuse"),
    "physical_abuse": _("Physical abuse"),
    "sexual_abuse": _("Sexual abuse"),
    "abuse": _("Psychological, physical or sexual abuse"),
    "false_promises": _("False promises"),
    "psychoactive_substances": _("Drugs or alcohol"),
    "restricts_movement": _("Not letting them go out"),
    "restricts_medical_care": _("Keeping health care from them"),
    "excessive_working_hours": _("Very long working hours"),
    "uses_children": _("Using their children"),
    "threat_of_law_enforcement": _("Threats to call the authorities"),
    "withholds_necessities": _("Keeping from them what they need to live"),
    "denies_basic_needs": _("Keeping from them what they need to live"),
    "withholds_documents": _("Keeping their papers"),
    "other": _("Another"),
}
SECTORS = prevention.SECTORS | {
    "begging": _("Begging"),
    "hospitality": _("Hotel or restaurant"),
    "illicit_activities": _("Illicit activities"),
    "manufacturing": _("Factory"),
    "peddling": _("Selling in the street"),
    "transportation": _("Transport"),
    **SEVERAL,
}
DIMENSION_LABELS: dict[str, Mapping[str, Any]] = {
    "sex": dict(Described.Sex.choices),
    "age_group": {**dict(Described.AgeGroup.choices), "in_doubt": _("Age in doubt")},
    "belonging": {"national": _("Nationals"), "foreign": _("Foreigners")},
    "abroad": {"at_home": _("At home"), "abroad": _("Abroad")},
    "means": MEANS,
    "sector": SECTORS,
}
SERVICES = protection.SERVICES | SEVERAL
CHARGES = courts.CIRCUMSTANCES | {"child_sex_tourism": cases.FORMS["child_sex_tourism"]}
ASKED = {
    "asked": _("Waits for an answer"),
    "more_information": screening.OUTCOMES["more_information"],
    "decided": _("Decided"),
}
ORIGINS = {
    "decided": _("Decided in the country"),
    "by_neighbour": _("Decided in another country"),
}
# What an event calls its kind, its outcome and its reason is its room's.
KINDS: dict[str, Mapping[str, Any]] = {
    "met": screening.OPERATIONS,
    "not_screened": screening.OPERATIONS,
    "screened": screening.OPERATIONS,
    "identified": ORIGINS,
    "referred": SERVICES,
    "referral_accepted": SERVICES,
    "service_given": SERVICES,
    "returned": protection.KINDS,
    "complaint": complaints.ABOUT,
    "incident": complaints.SOURCES,
    "cooperation": complaints.COOPERATION_KINDS,
    "charged": CHARGES,
    "prosecution_open": CHARGES,
    "verdict": CHARGES,
    "forfeiture": forfeitures.KINDS,
    "forfeiture_lifted": forfeitures.KINDS,
    "restitution_paid": restitution.MANNERS,
    "trained": prevention.TOPICS | SEVERAL,
    "trained_audience": prevention.AUDIENCES,
    "reached": prevention.CHANNELS,
    "inspection": prevention.KINDS,
    "recruiter_sanctioned": prevention.LICENCES,
    "crossing": prevention.CLASSES,
    "committee": partnership.LEVELS,
    "committee_met": partnership.LEVELS,
    "allocated": partnership.PURPOSES,
    "spent": partnership.PURPOSES,
}
OUTCOMES: dict[str, Mapping[str, Any]] = {
    "screened": screening.CONCLUDED,
    "identification_asked": ASKED,
    "referred": protection.REFERRALS,
    "entitlement_opened": protection.STATES,
    "complaint": complaints.COMPLAINT_STATES,
    "incident": complaints.INCIDENT_STATES,
    "cooperation": complaints.COOPERATION_STATES,
    "charged": courts.CHARGE_STATES,
    "verdict": courts.OUTCOMES,
    "forfeiture": forfeitures.STATES,
    "restitution_claimed": restitution.CLAIM_STATES,
    "restitution_ordered": restitution.CLAIM_STATES,
    "inspection": prevention.FINDINGS | SEVERAL,
}
REASONS: dict[str, Mapping[str, Any]] = {
    "not_screened": screening.NOT_SCREENED,
    "identified": {"not_referred": _("Never referred")},
    "entitlement_opened": protection.REASONS,
    "sheltered": protection.REASONS,
    "returned": protection.REASONS,
    "complaint": complaints.CLOSED_REASONS,
    "incident": complaints.NOT_A_CASE,
    "cooperation": complaints.DIRECTIONS,
    "verdict": {"definition_unclear": cases.MEETS["unclear"]},
    "restitution_claimed": restitution.REFUSED | restitution.WAIVED,
    "inspection": prevention.MEASURES | SEVERAL,
    "recruiter_sanctioned": prevention.REASONS,
}
# What a step behind an event says: to what its record came, and why.
RECORDED: dict[str, Words] = {"recorded": _("Recorded")}
STEP_STATES: dict[str, Mapping[str, Any]] = OUTCOMES | {
    "identified": screening.OUTCOMES,
    "case_opened": cases.CASE_STATES,
    "investigation_opened": cases.INVESTIGATION_STATES,
    "forfeiture_lifted": forfeitures.STATES,
    "restitution_lifted": restitution.CLAIM_STATES,
    "referral_accepted": protection.REFERRALS,
    "entitlement_given": protection.STATES,
    "returned": protection.STATES,
    "sheltered": protection.STATES,
}
STEP_REASONS: dict[str, Mapping[str, Any]] = REASONS | dict.fromkeys(
    (
        "referred",
        "referral_accepted",
        "entitlement_given",
        "returned",
        "service_given",
        "sheltered",
    ),
    protection.REASONS,
)
OF_EVENTS = {
    "kind": KINDS,
    "outcome": OUTCOMES,
    "reason": REASONS,
}


class CodeLabels:
    """Words for the codes of each dimension, in the language of the page."""

    def __init__(self) -> None:
        self.places = {place.code: place.name for place in countries.list_places()}
        self.agencies = {
            a.code: countries.in_language(a.names)
            for a in access.list_agencies(open_only=False)
        }
        self.entitlements = countries.entitlement_names()
        self.territories = locale().territories

    def label_of(
        self,
        event: str,
        dimension: str,
        code: str | None,
    ) -> str:
        """The words for a code of an event; the code itself where it has none."""
        if code in MISSING:
            return str(MISSING[code])
        assert code is not None  # noqa: S101 None is in MISSING
        return self._label_function(event, dimension)(code)

    def _label_function(self, event: str, dimension: str) -> Callable[[str], str]:
        if dimension in PLACES:
            return lambda code: self.places.get(code, code)
        if dimension in COUNTRIES:
            return self._country_name
        if dimension == "agency":
            return lambda code: self.agencies.get(code, code)
        if dimension == "kind" and event.startswith("entitlement"):
            return lambda code: self.entitlements.get(code, code)
        words = labels_of_dimension(event, dimension)
        return lambda code: plain_words(words[code]) if code in words else code

    def _country_name(self, code: str) -> str:
        if code == schema.FOREIGN:
            return str(_("Foreign, country not recorded"))
        return str(self.territories.get(code, code))


def labels_of_dimension(event: str, dimension: str) -> Mapping[str, Any]:
    """The words of the codes that a dimension has in an event."""
    if dimension == "form":
        return (cases.FORMS if event in schema.OF_OFFICIALS_TOO else FORMS) | SEVERAL
    if dimension in OF_EVENTS:
        return OF_EVENTS[dimension].get(event, {})
    return DIMENSION_LABELS.get(dimension, {})


def plain_words(words: Any) -> str:
    """Words without the colour that a room's page gives them."""
    return str(words.words if isinstance(words, StateTag) else words)


def step_state_label(event: str, state: str) -> str:
    """To what a step of an event's record led, in words."""
    words = {**RECORDED, **STEP_STATES.get(event, {})}
    return plain_words(words[state]) if state in words else state


def step_reason_label(event: str, reason: str) -> str:
    """Why a step of an event's record was taken, in words."""
    words = STEP_REASONS.get(event, {})
    return plain_words(words[reason]) if reason in words else reason
