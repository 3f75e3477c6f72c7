"""Loading a pack adds, changes and retires, and deletes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import translation

from sala.countries import models, queries
from sala.countries.actions import KEPT, LoadingChanges, WrongPackError, load_pack
from sala.countries.contract_codes import DeadlineCode
from sala.countries.reading import HERE, read_pack


@pytest.fixture
def empty(owner):
    """The owner's connection to a database in which no pack is loaded."""
    with owner():
        for model in [*KEPT.values(), models.Pack]:
            model.objects.all().delete()
        yield


def stored():
    tables = [*KEPT.values(), models.Pack]
    return {m.__name__: list(m.objects.order_by("pk").values()) for m in tables}


def test_a_pack_is_stored_whole(empty, folder, now):
    loaded = load_pack(pack=folder.pack(), at=now)
    rows = sum(len(t) for file, t in folder.pack().tables.items() if file != "agencies")
    assert loaded == LoadingChanges(added=rows)
    pack = queries.current_pack()
    assert (pack.code, pack.version, pack.languages) == ("ZZ", "2.3.0", ("fr", "pt-br"))
    assert queries.phone_region() == "PT"
    assert queries.age_of_majority() == 21
    assert queries.value_origin("currency") == queries.ValueOrigin(
        "book", verified=False
    )
    assert queries.value_origin("colour") is None
    assert queries.identifying_agency_code() == "COURT-1"
    assert queries.place_outlines(1)["Z1"]["type"] == "Polygon"
    assert queries.deadline_days(DeadlineCode.REFERRAL_ANSWER) == 5
    assert queries.deadline_days(DeadlineCode.FOLLOW_UP) == 60


def test_where_no_pack_is_loaded_what_needs_one_says_so(empty):
    assert queries.current_pack() is None
    assert queries.phone_region() == "ZZ"
    assert queries.value_origin("currency") is None
    with pytest.raises(queries.NoPackError, match="sala pack load"):
        queries.age_of_majority()


def test_the_next_version_answers_at_once(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    assert queries.phone_region() == "PT"
    folder.change("pack.toml", '"2.3.0"', '"2.4.0"')
    folder.change("pack.toml", '"PT"', '"FR"')
    load_pack(pack=folder.pack(), at=now)
    assert queries.phone_region() == "FR"


def test_loading_the_same_version_again_changes_nothing(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    before = stored()
    assert (
        load_pack(pack=folder.pack(), at=now.replace(year=now.year + 1))
        == LoadingChanges()
    )
    assert stored() == before


def test_a_newer_version_updates_and_retires_and_never_deletes(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    keys = {(name, row.get("key")) for name, rows in stored().items() for row in rows}
    folder.change("pack.toml", "2.3.0", "2.10.0")
    folder.change("places.csv", "Hauteville", "Ville-Haute")
    folder.change("places.csv", "Z2,,1,canton,Basseville,Vila Baixa,,,book,no\n", "")
    folder.add("places.csv", "Z3,,1,canton,Port-Neuf,Porto Novo,,,book,yes")
    folder.change("crossings.csv", ",Z2,", ",Z3,")
    assert load_pack(pack=folder.pack(), at=now) == LoadingChanges(
        added=1,
        changed=2,
        retired=1,
    )
    assert keys <= {
        (name, row.get("key")) for name, rows in stored().items() for row in rows
    }
    assert [p.code for p in queries.list_places()] == ["Z1", "Z3"]
    with translation.override("fr"):
        assert queries.place_by_code("Z1").name == "Ville-Haute"
        # A record may point at it still.
        assert queries.place_by_code("Z2").name == "Basseville"


def test_what_comes_back_is_no_longer_retired(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    text = (folder.path / "lawful_bases.csv").read_text(encoding="utf-8")
    folder.write("lawful_bases.csv", text.splitlines()[0] + "\n")
    folder.change("pack.toml", "2.3.0", "2.4.0")
    load_pack(pack=folder.pack(), at=now)
    assert queries.lawful_bases() == []
    folder.write("lawful_bases.csv", text)
    folder.change("pack.toml", "2.4.0", "2.5.0")
    assert load_pack(pack=folder.pack(), at=now) == LoadingChanges(changed=1)
    assert [basis.code for basis in queries.lawful_bases()] == ["vital_interest"]


def test_a_pack_from_before_a_deadline_was_asked_for_never_answers_with_a_guess(
    empty,
    folder,
    now,
):
    load_pack(pack=folder.pack(), at=now)
    models.Deadline.objects.filter(code=DeadlineCode.FOLLOW_UP).delete()
    with pytest.raises(queries.NoPackError, match="follow_up"):
        queries.deadline_days(DeadlineCode.FOLLOW_UP)


def test_an_older_version_and_another_country_are_refused(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    before = stored()
    older = folder.pack().model_copy(
        update={"head": folder.pack().head.model_copy(update={"version": "2.2.9"})},
    )
    with pytest.raises(
        WrongPackError,
        match=r"version = '2\.2\.9': 2\.3\.0, the version",
    ):
        load_pack(pack=older, at=now)
    for shipped in HERE.glob("*/pack.toml"):
        with pytest.raises(WrongPackError, match="ZZ, the country that is loaded"):
            load_pack(pack=read_pack(shipped.parent).pack, at=now)
    assert stored() == before


def test_answers_depend_on_the_day(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    (old,) = queries.penalties_in_force("charter", "7", date(1999, 12, 31))
    (new,) = queries.penalties_in_force("charter", "7", date(2000, 1, 1))
    assert (old.prison_months_min, old.prison_months_max, old.life) == (12, 36, False)
    assert (new.prison_months_min, new.prison_months_max, new.life) == (24, None, None)
    assert queries.penalties_in_force("charter", "7", date(1990, 2, 28)) == []
    assert queries.articles_in_force(date(1990, 2, 28)) == []
    assert [a.code for a in queries.articles_in_force(date(1990, 3, 1))] == [
        "charter/7",
    ]
    assert [x.code for x in queries.laws_in_force(date(1990, 3, 1))] == ["charter"]
    entitled = [
        queries.entitlements_in_force(date(2005, *d))[0].code for d in [(6, 30), (7, 1)]
    ]
    assert entitled == ["bed", "room"]
    fulfilled = {"bed": ("shelter",), "room": ("shelter", "basic_needs")}
    assert queries.entitlement_services() == fulfilled


@pytest.mark.parametrize(
    ("on", "units"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "2.5"),
        (date(2021, 12, 31), "3"),
        (date(2022, 1, 1), None),
    ],
)
def test_a_rate_is_known_in_its_period_only(
    empty,
    folder,
    now,
    on,
    units,
):
    load_pack(pack=folder.pack(), at=now)
    rate = queries.exchange_rate("USD", on)
    assert (rate and rate.units) == (units and Decimal(units))
    assert queries.exchange_rate("EUR", on) is None


def test_names_are_in_the_language_of_the_page(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    for language, name in [
        ("fr", "Vieux port"),
        ("fr-ca", "Vieux port"),
        ("pt-br", "Porto Velho"),
    ]:
        with translation.override(language):
            assert queries.border_crossings()[0].name == name
            assert queries.lawful_bases()[0].verified is False
    with translation.override("lo"):
        assert queries.kind_names("place")["canton"] in {"canton", "cantão"}
    assert queries.offered_instruments()[0].file == "first_talk.csv"
    assert queries.value_source("book").licence == "made for tests"
    assert queries.value_source("film") is None


def test_the_database_refuses_what_the_contract_refuses(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    for model, change in [
        (models.Penalty, {"prison_months_min": 90, "prison_months_max": 80}),
        (models.Penalty, {"fine_min": 9, "fine_max": 8}),
        (models.Law, {"from_on": date(2000, 1, 2), "to_on": date(2000, 1, 1)}),
        (models.ExchangeRate, {"units": 0}),
        (models.Deadline, {"days": 0}),
        (models.Place, {"latitude": 91, "longitude": 0}),
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.update(**change)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model",
    [*KEPT.values(), models.Pack],
    ids=lambda m: m.__name__,
)
def test_the_application_reads_and_never_writes(model):
    model.objects.count()
    for statement in (
        f"DELETE FROM {model._meta.db_table}",
        f"UPDATE {model._meta.db_table} SET {model._meta.pk.column} = 'x'",
        f"INSERT INTO {model._meta.db_table} ({model._meta.pk.column}) VALUES ('x')",
    ):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
