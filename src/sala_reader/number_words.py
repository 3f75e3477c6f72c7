"""Numbers in digits and in words."""

from sala_reader.tokens import NUMBER, SentenceTokens


def _number_in_words(tokens: SentenceTokens, at: int) -> tuple[float, int] | None:
    """A number in words from a place: the value and one past its end."""
    total, current, index, seen = 0.0, 0.0, at, False
    while index < len(tokens):
        word = tokens.word[index]
        low = tokens.low[index]
        if word is None or (word.number is None and word.scale is None):
            if (
                # "One hundred and five" is one number; "twenty and five" are two.
                low == "and"
                and seen
                and current >= 100
                and _is_below_hundred(tokens, index + 1)
            ):
                index += 1
                continue
            break
        if word.number is not None:
            if seen and not (current and _continues_number(current, word.number)):
                break
            current += word.number
        elif not seen:
            break
        elif word.scale == 100:
            current *= 100
        else:
            total, current = total + current * (word.scale or 1), 0.0
        seen, index = True, index + 1
    return (total + current, index) if seen else None


def _continues_number(current: float, number: int) -> bool:
    """Whether a number word continues the one before: "twenty" "five", "hundred"
    "five".
    """
    return (current % 100 == 0 and 0 < number < 100) or (
        current % 10 == 0 and current % 100 >= 20 and 0 < number < 10
    )


def _is_below_hundred(tokens: SentenceTokens, index: int) -> bool:
    word = tokens.word_at(index)
    return bool(word and word.number and word.number < 100)


def read_number(tokens: SentenceTokens, at: int) -> tuple[float, int] | None:
    """A number in digits or words from a place."""
    if tokens.kind[at] == NUMBER:
        value, index = float(tokens.low[at].replace(",", "")), at + 1
        word = tokens.word_at(index)
        if word and word.scale and word.scale >= 1000:
            value, index = value * word.scale, index + 1
        return value, index
    word = tokens.word[at]
    if word is None:
        # "A single victim": the only word for one that is no numeral.
        if tokens.low[at] == "single" and tokens.text_at(at - 1) in {"a", "one"}:
            return 1, at + 1
        return None
    return _number_in_words(tokens, at) if word.number is not None else None
