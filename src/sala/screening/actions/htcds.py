"""Bringing a file of HTCDS in, all of it or nothing, and giving one out."""

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.ledger import record
from sala.access.permissions import may, require
from sala.access.purposes import check_purpose
from sala.access.roles import Purpose
from sala.people import actions as people
from sala.screening.models import HtcdsFile, HtcdsRow
from sala.screening.queries import htcds as queries
from sala.screening.rules import htcds as rules
from sala.standards import htcds
from sala.standards import queries as standards
from sala.vault import sealed_text
from sala.vault.sealed_columns import sealed_place


@dataclass(frozen=True)
class ImportedFile:
    """What a file brought in: codes of new people, and how many rows were there
    before.
    """

    codes: tuple[str, ...]
    unchanged: int


@transaction.atomic
def keep_file(*, by: Actor, at: datetime, data: bytes) -> UUID:
    """Keep a file sealed between its check and the decision; raises
    `htcds.UnreadableError`.

    Files that nobody decided on within three days are forgotten (screening/jobs.py).
    """
    require(may(by, "screening.htcds.import"))
    htcds.read_htcds(data)
    key = uuid4()
    kept = HtcdsFile.objects.create(
        id=key,
        agency_id=by.agency,
        brought_by_id=by.user,
        brought_at=at,
        sealed=sealed_text.seal_text(
            base64.b64encode(data).decode(),
            sealed_place(HtcdsFile, "sealed", key),
        ),
    )
    record(
        by=by,
        action="screening.htcds_checked",
        kind="htcds",
        subject=kept.id,
    )
    return kept.id


@transaction.atomic
def discard_file(*, by: Actor, file: UUID) -> None:
    """Throw away a file that was checked; raises `HtcdsFile.DoesNotExist` for
    another's.
    """
    require(may(by, "screening.htcds.import"))
    if not HtcdsFile.objects.filter(id=file).delete()[0]:
        raise HtcdsFile.DoesNotExist
    record(
        by=by,
        action="screening.htcds_discarded",
        kind="htcds",
        subject=file,
    )


@transaction.atomic
def import_file(*, by: Actor, at: datetime, file: UUID) -> ImportedFile:
    """Bring in the file that was kept, and keep it no longer."""
    data = queries.kept_file(by=by, file=file)
    done = import_htcds(
        by=by,
        at=at,
        data=data,
    )
    HtcdsFile.objects.filter(id=file).delete()
    return done


@transaction.atomic
def import_htcds(*, by: Actor, at: datetime, data: bytes) -> ImportedFile:
    """Register each person of a file whose row is new; the same row again changes
    nothing.

    Raises `htcds.UnreadableError` where it is no such file, and `ValidationError` where
    any cell of it is faulty: then nothing at all is brought in.
    """
    require(may(by, "screening.htcds.import"))
    preview = queries.preview_file(by=by, data=data)
    if preview.faults:
        raise ValidationError(_("Nothing was brought in: the file has faults."))
    codes = [
        _bring_in(
            by,
            at,
            values=checked.values,
            digest=checked.digest,
        )
        for checked in preview.rows
        if checked.state == "new"
    ]
    detail = {"new": len(codes), "unchanged": len(preview.rows) - len(codes)}
    record(
        by=by,
        action="screening.htcds_imported",
        kind="htcds",
        subject="file",
        detail=detail,
    )
    return ImportedFile(tuple(codes), len(preview.rows) - len(codes))


def _bring_in(
    by: Actor,
    at: datetime,
    *,
    values: rules.Values,
    digest: bytes,
) -> str:
    person = people.register_person(
        by=by,
        at=at,
        identity=rules.identity_of(values),
    )
    coded = {code: v for code, v in values.items() if _is_listed(code)}
    typed = {code: v for code, v in values.items() if code not in coded}
    HtcdsRow.objects.create(
        person_id=person.id,
        agency_id=by.agency,
        imported_by_id=by.user,
        imported_at=at,
        digest=digest,
        codes=coded,
        sealed=people.seal_about(
            by=by,
            person=person.id,
            place=sealed_place(HtcdsRow, "sealed", person.id),
            value=typed,
        ),
    )
    return person.code


def _is_listed(code: str) -> bool:
    """Whether a value is one of a list of the standard's, which nobody can be
    found by.
    """
    return code.startswith("vic_") and standards.htcds_field(code).picklist is not None


@transaction.atomic
def export_htcds(
    *,
    by: Actor,
    codes: list[str],
    purpose: Purpose | None = None,
) -> list[rules.Values]:
    """Rows of HTCDS on people the actor sees; who they are only with a purpose, each in
    the ledger.

    A code the actor does not see is left out, as if it did not exist. Raises
    `RefusedError` when the actor may not export, or may not open one of the identities,
    and `ValidationError` when the purpose is not of their work.
    """
    if purpose is not None:
        check_purpose(by, purpose)
    rows = export_rows(by=by, codes=codes, purpose=purpose)
    enter_exported(by=by, rows=len(rows), with_identity=purpose is not None)
    return rows


def export_rows(
    *,
    by: Actor,
    codes: list[str],
    purpose: Purpose | None,
) -> list[rules.Values]:
    """The rows of a file or of a part of one; raises what `export_htcds` raises."""
    require(may(by, "screening.htcds.export"))
    return [
        _htcds_row(by, subject, purpose)
        for subject in queries.load_subjects(by=by, codes=codes)
    ]


def enter_exported(*, by: Actor, rows: int, with_identity: bool) -> None:
    """Enter in the ledger that a file was given out."""
    detail = {"rows": rows, "with_identity": with_identity}
    record(
        by=by,
        action="screening.htcds_exported",
        kind="htcds",
        subject="file",
        detail=detail,
    )


def _htcds_row(
    by: Actor, subject: queries.HtcdsSubject, purpose: Purpose | None
) -> rules.Values:
    said: rules.Values = {
        code: tuple(v) if isinstance(v, list) else v
        for code, v in subject.codes.items()
    }
    who: rules.Values = {}
    if purpose is not None:
        identity = people.open_identity(
            by=by,
            person=subject.id,
            purpose=purpose,
        ).identity
        if subject.sealed:
            typed = people.open_about(
                by=by,
                person=subject.id,
                place=sealed_place(HtcdsRow, "sealed", subject.id),
                sealed=subject.sealed,
                purpose=purpose,
            )
            said |= {
                code: tuple(v) if isinstance(v, list) else v
                for code, v in typed.items()
            }
        who = rules.person_values(identity, said)
    return (
        {"sala_PersonCode": subject.code}
        | who
        | rules.decided_values(subject.decided, said)
    )
