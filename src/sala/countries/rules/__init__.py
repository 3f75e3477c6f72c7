"""Checks of a pack across its files: does everything it points at exist, and can it be
true?
"""

from collections.abc import Iterator

from sala.countries.contract import PackProblem
from sala.countries.rules.codes import (
    missing_codes,
    penalties_without_basic_case,
    unknown_codes,
)
from sala.countries.rules.drafts import PackDraft
from sala.countries.rules.headers import head_faults, header_faults
from sala.countries.rules.places import (
    circular_rows,
    indistinct_places,
    misplaced_levels,
    stray_outlines,
)
from sala.countries.rules.spelling import two_spellings
from sala.countries.rules.tables import (
    dangling_references,
    doubled_keys,
    missing_instruments,
    missing_names,
    overlapping_periods,
    penalties_beyond_their_article,
    reversed_ranges,
    unknown_kinds,
)

PACK_CHECKS = (
    head_faults,
    header_faults,
    doubled_keys,
    dangling_references,
    unknown_kinds,
    unknown_codes,
    missing_codes,
    reversed_ranges,
    overlapping_periods,
    penalties_beyond_their_article,
    penalties_without_basic_case,
    circular_rows,
    misplaced_levels,
    indistinct_places,
    missing_names,
    two_spellings,
    stray_outlines,
    missing_instruments,
)


def pack_faults(draft: PackDraft) -> Iterator[PackProblem]:
    """Everything wrong with a pack beyond its single cells."""
    for check in PACK_CHECKS:
        yield from check(draft)
