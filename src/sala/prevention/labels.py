"""The codes of this room in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.kit.tags import StateTag
from sala.prevention.states import LICENCE

Words = str | Promise

TOPICS: dict[str, Words] = {
    "identification": _("Identifying victims"),
    "interviewing": _("Interviewing"),
    "referral": _("Referral and services for victims"),
    "protection_guidelines": _("Guidelines on protecting victims"),
    "case_guidelines": _("Guidelines on managing trafficking cases"),
    "investigation": _("Investigation"),
    "prosecution_manual": _("Manual on prosecuting trafficking"),
    "law": _("Laws on trafficking"),
    "penal_code": _("Changes of the penal code"),
    "conventions": _("Regional and international conventions"),
    "fraudulent_marriage": _("Forced and fraudulent marriage"),
    "consular_help": _("Help by consulates, and bringing victims home"),
    "labour_inspection": _("Inspecting worksites and recruiters"),
    "safe_migration": _("Safe migration"),
    "child_protection": _("Protection of children"),
    "local_committees": _("Setting up local committees"),
    "other": _("Another topic"),
}
AUDIENCES: dict[str, Words] = {
    "police": _("Police"),
    "border": _("Immigration and border officers"),
    "prosecutors": _("Prosecutors"),
    "judges": _("Judges and assistant judges"),
    "labour_officers": _("Labour officers and inspectors"),
    "social_welfare": _("Social welfare officers"),
    "womens_union": _("Women’s union"),
    "consular": _("Consular officers"),
    "district_officials": _("District officials"),
    "village_authorities": _("Village authorities and mediators"),
    "school_administrators": _("School administrators"),
    "teachers": _("Teachers"),
    "youth_union": _("Youth union"),
    "health": _("Health workers"),
    "organisations": _("Non-profit associations"),
    "students": _("Pupils and students"),
    "migrants": _("People who migrate, and their families"),
    "employers": _("Employers and recruiters"),
    "transport": _("Drivers and transport workers"),
    "public": _("The public"),
    "other": _("Others"),
}
PAYERS: dict[str, Words] = {
    "government": _("The government"),
    "international_organisation": _("An international organisation"),
    "ngo": _("A non-governmental organisation"),
    "mixed": _("The government with others"),
}
PARTNERS: dict[str, Words] = {
    "un": _("United Nations"),
    "foreign_government": _("Another government"),
    "international_ngo": _("International non-governmental organisation"),
    "local_ngo": _("Local non-profit association"),
    "company": _("Company"),
    "other": _("Another partner"),
}
CHANNELS: dict[str, Words] = {
    "workshop": _("Workshop or seminar"),
    "village_meeting": _("Village meeting"),
    "radio": _("Radio"),
    "television": _("Television"),
    "poster": _("Posters and leaflets"),
    "school": _("At school"),
    "online": _("Online"),
    "border_post": _("At a border post"),
    "theatre": _("Theatre or music"),
    "other": _("Another way"),
}
SEXES: dict[str, Words] = {
    "female": _("Women"),
    "male": _("Men"),
    "other": _("Other"),
    "": _("Sex not recorded"),
}
KINDS: dict[str, Words] = {
    "recruitment_agency": _("Recruitment agency"),
    "worksite": _("Worksite"),
}
SECTORS: dict[str, Words] = {
    "agriculture": _("Agriculture"),
    "plantation": _("Plantation"),
    "construction": _("Building site"),
    "infrastructure": _("Railway, dam or other large project"),
    "mining": _("Mine"),
    "logging": _("Logging"),
    "factory": _("Factory"),
    "fishing": _("Fishing"),
    "domestic_work": _("Domestic work"),
    "entertainment": _("Bar or place of entertainment"),
    "hotel": _("Hotel or guesthouse"),
    "casino": _("Casino"),
    "economic_zone": _("Special economic zone"),
    "transport": _("Transport"),
    "other": _("Another sector"),
}
FINDINGS: dict[str, Words] = {
    "nothing_found": _("Nothing was found"),
    "fees_charged": _("Workers pay fees"),
    "documents_kept": _("Papers of workers are kept"),
    "contract_substitution": _("The contract was exchanged for a worse one"),
    "no_contract": _("Workers have no contract"),
    "unlicensed": _("There is no licence"),
    "wages_withheld": _("Wages are withheld"),
    "debt": _("Workers are held by debts"),
    "locked_in": _("Workers cannot leave"),
    "children": _("Children work"),
    "unregistered_workers": _("Workers are not registered"),
    "signs_of_trafficking": _("Signs of trafficking"),
    "other": _("Something else"),
}
MEASURES: dict[str, Words] = {
    "none": _("None"),
    "warning": _("Warning"),
    "order_to_correct": _("Order to put it right"),
    "fine": _("Fine"),
    "suspension_asked": _("Licence suspended, or suspension asked for"),
    "closure": _("Closed"),
    "police_referral": _("Referred to the police"),
    "screening_asked": _("Workers are to be screened"),
    "other": _("Another measure"),
}
LICENCES: dict[str, StateTag] = {
    **LICENCE.labels,
    "expired": StateTag(_("Licence has run out"), "yellow"),
    "": StateTag(_("Not licensed yet"), "grey"),
}
STEPS: dict[str, Words] = {
    "license": _("Licensed"),
    "renew": _("Renewed"),
    "suspend": _("Suspended"),
    "restore": _("Restored"),
    "revoke": _("Revoked"),
    "license_anew": _("Licensed anew"),
}
REASONS: dict[str, Words] = {
    "fees_charged": _("It took fees from workers"),
    "contract_substitution": _("It exchanged contracts"),
    "expired_papers": _("Its papers have run out"),
    "complaints": _("Complaints of workers"),
    "crime": _("Suspicion of a crime"),
    "other": _("Another reason"),
}
MANAGED_BY: dict[str, Words] = {
    "national": _("The central authority"),
    "province": _("The province"),
    "district": _("The district"),
    "village": _("The village"),
}
CLASSES: dict[str, Words] = {
    "international": _("International"),
    "local": _("Local"),
    "traditional": _("Traditional"),
}
GAPS: dict[str, StateTag] = {
    "both": StateTag(_("Nobody trained, nobody screened"), "red"),
    "untrained": StateTag(_("Nobody trained"), "yellow"),
    "unscreened": StateTag(_("Nobody screened"), "yellow"),
    "": StateTag(_("Trained and screened"), "green"),
}
