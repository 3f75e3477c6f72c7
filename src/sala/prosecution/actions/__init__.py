"""Every write of `prosecution`, with its ledger entry."""

from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.prosecution.actions.cases import (
    Facts,
    assign,
    change_case,
    close_case,
    end_assignment,
    hand_on,
    mark_official,
    open_case,
    reopen_case,
)
from sala.prosecution.actions.complaints import (
    Heard,
    close_complaint,
    open_case_on_official,
    refer_complaint,
    register_complaint,
    review_closing,
    screen_complaint,
)
from sala.prosecution.actions.cooperation import Wanted, move_cooperation, record_cooperation
from sala.prosecution.actions.incidents import (
    Told,
    open_case_from_incident,
    reconsider_incident,
    record_incident,
    reject_incident,
)
from sala.prosecution.actions.investigations import move_investigation, open_investigation
from sala.prosecution.actions.victims import (
    add_victim,
    ask_identity,
    decline_identity,
    describe_victim,
    grant_identity,
    withdraw_identity_request,
)

__all__ = [
    "ChangedMeanwhileError",
    "Facts",
    "Heard",
    "NotAllowedError",
    "Told",
    "Wanted",
    "add_victim",
    "ask_identity",
    "assign",
    "change_case",
    "close_case",
    "close_complaint",
    "decline_identity",
    "describe_victim",
    "end_assignment",
    "grant_identity",
    "hand_on",
    "mark_official",
    "move_cooperation",
    "move_investigation",
    "open_case",
    "open_case_from_incident",
    "open_case_on_official",
    "open_investigation",
    "reconsider_incident",
    "record_cooperation",
    "record_incident",
    "refer_complaint",
    "register_complaint",
    "reject_incident",
    "reopen_case",
    "review_closing",
    "screen_complaint",
    "withdraw_identity_request",
]
