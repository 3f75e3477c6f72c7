"""Every write of `prosecution`, with its ledger entry."""

from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.prosecution.actions.assignments import assign_case, end_assignment
from sala.prosecution.actions.cases import (
    CaseFindings,
    change_case,
    close_case,
    hand_on,
    open_case,
    reopen_case,
)
from sala.prosecution.actions.complaints import (
    ComplaintInput,
    close_complaint,
    open_case_on_official,
    refer_complaint,
    register_complaint,
    review_closing,
    screen_complaint,
)
from sala.prosecution.actions.cooperation import (
    CooperationInput,
    move_cooperation,
    record_cooperation,
)
from sala.prosecution.actions.corrections import CorrectedOrder, correct_claim
from sala.prosecution.actions.courts import (
    ChargeArticle,
    add_defendant,
    correct_defendant,
    file_charge,
    move_charge,
)
from sala.prosecution.actions.forfeitures import (
    ForfeitureInput,
    collect_forfeiture,
    lift_forfeiture,
    record_forfeiture,
)
from sala.prosecution.actions.incidents import (
    IncidentInput,
    open_case_from_incident,
    reconsider_incident,
    record_incident,
    reject_incident,
)
from sala.prosecution.actions.investigations import (
    move_investigation,
    open_investigation,
)
from sala.prosecution.actions.payments import (
    CorrectedPayment,
    PaymentInput,
    correct_payment,
    hand_over_payment,
    record_payment,
)
from sala.prosecution.actions.restitution import (
    ClaimClosing,
    RestitutionOrder,
    close_claim,
    open_claim_again,
    order_restitution,
)
from sala.prosecution.actions.takeovers import (
    confirm_takeover,
    give_back_case,
    name_official,
    take_over_case,
)
from sala.prosecution.actions.verdict_corrections import (
    correct_charge,
    correct_verdict,
)
from sala.prosecution.actions.verdicts import Judgment, record_verdict, see_sentence
from sala.prosecution.actions.victims import (
    add_victim,
    ask_identity,
    decline_identity,
    describe_victim,
    grant_identity,
    take_out_victim,
    withdraw_identity_request,
)

__all__ = [
    "CaseFindings",
    "ChangedMeanwhileError",
    "ChargeArticle",
    "ClaimClosing",
    "ComplaintInput",
    "CooperationInput",
    "CorrectedOrder",
    "CorrectedPayment",
    "ForfeitureInput",
    "IncidentInput",
    "Judgment",
    "NotAllowedError",
    "PaymentInput",
    "RestitutionOrder",
    "add_defendant",
    "add_victim",
    "ask_identity",
    "assign_case",
    "change_case",
    "close_case",
    "close_claim",
    "close_complaint",
    "collect_forfeiture",
    "confirm_takeover",
    "correct_charge",
    "correct_claim",
    "correct_defendant",
    "correct_payment",
    "correct_verdict",
    "decline_identity",
    "describe_victim",
    "end_assignment",
    "file_charge",
    "give_back_case",
    "grant_identity",
    "hand_on",
    "hand_over_payment",
    "lift_forfeiture",
    "move_charge",
    "move_cooperation",
    "move_investigation",
    "name_official",
    "open_case",
    "open_case_from_incident",
    "open_case_on_official",
    "open_claim_again",
    "open_investigation",
    "order_restitution",
    "reconsider_incident",
    "record_cooperation",
    "record_forfeiture",
    "record_incident",
    "record_payment",
    "record_verdict",
    "refer_complaint",
    "register_complaint",
    "reject_incident",
    "reopen_case",
    "review_closing",
    "screen_complaint",
    "see_sentence",
    "take_out_victim",
    "take_over_case",
    "withdraw_identity_request",
]
