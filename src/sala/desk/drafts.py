"""Forms begun and not sent: kept sealed for whoever typed them, until sent or a week
old.

Only their writer sees them, in the role they were typed in (`law/authority.py`). They
are in no backup and not in the ledger: nothing was done yet. Files are not kept. See
docs/adr/0006.
"""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from sala.access.context import Actor
from sala.access.models import Draft
from sala.vault.sealed_columns import sealed_place
from sala.vault.sealed_places import CannotOpenError, SealedPlace
from sala.vault.sealed_text import open_text, seal_text

KEPT = timedelta(days=7)
JUST_NOW = timedelta(minutes=1)  # as in law/authority.py
LARGEST = 256 * 1024
MOST = 50


@dataclass(frozen=True)
class UnfinishedForm:
    """One form begun: the page it is on, since when, and until when it is kept."""

    form: UUID
    path: str
    title: str
    begun_at: datetime
    kept_at: datetime

    @property
    def until(self) -> datetime:
        """When it is thrown away."""
        return self.kept_at + KEPT

    @property
    def url(self) -> str:
        """The page with what was typed."""
        return f"{self.path}{'&' if '?' in self.path else '?'}resume={self.form}"


@dataclass(frozen=True)
class TypedForm:
    """What was typed into a form, for the length of one answer."""

    row: UnfinishedForm
    values: QueryDict


class AlreadySentError(Exception):
    """The form was sent a moment ago: what the page kept of it came too late."""


class TooMuchError(Exception):
    """More was typed than is kept of a form that was not sent."""


@transaction.atomic
def keep_form(
    *,
    by: Actor,
    at: datetime,
    form: UUID,
    path: str,
    title: str,
    values: QueryDict,
) -> UnfinishedForm:
    """Keep what the actor has typed so far, in the place of what was kept of the same
    form.

    Raises `TooMuchError` past 256 KB, `AlreadySentError` where it was sent just now.
    Past 50 forms, the one left longest is thrown away; what is a week old, by the
    machine that forgets (desk/jobs.py).
    """
    text = values.urlencode()
    if len(text) > LARGEST:
        raise TooMuchError
    if Draft.objects.filter(
        form=form,
        typed=b"",
        kept_at__gt=at - JUST_NOW,
    ).exists():
        raise AlreadySentError
    page = (
        path.replace("\x00", "")[:400],
        title.replace("\x00", "")[:120] or _("A form"),
    )
    draft = _write_draft(
        by,
        at,
        form,
        page,
        _seal_typed(by, form, text),
    )
    surplus = _kept_drafts().values_list("id", flat=True)[MOST:]
    Draft.objects.filter(id__in=list(surplus)).delete()
    return _unfinished_form(draft)


def unfinished_forms(
    *, by: Actor, at: datetime, path: str = ""
) -> list[UnfinishedForm]:
    """What the actor began and did not send, the latest first; on one page, or
    everywhere.
    """
    found = _kept_drafts().filter(kept_at__gt=at - KEPT).defer("typed")
    return [
        _unfinished_form(draft)
        for draft in (found.filter(path=path) if path else found)
    ]


def typed_form(*, by: Actor, at: datetime, form: UUID) -> TypedForm | None:
    """What the actor typed into a form that was not sent; None where nothing of theirs
    is kept.
    """
    draft = _kept_drafts().filter(form=form, kept_at__gt=at - KEPT).first()
    text = _open_typed(by, draft) if draft else None
    return (
        TypedForm(_unfinished_form(draft), QueryDict(text))
        if draft and text is not None
        else None
    )


def forget_form(*, by: Actor, at: datetime, form: UUID) -> None:
    """Throw away what the actor had typed: it was sent, or is not wanted.

    An empty draft stays for a while, over which nothing is kept that was under way
    (0010).
    """
    _write_draft(
        by,
        at,
        form,
        ("", ""),
        b"",
    )


def forget_old_drafts() -> int:
    """Throw away what nobody came back to within a week; the work of a machine
    alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_forget_drafts()")
        (gone,) = cursor.fetchone()
    return int(gone)


def _write_draft(
    by: Actor,
    at: datetime,
    form: UUID,
    page: tuple[str, str],
    typed: bytes,
) -> Draft:
    draft = Draft(
        form=form,
        user_id=by.user,
        agency_id=by.agency,
        role=by.role,
        typed=typed,
    )
    draft.path, draft.title = page
    draft.begun_at = draft.kept_at = at
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["user", "agency", "role", "form"],
        update_fields=["path", "title", "typed", "kept_at"],
    )
    return draft


def _kept_drafts() -> QuerySet[Draft]:
    return Draft.objects.exclude(typed=b"").order_by("-kept_at", "id")


def _seal_typed(by: Actor, form: UUID, text: str) -> bytes:
    """The text with whose it is, so that what is put into another row does not open."""
    whose = _writer_of(by, form)
    return seal_text(json.dumps([*whose, text]), _typed_place(whose)).encode()


def _open_typed(by: Actor, draft: Draft) -> str | None:
    try:
        place = _typed_place(_writer_of(by, draft.form))
        *whose, text = json.loads(open_text(bytes(draft.typed).decode(), place))
    except (CannotOpenError, ValueError):  # the keyring changed
        return None
    return str(text) if whose == _writer_of(by, draft.form) else None


def _typed_place(whose: list[str]) -> SealedPlace:
    return sealed_place(Draft, "typed", " ".join(whose))


def _writer_of(by: Actor, form: UUID) -> list[str]:
    return [str(by.user), str(by.agency), by.role, str(form)]


def _unfinished_form(draft: Draft) -> UnfinishedForm:
    return UnfinishedForm(
        draft.form,
        draft.path,
        draft.title,
        draft.begun_at,
        draft.kept_at,
    )
