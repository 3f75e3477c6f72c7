"""`csrf_token` with the role of the page, built into every template for Django's own.

Every form that changes something has it already, so that none can be forgotten.
"""

from django import template
from django.template import Context
from django.template.base import Parser, Token
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sala.access.role_binding import FIELD

register = template.Library()


class BoundFormNode(CsrfTokenNode):
    """The token against forged forms, and the membership that the page was made for."""

    def render(self, context: Context) -> SafeString:
        """Two hidden fields; on a page without an acting member, one."""
        token = super().render(context)
        actor = getattr(context.get("request"), "actor", None)
        if actor is None or actor.membership_id is None:
            return SafeString(token)
        role = format_html(
            '<input type="hidden" name="{}" value="{}">', FIELD, actor.membership_id
        )
        return SafeString(token + role)


@register.tag("csrf_token")
def bound_form(parser: Parser, token: Token) -> BoundFormNode:
    """What stands in a form that changes something."""
    return BoundFormNode()
