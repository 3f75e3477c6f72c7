"""The sentences in which this room tells colleagues that something waits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sala.protection.states import REFERRAL

KINDS: dict[str, str | Promise] = {
    **REFERRAL.notice_kinds,
    "protection.consent_withdrawn": _("A consent was taken back: a referral has ended"),
}
