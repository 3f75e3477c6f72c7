"""A form that was interrupted is filled in again; built into every template.

The request says what was typed (`request.resumed`) and what else was begun on the page
(`request.begun`); `desk.middleware` sets both. Without them nothing happens.
"""

import re
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm
from django.template import Context

from sala.kit.merge_forms import put_back

register = template.Library()
UUID_TEXT = re.compile(r"[0-9a-f-]{36}")


@register.simple_tag(takes_context=True)
def resume(context: Context) -> str:
    """Fill the page's form with what was typed before, if the reader asked for it."""
    form = context.get("form")
    request: Any = context.get("request")
    asked = getattr(request, "resumed", None)
    forms = parts_of(form)
    if asked is None or not forms or any(part.is_bound for part in forms):
        return ""
    found = asked()
    if found is not None:
        for part in forms:
            put_back(part, found.values)
        context["resumed"] = found.row
    else:
        context["begun"] = request.begun()
    return ""


def parts_of(form: object) -> list[BaseForm]:
    """The page's form, or the `parts` of one that is made of several."""
    found = [form, *getattr(form, "parts", {}).values()]
    return [part for part in found if isinstance(part, BaseForm)]


@register.simple_tag(takes_context=True)
def form_key(context: Context) -> str:
    """The key of the form on this page: the same when it is shown again or resumed."""
    request: Any = context.get("request")
    row = context.get("resumed")
    if row is not None:
        return str(row.form)
    sent = request.POST.get("_form", "") if request is not None else ""
    return sent if UUID_TEXT.fullmatch(sent) else str(uuid4())
