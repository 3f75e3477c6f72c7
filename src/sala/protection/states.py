"""The states of this room's nouns, as data: actions decide from them, the card draws
them.
"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sala.kit.seated_states import MoveTerms, SeatedStates
from sala.kit.states import Move, States
from sala.kit.tags import StateTag
from sala.protection.rules.referrals import DECLINED

ENTITLEMENT = States(
    "entitlement",
    "opened",
    (
        Move("opened", "offer", "offered"),
        Move("offered", "accept", "accepted"),
        Move("offered", "decline", "declined"),
        Move("accepted", "give", "given"),
        Move("accepted", "decline", "declined"),
        Move("declined", "offer", "offered"),
        Move("opened", "lack", "not_available"),
        Move("offered", "lack", "not_available"),
        Move("accepted", "lack", "not_available"),
        Move("not_available", "offer", "offered"),
        Move("given", "correct", "accepted"),
    ),
    opening="open",
)

RETURN = States(
    "return",
    "planned",
    (
        Move("planned", "confirm", "confirmed"),
        Move("planned", "go", "returned"),
        Move("planned", "cancel", "cancelled"),
        Move("confirmed", "go", "returned"),
        Move("confirmed", "cancel", "cancelled"),
    ),
    opening="plan",
)

FOLLOW_UP = States(
    "follow-up",
    "due",
    (
        Move("due", "do", "done"),
        Move("due", "miss", "missed"),
        Move("missed", "do", "done"),
    ),
    opening="fall_due",
)

SENDS, ANSWERS = "protection.referral.send", "protection.referral.answer"

REFERRAL = SeatedStates(
    "referral",
    "sent",
    (
        Move("sent", "accept", "accepted"),
        Move("sent", "decline", "declined"),
        Move("sent", "withdraw", "withdrawn"),
        Move("accepted", "complete", "completed"),
        Move("accepted", "withdraw", "withdrawn"),
    ),
    opening="send",
    room="protection",
    seats={"sender": "agency_id", "receiver": "receiver_id"},
    labels={
        "sent": StateTag(_("Waits for an answer"), "yellow"),
        "accepted": StateTag(pgettext_lazy("referral", "Accepted"), "green"),
        "declined": StateTag(_("Declined"), "red"),
        "withdrawn": StateTag(_("Taken back"), "grey"),
        "completed": StateTag(_("Completed"), "green"),
    },
    terms={
        "send": MoveTerms(
            seat="sender",
            permission=SENDS,
            entry=_("Referral sent"),
            notice=_("A referral waits for your answer"),
        ),
        "accept": MoveTerms(
            seat="receiver",
            permission=ANSWERS,
            button=_("We help: open the record to us"),
            entry=_("Referral accepted"),
            notice=_("A referral was accepted"),
            by_function=True,
        ),
        "decline": MoveTerms(
            seat="receiver",
            permission=ANSWERS,
            button=_("We cannot help"),
            entry=_("Referral declined"),
            notice=_("A referral was declined: ask another agency"),
            reasons=DECLINED,
        ),
        "withdraw": MoveTerms(
            seat="sender",
            permission=SENDS,
            button=_("Take the referral back"),
            entry=_("Referral taken back"),
            notice=_("A referral was taken back, and the record is closed"),
        ),
        "complete": MoveTerms(
            seat="receiver",
            permission=ANSWERS,
            button=_("What was asked for is done"),
            entry=_("Referral completed"),
            notice=_("A referral was completed"),
        ),
    },
    told="protection.care.follow",
    reason_notices={"consent_withdrawn": "protection.consent_withdrawn"},
)

# What a page says of the same moves where a person is taken over.
TAKE_OVER_BUTTONS = {
    "accept": _("We take the person over: we keep the record from now on"),
    "decline": _("We cannot take the person over"),
}

PLAN = States(
    "support plan",
    "draft",
    (
        Move("draft", "change", "draft"),
        Move("draft", "go_on", "draft"),
        Move("draft", "agree", "agreed"),
        Move("agreed", "go_on", "agreed"),
        Move("agreed", "agree", "agreed"),
        Move("agreed", "change", "draft"),
        Move("draft", "end", "ended"),
        Move("agreed", "end", "ended"),
    ),
    opening="begin",
)

GOAL = States(
    "goal",
    "open",
    (
        Move("open", "reach", "reached"),
        Move("open", "drop", "dropped"),
        Move("dropped", "reopen", "open"),
    ),
    opening="set",
)

STAY = States(
    "shelter stay",
    "asked",
    (
        Move("asked", "hold", "expected"),
        Move("asked", "come", "in"),
        Move("expected", "come", "in"),
        Move("expected", "cancel", "cancelled"),
        Move("in", "leave", "left"),
    ),
)

STATES: tuple[States, ...] = (
    REFERRAL,
    ENTITLEMENT,
    PLAN,
    GOAL,
    STAY,
    RETURN,
    FOLLOW_UP,
)
