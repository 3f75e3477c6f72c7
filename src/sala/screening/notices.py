"""The sentences in which this room tells colleagues that something waits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "screening.identification_asked": _(
        "A request for identification waits for your decision",
    ),
    "screening.review_asked": _(
        "A review of a decision on identification is asked for",
    ),
    "screening.set_aside": _("A screening arrived and could not be taken in"),
    "screening.handed_over": _("A screening that was set aside is handed to you"),
    "screening.handed_on": _(
        "A screening that you had in hand was handed to a colleague",
    ),
    "screening.corrected": _("A colleague put right, and sent, a screening of yours"),
    "screening.closed": _(
        "A screening that you had in hand was closed without being taken in",
    ),
}
