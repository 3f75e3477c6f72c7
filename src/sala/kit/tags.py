"""A state as a page shows it: in words, with a colour."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.functional import Promise

Words = str | Promise


class StateTag(NamedTuple):
    """A state in words; the colour is one of govuk-frontend's tags, or none."""

    words: Words
    colour: str = ""

    def __str__(self) -> str:
        return str(self.words)


def in_words(tags: Mapping[str, StateTag]) -> dict[str, Words]:
    """States in words, without their colours: what a form offers to choose from."""
    return {str(code): tag.words for code, tag in tags.items() if code}
