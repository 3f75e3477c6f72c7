"""How far work is that somebody ordered: one page for every machine."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from sala.access.guards import ActingRequest
from sala.access.labels import Words
from sala.access.orders import OrderRow

AGAIN_AFTER = 4  # seconds


@dataclass(frozen=True)
class OrderProgress:
    """What a room says of its order: its name, where one came from, what is done.

    `take` is where a button asks for what was made, `refused` why it could not be.
    """

    title: Words
    back: tuple[str, Words]
    done: Words
    refused: Words = ""
    take: str = ""
    may_discard: bool = False


def progress_page(
    request: ActingRequest,
    order: OrderRow,
    progress: OrderProgress,
) -> HttpResponse:
    """The page of an order, which loads itself again while there is something to wait
    for.
    """
    answer = render(
        request,
        "desk/show_order.html",
        {"order": order, "progress": progress},
    )
    if order.is_open:
        answer.headers["Refresh"] = str(AGAIN_AFTER)
    return answer
