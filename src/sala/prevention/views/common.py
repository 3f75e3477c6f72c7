"""What the pages of this room share: the time they show, and codes in words."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.kit import clock, periods
from sala.kit.fields import Words, YearForm
from sala.kit.periods import Period
from sala.kit.templatetags.kit import moment
from sala.people.forms import places


def period_of(request: ActingRequest) -> tuple[Period, YearForm]:
    """The time that an address asks for, and the form that asks for another."""
    today = clock.today()
    pack = countries.current_pack()
    starts_in = pack.reporting_year_starts_in if pack else 1
    period = periods.asked(request.GET.get("year", ""), today, starts_in)
    form = YearForm(initial={"year": str(period.year or "")}, this_year=today.year)
    return period, form


def where(place_code: str, otherwise: Words = "") -> Words:
    """A place in words."""
    return places.name(place_code) if place_code else otherwise


def several(codes: Iterable[str], known: Mapping[str, Words]) -> str:
    """Codes of a list in words."""
    return ", ".join(str(known.get(code, code)) for code in codes)


def written(name: str, at: datetime, agency: str) -> str:
    """Who wrote it down, for which agency and when."""
    told = _("Recorded by %(name)s, %(agency)s, %(moment)s.")
    return told % {"name": name, "agency": agency, "moment": moment(at)}
