"""The codes of this room in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

OPERATIONS: dict[str, Words] = {
    "border_return": _("Return across the border"),
    "police_operation": _("Police operation"),
    "worksite_inspection": _("Inspection of a worksite"),
    "consular_contact": _("Contact at a consulate"),
    "hotline_call": _("Call to the hotline"),
    "walk_in": _("Somebody came by"),
    "village_complaint": _("Complaint in a village"),
}
NOT_SCREENED: dict[str, Words] = {
    "refused": _("They did not want to be asked"),
    "left_before": _("They left before they could be asked"),
    "handed_over": _("They were handed over to another agency, which screens"),
    "screened_elsewhere": _("They were screened elsewhere"),
    "urgent_care": _("They needed urgent care first"),
    "no_interpreter": _("Nobody spoke their language"),
    "not_done": _("It was not done, though it should have been"),
}
WHO: dict[tuple[str, str], Words] = {
    ("female", "adult"): _("Women"),
    ("female", "child"): _("Girls, and where the age is in doubt"),
    ("male", "adult"): _("Men"),
    ("male", "child"): _("Boys, and where the age is in doubt"),
    ("", ""): _("Sex or age not recorded"),
}
BELONGING: dict[str, tuple[bool | None, Words]] = {
    "national": (True, _("Nationals")),
    "foreign": (False, _("Foreigners")),
    "unknown": (None, _("Not recorded")),
}
ACTS: dict[str, Words] = {
    "recruitment": _("Recruitment"),
    "transport": _("Transport"),
    "transfer": _("Handing over"),
    "harbouring": _("Harbouring"),
    "receipt": _("Receipt"),
}
MEANS: dict[str, Words] = {
    "threat": _("Threats"),
    "force": _("Force"),
    "other_coercion": _("Other coercion"),
    "abduction": _("Abduction"),
    "fraud": _("Fraud"),
    "deception": _("Deception"),
    "abuse_of_power": _("Abuse of power"),
    "abuse_of_vulnerability": _("Abuse of vulnerability"),
    "payment": _("Payment to somebody who controls the person"),
}
FORMS: dict[str, Words] = {
    "sexual_exploitation": _("Sexual exploitation"),
    "forced_labour": _("Forced labour"),
    "child_labour": _("Exploitation of a child’s labour"),
    "forced_marriage": _("Forced or fraudulent marriage"),
    "servitude": _("Servitude"),
    "slavery": _("Slavery"),
    "forced_begging": _("Forced begging"),
    "forced_crime": _("Forced crime"),
    "organ_removal": _("Removal of organs"),
    "forced_adoption": _("Adoption for exploitation"),
    "surrogacy": _("Forced surrogacy"),
    "forced_military": _("Forced service with weapons"),
    "other": _("Another form"),
}
EVIDENCE: dict[str, Words] = {
    "statement": _("What the person says"),
    "witness": _("What a witness says"),
    "screening": _("The screening"),
    "papers": _("Papers"),
    "messages": _("Messages"),
    "money": _("Payments"),
    "medical": _("A medical finding"),
    "seen_on_site": _("Seen on the spot"),
    "police_file": _("A file of the police"),
    "neighbour_finding": _("A neighbour’s authority"),
}
OUTCOMES: dict[str, Words] = {
    "identified": _("A victim of trafficking"),
    "not_identified": _("Not a victim of trafficking"),
    "more_information": _("More information is wanted"),
}
STATUS: dict[str, tuple[Words, str]] = {
    "identified": (_("Identified as a victim"), "green"),
    "presumed": (_("Counts as a victim until it is decided"), "yellow"),
    "not_identified": (_("Not identified as a victim"), "grey"),
    "": (_("Nothing decided, nothing asked"), "grey"),
}
ELEMENTS: dict[str, Words] = {"act": _("act"), "means": _("means"), "form": _("purpose")}
