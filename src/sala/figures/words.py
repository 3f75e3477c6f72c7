"""Answers in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.figures.answers import NONE, NOT_ASKED, NOT_RECORDED, NUMBER, Answer
from sala.kit.templatetags import kit

STATES: dict[str, str | Promise] = {
    NOT_RECORDED: gettext_lazy("not recorded"),
    NOT_ASKED: gettext_lazy("nobody asked"),
    NONE: gettext_lazy("none"),
}


def said(answer: Answer) -> str:
    """An answer as a page says it; never a zero for what is not recorded."""
    if answer.state != NUMBER:
        return str(STATES[answer.state])
    number = kit.number(answer.value)
    return _("at least %(number)s") % {"number": number} if answer.at_least else number
