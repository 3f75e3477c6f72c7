"""Passwords that are guessed first: words of the house, and what was stolen
elsewhere.
"""

import hashlib
import os
import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sala.access.context import acting_member
from sala.access.models import Agency, User
from sala.access.roles import Role

# What somebody who knows the system tries first, beside names of roles and agencies
# (docs/security/signing-in.md).
HOUSE_WORDS = (
    "sala",
    "ສາລາ",
    "trafficking",
    "victim",
    "shelter",
    "screening",
    "referral",
    "ministry",
    "police",
    "password",
    "welcome",
    "secret",
)
LEFT_OVER, DIGITS = 8, 12  # characters of one's own beside them; of digits alone
BETWEEN = re.compile(r"[\s\d_.,;:/()+'-]+")
SHORTEST = 3  # letters of a word
HASH = 40  # letters of a SHA-1 hash, which is how lists of stolen passwords are given


class HouseWordValidator:
    """Refuses a password that is little more than words of the house and digits."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` where too little of one's own is left."""
        words, left = house_words(user), password.lower()
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if left == password.lower():
            return
        own = "".join(filter(str.isalnum, left))
        if len(own) < (DIGITS if own.isdigit() else LEFT_OVER):
            raise ValidationError(
                _("This password is mostly words that others would try first."),
                "house_words",
            )

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Not the name of Sala, of your agency or of your work.")


class StolenPasswordValidator:
    """Refuses a password that was stolen elsewhere, where the operator has the list.

    The list is that of the site Have I Been Pwned, sorted by hash: the password's SHA-1
    hash in hexadecimal at the beginning of each line. It is asked on this computer.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise `ValidationError` for a password of the list."""
        file = stolen_passwords()
        if file is not None and is_listed(password, file):
            raise ValidationError(
                _("This password was stolen from another site. Choose another one."),
                "stolen",
            )

    def get_help_text(self) -> str:
        """What the page says beforehand."""
        return _("Not one that you use elsewhere.")


def house_words(user: Any) -> set[str]:
    """Words that are guessed first here, in small letters.

    Names of agencies are seen by whoever acts; a page around signing in acts as nobody.
    """
    agencies = list(Agency.objects.values_list("code", "names"))
    if not agencies and isinstance(user, User):
        with acting_member(user.pk, None):
            agencies = list(Agency.objects.values_list("code", "names"))
    said = [code for code, _names in agencies]
    said += [str(name) for _code, names in agencies for name in names.values()]
    said += [role.value for role in Role]
    words = {part for text in said for part in BETWEEN.split(text.lower())}
    return {word for word in words if len(word) >= SHORTEST} | set(HOUSE_WORDS)


def stolen_passwords() -> Path | None:
    """The operator's list of stolen passwords, named by `SALA_STOLEN_PASSWORDS`."""
    named = os.environ.get("SALA_STOLEN_PASSWORDS")
    return Path(named) if named else None


def is_listed(password: str, file: Path) -> bool:
    """Whether a sorted list has a password's hash; the list is searched by halves."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest()
    wanted = digest.upper().encode()
    with file.open("rb") as opened:
        low, high = 0, opened.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            opened.seek(middle)
            if middle:
                opened.readline()  # the rest of a line that began before
            line = opened.readline()
            if not line or line[:HASH].upper() >= wanted:
                high = middle
            else:
                low = middle + 1
        opened.seek(low)
        if low:
            opened.readline()
        return opened.readline()[:HASH].upper() == wanted
