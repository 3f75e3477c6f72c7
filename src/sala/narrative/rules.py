"""Pure decisions on what was read: the latest word on a figure, and where a quote
stands.
"""

from decimal import Decimal

ACCEPTED, CORRECTED, REJECTED = "accepted", "corrected", "rejected"
VERDICTS = (ACCEPTED, CORRECTED, REJECTED)
OPEN = "open"


def place_of(text: str, quote: str, near: int) -> tuple[int, int] | None:
    """Where a quote stands in a text, the nearest to a place; none where it does not
    stand.
    """
    if not quote:
        return None
    behind, before = text.find(quote, near), text.rfind(quote, 0, near + len(quote))
    places = [at for at in (behind, before) if at >= 0]
    if not places:
        return None
    start = min(places, key=lambda at: abs(at - near))
    return start, start + len(quote)


def words_around(
    text: str,
    start: int,
    end: int,
    reach: int = 300,
) -> tuple[str, str]:
    """The words before and after a place, no word of them cut in two."""
    first, last = max(0, start - reach), min(len(text), end + reach)
    before, behind = text[first:start], text[end:last]
    if first > 0:
        before = before.partition(" ")[2]
    if last < len(text):
        behind = behind.rpartition(" ")[0]
    return before, behind


def without_trailing_zeros(value: Decimal | None) -> Decimal | None:
    """A number without the noughts that the database puts behind its point."""
    return (
        value.quantize(Decimal(1))
        if value is not None and value == value.to_integral()
        else value
    )


def counts_as_stated(verdict: str) -> bool:
    """Whether a figure with this last word belongs to the outside view."""
    return verdict in {ACCEPTED, CORRECTED}
