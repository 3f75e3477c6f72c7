"""Statistical disclosure control: which figures, and which cells of their breakdowns,
are disclosed to those who may not see small groups.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from sala.facts.schema import NOT_ASKED, NOT_KNOWN, WITHHELD
from sala.figures import answers as a
from sala.figures import suppression
from sala.figures.definitions import FIGURES, FigureDefinition
from sala.figures.dimensions import COUNTRIES

ADULT = 18
LEADING_AGE = re.compile(r"\d+")
MISSING_CODES = frozenset({None, NOT_ASKED, NOT_KNOWN})
# Parts that are figures of their own, so that their number is published already.
PUBLISHED_PARTS = frozenset({"foreign", "indicated", "police_operation"})


def disclosable_share(share: a.RateShare, small: bool) -> a.RateShare | None:
    """A rate, or nothing where its part, its whole, or the difference is small."""
    disclosed = small or (
        suppression.is_disclosable_part(share.part, share.whole)
        and suppression.is_disclosable(share.whole)
    )
    return share if disclosed else None


def with_containing_figures(codes: Sequence[str]) -> list[str]:
    """Figures, and those of which they are a part: whether one is disclosed depends on
    the other.
    """
    wholes = (FIGURES[code].within for code in codes)
    return list(dict.fromkeys([*codes, *filter(None, wholes)]))


def disclosable_answer(
    found: a.FigureAnswers,
    figure: FigureDefinition,
    year: int,
    small: bool,
) -> a.FigureAnswer | None:
    """An answer, or nothing where those who may not see small groups do not get it."""
    answer = found.totals[figure.code, year]
    if small:
        return answer
    if figure.officials:
        # None and few look alike: whoever knows that there is one may know who is
        # meant.
        return answer if suppression.is_large_group(answer.value) else None
    whole = found.totals.get((figure.within, year))
    is_disclosable = not figure.of_people or suppression.is_disclosable_part(
        answer.value,
        whole.value if whole else None,
    )
    return answer if is_disclosable else None


def fold_withheld_parts(
    cells: Mapping[a.Keys, a.BreakdownCell],
) -> Mapping[a.Keys, a.BreakdownCell]:
    """The parts of a breakdown, those with a withheld code counted as not recorded.

    A code is withheld where a case is about an official. A part of its own for it
    would say that there is such a case, and how many.
    """
    folded: dict[a.Keys, a.BreakdownCell] = {}
    for keys, cell in cells.items():
        shown = tuple(None if key == WITHHELD else key for key in keys)
        folded[shown] = _merge_cells(folded[shown], cell) if shown in folded else cell
    return folded


def _merge_cells(one: a.BreakdownCell, other: a.BreakdownCell) -> a.BreakdownCell:
    values = [cell.value for cell in (one, other) if cell.value is not None]
    return a.BreakdownCell(
        sum(values) if values else None,
        one.unrecorded + other.unrecorded,
    )


def suppressed_parts(
    figure: FigureDefinition,
    way: a.Way,
    cells: Mapping[a.Keys, a.BreakdownCell],
    *,
    listed: Sequence[a.Keys],
    own: str,
) -> frozenset[a.Keys]:
    """The parts of a breakdown that are not disclosed.

    Of several dimensions crossed none is, where one part is small: each part is also
    in the margins, which are published. And where every part with a number is
    suppressed, so are the empty ones: else they would say who is not among the few.
    """
    if not (figure.of_people and way):
        return frozenset()
    numbers = {keys: cell.value or 0 for keys, cell in cells.items()}
    hidden = suppression.suppressed_within_margins(numbers, _margin_function(way, own))
    everything = bool(hidden) and (
        len(way) > 1 or all(keys in hidden for keys, n in numbers.items() if n)
    )
    return frozenset(listed) if everything else hidden


def _margin_function(way: a.Way, own: str) -> Callable[[a.Keys], str | bool | None]:
    """Says of a part in which margin it stands that is published elsewhere: in another
    breakdown, or as a figure.
    """

    def margin_of_country(key: str) -> bool:
        return key == own

    def margin_of_age(key: str) -> bool:
        first = LEADING_AGE.match(key)
        return first is not None and int(first.group()) < ADULT

    def margin_of_code(key: str) -> bool:
        return key in PUBLISHED_PARTS

    by_dimension: dict[str, Callable[[str], bool]] = {
        "age_band": margin_of_age,
        **dict.fromkeys(COUNTRIES, margin_of_country),
    }
    margin_of = by_dimension.get(way[0], margin_of_code)
    return lambda keys: (
        keys[0] if keys[0] in MISSING_CODES else margin_of(keys[0] or "")
    )
