"""Languages by name, and those that something can be explained in."""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sala.countries import queries as pack
from sala.desk.places import Choices, Words
from sala.kit.scripts import reading_order
from sala.kit.templatetags.kit import locale


def language_choices() -> Choices:
    """Languages something can be explained in: those of the country first, then by
    name.
    """
    own = list(
        dict.fromkeys(
            [*pack.pack_languages(), *(code for code, _name in settings.LANGUAGES)],
        ),
    )
    others = [pair for pair in _by_name(get_language() or "en") if pair[0] not in own]
    return [
        ("", _("Choose a language")),
        *((code, language_name(code)) for code in own),
        *others,
        ("sgn", _("A sign language")),
        ("other", _("Another language")),
    ]


@lru_cache(maxsize=8)
def _by_name(language: str) -> tuple[tuple[str, str], ...]:
    found = [
        (c, n)
        for c, n in locale().languages.items()
        if len(c) == len("lo") or c == "hmn"
    ]
    return tuple(sorted(found, key=lambda pair: reading_order(pair[1])))


def language_name(code: str) -> Words:
    """A language's name in the reader's language."""
    own: dict[str, Words] = {
        "sgn": _("A sign language"),
        "other": _("Another language"),
    }
    return own.get(code) or str(locale().languages.get(code, code))
