"""The only place that reads the clock; views and commands call it and pass the time
on.
"""

from datetime import UTC, date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The present day where the system stands."""
    return timezone.localdate()
