"""Word to colleagues that something waits for them: inside Sala only, and naming
nobody.

A room's `notices.py` has `KINDS`, a sentence a kind, and its actions call `send`. What
the notice is about is behind its link, under that page's own rules.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, QuerySet, Value, Window
from django.db.models.functions import RowNumber
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.labels import Words
from sala.access.ledger_terms import collect_words
from sala.access.models import Notice, NoticeRead
from sala.access.roles import Role
from sala.countries.queries import in_language

KINDS: dict[str, Words] = {
    "access.authority_waits": _(
        "A user, a role or a way to sign in waits for a second person",
    ),
    "access.authority_settled": _(
        "A second person decided on a user, a role or a way to sign in",
    ),
    "access.sign_in_tried": _(
        "Somebody who signed in had failed tries with their name before",
    ),
    "access.own_password_changed": _(
        "Your password was changed. If that was not you, tell your supervisor now.",
    ),
    "access.own_factor_changed": _(
        "Your second step or your printed codes were changed. If that was not you, tell"
        " your supervisor now.",
    ),
    "access.sign_in_reset": _(
        "An administrator made a new way to sign in for somebody",
    ),
}
KEPT = timedelta(days=60)
ALIKE = 5  # of one kind and sender, listed before the rest folds


@dataclass(frozen=True)
class NoticeRow:
    """One notice as its reader sees it."""

    id: UUID
    words: Words
    url: str
    agency: str
    sent_at: datetime
    unread: bool
    folded: int  # older ones of the same kind and sender, which this one stands for


def send_notice(
    *,
    by: Actor,
    at: datetime,
    agency: UUID,
    kind: str,
    page: str,
    args: Sequence[object] = (),
    roles: Iterable[Role] = (),
    user: UUID | None = None,
) -> None:
    """Tell those who act for an agency in one of `roles`, or only `user`, that
    something waits.

    `page` is the name of a URL and `args` its arguments: keys and codes, never a word
    on anybody. Raises `KeyError` for a kind that no room has a sentence for,
    `NoReverseMatch` for no such page.
    """
    assert collect_words("KINDS", "notices")[kind]  # noqa: S101 a kind that no room knows
    reverse(page, args=args)
    Notice.objects.create(
        agency_id=agency,
        roles=[str(role) for role in roles or Role],
        user_id=user,
        kind=kind,
        url_name=page,
        args=[str(value) for value in args],
        sent_by_id=by.user,
        sent_by_agency_id=by.agency,
        sent_at=at,
    )


def count_unread(*, by: Actor, at: datetime) -> int:
    """How many notices the actor has not read."""
    return _unread_notices(by, at).count()


def latest_notices(
    *,
    by: Actor,
    at: datetime,
    like: UUID | None = None,
) -> list[NoticeRow]:
    """The actor's notices of the last 60 days, the newest first.

    Of one kind by one sender the latest five, so that nobody buries what others have to
    say; with `like` all that are of the kind and sender of that one.
    """
    new = set(_unread_notices(by, at).values_list("id", flat=True))
    recent = _recent_notices(at)
    found = _folded_notices(recent) if like is None else _notices_like(recent, like)
    rows = found.select_related("sent_by_agency").order_by("-sent_at", "id")
    return [
        _notice_row(
            notice,
            unread=notice.id in new,
            folded=notice.of_kind - ALIKE if notice.nth == ALIKE else 0,
        )
        for notice in rows
    ]


def mark_all_read(*, by: Actor, at: datetime) -> None:
    """Note that the actor has read every notice, those that are folded too."""
    unread = _unread_notices(by, at).values_list("id", flat=True)
    mark_read(by=by, at=at, notices=unread)


def mark_read(*, by: Actor, at: datetime, notices: Iterable[UUID]) -> None:
    """Note that the actor has read these; what is not theirs, or read before, changes
    nothing.
    """
    new = (
        _unread_notices(by, at)
        .filter(id__in=list(notices))
        .values_list("id", flat=True)
    )
    rows = [
        NoticeRead(
            notice_id=key,
            user_id=by.user,
            read_at=at,
        )
        for key in new
    ]
    NoticeRead.objects.bulk_create(rows, ignore_conflicts=True)


def _recent_notices(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at__gt=at - KEPT)


def _unread_notices(by: Actor, at: datetime) -> QuerySet[Notice]:
    return _recent_notices(at).exclude(reads__user_id=by.user)


def _folded_notices(recent: QuerySet[Notice]) -> QuerySet[Any]:
    """The latest few of each kind by each sender, with how many there are."""
    alike = [F("kind"), F("sent_by")]
    nth = Window(RowNumber(), partition_by=alike, order_by=["-sent_at", "id"])
    return recent.annotate(
        nth=nth,
        of_kind=Window(Count("id"), partition_by=alike),
    ).filter(nth__lte=ALIKE)


def _notices_like(recent: QuerySet[Notice], one: UUID) -> QuerySet[Any]:
    """All that have the kind and the sender of one."""
    like = recent.filter(id=one)
    return recent.filter(
        kind__in=like.values("kind"),
        sent_by__in=like.values("sent_by"),
    ).annotate(nth=Value(0), of_kind=Value(0))


def _notice_row(notice: Notice, *, unread: bool, folded: int) -> NoticeRow:
    try:
        url = reverse(notice.url_name, args=notice.args)
    except NoReverseMatch:  # a page of an earlier version
        url = ""
    return NoticeRow(
        id=notice.id,
        words=collect_words("KINDS", "notices").get(notice.kind, notice.kind),
        url=url,
        agency=in_language(notice.sent_by_agency.names),
        sent_at=notice.sent_at,
        unread=unread,
        folded=folded,
    )
