"""What a member's request knows of the work at a form."""

from collections.abc import Callable
from typing import cast

from sala.access.guards import ActingRequest
from sala.desk.drafts import DraftRow, Typed


class DeskRequest(ActingRequest):
    """A member's request that knows what they typed before and did not send."""

    resumed: Callable[[], Typed | None]
    begun: Callable[[], list[DraftRow]]


def remember_unfinished(
    request: ActingRequest,
    *,
    resumed: Callable[[], Typed | None],
    begun: Callable[[], list[DraftRow]],
) -> None:
    """Let a request answer what its member typed before, and what they began here."""
    desk = cast("DeskRequest", request)
    desk.resumed, desk.begun = resumed, begun
