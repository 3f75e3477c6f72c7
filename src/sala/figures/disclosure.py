"""What is told of the figures to whoever may not see small groups."""

import re
from collections.abc import Callable, Mapping, Sequence

from sala.facts.schema import NOT_ASKED, NOT_KNOWN, WITHHELD
from sala.figures import answers as a
from sala.figures import suppression
from sala.figures.definitions import FIGURES, Figure
from sala.figures.dimensions import COUNTRIES

ADULT = 18
LEADING = re.compile(r"\d+")
UNSAID = frozenset({None, NOT_ASKED, NOT_KNOWN})
TOLD_ALONE = frozenset(
    {"foreign", "indicated", "police_operation"},
)  # parts that figures tell too


def share_told(share: a.Share, small: bool) -> a.Share | None:
    told = small or (
        suppression.may_tell_part(share.part, share.whole)
        and suppression.may_tell(share.whole)
    )
    return share if told else None


def with_wholes(codes: Sequence[str]) -> list[str]:
    """Figures, and those of which they are a part: what is told of one depends on the
    other.
    """
    return list(
        dict.fromkeys(
            [*codes, *filter(None, (FIGURES[code].within for code in codes))]
        ),
    )


def told(
    found: a.Answers,
    figure: Figure,
    year: int,
    small: bool,
) -> a.Answer | None:
    """An answer, or nothing where it is not told to who may not see small groups."""
    answer, whole = (
        found.totals[figure.code, year],
        found.totals.get((figure.within, year)),
    )
    if figure.officials and not small:
        # None and few look alike: whoever knows that there is one may know who is
        # meant.
        return answer if suppression.is_many(answer.value) else None
    rest_of = whole.value if whole else None
    if (
        small
        or not figure.of_people
        or suppression.may_tell_part(answer.value, rest_of)
    ):
        return answer
    return None


def without_a_mark(cells: Mapping[a.Keys, a.Cell]) -> Mapping[a.Keys, a.Cell]:
    """Parts of which what is withheld stands with what is not recorded: the word would
    tell.
    """
    folded: dict[a.Keys, a.Cell] = {}
    for keys, cell in cells.items():
        kept = tuple(None if key == WITHHELD else key for key in keys)
        folded[kept] = _together(folded[kept], cell) if kept in folded else cell
    return folded


def _together(one: a.Cell, other: a.Cell) -> a.Cell:
    told = [cell.value for cell in (one, other) if cell.value is not None]
    return a.Cell(sum(told) if told else None, one.unrecorded + other.unrecorded)


def hidden(
    figure: Figure,
    way: a.Way,
    cells: Mapping[a.Keys, a.Cell],
    *,
    listed: Sequence[a.Keys],
    own: str,
) -> frozenset[a.Keys]:
    """Parts that are not told; of a cross none at all where one is small, for its
    margins are.

    Where nothing of a year is told, neither is in which of the parts there was nothing.
    """
    if not (figure.of_people and way):
        return frozenset()
    numbers = {keys: cell.value or 0 for keys, cell in cells.items()}
    out = suppression.withheld_in(numbers, _above(way, own))
    everything = bool(out) and (
        len(way) > 1 or all(k in out for k, n in numbers.items() if n)
    )
    return frozenset(listed) if everything else out


def _above(way: a.Way, own: str) -> Callable[[a.Keys], str | bool | None]:
    """In which sum a part stands that is told elsewhere: by another breakdown, or by a
    figure.
    """

    def of_countries(key: str) -> bool:
        return key == own

    def of_ages(key: str) -> bool:
        first = LEADING.match(key)
        return first is not None and int(first.group()) < ADULT

    def of_the_rest(key: str) -> bool:
        return key in TOLD_ALONE

    said = {"age_band": of_ages, **dict.fromkeys(COUNTRIES, of_countries)}.get(
        way[0],
        of_the_rest,
    )
    return lambda keys: keys[0] if keys[0] in UNSAID else said(keys[0] or "")
