"""Corrections: codes in words."""

from django.utils.translation import gettext_lazy as _

from sala.prosecution.labels.cases import Words
from sala.prosecution.rules.corrections import TAKEN_OUT as TAKEN_OUT_FOR

REASONS: dict[str, Words] = {
    "mistyped": _("It was mistyped"),
    "misread": _("The paper of the court was misread"),
    "recorded_twice": _("It was recorded twice"),
    "other_record": _("It belongs to another person or case"),
    "told_wrong": _("We were told something wrong"),
}
TAKEN_OUT = {reason: REASONS[reason] for reason in TAKEN_OUT_FOR}
SHOWN_BY: dict[str, Words] = {
    "victim_said": _("The victim says so"),
    "receipt": _("What the victim signed shows it"),
}
