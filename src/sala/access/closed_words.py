"""Words of records on a page, while the vault does not answer: the page goes on without
them, and says so in their place.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sala.vault.client import VaultAwayError
from sala.vault.sealed_places import SealedPlace
from sala.vault.sealed_text import open_texts


class ClosedWords(str):
    """What a page says in the place of words that cannot be opened now.

    It is shown and never kept: a form that would hold it is not offered.
    """

    __slots__ = ()


def read_words(
    values: Sequence[tuple[bytes | memoryview | str | None, SealedPlace]],
) -> list[str]:
    """The words at these places, all of a page in one question; empty where there are
    none, and `ClosedWords` where the vault does not answer.
    """
    sealed = [(_text_of(kept), place) for kept, place in values if kept]
    try:
        opened = iter(open_texts(sealed))
    except VaultAwayError:
        closed = ClosedWords(_("This cannot be opened for now. It is kept."))
        return [closed if kept else "" for kept, _place in values]
    return [next(opened) if kept else "" for kept, _place in values]


def require_open(*words: str) -> None:
    """Raise `VaultAwayError` where any of these cannot be opened now: who corrects
    them must have read them.
    """
    if any(isinstance(said, ClosedWords) for said in words):
        raise VaultAwayError


def _text_of(kept: bytes | memoryview | str) -> str:
    return kept if isinstance(kept, str) else bytes(kept).decode()
