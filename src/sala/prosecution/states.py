"""The states of this room's nouns, as data: actions decide from them, the card draws
them.
"""

from django.utils.translation import gettext_lazy as _

from sala.kit.seated_states import MoveTerms, SeatedStates, SeatRule
from sala.kit.states import Move, States
from sala.kit.tags import StateTag
from sala.prosecution.rules.restitution import REFUSED_REASONS, WAIVED_REASONS

COMPLAINT = States(
    "complaint",
    "registered",
    (
        Move("registered", "screen", "screened"),
        Move("screened", "screen", "screened"),
        Move("screened", "refer", "referred"),
        Move("screened", "close", "closed"),
        Move("closed", "agree", "reviewed"),
        Move("closed", "reopen", "screened"),
    ),
    opening="register",
)

INCIDENT = States(
    "incident",
    "recorded",
    (
        Move("recorded", "open_case", "case"),
        Move("recorded", "reject", "not_a_case"),
        Move("not_a_case", "reconsider", "recorded"),
    ),
    opening="record",
)

CASE = States(
    "case",
    "open",
    (
        Move("open", "hand_to_prosecution", "with_prosecution"),
        Move("with_prosecution", "send_back", "open"),
        Move("with_prosecution", "hand_to_court", "in_court"),
        Move("in_court", "send_back", "with_prosecution"),
        Move("open", "close", "closed"),
        Move("with_prosecution", "close", "closed"),
        Move("in_court", "close", "closed"),
        Move("closed", "reopen", "open"),
        *(
            Move(state, "take_over", state)
            for state in ("open", "with_prosecution", "in_court", "closed")
        ),
    ),
    opening="open",
)

INVESTIGATION = States(
    "investigation",
    "open",
    (
        Move("open", "suspend", "suspended"),
        Move("suspended", "resume", "open"),
        Move("open", "submit", "submitted"),
        Move("submitted", "return", "open"),
        Move("open", "close", "closed"),
        Move("suspended", "close", "closed"),
    ),
    opening="open",
)

ASKS, ANSWERS = "prosecution.identity.ask", "prosecution.identity.answer"
COOPERATES = "prosecution.cooperation.change"
FILES, JUDGES = "prosecution.charge.file", "prosecution.verdict.record"
DECIDES = "prosecution.restitution.decide"

# Whoever prosecutes or tries the case.
TRIES_CASE = SeatRule("prosecution_tries_case({row}case_id)")
# Whose request it is, and once it is within a case, whoever sees the case.
KEEPS_REQUEST = SeatRule(
    "({row}case_id IS NULL AND {row}agency_id = (SELECT access_agency()) "
    "OR {row}case_id IS NOT NULL AND prosecution_sees_case({row}case_id))",
)

IDENTITY_REQUEST = SeatedStates(
    "identity request",
    "asked",
    (
        Move("asked", "grant", "granted"),
        Move("asked", "decline", "declined"),
        Move("asked", "withdraw", "withdrawn"),
    ),
    opening="ask",
    room="prosecution",
    seats={"asker": "agency_id", "custodian": "custodian_id"},
    labels={
        "asked": StateTag(_("Waits for an answer"), "yellow"),
        "granted": StateTag(_("Opened"), "green"),
        "declined": StateTag(_("Declined"), "red"),
        "withdrawn": StateTag(_("Taken back"), "grey"),
    },
    terms={
        "ask": MoveTerms(
            seat="asker",
            permission=ASKS,
            entry=_("Record of a victim asked for"),
            code="identity_asked",
        ),
        "grant": MoveTerms(
            seat="custodian",
            permission=ANSWERS,
            entry=_("Record of a victim opened for a case"),
            code="identity_granted",
            by_function=True,
        ),
        "decline": MoveTerms(
            seat="custodian",
            permission=ANSWERS,
            entry=_("Record of a victim not opened for a case"),
            code="identity_declined",
            by_function=True,
        ),
        "withdraw": MoveTerms(
            seat="asker",
            permission=ASKS,
            entry=_("Request for a record taken back"),
            code="identity_withdrawn",
        ),
    },
)

COOPERATION = SeatedStates(
    "cooperation request",
    "made",
    (
        Move("made", "acknowledge", "acknowledged"),
        Move("made", "answer", "answered"),
        Move("made", "refuse", "refused"),
        Move("made", "withdraw", "withdrawn"),
        Move("acknowledged", "answer", "answered"),
        Move("acknowledged", "refuse", "refused"),
        Move("acknowledged", "withdraw", "withdrawn"),
    ),
    opening="make",
    room="prosecution",
    seats={"keeper": KEEPS_REQUEST},
    labels={
        "made": StateTag(_("Waits"), "yellow"),
        "acknowledged": StateTag(_("Acknowledged, waits"), "blue"),
        "answered": StateTag(_("Answered"), "green"),
        "refused": StateTag(_("Refused"), "red"),
        "withdrawn": StateTag(_("Taken back"), "grey"),
    },
    terms={
        "make": MoveTerms(
            seat="keeper",
            permission=COOPERATES,
            entry=_("Request between countries recorded"),
            code="cooperation_recorded",
        ),
        "acknowledge": MoveTerms(
            seat="keeper",
            permission=COOPERATES,
            button=_("It was received and is worked on"),
            entry=_("Request between countries acknowledged"),
            code="cooperation_acknowledged",
        ),
        "answer": MoveTerms(
            seat="keeper",
            permission=COOPERATES,
            button=_("It was answered"),
            entry=_("Request between countries answered"),
            code="cooperation_answered",
        ),
        "refuse": MoveTerms(
            seat="keeper",
            permission=COOPERATES,
            button=_("It was refused"),
            entry=_("Request between countries refused"),
            code="cooperation_refused",
        ),
        "withdraw": MoveTerms(
            seat="keeper",
            permission=COOPERATES,
            button=_("It was taken back"),
            entry=_("Request between countries withdrawn"),
            code="cooperation_withdrawn",
        ),
    },
)

CHARGE = SeatedStates(
    "charge",
    "filed",
    (
        Move("filed", "withdraw", "withdrawn"),
        Move("filed", "judge", "judged"),
        Move("judged", "judge", "judged"),
        Move("judged", "appeal", "appealed"),
        Move("appealed", "judge", "judged"),
        Move("appealed", "finish", "final"),
        Move("judged", "finish", "final"),
    ),
    opening="file",
    room="prosecution",
    seats={"tries": TRIES_CASE},
    labels={
        "filed": StateTag(_("Filed"), "blue"),
        "withdrawn": StateTag(_("Withdrawn"), "grey"),
        "judged": StateTag(_("Judged"), "blue"),
        "appealed": StateTag(_("On appeal"), "yellow"),
        "final": StateTag(_("Final"), "green"),
    },
    terms={
        "file": MoveTerms(seat="tries", permission=FILES, entry=_("Charge filed")),
        "withdraw": MoveTerms(
            seat="tries",
            permission=FILES,
            button=_("The charge is withdrawn"),
            entry=_("Charge withdrawn"),
        ),
        # Its entry says what the court said.
        "judge": MoveTerms(
            seat="tries",
            permission=JUDGES,
            button=_("Record a verdict"),
        ),
        "appeal": MoveTerms(
            seat="tries",
            permission=FILES,
            button=_("There is an appeal"),
            entry=_("Appeal"),
        ),
        "finish": MoveTerms(
            seat="tries",
            permission=FILES,
            button=_("The verdict is final"),
            entry=_("Verdict final"),
        ),
    },
)

FORFEITURE = States(
    "forfeiture",
    "ordered",
    (
        Move("ordered", "collect", "collected"),
        Move("ordered", "lift", "lifted"),
        Move("collected", "lift", "lifted"),
    ),
    opening="order",
)

RESTITUTION = SeatedStates(
    "restitution claim",
    "open",
    (
        Move("open", "order", "ordered"),
        Move("ordered", "settle", "paid"),
        Move("open", "refuse", "refused"),
        Move("open", "waive", "waived"),
        Move("refused", "ask_again", "open"),
        Move("waived", "ask_again", "open"),
        Move("ordered", "lift", "open"),
    ),
    opening="claim",
    room="prosecution",
    seats={"tries": TRIES_CASE},
    labels={
        "open": StateTag(_("Claimed, not decided"), "yellow"),
        "ordered": StateTag(_("Ordered, not paid in full"), "blue"),
        "paid": StateTag(_("Paid in full"), "green"),
        "refused": StateTag(_("Refused"), "red"),
        "waived": StateTag(_("Waived by the victim"), "grey"),
    },
    terms={
        # The law claims, with the charge.
        "claim": MoveTerms(
            seat="tries",
            permission=FILES,
            entry=_("Restitution claimed"),
            code="restitution_claimed",
        ),
        "order": MoveTerms(
            seat="tries",
            permission=DECIDES,
            button=_("Restitution ordered by the court"),
            entry=_("Restitution ordered"),
            code="restitution_ordered",
        ),
        "settle": MoveTerms(
            seat="tries",
            permission=DECIDES,
            button=_("Record a payment"),
            entry=_("Restitution paid"),
            code="restitution_paid",
        ),
        "refuse": MoveTerms(
            seat="tries",
            permission=DECIDES,
            button=_("The court refused it"),
            entry=_("Restitution refused"),
            code="restitution_refused",
            reasons=REFUSED_REASONS,
        ),
        "waive": MoveTerms(
            seat="tries",
            permission=DECIDES,
            button=_("The victim waives it"),
            entry=_("Restitution waived by the victim"),
            code="restitution_waived",
            reasons=WAIVED_REASONS,
        ),
        "ask_again": MoveTerms(
            seat="tries",
            permission=DECIDES,
            button=_("Claim it again"),
            entry=_("Restitution claimed again"),
            code="restitution_open",
        ),
        "lift": MoveTerms(
            seat="tries",
            permission=DECIDES,
            button=_("A higher court lifted the order: claim it again"),
            entry=_("Order of restitution lifted"),
            code="restitution_lifted",
        ),
    },
)

STATES = (
    COMPLAINT,
    INCIDENT,
    CASE,
    INVESTIGATION,
    IDENTITY_REQUEST,
    COOPERATION,
    CHARGE,
    FORFEITURE,
    RESTITUTION,
)
