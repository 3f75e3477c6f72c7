"""A birth in words, with the age it means today."""

from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from sala.kit.templatetags.kit import day, locale
from sala.people.rules import BirthInformation, BirthPrecision, age_range


def in_words(birth: BirthInformation, today: date) -> str:
    """What is known of a birth, and how old that makes somebody; nothing where nothing
    is known.
    """
    ages = age_range(birth, today)
    if ages is None:
        return ""
    words = {"known": present_birth(birth), "age": present_age_range(ages)}
    return _("%(known)s; today %(age)s") % words


def present_birth(birth: BirthInformation) -> str:
    """The birth as precisely as it was said."""
    if birth.precision is BirthPrecision.ESTIMATE:
        estimate = {"age": birth.age, "day": day(birth.estimated_on)}
        return _("about %(age)s years old on %(day)s") % estimate
    if birth.precision is BirthPrecision.MONTH:
        return format_skeleton("yMMMM", birth.on, locale=locale())
    if birth.precision is BirthPrecision.YEAR:
        assert birth.on is not None  # noqa: S101 for the type checker
        return str(birth.on.year)
    return day(birth.on)


def present_age_range(ages: tuple[int, int]) -> str:
    """An age, or from the youngest to the oldest it can be."""
    youngest, oldest = ages
    if youngest == oldest:
        return _("%(age)s years old") % {"age": youngest}
    return _("%(youngest)s to %(oldest)s years old") % {
        "youngest": youngest,
        "oldest": oldest,
    }
