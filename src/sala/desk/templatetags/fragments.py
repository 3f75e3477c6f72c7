"""A page of one room shows a fragment of another by its address, under the other's own
rules.
"""

from copy import copy
from typing import Any

from django import template
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, QueryDict
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, ResolverMatch, resolve, reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from sala.access.permissions import RefusedError, may

register = template.Library()


@register.simple_tag(takes_context=True)
def fragment(
    context: Context,
    name: str,
    *arguments: Any,
    title: str = "",
) -> SafeString:
    """What the view of this address answers to the viewer, or that it is not for them.

    The view must answer a piece of a page, and asks for no more than the viewer's own
    GET would. Refused and not there look the same: with a `title` a grey placeholder
    under it, else nothing.
    """
    try:
        match = resolve(reverse(name, args=arguments))
    except NoReverseMatch:
        return SafeString("")
    shown = answered_fragment(context["request"], match)
    if shown is None and title:
        return render_to_string("desk/hidden_fragment.html", {"title": title})
    return shown or SafeString("")


def answered_fragment(request: Any, match: ResolverMatch) -> SafeString | None:
    """The piece of a page; None where the viewer may not see it, or there is none."""
    if not may(request.actor, match.func.permission):  # type: ignore[attr-defined]
        return None
    try:
        response = match.func(plain_get(request), *match.args, **match.kwargs)
    except (Http404, ObjectDoesNotExist, RefusedError):
        return None
    if response.status_code != 200:  # noqa: PLR2004 the code of an answer
        return None
    return SafeString(response.content.decode())


def plain_get(request: HttpRequest) -> HttpRequest:
    """The viewer's own GET: a page that answers to a form shows pieces that were not
    sent to.
    """
    plain = copy(request)
    plain.method = "GET"
    plain.POST = QueryDict()
    plain._files = MultiValueDict()  # type: ignore[attr-defined]  # noqa: SLF001
    return plain
