"""Answers over the site's facts, everything in them: what of it is disclosed is decided
by who shows it.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from sala.facts.folder import FactsManifest, NotFactsError, read_manifest
from sala.facts.places import facts_folder
from sala.facts.schema import EVENTS
from sala.figures import answers as a
from sala.figures.engine import evaluate_figures
from sala.kit import clock

YEARS_BEFORE = 2  # years before the one that is asked for


def facts_manifest() -> FactsManifest | None:
    """What the site's facts are; none where nobody has made any."""
    try:
        return read_manifest(facts_folder())
    except NotFactsError:
        return None


def years_held() -> list[int]:
    """The years in which something happened that the site's facts hold, the last one
    first.

    What is only true at the end of a year, such as how many shelters there are, makes
    no year.
    """
    found = facts_manifest()
    files = found.files if found else ()
    return sorted({f.year for f in files if not EVENTS[f.event].standing}, reverse=True)


def year_at_hand() -> int:
    """The year that people speak of: the last one that has ended and of which there are
    facts.
    """
    held, ended = years_held(), clock.today().year - 1
    return next((year for year in held if year <= ended), held[0] if held else ended)


@lru_cache(maxsize=32)
def _cached_answers(
    folder: Path,
    _hash: str,
    years: tuple[int, ...],
    codes: tuple[str, ...] | None,
    whole: bool,
) -> a.FigureAnswers:
    """Answers stay as long as the facts do."""
    return evaluate_figures(
        folder,
        years=years,
        codes=codes,
        whole=whole,
    )


def answers_from_facts(
    years: Sequence[int],
    codes: Sequence[str] | None = None,
    *,
    whole: bool = False,
) -> a.FigureAnswers:
    """Answers over the site's facts, everything in them."""
    found = facts_manifest()
    if found is None:
        return a.FigureAnswers()
    chosen = tuple(codes) if codes is not None else None
    return _cached_answers(
        facts_folder(),
        found.facts_hash,
        tuple(years),
        chosen,
        whole,
    )
