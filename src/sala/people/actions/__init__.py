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
    erase_person,
)
from sala.people.actions.identities import (
    Guardian,
    OpenedIdentity,
    RegisteredPerson,
    change_identity,
    open_identity,
    register_person,
)
from sala.people.actions.sealed import open_about, seal_about
from sala.people.actions.searching import SEARCHED_BY, search_persons
from sala.people.actions.sharing import (
    ConsentInput,
    record_consent,
    share_on_consent,
    share_on_lawful_basis,
    withdraw_consent,
)

__all__ = [
    "ERASURE_GROUNDS",
    "SEARCHED_BY",
    "ChangedMeanwhileError",
    "ConsentInput",
    "Guardian",
    "OpenedAttachment",
    "OpenedIdentity",
    "RegisteredPerson",
    "add_attachment",
    "ask_erasure",
    "break_glass",
    "change_identity",
    "decline_erasure",
    "erase_person",
    "open_about",
    "open_attachment",
    "open_identity",
    "queries",
    "record_consent",
    "register_person",
    "remove_attachment",
    "seal_about",
    "search_persons",
    "share_on_consent",
    "share_on_lawful_basis",
    "withdraw_consent",
]
