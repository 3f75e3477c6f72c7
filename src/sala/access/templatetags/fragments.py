"""A page of one room shows a fragment of another by its address, under the other's own rules."""

from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from django.template import Context
from django.urls import NoReverseMatch, resolve, reverse
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
        response = match.func(request, *match.args, **match.kwargs)
    except (Http404, ObjectDoesNotExist, RefusedError):
        return SafeString("")
    if response.status_code != 200:  # noqa: PLR2004 the code of an answer
        return SafeString("")
    return SafeString(response.content.decode())
