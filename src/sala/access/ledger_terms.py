"""What an entry of the ledger says: the terms of this room, and of all together."""

from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from sala.access.labels import Words, role_words

# In the order of the ledger's filter: what a supervisor looks for comes first.
ACTIONS: dict[str, Words] = {
    "access.grant_given": _("Record opened to another agency"),
    "access.grant_withdrawn": _("Record closed to another agency"),
    "access.glass_seen": _("Emergency look acknowledged"),
    "access.glass_reviewed": _("Emergency look judged"),
    "access.signed_in": _("Signed in"),
    "access.signed_out": _("Signed out"),
    "access.sign_in_tried": _("Many failed tries to sign in"),
    "access.password_set": _("Password chosen"),
    "access.password_changed": _("Password changed"),
    "access.second_factor_added": _("Second step of signing in added"),
    "access.second_factor_removed": _("Second step of signing in removed"),
    "access.sessions_ended": _("Signed out elsewhere"),
    "access.sign_in_reset": _("Password and second step taken away"),
    "access.user_added": _("User added"),
    "access.user_invited": _("Invitation link made"),
    "access.role_given": _("Role given"),
    "access.role_ended": _("Role ended"),
    "access.role_confirmed": _("Role confirmed by a second person"),
    "access.role_refused": _("Role refused by a second person"),
    "access.role_taken_back": _("Role taken back by a second person"),
    "access.way_in_confirmed": _("Invitation link confirmed by a second person"),
    "access.way_in_refused": _("Invitation link refused by a second person"),
    "access.way_in_taken_back": _("Invitation link taken back"),
    "access.first_two_added": _("First two users added by the operator in one act"),
    "access.agency_added": _("Agency added"),
    "access.agency_renamed": _("Agency renamed"),
    "access.agency_closed": _("Agency closed"),
    "access.agencies_loaded": _("Agencies of a country pack loaded"),
    "access.installation_declared": _("Said whether this is a demo or production"),
    "access.law_installed": _("Law of the database installed"),
    "access.lane_opened": _("Lane of the ledger opened"),
    "access.backup_restored": _("Database restored from a backup"),
    "access.ended_again": _("Ended again after a backup was restored"),
    "countries.pack_loaded": _("Country pack loaded"),
}

KINDS: dict[str, Words] = {
    "agency": _("Agency"),
    "glass": _("Emergency look"),
    "backup": _("Backup"),
    "grant": _("Opening to an agency"),
    "installation": _("Installation"),
    "lane": _("Lane of the ledger"),
    "law": _("Law of the database"),
    "membership": _("Role"),
    "pack": _("Country pack"),
    "user": _("User"),
}

# What stands in an entry's detail, beside codes and keys.
DETAILS: dict[str, Words] = {
    "agency": _("agency"),
    "basis": _("basis"),
    "changed": _("changed"),
    "custodian": _("kept by"),
    "ended": _("what had ended it"),
    "ends_on": _("last day"),
    "entry": _("entry"),
    "factor": _("second step"),
    "factor_made_at": _("made at"),
    "finding": _("judgement"),
    "glass": _("in an emergency"),
    "last_day": _("last day"),
    "own": _("of one’s own work"),
    "machine": _("by the program"),
    "record": _("record"),
    "role": _("role"),
    "starts_on": _("first day"),
    "tries": _("how often"),
    "unit": _("unit"),
    "user": _("user"),
    "waits": _("waits for a second person"),
    "without_second": _("without a second person"),
}


@cache
def collect_words(name: str, module: str = "ledger_terms") -> dict[str, Words]:
    """A catalogue of every room's `ledger_terms`, or other module, top floor first."""
    found: dict[str, Words] = {}
    for room in apps.get_app_configs():
        if room.name.startswith("sala.") and module_has_submodule(room.module, module):
            found |= getattr(import_module(f"{room.name}.{module}"), name, {})
    return found


def detail_words(key: str, value: object) -> tuple[Words, Words]:
    """A part of an entry's detail; codes stay codes."""
    if isinstance(value, bool):
        value = _("yes") if value else _("no")
    elif key == "role":
        value = role_words(str(value)) or str(value)
    else:
        value = str(value)
    return collect_words("DETAILS").get(key, key), value


def action_words(code: str) -> Words:
    """What an action did; the code itself for one without words."""
    return collect_words("ACTIONS").get(code, code)


def kind_words(code: str) -> Words:
    """The noun an entry is about; the code itself for one without words."""
    return collect_words("KINDS").get(code, code)
