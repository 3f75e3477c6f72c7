"""The sentences in which this room tells colleagues that something waits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "protection.referral_sent": _("A referral waits for your answer"),
    "protection.referral_accepted": _("A referral was accepted"),
    "protection.referral_declined": _("A referral was declined: ask another agency"),
    "protection.referral_completed": _("A referral was completed"),
    "protection.referral_withdrawn": _(
        "A referral was taken back, and the record is closed",
    ),
    "protection.consent_withdrawn": _("A consent was taken back: a referral has ended"),
}
