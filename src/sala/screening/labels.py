"""The codes of this room in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.kit.tags import StateTag

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
ACCOUNTED: dict[str, Words] = {
    "open": _("Not accounted for"),
    "settled": _("Accounted for"),
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
STATUS: dict[str, StateTag] = {
    "identified": StateTag(_("Identified as a victim"), "green"),
    "presumed": StateTag(_("Counts as a victim until it is decided"), "yellow"),
    "not_identified": StateTag(_("Not identified as a victim"), "grey"),
    "": StateTag(_("Nothing decided, nothing asked"), "grey"),
}
ELEMENTS: dict[str, Words] = {
    "act": _("act"),
    "means": _("means"),
    "form": _("purpose"),
}
ALONE: dict[str, Words] = {
    "yes": _("Yes, nobody else can hear or see us"),
    "no": _("No, not yet"),
}
INTERPRETERS: dict[str, Words] = {
    "not_needed": _("We speak the same language"),
    "independent": _("An interpreter who has nothing to do with them"),
    "linked": _("Somebody who travels, lives or works with them"),
}
URGENT: dict[str, Words] = {
    "danger": _("In danger now, or afraid of somebody nearby"),
    "medical": _("Ill, hurt or in pain"),
    "self_harm": _("Speaks of hurting themselves"),
    "child_alone": _("A child without parents or guardian"),
    "pregnant": _("Pregnant, or with a small child"),
    "basic_needs": _("Needs food, water, sleep or clothes"),
}
EXPLOITATIONS: dict[str, Words] = {
    "labour": _("Work or services, marriage included"),
    "sexual": _("Sexual exploitation"),
    "": _("Not known yet"),
}
CONCLUSIONS: dict[str, Words] = {
    "indicated": _("There are signs of trafficking"),
    "not_indicated": _("I see no signs of trafficking"),
    "not_known": _("I cannot say"),
}
# The same, as others read it.
CONCLUDED: dict[str, Words] = {
    "indicated": _("Signs of trafficking"),
    "not_indicated": _("No signs of trafficking seen"),
    "not_known": _("It could not be said"),
}


@dataclass(frozen=True)
class FieldWords:
    """How a field of the frame is asked, how the record calls it, what its
    codes mean.
    """

    question: Words
    hint: Words = ""
    name: Words = ""
    codes: Mapping[str, Words] = field(default_factory=dict)


FRAME_WORDS: dict[str, FieldWords] = {
    "alone": FieldWords(
        question=_("Are you alone with the person?"),
        hint=_(
            "No employer, companion or relative; no other officer who need not be"
            " there.",
        ),
        name=_("Alone with the person"),
        codes=ALONE,
    ),
    "interpreter": FieldWords(
        question=_("How do you understand each other?"),
        name=_("Interpreter"),
        codes=INTERPRETERS,
    ),
    "urgent": FieldWords(
        question=_("What do they need at once?"),
        hint=_("Leave empty if nothing. Help does not wait for the questions."),
        name=_("What do they need at once?"),
        codes=URGENT,
    ),
    "outcome": FieldWords(
        question=_("What do you conclude?"),
        hint=_(
            "You decide, not the list. If there are signs, the person’s rights open at"
            " once; nobody has to wait for a decision to get help.",
        ),
        name=_("Conclusion"),
        codes=CONCLUSIONS,
    ),
}
PAGE_TITLES: dict[str, Words] = {
    "safety": _("Is it safe to talk?"),
    "person": _("The person"),
    "person_and_questions": _("The person, and what they say"),
    "conclusion": _("What you conclude"),
}
DIMENSIONS: dict[str, Words] = {
    "deceptive_recruitment": _("Deceived when recruited"),
    "coercive_recruitment": _("Forced when recruited"),
    "recruitment_by_abuse_of_vulnerability": _("Taken advantage of when recruited"),
    "exploitation": _("Exploited"),
    "coercion_at_destination": _("Kept there by force, threats or debt"),
    "abuse_of_vulnerability_at_destination": _("Taken advantage of there"),
}
STRENGTHS: dict[str | None, Words] = {
    "strong": _("strong sign"),
    "medium": _("medium sign"),
    "weak": _("weak sign"),
    None: _("a sign; how strong it is, no source says"),
}
# The same of sexual exploitation, where the list is read for work alone.
OF_WORK: dict[str, Words] = {
    "strong": _(
        "a sign: strong where it is about work; for sexual exploitation no source rates"
        " it"
    ),
    "medium": _(
        "a sign: medium where it is about work; for sexual exploitation no source rates"
        " it"
    ),
    "weak": _(
        "a sign: weak where it is about work; for sexual exploitation no source rates"
        " it"
    ),
}
# Whether a thing that the rule reads together is there.
THERE: dict[str, Words] = {
    "shown": _("shown"),
    "unweighed": _("signs were said; how strong they are is not known"),
    "said": _("signs were said, fewer than the rule asks for"),
    "unsaid": _("nothing was said of it, which is no evidence against it"),
}
# What the rule reads together.
SHOWN: dict[str, Words] = {
    "recruited": _("How they were recruited: deceived, forced or taken advantage of"),
    "exploited": _("Exploitation"),
    "kept": _("How they were kept: forced or taken advantage of"),
}
PATTERNS: dict[str, Words] = {
    "all": _("What was said shows everything that the rule reads together."),
    "unweighed": _(
        "The rule says neither yes nor no here: signs were said that it cannot weigh."
    ),
    "deceived": _(
        "Recruitment by such means and exploitation are shown; how they were kept is"
        " not. The rule calls for help and a closer look.",
    ),
    "kept": _(
        "Exploitation and how they were kept are shown; how they were recruited is not."
        " It calls for help and a closer look.",
    ),
    "exploited": _(
        "Exploitation is shown, no means: at the least a matter of labour rights.",
    ),
    "part": _("A part of what the rule reads together is shown."),
    "signs": _("Single signs were said; nowhere do they reach what the rule asks for."),
    "nothing": _(
        "No sign was said. That is no evidence: fear and shame keep people silent.",
    ),
}
FAULTS: dict[str, Words] = {
    "closed": _(
        "It is kept, and taken in by itself as soon as what is sealed can be opened"
        " again."
    ),
    "unreadable": _("It does not open: the key is missing, or it is damaged."),
    "malformed": _("It is not a screening in a form that is known here."),
    "unknown_instrument": _("This version of the instrument is not loaded."),
    "unknown_question": _("It answers a question that its instrument does not ask."),
    "unknown_person": _("The person’s record is not open to whoever sent it."),
    "unknown_operation": _("The operation is not one of this agency’s."),
    "clock": _("It is dated in the future: the clock where it was written is wrong."),
    "failed": _("It failed for a reason nobody foresaw; the server’s log says which."),
    "too_large": _("It is larger than a screening can be."),
    "too_many": _(
        "You sent as many as one person can in a day. It stays where it was written:"
        " send it tomorrow, or ask your supervisor to take in what waits."
    ),
}
# Why a supervisor hands a screening that was set aside to somebody else, and why they
# close it.
HANDED: dict[str, Words] = {
    "away": _("Whoever has it is away"),
    "left": _("Whoever has it works here no longer"),
    "knows_the_person": _("The other one sees the person’s record"),
    "needs_help": _("It needs somebody with more experience"),
}
CLOSED: dict[str, Words] = {
    "screened_again": _("The person was screened again, and that arrived"),
    "sent_twice": _("It was sent twice, and the other one arrived"),
    "no_screening": _("It is no screening: a test, or sent by mistake"),
    "cannot_be_opened": _("It does not open, and nobody has the key"),
    "cannot_be_put_right": _("Nobody can put it right any more"),
}
MOVED: dict[str, Words] = {
    **HANDED,
    **CLOSED,
    "": "",
}
