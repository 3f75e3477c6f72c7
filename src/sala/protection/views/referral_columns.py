"""The lists of referrals, and of who is with nobody: their columns."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sala.desk.listing import Cell, CellLink, ListColumn
from sala.kit import clock
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import moment
from sala.people import codes
from sala.protection import labels
from sala.protection.queries.referrals import (
    HelpWord,
    ReferralRow,
    UnreferredVictim,
)


def spoken_person(row: ReferralRow | UnreferredVictim) -> str:
    """The code of whom it is about, once the viewer may know."""
    return codes.grouped_for_reading(row.person_code) if row.person_code else ""


def person_cell(row: ReferralRow) -> Cell:
    """The way to whom a referral is about."""
    if not row.person_code:
        return "–"
    page = reverse("show_person", args=[row.person_code])
    return CellLink(spoken_person(row), page)


def show_cell(row: ReferralRow) -> CellLink:
    """The way to a referral."""
    which = [spoken_person(row), row.agency, moment(row.sent_at)]
    page = reverse("show_referral", args=[row.id])
    words = _("Show the referral")
    return CellLink(words, page, ", ".join(part for part in which if part))


def referral_state_cell(row: ReferralRow) -> Cell:
    """How far a referral is, and why it was declined or taken back."""
    state = labels.REFERRALS["late" if row.late(clock.today()) else row.state]
    return [state, labels.REASONS.get(row.reason, "")]


REFERRAL_COLUMNS: list[ListColumn[ReferralRow]] = [
    ListColumn("person", gettext_lazy("Person"), spoken_person, person_cell),
    ListColumn(
        "state",
        gettext_lazy("State"),
        lambda r: r.state,
        referral_state_cell,
    ),
    ListColumn(
        "due",
        gettext_lazy("Answer by"),
        lambda r: r.due_on if r.state == "sent" else None,
        lambda r: r.due_on if r.state == "sent" else "–",
    ),
    ListColumn("sent", pgettext_lazy("when", "Sent"), lambda r: r.sent_at),
    ListColumn("agency", gettext_lazy("Asked by"), lambda r: r.agency),
    ListColumn("receiver", gettext_lazy("Asked of"), lambda r: r.receiver),
    ListColumn(
        "services",
        gettext_lazy("Services"),
        lambda r: r.services,
        lambda r: ", ".join(str(labels.SERVICES[code]) for code in r.services),
    ),
    ListColumn(
        "reason",
        gettext_lazy("Reason"),
        lambda r: r.reason,
        shown=False,
    ),
    ListColumn("", gettext_lazy("Next step"), show_cell),
]
WORD_COLUMNS: list[ListColumn[HelpWord]] = [
    ListColumn("sent", pgettext_lazy("when", "Sent"), lambda r: r.sent_at),
    ListColumn("receiver", gettext_lazy("Asked of"), lambda r: r.receiver),
    ListColumn(
        "help",
        gettext_lazy("Did help come?"),
        lambda r: r.state,
        lambda r: labels.HELP_CAME[r.state],
    ),
]
RECEIVED_COLUMNS = [c for c in REFERRAL_COLUMNS if c.name != "receiver"]
SENT_COLUMNS = [c for c in REFERRAL_COLUMNS if c.name != "agency"]

UNREFERRED: dict[str, StateTag] = {
    "sent_home": StateTag(gettext_lazy("Sent home without referral"), "red"),
    "refused": StateTag(
        gettext_lazy("Everybody who was asked declined, or it was taken back"), "red"
    ),
    "nobody_asked": StateTag(gettext_lazy("Nobody was asked"), "red"),
}


def unreferred(row: UnreferredVictim) -> str:
    """Why somebody is with nobody."""
    if row.returned_on:
        return "sent_home"
    return "refused" if row.asked else "nobody_asked"


def unreferred_cell(row: UnreferredVictim) -> Cell:
    """Who it is, where the viewer may know."""
    if not row.person_code:
        return _("A person whose record is not open to you any more")
    page = reverse("show_person", args=[row.person_code])
    return CellLink(spoken_person(row), page)


UNREFERRED_COLUMNS: list[ListColumn[UnreferredVictim]] = [
    ListColumn("person", gettext_lazy("Person"), spoken_person, unreferred_cell),
    ListColumn(
        "what",
        gettext_lazy("What happened"),
        unreferred,
        words=UNREFERRED,
        filters=True,
    ),
    ListColumn("identified", gettext_lazy("Identified"), lambda r: r.decided_on),
    ListColumn(
        "days",
        gettext_lazy("Days since"),
        lambda r: (clock.today() - r.decided_on).days,
        numeric=True,
    ),
    ListColumn(
        "returned",
        gettext_lazy("Went home"),
        lambda r: r.returned_on,
        lambda r: r.returned_on or "–",
    ),
]
REFER: ListColumn[UnreferredVictim] = ListColumn(
    "",
    gettext_lazy("Next step"),
    lambda r: (
        CellLink(
            _("Refer to another agency"),
            reverse("refer_person", args=[r.person_code]),
            codes.grouped_for_reading(r.person_code),
        )
        if r.person_code
        else "–"
    ),
)
