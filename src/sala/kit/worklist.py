"""One line of somebody's work list, as every room hands it to the start page."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class WorklistItem:
    """How many of one thing wait for the viewer, how many of them are late, and where
    they are.
    """

    number: int
    late: int
    words: str | Promise
    url: str
