"""The codes of this room in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sala.kit.tags import StateTag
from sala.people.described import Described
from sala.protection.states import REFERRAL

Words = str | Promise
SEXES, AGES = dict(Described.Sex.choices), dict(Described.AgeGroup.choices)

STATES: dict[str, StateTag] = {
    "opened": StateTag(_("Never offered"), "red"),
    "offered": StateTag(_("Offered"), "yellow"),
    "accepted": StateTag(_("Wanted, not yet given"), "yellow"),
    "declined": StateTag(_("Declined by the person"), "grey"),
    "given": StateTag(_("Was given"), "green"),
    "not_available": StateTag(_("Not available"), "red"),
    "planned": StateTag(_("Planned"), "yellow"),
    "confirmed": StateTag(_("The other country waits"), "yellow"),
    "returned": StateTag(_("Returned"), "green"),
    "cancelled": StateTag(_("Cancelled"), "grey"),
    "due": StateTag(_("To be done"), "yellow"),
    "late": StateTag(_("Late"), "red"),
    "done": StateTag(_("Done"), "green"),
    "missed": StateTag(_("Missed"), "red"),
}

MOVES: dict[str, Words] = {
    "offer": _("It was offered"),
    "accept": _("The person wants it"),
    "decline": _("The person does not want it"),
    "give": _("It was given"),
    "lack": _("It cannot be had"),
    "correct": _("It was not given: that was a mistake"),
}

REASONS: dict[str, Words] = {
    "no_place": _("No place is free"),
    "no_provider": _("Nobody provides it there"),
    "no_money": _("There is no money for it"),
    "too_far": _("It is too far away"),
    "not_for_men": _("It is not open to men or boys"),
    "not_for_children": _("It is not open to children"),
    "not_for_foreigners": _("It is not open to foreigners"),
    "no_interpreter": _("Nobody speaks the person’s language"),
    "not_said": _("The person did not say why"),
    "wants_home": _("The person wants to go home"),
    "has_it_already": _("The person has it already"),
    "afraid": _("The person is afraid"),
    "needs_to_work": _("The person needs to earn money now"),
    "changed_mind": _("The person changed their mind"),
    "not_safe": _("It is not safe"),
    "family_refuses": _("The family does not want it"),
    "no_papers": _("Papers are missing"),
    "not_found": _("The person was not found"),
    "does_not_want": _("The person does not want to be asked"),
    "insists": _("The person insisted, knowing the danger"),
    "consent_withdrawn": _("The person took back their consent"),
    "agency_closed": _("The agency was closed"),
    "handed_back": _("The agency that helped gave it back"),
    "access_closed": _("The agency that asked closed the record"),
    "not_needed": _("It is not needed any more"),
    "nobody_does_it": _("Nobody can do it"),
    "mistake": _("It was recorded by mistake"),
    "wrong_person": _("It was another person"),
    "twice": _("It was recorded twice"),
    "not_given": _("It was not given"),
    "wrong_details": _("Something in it was wrong"),
    "did_not_come": _("The person did not come"),
    "other_place": _("The person stays somewhere else"),
    "goes_home": _("The person goes home"),
    "own_wish": _("The person wants to leave"),
    "other_shelter": _("The person moves to another shelter"),
    "independent": _("The person can live on their own"),
    "hospital": _("The person has to go to hospital"),
    "missing": _("The person left without saying where to"),
    "other": _("Another reason"),
}

KINDS: dict[str, Words] = {
    "home": _("Home to their community"),
    "elsewhere": _("To another place in the country"),
    "abroad": _("To another country"),
}
AGREED: dict[str, Words] = {
    "person": _("The person"),
    "guardian": _("The guardian, and the child was heard"),
}
RISKS: dict[str, Words] = {
    "safe": _("Safe"),
    "safe_with_support": _("Safe with support"),
    "not_safe": _("Not safe"),
}
ACCOMPANIED: dict[str, Words] = {
    "nobody": _("Nobody"),
    "case_worker": _("A case worker"),
    "family": _("The family"),
    "police": _("The police"),
    "organisation": _("Another organisation"),
    "consular": _("Consular staff"),
}
TOLD: dict[str, Words] = {
    "nothing": _("Only that somebody comes, and when"),
    "code": _("The code, so that both countries count one person"),
    "identity": _("Who the person is, and the code"),
}
RETURN_MOVES: dict[str, Words] = {
    "confirm": _("The authority there agreed to receive the person"),
    "go": _("The person went"),
    "cancel": _("It is cancelled"),
}
MANNERS: dict[str, Words] = {
    "visit": _("A visit"),
    "phone": _("By telephone"),
    "village": _("Through the village"),
    "partner": _("Through another organisation"),
}
FOUND: dict[str, Words] = {
    "well": _("The person is well"),
    "needs_help": _("The person needs help"),
    "moved_on": _("The person has moved on"),
    "in_danger": _("The person is in danger"),
    "exploited_again": _("The person is exploited again"),
}
GROUPS: dict[str, Words] = {
    "female": _("Women and girls"),
    "male": _("Men and boys"),
    "other": _("Another sex"),
    "adult": _("Adults"),
    "child": _("Children"),
    "in_doubt": _("Age in doubt"),
    "own": _("Nationals"),
    "foreign": _("Foreigners"),
    "": _("Not recorded"),
}
SERVICES: dict[str, Words] = {
    "shelter": _("A safe place to stay"),
    "health_care": _("Health care"),
    "psychosocial": _("Somebody to talk to"),
    "legal_advice": _("Legal advice"),
    "interpreter": _("An interpreter"),
    "education": _("School or training"),
    "work": _("Work"),
    "reintegration_aid": _("Money to start again"),
    "return_home": _("Going home"),
    "family_tracing": _("Finding the family"),
    "basic_needs": _("Food, clothes, what one needs first"),
    "documents": _("Papers"),
}
REFERRAL_KINDS: dict[str, Words] = {
    "take_over": _("Take the person over"),
    "help": _("Help, while we keep the record"),
}
REFERRAL_ASKS: dict[str, Words] = {
    "take_over": _("To take the person over, and keep the record"),
    "help": _("To help; who asks keeps the record"),
}
HELP_CAME: dict[str, Words] = {
    "sent": pgettext_lazy("help came", "Not yet"),
    "accepted": pgettext_lazy("help came", "Yes"),
    "completed": pgettext_lazy("help came", "Yes"),
    "declined": pgettext_lazy("help came", "No"),
    "withdrawn": _("Taken back"),
}
URGENCY: dict[str, Words] = {
    "now": _("Today"),
    "days": _("Within days"),
    "weeks": _("Within weeks"),
}
REFERRALS: dict[str, StateTag] = {
    **REFERRAL.labels,
    "late": STATES["late"],
}

STATES |= {
    "expected": StateTag(_("Bed held"), "yellow"),
    "in": StateTag(_("In the shelter"), "green"),
    "left": StateTag(_("Left the shelter"), "grey"),
}
STAY_MOVES: dict[str, Words] = {
    "come": _("The person came"),
    "cancel": _("The person does not come: give the bed free"),
    "leave": _("The person left"),
}
DESTINATIONS: dict[str, Words] = {
    "home": _("Home to their community"),
    "relatives": _("To relatives"),
    "own_dwelling": _("To a dwelling of their own"),
    "shelter": _("To another shelter"),
    "hospital": _("To a hospital"),
    "abroad": _("To another country"),
    "not_known": _("It is not known"),
}
EXCEPTIONS: dict[str, Words] = {
    "family": _("To stay with the family"),
    "person_asks": _("The person asks for it"),
    "nothing_else": _("No other bed is free; everybody there agrees"),
}
BED_SEXES: dict[str, Words] = {
    "female": _("Women and girls"),
    "male": _("Men and boys"),
    "": _("Anybody"),
}
BED_AGES: dict[str, Words] = {
    "adult": _("Adults"),
    "child": _("Children"),
    "": _("Any age"),
}


def for_whom(
    sex: str,
    age_group: str,
    *,
    family: bool = False,
    accessible: bool = False,
) -> str:
    """For whom a bed is, in words."""
    said = [BED_SEXES[sex], BED_AGES[age_group]]
    said += [_("family room")] * family + [_("without steps")] * accessible
    return ", ".join(str(word) for word in said)


PLAN_STATES: dict[str, StateTag] = {
    "draft": StateTag(_("To be agreed with the person"), "yellow"),
    "agreed": StateTag(_("Agreed with the person"), "green"),
    "ended": StateTag(_("Plan ended"), "grey"),
}
GOAL_STATES: dict[str, StateTag] = {
    "open": StateTag(_("To be reached"), "yellow"),
    "reached": StateTag(pgettext_lazy("goal", "Reached"), "green"),
    "dropped": StateTag(_("Dropped"), "grey"),
}
GOAL_MOVES: dict[str, Words] = {
    "reach": _("It is reached"),
    "drop": _("It is dropped"),
    "reopen": _("It is taken up again"),
}
PLAN_ENDS: dict[str, Words] = {
    "reached": _("What was planned is reached"),
    "moved_away": _("The person moved away"),
    "own_wish": _("The person wishes it"),
    "lost_touch": _("Nobody knows where the person is"),
    "other": _("Another reason"),
}
PLAN_FIELDS: dict[str, Words] = {
    "responsible": _("who answers for it"),
    "by_when": _("by when"),
    "state": _("state"),
    "entitlement": _("what the law gives"),
}
WHOLE_FIELDS: dict[str, Words] = {
    "state": _("state"),
    "agreed_on": _("agreed on"),
    "review_on": _("looked at again on"),
}
