"""The sentences in which this room tells colleagues that something waits."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: dict[str, str | Promise] = {
    "people.many_opened": _(
        "Somebody opened many identities today: the ledger shows who, and for what",
    ),
}
