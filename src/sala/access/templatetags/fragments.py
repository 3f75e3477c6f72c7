"""A page of one room shows a fragment of another by its address, under the other's own rules."""

from copy import copy
from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, QueryDict
from django.template import Context
from django.urls import NoReverseMatch, resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from sala.access.permissions import RefusedError, may

register = template.Library()


@register.simple_tag(takes_context=True)
def fragment(context: Context, name: str, *arguments: Any) -> SafeString:
    """What the view of this address answers to the viewer; nothing where it refuses or is not.

    The view must answer a piece of a page, and asks for no more than the viewer's own GET would.
    """
    request: Any = context["request"]
    try:
        match = resolve(reverse(name, args=arguments))
    except NoReverseMatch:
        return SafeString("")
    if not may(request.actor, match.func.permission):  # type: ignore[attr-defined]
        return SafeString("")
    try:
        response = match.func(asked(request), *match.args, **match.kwargs)
    except (Http404, ObjectDoesNotExist, RefusedError):
        return SafeString("")
    if response.status_code != 200:  # noqa: PLR2004 the code of an answer
        return SafeString("")
    return SafeString(response.content.decode())


def asked(request: HttpRequest) -> HttpRequest:
    """The viewer's own GET: a page that answers to a form shows pieces that were not sent to."""
    plain = copy(request)
    plain.method = "GET"
    plain.POST = QueryDict()
    plain._files = MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001
    return plain
