"""Forms begun and not sent: kept sealed for whoever typed them, until sent or a week
old.

Only their writer sees them, in the role they were typed in (`law/authority.py`). They are
in no backup and not in the ledger: nothing was done yet. Files are not kept. See
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
from sala.vault.sealed_places import CannotOpenError, SealedPlace
from sala.vault.sealed_text import open_text, seal_text

KEPT = timedelta(days=7)
JUST_NOW = timedelta(minutes=1)  # as in law/authority.py
LARGEST = 256 * 1024
MOST = 50


@dataclass(frozen=True)
class DraftRow:
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
class Typed:
    """What was typed into a form, for the length of one answer."""

    row: DraftRow
    values: QueryDict


class AlreadySentError(Exception):
    """The form was sent a moment ago: what the page kept of it came too late."""


class TooMuchError(Exception):
    """More was typed than is kept of a form that was not sent."""


@transaction.atomic
def keep(
    *,
    by: Actor,
    at: datetime,
    form: UUID,
    path: str,
    title: str,
    values: QueryDict,
) -> DraftRow:
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
    draft = _put(
        by,
        at,
        form,
        page,
        _sealed(by, form, text),
    )
    surplus = _latest().values_list("id", flat=True)[MOST:]
    Draft.objects.filter(id__in=list(surplus)).delete()
    return _row(draft)


def begun(*, by: Actor, at: datetime, path: str = "") -> list[DraftRow]:
    """What the actor began and did not send, the latest first; on one page, or
    everywhere.
    """
    found = _latest().filter(kept_at__gt=at - KEPT).defer("typed")
    return [_row(draft) for draft in (found.filter(path=path) if path else found)]


def typed(*, by: Actor, at: datetime, form: UUID) -> Typed | None:
    """What the actor typed into a form that was not sent; None where nothing of theirs
    is kept.
    """
    draft = _latest().filter(form=form, kept_at__gt=at - KEPT).first()
    text = _opened(by, draft) if draft else None
    return Typed(_row(draft), QueryDict(text)) if draft and text is not None else None


def forget(*, by: Actor, at: datetime, form: UUID) -> None:
    """Throw away what the actor had typed: it was sent, or is not wanted.

    An empty draft stays for a while, over which nothing is kept that was under way
    (0010).
    """
    _put(
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


def _put(
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


def _latest() -> QuerySet[Draft]:
    return Draft.objects.exclude(typed=b"").order_by("-kept_at", "id")


def _sealed(by: Actor, form: UUID, text: str) -> bytes:
    """The text with whose it is, so that what is put into another row does not open."""
    whose = _whose(by, form)
    return seal_text(json.dumps([*whose, text]), _draft_place(whose)).encode()


def _opened(by: Actor, draft: Draft) -> str | None:
    try:
        place = _draft_place(_whose(by, draft.form))
        *whose, text = json.loads(open_text(bytes(draft.typed).decode(), place))
    except (CannotOpenError, ValueError):  # the keyring changed
        return None
    return str(text) if whose == _whose(by, draft.form) else None


def _draft_place(whose: list[str]) -> SealedPlace:
    return SealedPlace("access_draft", "typed", " ".join(whose), "draft")


def _whose(by: Actor, form: UUID) -> list[str]:
    return [str(by.user), str(by.agency), by.role, str(form)]


def _row(draft: Draft) -> DraftRow:
    return DraftRow(
        draft.form,
        draft.path,
        draft.title,
        draft.begun_at,
        draft.kept_at,
    )
