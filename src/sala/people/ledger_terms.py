"""What the entries of this room say in the ledger."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

ACTIONS: dict[str, Words] = {
    "people.identity_opened": _("Identity opened"),
    "people.attachment_opened": _("Paper or picture opened"),
    "people.attachment_added": _("Paper or picture added"),
    "people.attachment_removed": _("Paper or picture removed"),
    "people.glass_broken": _("Emergency look"),
    "people.registered": _("Person registered"),
    "people.handed_over": _("Record taken over by another agency"),
    "people.searched": _("Searched for a person"),
    "people.indexed": _("People made findable"),
    "people.identity_changed": _("Identity corrected"),
    "people.consent_recorded": _("Consent recorded"),
    "people.consent_withdrawn": _("Consent withdrawn"),
    "people.erasure_asked": _("Erasure asked for"),
    "people.erased": _("Identity erased"),
    "people.erasure_declined": _("Erasure declined"),
    "people.reindexed": _("What people are found by made anew"),
    "people.keys_rewrapped": _("Keys of identities changed"),
}

KINDS: dict[str, Words] = {
    "attachment": _("Paper or picture"),
    "consent": _("Consent"),
    "erasure": _("Erasure request"),
    "keys": _("Keys"),
    "person": _("Person"),
    "search": _("Search"),
}

DETAILS: dict[str, Words] = {
    "ground": _("ground"),
    "hits": _("found"),
    "person": _("person"),
    "photo": _("with a photograph"),
    "shared": _("for those with the record too"),
    "version": _("version"),
    "what": _("what"),
}
