"""What a file of HTCDS would bring in, and what Sala can say of people in HTCDS."""

import base64
import json
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sala.access import orders
from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.people import queries as people
from sala.screening.models import (
    HtcdsFile,
    HtcdsRow,
    IdentificationDecision,
    IdentificationRequest,
    Screening,
)
from sala.screening.rules import htcds as rules
from sala.standards import htcds
from sala.vault import person_keys, sealed_text
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class CheckedRow:
    """A row of a file: `new`, `there` (brought in before), `exported` (a person of
    Sala's).

    `similar` are codes of people one sees who have the same document, phone or name.
    """

    number: int
    state: str
    values: rules.Values
    digest: bytes
    similar: tuple[str, ...] = ()


@dataclass(frozen=True)
class FilePreview:
    """What would come in, and all that is wrong with a file."""

    rows: tuple[CheckedRow, ...]
    faults: tuple[htcds.CellFault, ...]
    unknown: tuple[str, ...]
    retired: tuple[str, ...]

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return sum(1 for row in self.rows if row.state == state)

    @property
    def new(self) -> int:
        return self.count("new")

    @property
    def similar(self) -> tuple[CheckedRow, ...]:
        """New rows that may be somebody whose record one sees."""
        return tuple(row for row in self.rows if row.similar)

    @property
    def there(self) -> int:
        return len(self.rows) - self.new


@dataclass(frozen=True)
class HtcdsSubject:
    """A person of an export: what a file once said of them, and what was decided
    since.
    """

    id: UUID
    code: str
    codes: dict[str, Any]
    sealed: bytes | None
    decided: rules.DecidedStatus


def kept_file(*, by: Actor, file: UUID) -> bytes:
    """The file that the actor had checked; raises `HtcdsFile.DoesNotExist` for
    another's.
    """
    require(may(by, "screening.htcds.import"))
    return base64.b64decode(
        sealed_text.open_text(
            HtcdsFile.objects.get(id=file).sealed,
            sealed_place(HtcdsFile, "sealed", file),
        ),
    )


def preview_file(*, by: Actor, data: bytes) -> FilePreview:
    """What bringing a file in would do; raises `htcds.UnreadableError` where it is
    none.
    """
    require(may(by, "screening.htcds.import"))
    read = htcds.read_htcds(data)
    seen: Counter[str] = Counter()
    found, terms = [], []
    for row in read.rows:
        values = {c: v for c, v in row.values.items() if c != htcds.PERSON_CODE}
        said = json.dumps(sorted(values.items()), ensure_ascii=False)
        seen[said] += 1
        terms.append(("htcds", f"{seen[said]}\x1f{said}"))
        found.append((row.number, values, str(row.values.get(htcds.PERSON_CODE, ""))))
    rows = [
        _checked_row(by, number, values, digest, code)
        for (number, values, code), digest in zip(
            found, person_keys.blind_indexes(terms), strict=True
        )
    ]
    return FilePreview(tuple(rows), read.faults, read.unknown, read.retired)


def _checked_row(
    by: Actor,
    number: int,
    values: rules.Values,
    digest: bytes,
    code: str,
) -> CheckedRow:
    if code and people.find_person(by=by, code=code):
        return CheckedRow(number, "exported", values, digest)
    if HtcdsRow.objects.filter(agency_id=by.agency, digest=digest).exists():
        return CheckedRow(number, "there", values, digest)
    return CheckedRow(
        number,
        "new",
        values,
        digest,
        _similar_persons(by, values),
    )


def _similar_persons(by: Actor, values: rules.Values) -> tuple[str, ...]:
    identity = rules.identity_of(values)
    found = [
        *(
            p
            for d in identity.documents
            for p in people.with_document(by=by, number=d.number)
        ),
        *(
            p
            for phone in identity.phones
            for p in people.with_phone(
                by=by,
                number=phone,
                region=countries.phone_region(),
            )
        ),
    ]
    if identity.display_name:
        found += people.with_name(by=by, text=identity.display_name)
    return tuple(dict.fromkeys(row.spoken_code for row in found))


def load_subjects(*, by: Actor, codes: list[str]) -> list[HtcdsSubject]:
    """Those of the codes whom the actor sees, or all of them, with what HTCDS can say
    of them.
    """
    seen = people_seen(by=by, codes=codes)
    keys = [row.id for row in seen]
    rows = {r.person_id: r for r in HtcdsRow.objects.filter(person_id__in=keys)}
    found = IdentificationDecision.objects.filter(person_id__in=keys).select_related(
        "agency",
    )
    decisions = {
        d.person_id: d for d in found.order_by("recorded_at")
    }  # the last one counts
    asked = IdentificationRequest.objects.filter(person_id__in=keys)
    signs = Screening.objects.filter(person_id__in=keys, outcome="indicated")
    presumed = {
        who
        for found in (asked, signs)
        for who in found.values_list("person_id", flat=True)
    }
    return [
        HtcdsSubject(
            id=row.id,
            code=row.code,
            codes=rows[row.id].codes if row.id in rows else {},
            sealed=bytes(rows[row.id].sealed) if row.id in rows else None,
            decided=_decided_status(decisions.get(row.id), presumed=row.id in presumed),
        )
        for row in seen
    ]


def people_seen(*, by: Actor, codes: list[str]) -> list[people.PersonRow]:
    """Those of the codes whom the actor sees, or everybody, but for who was erased."""
    require(may(by, "screening.htcds.export"))
    seen = [row for code in codes if (row := people.find_person(by=by, code=code))]
    return [
        row for row in (seen if codes else _everybody_seen(by)) if row.erased_at is None
    ]


def sees_any(*, by: Actor, codes: list[str]) -> bool:
    """Whether a file on these codes, or on everybody, would be about anybody."""
    found = people_seen(by=by, codes=codes) if codes else people.load_people(by=by)[:1]
    return bool(found)


def order_of_file(*, by: Actor, file: UUID) -> orders.OrderRow | None:
    """The actor's order to bring a file in, while it is not done."""
    found = orders.own_orders(by=by, machines=["screening.importer"])
    return next((o for o in found if o.is_open and o.what["file"] == str(file)), None)


def _everybody_seen(by: Actor) -> list[people.PersonRow]:
    return list(islice(people.load_people(by=by), htcds.reading.MOST_ROWS))


def _decided_status(
    decision: IdentificationDecision | None,
    *,
    presumed: bool,
) -> rules.DecidedStatus:
    if decision is None or decision.outcome == "more_information":
        return rules.DecidedStatus("presumed" if presumed else "")
    return rules.DecidedStatus(decision.outcome, decision.agency.kind, decision.form)
