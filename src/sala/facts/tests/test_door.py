"""The one door out of the record: who may go through, what comes out, and what never does."""

import re
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from sala.access.context import acting_operator
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.facts import actions, schema
from sala.facts.folder import damaged_files, read_manifest
from sala.facts.pseudonyms import SaltedNumbers
from sala.figures.engine import evaluate_figures
from sala.people import actions as people
from sala.people import rules
from sala.prosecution import actions as prosecution
from sala.screening.actions import identification, operations

PADS = SaltedNumbers(b"k" * 32).hmac_pads()
NAME = "ບຸນມີ ສີສະຫວາດ"


@pytest.fixture
def country(actor, now):
    """128 women met in an operation of whom 35 were foreign, and one victim identified."""
    met = [
        operations.MetAtOperation("female", "adult", True, 93),
        operations.MetAtOperation("female", "adult", False, 35),
    ]
    identity = rules.Identity(
        names=(rules.PersonName(NAME),), phones=("020 5555 1234",)
    )
    with actor(Role.CASE_WORKER) as by:
        occasion = operations.OperationInput(
            "police_operation",
            now.date(),
            place_code="LA0101",
            met=met,
        )
        operations.record_operation(
            by=by,
            at=now,
            occasion=occasion,
        )
        person = people.register_person(
            by=by,
            at=now,
            identity=identity,
        )
        about = identification.DescriptionInput("female", "adult", "LA")
        asked = identification.request_identification(
            by=by,
            at=now,
            person=person.id,
            described=about,
        )
    finding = identification.Finding(
        "identified",
        act="recruitment",
        act_evidence=["statement"],
        means=["deception", "threat"],
        means_evidence=["statement"],
        form="forced_labour",
        form_evidence=["statement"],
        exploited_in="TH",
        described=about,
    )
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        identification.record_decision(
            by=by,
            at=now,
            request=asked,
            finding=finding,
        )
    return person


@pytest.fixture
def export(actor, now, tmp_path):
    """Make facts as the analyst does."""

    def make(**how):
        with actor(Role.ANALYST) as by:
            return actions.export_record(
                by=by,
                at=now,
                folder=tmp_path / "facts",
                **how,
            )

    return make


def rows_of(folder, event):
    import pyarrow.parquet as pq

    files = [f for f in read_manifest(folder).files if f.event == event]
    return [
        row
        for f in files
        for row in pq.read_table(folder / f.path, partitioning=None).to_pylist()
    ]


@pytest.mark.django_db
def test_figures_are_what_the_record_says(
    country,
    export,
    now,
    tmp_path,
):
    export()
    year = now.date().year
    codes = [
        "persons_detained",
        "victims_identified",
        "persons_screened",
        "ongoing_investigations",
    ]
    answers = evaluate_figures(
        tmp_path / "facts",
        years=[year],
        codes=codes,
    )
    said = {code: answers.totals[code, year] for code in codes}
    assert said["persons_detained"].value == 128
    assert said["victims_identified"].value == 1
    assert (said["persons_screened"].state, said["persons_screened"].value) == (
        "not_recorded",
        None,
    )
    belonging = answers.parts["persons_detained", year, ("belonging",)]
    assert {k: c.value for k, c in belonging.items()} == {
        ("national",): 93,
        ("foreign",): 35,
    }
    province = answers.parts["persons_detained", year, ("province",)]
    assert {k: c.value for k, c in province.items()} == {("LA01",): 128}
    (victim,) = rows_of(tmp_path / "facts", "identified")
    assert (victim["means"], victim["form"], victim["exploited_in"]) == (
        ["deception", "threat"],
        "forced_labour",
        "TH",
    )
    assert victim["reason"] == "not_referred"


@pytest.mark.django_db
def test_no_identity_and_no_key_of_the_record_comes_out(country, export, tmp_path):
    made = export()
    written = b"".join(
        p.read_bytes() for p in (tmp_path / "facts").rglob("*") if p.is_file()
    )
    for secret in (
        NAME,
        "55551234",
        "5555 1234",
        country.code,
        str(country.id),
        country.id.hex,
    ):
        assert secret.encode() not in written
    assert country.id.bytes not in written
    for file in made.files:
        for row in rows_of(tmp_path / "facts", file.event):
            for column in schema.CODED:
                assert re.fullmatch(r"[A-Za-z0-9_.+/-]{1,40}", row[column] or "none"), (
                    column,
                    row,
                )


@pytest.mark.django_db
def test_a_second_export_of_what_did_not_change_writes_nothing(country, export):
    first, second = export(), export()
    assert (first.files, first.facts_hash, first.export) == (
        second.files,
        second.facts_hash,
        second.export,
    )


@pytest.mark.django_db
def test_only_the_year_that_changed_is_written_again(
    country,
    export,
    actor,
    now,
    tmp_path,
):
    first = export()
    earlier = now.date() - timedelta(days=800)
    with actor(Role.CASE_WORKER) as by:
        met = [operations.MetAtOperation("male", "adult", True, 4)]
        occasion = operations.OperationInput(
            "border_return",
            earlier,
            place_code="LA13",
            met=met,
        )
        operations.record_operation(
            by=by,
            at=now,
            occasion=occasion,
        )
    second = export()
    fresh = {(f.event, f.year) for f in set(second.files) - set(first.files)}
    # Crossings stand in every year that has records, and now there are more such years.
    assert {(event, year) for event, year in fresh if event != "crossing"} == {
        ("met", earlier.year),
    }
    assert damaged_files(tmp_path / "facts") == []


@pytest.mark.django_db
def test_an_export_made_afresh_has_pseudonyms_of_its_own(country, export, tmp_path):
    export()
    (before,) = rows_of(tmp_path / "facts", "identified")
    export(afresh=True)
    (after,) = rows_of(tmp_path / "facts", "identified")
    assert before["person_key"] != after["person_key"]


@pytest.mark.django_db
def test_an_analyst_does_not_follow_people_from_export_to_export(country, export):
    with pytest.raises(RefusedError):
        export(longitudinal=True)


def test_the_operator_does_and_the_ledger_tells(
    scratch,
    owner,
    actor,
    now,
    tmp_path,
):
    from sala.access.queries import LedgerSearch, ledger_page

    with owner(), acting_operator("test") as operator:
        made = actions.export_record(
            by=operator,
            at=now,
            folder=tmp_path / "f",
            longitudinal=True,
        )
    with actor(Role.OVERSIGHT) as by:
        (entry, *_), _more = ledger_page(
            by=by, search=LedgerSearch(action="facts.exported")
        )
    assert made.longitudinal
    assert "longitudinal" in str(entry.detail)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ANALYST])
def test_nobody_else_goes_through_the_door(
    country,
    actor,
    now,
    tmp_path,
    role,
):
    with actor(role) as by:
        with pytest.raises(RefusedError):
            actions.export_record(
                by=by,
                at=now,
                folder=tmp_path / "facts",
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM facts_rows('met', %s, %s)", PADS)
            assert cursor.fetchone() == (0,)
            cursor.execute(
                "SELECT count(*) FROM facts_fingerprints('met', %s, %s)",
                PADS,
            )
            assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_the_analyst_sees_no_row_of_the_record_beside_the_door(country, actor):
    with actor(Role.ANALYST), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('sala.facts_door', 'open', true)")
        for table in (
            "screening_operation",
            "screening_identificationdecision",
            "people_person",
        ):
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM facts_rows('met', %s, %s)", PADS)
        assert cursor.fetchone() == (2,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["SELECT * FROM facts_of_met('a', 'b')", "SELECT * FROM facts_province"],
)
def test_what_is_behind_the_door_is_not_called_by_itself(actor, statement):
    with actor(Role.ANALYST), connection.cursor() as cursor:
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_python_and_the_database_make_the_same_pseudonym(country, actor):
    with actor(Role.ANALYST), connection.cursor() as cursor:
        cursor.execute("SELECT person_key FROM facts_rows('identified', %s, %s)", PADS)
        assert cursor.fetchone() == (SaltedNumbers(b"k" * 32).number_of_id(country.id),)


@pytest.mark.django_db
def test_every_event_of_the_door_is_one_of_the_schema_and_can_be_read(actor):
    with actor(Role.ANALYST), connection.cursor() as cursor:
        cursor.execute("SELECT facts_events()")
        events = [event for (event,) in cursor.fetchall()]
        assert set(events) <= schema.EVENTS.keys()
        for event in events:
            cursor.execute(
                "SELECT count(*) FROM facts_rows(%s, %s, %s)",
                [event, *PADS],
            )
            assert cursor.fetchone()[0] >= 0
    assert {"met", "identified", "case_opened", "investigation_open"} <= set(events)


@pytest.mark.django_db
def test_a_case_about_an_official_of_which_nobody_knew_is_not_counted(
    actor,
    now,
    export,
    tmp_path,
):
    with actor(Role.INVESTIGATOR, "other") as by:
        facts = prosecution.CaseFindings(place_code="LA01")
        prosecution.open_case(by=by, at=now, facts=facts, official_agency="BORDER")
    export()
    assert rows_of(tmp_path / "facts", "case_opened") == []


@pytest.mark.django_db
def test_one_that_was_taken_over_is_counted_as_it_was(actor, now, export, tmp_path):
    with actor(Role.INVESTIGATOR, "other") as by:
        facts = prosecution.CaseFindings(place_code="LA01")
        case = prosecution.open_case(by=by, at=now, facts=facts)
        prosecution.take_over_case(
            by=by,
            at=now,
            case=case.id,
            reason="official",
            official_agency="BORDER",
        )
    export()
    (opened,) = rows_of(tmp_path / "facts", "case_opened")
    said = {column: opened[column] for column in ("official", "agency", "province")}
    assert said == {"official": False, "agency": "ATD", "province": "LA01"}


@pytest.mark.django_db
def test_the_owner_is_asked_once_a_query_who_asks():
    """A policy that asks once a row makes an export several times slower."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.tablename, p.policyname FROM pg_policies p WHERE p.qual = 'access_proven()' "
            "AND p.tablename IN "
            "(SELECT d.tablename FROM pg_policies d WHERE d.policyname = 'facts_door')",
        )
        assert cursor.fetchall() == []
