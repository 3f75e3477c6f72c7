"""What was said of the completeness of facts."""

from sala.facts.folder import Coverage
from sala.facts.models import CompletenessStatement


def coverage() -> tuple[Coverage, ...]:
    """What holds of every year: of several statements on the same, the last one."""
    said: dict[tuple[str, int], Coverage] = {}
    for row in CompletenessStatement.objects.order_by("said_at"):
        said[row.about, row.year] = Coverage(row.about, row.year, row.answer)
    return tuple(said.values())
