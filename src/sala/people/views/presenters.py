"""Consents, grants and requests as the lines of a page: codes in words, states as
tags.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sala.access import queries as access
from sala.access.context import Actor
from sala.access.permissions import Decision, may
from sala.access.policy import may_end_grant
from sala.access.queries import GrantRow
from sala.countries.contract_codes import SharingRule
from sala.desk.languages import language_name
from sala.desk.places import Words
from sala.kit.tags import StateTag
from sala.people import labels
from sala.people.forms.sharing import lawful_bases
from sala.people.models import Paper
from sala.people.queries import AttachmentRow, ConsentRow, ErasureRow, PersonRow

GIVEN, REFUSED = StateTag(_("Given"), "green"), StateTag(_("Refused"), "red")
WITHDRAWN, EXPIRED = StateTag(_("Withdrawn"), "grey"), StateTag(_("Expired"), "grey")
OPEN, TAKEN_BACK = (
    StateTag(pgettext_lazy("state", "Open"), "green"),
    StateTag(_("Taken back"), "grey"),
)
OVER = StateTag(_("Ended"), "grey")
ERASURES = {
    "asked": StateTag(_("To be decided"), "yellow"),
    "erased": StateTag(_("Erased"), "grey"),
    "declined": StateTag(_("Declined"), "grey"),
}


@dataclass(frozen=True)
class ConsentLine:
    """What a person answered, in words."""

    row: ConsentRow
    state: StateTag
    purpose: Words
    manner: Words
    language: Words
    relation: Words
    may_withdraw: bool


# What opens a record besides the bases that the country's law names.
BY_RULE: dict[str, Words] = {
    SharingRule.CONSENT: _("Consent of the person"),
    SharingRule.IDENTIFICATION_REQUEST: _("A decision on identification was asked for"),
    SharingRule.REFERRAL: _("A referral was accepted"),
    SharingRule.CASE: _("A criminal case needs it"),
}


@dataclass(frozen=True)
class GrantLine:
    """A record opened to an agency, in words."""

    row: GrantRow
    state: StateTag
    basis: Words
    may_end: bool


@dataclass(frozen=True)
class ErasureLine:
    """A request to erase, in words."""

    row: ErasureRow
    state: StateTag
    ground: Words


@dataclass(frozen=True)
class AttachmentLine:
    """A paper or picture, in words."""

    row: AttachmentRow
    what: Words
    kilobytes: int


def present_attachment(row: AttachmentRow) -> AttachmentLine:
    """One paper in words."""
    return AttachmentLine(row, Paper(row.what).label, -(-row.size // 1024))


def present_consents(
    by: Actor, rows: Iterable[ConsentRow], today: date
) -> list[ConsentLine]:
    """Consents with their states today."""
    return [present_consent(by, row, today) for row in rows]


def present_consent(by: Actor, row: ConsentRow, today: date) -> ConsentLine:
    """One consent with its state today."""
    withdrawable = row.answer == "given" and row.withdrawn_at is None
    return ConsentLine(
        row=row,
        state=state_of(row, today),
        purpose=labels.purpose_label(row.purpose),
        manner=labels.MANNERS.get(row.manner, row.manner),
        language=language_name(row.language),
        relation=labels.relation_words(row.guardian_relation),
        may_withdraw=withdrawable and bool(may(by, "people.consent.record")),
    )


def state_of(row: ConsentRow, today: date) -> StateTag:
    """Whether a consent is in force, and if not why."""
    if row.answer != "given":
        return REFUSED
    if row.withdrawn_at is not None:
        return WITHDRAWN
    return GIVEN if row.in_force(today) else EXPIRED


def present_grants(
    by: Actor, rows: Iterable[GrantRow], now: datetime
) -> list[GrantLine]:
    """Grants with their states now."""
    return [present_grant(by, row, now) for row in rows]


def grants_of_record(by: Actor, person: PersonRow) -> list[GrantRow]:
    """To whom a record is open; what was opened to whoever keeps it now says nothing
    any more.
    """
    rows = access.grants_of(by=by, record_kind="person", record_id=person.id)
    return [row for row in rows if row.own or not person.own]


def present_grant(by: Actor, row: GrantRow, now: datetime) -> GrantLine:
    """One grant with its state now."""
    basis = BY_RULE.get(row.basis) or lawful_bases().get(row.basis)
    return GrantLine(
        row=row,
        state=OPEN if row.in_force(now) else TAKEN_BACK if row.withdrawn_at else OVER,
        basis=basis or row.basis,
        may_end=row.in_force(now) and bool(ending_decision(by, row)),
    )


def ending_decision(by: Actor, row: GrantRow) -> Decision:
    """Whether the viewer may end a grant."""
    return may_end_grant(by, gave=row.own)


def present_erasure(row: ErasureRow) -> ErasureLine:
    """One request in words."""
    return ErasureLine(
        row,
        ERASURES[row.state],
        labels.GROUNDS.get(row.ground, row.ground),
    )
