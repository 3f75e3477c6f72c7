"""The codes of facts in words."""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.countries import queries as countries
from sala.facts import schema
from sala.figures.dimensions import COUNTRIES, NONE_FOUND, PLACES
from sala.kit.templatetags.kit import locale

Words = str | Promise

MISSING: dict[str | None, Words] = {
    None: _("Not recorded"),
    schema.NOT_ASKED: _("Nobody asked"),
    schema.NOT_KNOWN: _("Asked, and not known"),
    schema.WITHHELD: _("Not said here"),
    NONE_FOUND: _("Looked for, and none found"),
}
CODES: dict[str, Words] = {
    "female": _("Female"),
    "male": _("Male"),
    "adult": _("Adult"),
    "child": _("Child"),
    "in_doubt": _("Age in doubt"),
    "national": _("Nationals"),
    "foreign": _("Foreigners"),
    "at_home": _("At home"),
    "abroad": _("Abroad"),
    "sexual_exploitation": _("Sexual exploitation"),
    "sex_and_labour": _("Sexual exploitation and forced labour"),
    "child_sex_tourism": _("Child sex tourism"),
    "forced_labour": _("Forced labour"),
    "child_labour": _("Exploitation of a child’s labour"),
    "forced_marriage": _("Forced or fraudulent marriage"),
    "fraudulent_marriage": _("Fraudulent marriage"),
    "servitude": _("Servitude"),
    "slavery": _("Slavery"),
    "forced_begging": _("Forced begging"),
    "forced_crime": _("Forced crime"),
    "organ_removal": _("Removal of organs"),
    "forced_adoption": _("Adoption for exploitation"),
    "surrogacy": _("Forced surrogacy"),
    "forced_military": _("Forced service with weapons"),
    "several": _("Several"),
    "other": _("Another"),
    "threat": _("Threats"),
    "force": _("Force"),
    "other_coercion": _("Other coercion"),
    "abduction": _("Abduction"),
    "fraud": _("Fraud"),
    "deception": _("Deception"),
    "abuse_of_power": _("Abuse of power"),
    "abuse_of_vulnerability": _("Abuse of vulnerability"),
    "payment": _("Payment to somebody who controls the person"),
    "border_return": _("Return across the border"),
    "police_operation": _("Police operation"),
    "worksite_inspection": _("Inspection of a worksite"),
    "consular_contact": _("Contact at a consulate"),
    "hotline_call": _("Call to the hotline"),
    "walk_in": _("Somebody came by"),
    "village_complaint": _("Complaint in a village"),
    "indicated": _("Signs of trafficking"),
    "not_indicated": _("No signs of trafficking"),
    "convicted": _("Convicted"),
    "acquitted": _("Acquitted"),
    "dismissed": _("Dismissed"),
    "refused": _("They did not want to be asked"),
    "left_before": _("They left before they could be asked"),
    "handed_over": _("They were handed over to another agency, which screens"),
    "screened_elsewhere": _("They were screened elsewhere"),
    "urgent_care": _("They needed urgent care first"),
    "no_interpreter": _("Nobody spoke their language"),
    "not_done": _("It was not done, though it should have been"),
    "home": _("To their home"),
    "elsewhere": _("To another place in the country"),
}


class Labels:
    """Words for the codes of each dimension, in the language of the page."""

    def __init__(self) -> None:
        self.places = {place.code: place.name for place in countries.places()}
        self.agencies = {a.code: access.local(a.names) for a in access.agencies(open_only=False)}
        self.entitlements = countries.entitlement_names()
        self.territories = locale().territories

    def label(self, dimension: str, code: str | None) -> str:
        """The words for a code; the code itself where nobody gave it any."""
        if code in MISSING:
            return str(MISSING[code])
        assert code is not None  # noqa: S101 None is in MISSING
        return self._of(dimension)(code)

    def _of(self, dimension: str) -> Callable[[str], str]:
        if dimension in PLACES:
            return lambda code: self.places.get(code, code)
        if dimension in COUNTRIES:
            return self._country
        if dimension == "agency":
            return lambda code: self.agencies.get(code, code)
        return lambda code: str(CODES.get(code) or self.entitlements.get(code) or code)

    def _country(self, code: str) -> str:
        if code == schema.FOREIGN:
            return str(_("Foreign, country not recorded"))
        return str(self.territories.get(code, code))
