"""The codes that Sala asks a pack for: is each there, and is each the one meant?"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from sala.countries.contract import PackProblem
from sala.countries.contract_codes import ASKED_CODES, AskedCodes, PenaltyCase
from sala.countries.rules.drafts import PackDraft, row_problem


def unknown_codes(draft: PackDraft) -> Iterator[PackProblem]:
    """Codes that nobody asks for where a list is Sala's, and slips where it is the
    pack's.
    """
    for asked in ASKED_CODES:
        for row in asked_rows(draft, asked):
            for code in asked.codes_in(getattr(row, asked.column)):
                right = _right_code(asked, code)
                if right:
                    yield row_problem(asked.file, row, asked.column, right)


def missing_codes(draft: PackDraft) -> Iterator[PackProblem]:
    """Codes that Sala asks for and that the pack has in no row, not even mistyped."""
    for asked in ASKED_CODES:
        if asked.column not in draft.headers.get(asked.file, ()):
            continue
        written = {row.get(asked.column, "") for row in draft.cells[asked.file]}
        meant = {nearest_code(code, tuple(asked.codes)) for code in written}
        for code in sorted(asked.required - meant):
            yield PackProblem(
                file=f"{asked.file}.csv",
                field=asked.column,
                value=code,
                right=f"a row with this code: it is {asked.noun} that Sala asks for",
            )


def penalties_without_basic_case(draft: PackDraft) -> Iterator[PackProblem]:
    """Penalties of a special case on whose first day the article says nothing of the
    usual one, which holds wherever the special one leaves something open.
    """
    penalties = draft.tables.get("penalties", ())
    unreadable = {
        (row.get("law"), row.get("article"))
        for row in draft.cells.get("penalties", ())
        if row.get("case") not in {penalty.case for penalty in penalties}
        or row.get("case") not in set(PenaltyCase)
    }
    for penalty in penalties:
        article = (penalty.law, penalty.article)
        if penalty.case == PenaltyCase.BASIC or article in unreadable:
            continue
        if not any(_is_basic_for(basic, penalty) for basic in penalties):
            right = (
                f"a case beside `{PenaltyCase.BASIC}`, which this article must say for"
                f" {penalty.from_on} too"
            )
            yield row_problem("penalties", penalty, "case", right)


def _is_basic_for(basic: Any, penalty: Any) -> bool:
    return (
        basic.case == PenaltyCase.BASIC
        and (basic.law, basic.article) == (penalty.law, penalty.article)
        and basic.from_on <= penalty.from_on
        and (basic.to_on is None or basic.to_on >= penalty.from_on)
    )


def asked_rows(draft: PackDraft, asked: AskedCodes) -> Iterator[Any]:
    """The well-formed rows whose codes are held against a list."""
    for row in draft.tables.get(asked.file, ()):
        if asked.among is None or getattr(row, asked.among[0]) == asked.among[1]:
            yield row


def _right_code(asked: AskedCodes, code: str) -> str:
    """What would be right in place of a code; nothing where the code is."""
    if code in set(asked.codes):
        return ""
    if code in asked.reserved:
        return f"another code: `{code}` is Sala's own, and never {asked.noun}"
    if asked.own_codes:
        meant = next((known for known in asked.codes if is_slip(code, known)), "")
        return f"`{meant}`, as Sala calls {asked.noun}" if meant else ""
    near = nearest_code(code, tuple(asked.codes))
    known = f"did you mean `{near}`?" if near else f"one of {', '.join(asked.codes)}"
    return f"`{code}` is not {asked.noun} that Sala knows; {known}"


def nearest_code(code: str, known: Iterable[str]) -> str:
    """The code that was most probably meant; nothing where none resembles it."""
    return next(iter(get_close_matches(code, list(known), n=1)), "")


def is_slip(code: str, known: str) -> bool:
    """Whether two codes differ by case or by a single letter: one too many, one too
    few, another one, or two that changed places.
    """
    short, long = sorted((_plain_code(code), _plain_code(known)), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next(
        (n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b),
        len(short),
    )
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    exchanged = short[start : start + 2] == long[start : start + 2][::-1]
    return short[start + 1 :] == long[start + 1 :] or (
        exchanged and short[start + 2 :] == long[start + 2 :]
    )


def _plain_code(code: str) -> str:
    return code.casefold().translate(str.maketrans("-.", "__"))
