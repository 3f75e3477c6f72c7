"""How often somebody may try to sign in, counted in a table that forgets nothing early.

A wrong password is counted for the name together with the browser, where the user
signed in there before, else with the address: a stranger locks nobody out of where they
work. The name alone is counted too, at a far higher number, and not against a browser
known before. Neither names nor addresses stand in the table.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from sala.access.models import TryCount, User

COUNT = """
INSERT INTO access_trycount AS t (key_hash, tries, ends_at)
VALUES (%(key)s, 1, %(ends)s)
ON CONFLICT (key_hash) DO UPDATE SET
    tries = CASE WHEN t.ends_at <= %(at)s THEN 1 ELSE t.tries + 1 END,
    ends_at = CASE WHEN t.ends_at <= %(at)s THEN %(ends)s ELSE t.ends_at END
RETURNING tries, ends_at
"""
FAILURES = ("password", "code")
REMEMBERED = timedelta(days=365)  # failed tries, until their user is told


@dataclass(frozen=True)
class TryLimit:
    """So many tries in so long a time; the time begins with the first."""

    what: str
    most: int
    within: timedelta


IN_ONE_PLACE = TryLimit("password here", 5, timedelta(minutes=5))
FROM_AN_ADDRESS = TryLimit("address", 30, timedelta(minutes=5))
OF_A_NAME = TryLimit("password anywhere", 100, timedelta(days=1))
OF_CODES = TryLimit("code", 5, timedelta(minutes=5))
OF_NUMBERS = TryLimit("number", 5, timedelta(minutes=5))
Counted = tuple[TryLimit, str]


class TooManyTriesError(ValidationError):
    """A limit is used up; the words say when the next try is taken."""

    def __init__(self, limit: TryLimit, until: datetime) -> None:
        words = _("Too many tries. Try again after %(time)s.") % {
            "time": timezone.localtime(until).strftime("%H:%M:%S")
        }
        super().__init__(words, "too_many_tries")
        self.limit, self.until = limit, until


def count_tries(counted: Iterable[Counted], at: datetime) -> None:
    """Count one try in several ways.

    Raises `TooManyTriesError` at the first that is used up.
    """
    for limit, key in counted:
        tries, ends_at = _count_one(_key_hash(limit.what, key), at, limit.within)
        if tries > limit.most:
            raise TooManyTriesError(limit, ends_at)


def counted_address(address: str) -> str:
    """An address as it is counted: of IPv6 the network, since one line has as many
    addresses in it as its owner likes (RFC 6177).
    """
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(ip_network(f"{found}/64", strict=False))
    return address


def take_back(counted: Iterable[Counted]) -> None:
    """Count a try no more: it was right."""
    keys = [_key_hash(limit.what, key) for limit, key in counted]
    TryCount.objects.filter(key_hash__in=keys, tries__gt=0).update(tries=F("tries") - 1)


def note_failure(user: User, kind: str, at: datetime) -> None:
    """Remember a failed try for its user to be told of; `kind` is password or code."""
    _count_one(_key_hash(f"failed {kind}", str(user.pk)), at, REMEMBERED)


def count_failures(user: User, kind: str) -> int:
    """How often others, or the user, failed since the user was last told."""
    found = TryCount.objects.filter(key_hash=_key_hash(f"failed {kind}", str(user.pk)))
    return sum(row.tries for row in found)


def forget_failures(user: User) -> None:
    """Count anew: the user was told."""
    keys = [_key_hash(f"failed {kind}", str(user.pk)) for kind in FAILURES]
    TryCount.objects.filter(key_hash__in=keys).delete()


def forget_over(at: datetime) -> int:
    """Throw away counts whose time is over; how many."""
    gone, _each = TryCount.objects.filter(ends_at__lte=at).delete()
    return gone


def _count_one(key: str, at: datetime, within: timedelta) -> tuple[int, datetime]:
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"key": key, "at": at, "ends": at + within})
        tries, ends_at = cursor.fetchone()
    return tries, ends_at


def _key_hash(what: str, key: str) -> str:
    return salted_hmac(f"sala.tries.{what}", key, algorithm="sha256").hexdigest()
