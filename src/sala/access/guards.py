"""A view says in its URL who may enter; what says nothing is closed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from sala.access.context import Actor

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

EVERYONE = "everyone"
SIGNED_IN = "signed in"


class ActingRequest(HttpRequest):
    """A request inside the transaction of an acting member."""

    actor: Actor


def needs(
    word: str,
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Let in only members whose role includes the permission."""
    return _mark_view(view, word)


def signed_in(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in every member, whatever the role."""
    return _mark_view(view, SIGNED_IN)


def everyone(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let in anybody, also without signing in. No records are visible there."""
    return _mark_view(view, EVERYONE)


def _mark_view(
    view: Callable[..., HttpResponseBase],
    word: str,
) -> Callable[..., HttpResponseBase]:
    @wraps(view)
    def marked(
        request: HttpRequest,
        *args: object,
        **kwargs: object,
    ) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    marked.permission = word  # type: ignore[attr-defined]
    return marked
