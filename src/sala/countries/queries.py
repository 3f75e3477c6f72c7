"""What the loaded pack answers: frozen values, names in the language of the page."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from sala.countries.answers import (
    ArticleRow,
    BasisRow,
    CrossingRow,
    InstrumentRow,
    LawRow,
    NamedCode,
    PackInForce,
    PenaltyRow,
    PlaceRow,
    RateRow,
    SourceRow,
    ValueOrigin,
)
from sala.countries.contract_codes import (
    DeadlineCode,
    EntitlementCode,
    LawfulBasisCode,
    PenaltyCase,
    RateCurrency,
)
from sala.countries.instruments import InstrumentForm, form_from_json
from sala.countries.models import (
    Article,
    BorderCrossing,
    Deadline,
    Entitlement,
    ExchangeRate,
    InstrumentDefinition,
    Kind,
    Law,
    LawfulBasis,
    Pack,
    Penalty,
    Place,
    Source,
)

__all__ = [
    "NO_REGION",
    "ArticleRow",
    "BasisRow",
    "CrossingRow",
    "DeadlineCode",
    "EntitlementCode",
    "InstrumentRow",
    "LawRow",
    "LawfulBasisCode",
    "NamedCode",
    "NoPackError",
    "PackInForce",
    "PenaltyCase",
    "PenaltyRow",
    "PlaceRow",
    "RateCurrency",
    "RateRow",
    "SourceRow",
    "ValueOrigin",
    "age_of_majority",
    "articles_in_force",
    "border_crossings",
    "current_pack",
    "deadline_days",
    "entitlement_names",
    "entitlements_in_force",
    "exchange_rate",
    "identifying_agency_code",
    "in_language",
    "instrument_form",
    "instrument_names",
    "kind_names",
    "lawful_bases",
    "laws_in_force",
    "list_articles",
    "list_places",
    "loaded_pack",
    "neighbouring_countries",
    "offered_instruments",
    "pack_languages",
    "penalties_in_force",
    "phone_region",
    "place_by_code",
    "place_outlines",
    "value_origin",
    "value_source",
]

NO_REGION = "ZZ"  # by which phone numbers are read as international ones only


class NoPackError(Exception):
    """No country pack that answers this is loaded: `sala pack load NAME`."""


def current_pack() -> PackInForce | None:
    """The pack that is loaded, if any."""
    found = Pack.objects.first()
    if found is None:
        return None
    fields = {f: found.head[f] for f in PackInForce.__dataclass_fields__}
    return PackInForce(**{**fields, "languages": tuple(fields["languages"])})


def loaded_pack() -> PackInForce:
    """The pack that is loaded, where there must be one.

    Raises `NoPackError` where none is.
    """
    found = current_pack()
    if found is None:
        raise NoPackError("no country pack is loaded: `sala pack load NAME`")
    return found


def phone_region() -> str:
    """The country in whose form phone numbers are typed; `ZZ` where no pack is."""
    found = current_pack()
    return found.phone_region if found else NO_REGION


def age_of_majority() -> int:
    """From how many years on somebody is an adult."""
    return loaded_pack().age_of_majority


def identifying_agency_code() -> str:
    """The agency that alone formally identifies victims."""
    return loaded_pack().identifying_agency


def pack_languages() -> tuple[str, ...]:
    """The languages of the pack, the country's own first."""
    return loaded_pack().languages


def value_origin(value: str) -> ValueOrigin | None:
    """Where a value of the pack that is one to a country comes from, by its field's
    name.
    """
    found = Pack.objects.values_list("head", flat=True).first()
    noted = (found or {}).get("origins", {}).get(value)
    return ValueOrigin(**noted) if noted else None


def list_places(level: int | None = None, parent: str | None = None) -> list[PlaceRow]:
    """Places not retired, by code; of one level, or within one place."""
    found = Place.objects.defer("outline").filter(retired_in="").order_by("code")
    if level is not None:
        found = found.filter(level=level)
    if parent is not None:
        found = found.filter(parent=parent)
    return [_place_row(p) for p in found]


def place_by_code(code: str) -> PlaceRow | None:
    """The place with this code, retired or not: records may point at it."""
    found = Place.objects.defer("outline").filter(code=code).first()
    return _place_row(found) if found else None


def place_outlines(level: int) -> dict[str, Any]:
    """GeoJSON geometry of each place of a level that has one, by code."""
    found = Place.objects.filter(
        level=level,
        retired_in="",
        outline__isnull=False,
    )
    return dict(found.order_by("code").values_list("code", "outline"))


def border_crossings() -> list[CrossingRow]:
    """Border crossings not retired, by code."""
    return [
        CrossingRow(
            *_named_code(c),
            c.kind,
            c.status_class,
            c.place,
            c.neighbour,
        )
        for c in BorderCrossing.objects.filter(retired_in="").order_by("code")
    ]


def neighbouring_countries() -> list[str]:
    """The countries that a border crossing leads to, by their code of ISO 3166-1."""
    crossings = BorderCrossing.objects.filter(retired_in="").exclude(neighbour=None)
    return sorted({c.neighbour for c in crossings if c.neighbour})


def articles_in_force(on: date) -> list[ArticleRow]:
    """Articles that made something an offence on a day."""
    found = _in_force(Article.objects.all(), on)
    return [ArticleRow(*_named_code(a, code=a.key), a.law, a.article) for a in found]


def list_articles() -> list[ArticleRow]:
    """Every article of the pack, also those that were replaced."""
    return [
        ArticleRow(*_named_code(a, code=a.key), a.law, a.article)
        for a in Article.objects.all()
    ]


def laws_in_force(on: date) -> list[LawRow]:
    """Laws that held on a day; one whose days are not recorded is among them."""
    found = _in_force(Law.objects.all(), on)
    return [
        LawRow(
            *_named_code(x),
            x.number,
            x.enacted_on,
            x.from_on,
            x.to_on,
        )
        for x in found
    ]


def penalties_in_force(law: str, article: str, on: date) -> list[PenaltyRow]:
    """What an article prescribed on a day, case by case."""
    found = _in_force(Penalty.objects.filter(law=law, article=article), on)
    return [
        PenaltyRow(**{f: getattr(p, f) for f in PenaltyRow.__dataclass_fields__})
        for p in found
    ]


def entitlements_in_force(on: date) -> list[NamedCode]:
    """What the law gave every victim on a day."""
    return [
        NamedCode(*_named_code(e)) for e in _in_force(Entitlement.objects.all(), on)
    ]


def entitlement_names() -> dict[str, str]:
    """What each entitlement is called, by code; those no longer in force too."""
    return {e.code: in_language(e.names) for e in Entitlement.objects.order_by("key")}


def exchange_rate(currency: RateCurrency, on: date) -> RateRow | None:
    """What one unit of another currency cost on a day; None is not recorded."""
    found = ExchangeRate.objects.filter(
        currency=currency,
        from_on__lte=on,
        retired_in="",
    )
    last = found.order_by("-from_on").first()
    if last is None or (last.to_on is not None and last.to_on < on):
        return None
    return RateRow(**{f: getattr(last, f) for f in RateRow.__dataclass_fields__})


def deadline_days(code: DeadlineCode) -> int:
    """Within how many days something is to be done.

    Raises `NoPackError` where the loaded pack is from before Sala asked for it.
    """
    found = Deadline.objects.filter(code=code, retired_in="")
    days = found.values_list("days", flat=True).first()
    if days is None:
        raise NoPackError(f"the pack has no deadline {code}: `sala pack load NAME`")
    return days


def lawful_bases() -> list[BasisRow]:
    """The bases in law for sharing without consent."""
    found = LawfulBasis.objects.filter(retired_in="").order_by("code")
    return [BasisRow(*_named_code(b), b.age_group) for b in found]


def offered_instruments() -> list[InstrumentRow]:
    """The screening instruments the pack offers, each version by itself."""
    found = InstrumentDefinition.objects.filter(retired_in="").order_by(
        "code",
        "version",
    )
    return [InstrumentRow(*_named_code(i), i.version, i.file) for i in found]


def instrument_form(code: str, version: str) -> InstrumentForm | None:
    """What a version of an instrument asks; a retired one too, since answers rest on
    it.
    """
    found = InstrumentDefinition.objects.filter(code=code, version=version).exclude(
        form={},
    )
    row = found.first()
    return form_from_json(row.form) if row else None


def instrument_names() -> dict[str, str]:
    """What each instrument is called, by code; those no longer offered too."""
    found = InstrumentDefinition.objects.order_by("-retired_in", "key")
    return {row.code: in_language(row.names) for row in found}


def kind_names(of: str) -> dict[str, str]:
    """What kinds of a `place` or an `agency` are called, by code; retired ones too."""
    return {
        k.code: in_language(k.names)
        for k in Kind.objects.filter(of=of).order_by("code")
    }


def value_source(code: str) -> SourceRow | None:
    """Where a value comes from."""
    found = Source.objects.filter(code=code).first()
    return SourceRow(found.code, found.title, found.licence) if found else None


def _in_force(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    started = Q(from_on=None) | Q(from_on__lte=on)
    lasting = Q(to_on=None) | Q(to_on__gte=on)
    return rows.filter(started & lasting, retired_in="").order_by("key")


def _place_row(row: Place) -> PlaceRow:
    return PlaceRow(
        *_named_code(row),
        row.kind,
        row.level,
        row.parent,
        row.latitude,
        row.longitude,
    )


def _named_code(row: Any, code: str | None = None) -> tuple[str, str, str, bool]:
    return code or row.code, in_language(row.names), row.source, row.verified


def in_language(names: dict[str, str]) -> str:
    """A name in the language of the page, else in English, else any."""
    asked = get_language() or ""
    wanted = (asked, asked.partition("-")[0], "en")
    return next(
        (names[w] for w in wanted if names.get(w)),
        next(iter(names.values()), ""),
    )
