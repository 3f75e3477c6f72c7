"""Every write of `people`, and every opening of an identity, with its ledger entry."""

from sala.kit.states import ChangedMeanwhileError
from sala.people import queries
from sala.people.actions.attachments import (
    OpenedAttachment,
    add_attachment,
    open_attachment,
    remove_attachment,
)
from sala.people.actions.exceptional import (
    ERASURE_GROUNDS,
    ask_erasure,
    break_glass,
    decline_erasure,
    erase,
)
from sala.people.actions.identities import (
    SEARCHED_BY,
    Guardian,
    OpenedIdentity,
    Registered,
    change_identity,
    open_identity,
    register_person,
    search,
)
from sala.people.actions.sealed import open_about, seal_about
from sala.people.actions.sharing import (
    Answer,
    record_consent,
    share_on_consent,
    share_on_lawful_basis,
    withdraw_consent,
)

__all__ = [
    "ERASURE_GROUNDS",
    "SEARCHED_BY",
    "Answer",
    "ChangedMeanwhileError",
    "Guardian",
    "OpenedAttachment",
    "OpenedIdentity",
    "Registered",
    "add_attachment",
    "ask_erasure",
    "break_glass",
    "change_identity",
    "decline_erasure",
    "erase",
    "open_about",
    "open_attachment",
    "open_identity",
    "queries",
    "record_consent",
    "register_person",
    "remove_attachment",
    "seal_about",
    "search",
    "share_on_consent",
    "share_on_lawful_basis",
    "withdraw_consent",
]
