"""What a member's request knows of the work at a form."""

from collections.abc import Callable
from typing import cast

from sala.access.guards import ActingRequest
from sala.desk.drafts import TypedForm, UnfinishedForm


class DeskRequest(ActingRequest):
    """A member's request that knows what they typed before and did not send."""

    resumed: Callable[[], TypedForm | None]
    begun: Callable[[], list[UnfinishedForm]]


def remember_unfinished(
    request: ActingRequest,
    *,
    resumed: Callable[[], TypedForm | None],
    begun: Callable[[], list[UnfinishedForm]],
) -> None:
    """Let a request answer what its member typed before, and what they began here."""
    desk = cast("DeskRequest", request)
    desk.resumed, desk.begun = resumed, begun
