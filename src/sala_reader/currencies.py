"""Currencies, by sign, code or name."""

from sala_reader.tokens import NUMBER, WORD, SentenceTokens
from sala_reader.vocabulary import load_data

MONEY = load_data("currencies")
SIGNS: dict[str, str] = MONEY["signs"]
NAMES: dict[str, str] = MONEY["words"]
OF: dict[str, dict[str, str]] = MONEY["of"]
CODES = {code.lower(): code for code in MONEY["codes"]["known"]}
ALIAS = {
    "NT": "TWD",
    "NTD": "TWD",
    "CFA": "XOF",
    "FCFA": "XOF",
    "RM": "MYR",
    "RMB": "CNY",
}


def currency_after(tokens: SentenceTokens, at: int) -> tuple[str, int] | None:
    """The currency named right after a number, and one past its name."""
    for index in range(at, min(at + 5, len(tokens))):
        low = tokens.low[index]
        if tokens.kind[index] != WORD:
            return None
        if low in NAMES:
            plural = low if low in OF else low + "s"
            adjective = OF.get(plural, {})
            named = [
                adjective[tokens.low[k]]
                for k in range(at, index)
                if tokens.low[k] in adjective
            ]
            return (named[0] if named else NAMES[low]), index + 1
        raw = tokens.text[tokens.start[index] : tokens.end[index]]
        if index == at and raw.isupper() and low in CODES:
            code = CODES[low]
            following = tokens.text_at(index + 1)
            return ALIAS.get(code, code), index + (2 if following in NAMES else 1)
        # "2 million Lao kip", "500 Swiss francs": only names and scales may stand
        # before the currency; "12 officers pounds" is none.
        if not raw[0].isupper() and low not in {"million", "billion", "and"}:
            return None
    return None


def currency_before(tokens: SentenceTokens, index: int) -> str | None:
    """In "NPR 7.5 million": the currency whose code stands before the number."""
    before = tokens.text_at(index - 1)
    if before not in CODES or tokens.kind[index] != NUMBER:
        return None
    raw = tokens.text[tokens.start[index - 1] : tokens.end[index - 1]]
    return ALIAS.get(CODES[before], CODES[before]) if raw.isupper() else None
