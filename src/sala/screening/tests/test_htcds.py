"""HTCDS in and out: all or nothing, once, nobody else's, identities only with a purpose."""

import json
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.config import demo, testing
from sala.people import queries as people
from sala.people.rules import (
    BirthInformation,
    BirthPrecision,
    Identity,
    PersonName,
    SexCode,
)
from sala.screening import jobs
from sala.screening.actions import htcds as actions
from sala.screening.models import HtcdsFile, HtcdsRow
from sala.screening.queries import htcds as queries
from sala.screening.rules import htcds as rules
from sala.standards import htcds
from sala.vault import taken_codes

FILE = (
    "prs_FirstName,prs_SecondName,prs_Birthdate,prs_Gender,prs_Citizenship,prs_MobilePhone,"
    "prs_MailingCity,vic_TraffickingStatus,vic_TypeOfExploitation,vic_MethodsOfControl\n"
    "Invented,Somebody,1999-12-31,Feminine,LAO,+85620555123,Pakse,PossibleVictimOfTrafficking,"
    "ForcedLabour;ForcedMarriage,DebtBondage\n"
    "Another,,,Masculine,MM,,,ActualVictimOfTrafficking,ForcedLabour,\n"
)
FAULTY = "prs_FirstName,prs_Birthdate\nGood,1999-12-31\nBad,31-12-1999\n"
PAGES = ("exchange_htcds", "export_htcds")


@pytest.mark.django_db
def test_a_file_registers_its_people_and_the_same_file_again_changes_nothing(
    actor,
    now,
):
    with actor(Role.CASE_WORKER) as by:
        first = actions.import_htcds(
            by=by,
            at=now,
            data=FILE.encode(),
        )
        assert (len(first.codes), first.unchanged) == (2, 0)
        again = actions.import_htcds(
            by=by,
            at=now,
            data=FILE.encode(),
        )
        assert (again.codes, again.unchanged) == ((), 2)
        assert HtcdsRow.objects.count() == 2


@pytest.mark.django_db
def test_nothing_is_brought_in_when_one_cell_is_faulty(actor, now):
    with actor(Role.CASE_WORKER) as by:
        before = len(list(people.load_people(by=by)))
        with pytest.raises(ValidationError):
            actions.import_htcds(
                by=by,
                at=now,
                data=FAULTY.encode(),
            )
        assert len(list(people.load_people(by=by))) == before
        (fault,) = queries.preview_file(by=by, data=FAULTY.encode()).faults
        assert (fault.row, fault.field, fault.value) == (
            3,
            "prs_Birthdate",
            "31-12-1999",
        )


@pytest.mark.django_db
def test_what_came_in_goes_out_again_for_a_purpose(actor, now):
    with actor(Role.CASE_WORKER) as by:
        codes = list(
            actions.import_htcds(
                by=by,
                at=now,
                data=FILE.encode(),
            ).codes,
        )
        rows = actions.export_htcds(
            by=by,
            codes=codes,
            purpose=Purpose.SERVICES,
        )
        out = htcds.read_htcds(htcds.write_htcds(rows, "csv"))
    came = [row.values for row in htcds.read_htcds(FILE.encode()).rows]
    went = [
        {k: v for k, v in r.values.items() if k != htcds.PERSON_CODE} for r in out.rows
    ]
    assert went == came


@pytest.mark.django_db
def test_what_went_out_does_not_come_in_as_new_people(actor, now):
    with actor(Role.CASE_WORKER) as by:
        codes = list(
            actions.import_htcds(
                by=by,
                at=now,
                data=FILE.encode(),
            ).codes,
        )
        rows = actions.export_htcds(
            by=by,
            codes=codes,
            purpose=Purpose.SERVICES,
        )
        again = actions.import_htcds(
            by=by,
            at=now,
            data=htcds.write_htcds(rows, "xlsx"),
        )
        assert again.codes == ()


@pytest.mark.django_db
def test_without_a_purpose_a_file_says_of_nobody_who_they_are(actor, now):
    with actor(Role.CASE_WORKER) as by:
        codes = list(
            actions.import_htcds(
                by=by,
                at=now,
                data=FILE.encode(),
            ).codes,
        )
        written = htcds.write_htcds(
            actions.export_htcds(by=by, codes=codes), "csv"
        ).decode()
    assert "DebtBondage" in written
    for code in codes:  # ten digits drawn by chance, which may hold those of a year
        written = written.replace(code, "")
    for said in ("Invented", "Somebody", "1999", "85620555123", "Pakse"):
        assert said not in written


@pytest.mark.django_db
def test_each_identity_given_out_is_in_the_ledger(actor, now):
    with actor(Role.CASE_WORKER) as by:
        codes = list(
            actions.import_htcds(
                by=by,
                at=now,
                data=FILE.encode(),
            ).codes,
        )
        actions.export_htcds(
            by=by,
            codes=codes,
            purpose=Purpose.SERVICES,
        )
    with actor(Role.OVERSIGHT):
        found = LedgerEntry.objects.filter(at__gte=now)
        assert found.filter(action="people.identity_opened").count() == 2
        (entry,) = found.filter(action="screening.htcds_exported")
        assert "Invented" not in entry.detail


@pytest.mark.django_db
def test_another_agency_gets_nobody_out_and_learns_of_nobody(actor, now):
    with actor(Role.CASE_WORKER) as by:
        codes = list(
            actions.import_htcds(
                by=by,
                at=now,
                data=FILE.encode(),
            ).codes,
        )
    with actor(Role.CASE_WORKER, "other") as by:
        assert (
            actions.export_htcds(
                by=by,
                codes=codes,
                purpose=Purpose.SERVICES,
            )
            == []
        )
        preview = queries.preview_file(by=by, data=FILE.encode())
        assert (preview.new, preview.similar) == (2, ())


@pytest.mark.django_db
def test_a_row_like_somebody_known_is_shown_before_it_comes_in(actor, now):
    with actor(Role.CASE_WORKER) as by:
        (code, _other) = actions.import_htcds(
            by=by,
            at=now,
            data=FILE.encode(),
        ).codes
        like = "prs_FirstName,prs_MobilePhone\nSpelt Otherwise,+85620555123\n"
        (row,) = queries.preview_file(by=by, data=like.encode()).similar
        assert row.similar == (people.find_person(by=by, code=code).spoken_code,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role",
    set(Role) - {Role.CASE_WORKER, Role.IDENTIFICATION_OFFICER},
)
def test_only_those_who_work_on_cases_exchange_files(role, actor, now):
    with actor(role) as by:
        for exchange in (
            lambda: actions.import_htcds(
                by=by,
                at=now,
                data=FILE.encode(),
            ),
            lambda: actions.export_htcds(by=by, codes=[]),
            lambda: actions.keep_file(
                by=by,
                at=now,
                data=FILE.encode(),
            ),
        ):
            with pytest.raises(RefusedError):
                exchange()


def upload(text: str) -> dict:
    return {"file": SimpleUploadedFile("cases.csv", text.encode(), "text/csv")}


@pytest.mark.django_db
def test_the_page_checks_first_and_then_brings_in(sign_in, actor):
    client = sign_in(Role.CASE_WORKER)
    checked = client.post(reverse("exchange_htcds"), upload(FILE))
    page = client.get(checked.url).content.decode()
    assert "Register 2 people" in page
    assert "Invented" not in page
    assert sign_in(Role.CASE_WORKER, "other").get(checked.url).status_code == 404
    assert sign_in(Role.IDENTIFICATION_OFFICER).get(checked.url).status_code == 404
    ordered = client.post(checked.url, {"do": "import"})
    assert "waits for its turn" in client.get(ordered.url).content.decode()
    assert client.get(checked.url).url == ordered.url, "it is not ordered twice"
    jobs.bring_in(order_of(ordered))
    assert "2 people registered" in client.get(ordered.url).content.decode()
    assert client.get(checked.url).status_code == 404, "the file is not kept"
    with actor(Role.CASE_WORKER):
        assert HtcdsRow.objects.count() == 2
        assert HtcdsFile.objects.count() == 0


@pytest.mark.django_db
def test_the_page_says_which_cell_is_wrong_and_cannot_be_made_to_bring_it_in(
    sign_in,
    actor,
):
    client = sign_in(Role.CASE_WORKER)
    checked = client.post(reverse("exchange_htcds"), upload(FAULTY))
    page = client.get(checked.url).content.decode()
    assert "31-12-1999" in page
    assert "prs_Birthdate" in page
    assert "in the form 1999-12-31" in page
    assert client.post(checked.url, {"do": "import"}).status_code == 200
    with actor(Role.CASE_WORKER):
        assert HtcdsRow.objects.count() == 0
    assert client.post(checked.url, {"do": "discard"}).status_code == 302
    with actor(Role.CASE_WORKER):
        assert HtcdsFile.objects.count() == 0


@pytest.mark.django_db
def test_a_file_nobody_decided_on_is_forgotten_after_three_days(actor, now):
    with actor(Role.CASE_WORKER) as by:
        old = actions.keep_file(
            by=by,
            at=now - timedelta(hours=73),
            data=FILE.encode(),
        )
        with pytest.raises(HtcdsFile.DoesNotExist):
            queries.kept_file(by=by, file=old)
        kept = actions.keep_file(
            by=by,
            at=now - timedelta(hours=71),
            data=FILE.encode(),
        )
    jobs.forget_what_is_over()
    with actor(Role.CASE_WORKER) as by:
        assert queries.kept_file(by=by, file=kept) == FILE.encode()
    with actor(Role.OVERSIGHT):
        entry = LedgerEntry.objects.get(action="screening.htcds_forgotten")
        assert (entry.role, entry.actor) == ("screening.forgetter", None)
        assert json.loads(entry.detail)["number"] == 1, "the older one alone"


@pytest.mark.django_db
def test_a_file_that_is_none_is_said_on_the_page(sign_in):
    answer = sign_in(Role.CASE_WORKER).post(
        reverse("exchange_htcds"),
        upload("name\nA\n"),
    )
    assert answer.status_code == 200
    assert "No column is named as in HTCDS 2.0" in answer.content.decode()


@pytest.mark.django_db
def test_a_file_is_given_out_as_a_download(sign_in, actor, now):
    with actor(Role.CASE_WORKER) as by:
        (code, _other) = actions.import_htcds(
            by=by,
            at=now,
            data=FILE.encode(),
        ).codes
    client = sign_in(Role.CASE_WORKER)
    asked = {
        "codes": people_code(code),
        "purpose": "services",
        "form": "csv",
    }
    ordered = client.post(reverse("export_htcds"), asked)
    waiting = client.get(ordered.url)
    assert waiting.headers["Refresh"] == "4", "it looks again without script"
    jobs.make_export(order_of(ordered))
    made = client.get(ordered.url)
    assert "Refresh" not in made.headers
    taken = reverse("take_htcds", args=[order_of(ordered)])
    assert taken in made.content.decode()
    answer = client.post(taken)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Somebody" in answer.content.decode("utf-8-sig")
    refused = client.post(reverse("export_htcds"), asked | {"codes": "12345"})
    assert "is not a code" in refused.content.decode()


def order_of(answer) -> UUID:
    """The order whose page an answer leads to."""
    return UUID(answer.url.rstrip("/").rsplit("/", 1)[-1])


def people_code(code: str) -> str:
    return f"{code[:3]} {code[3:6]} {code[6:]}"


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_enters_the_pages(role, sign_in):
    client = sign_in(role)
    may = role in {Role.CASE_WORKER, Role.IDENTIFICATION_OFFICER}
    for name in PAGES:
        assert client.get(reverse(name)).status_code == (200 if may else 404), name
    assert client.get(reverse("preview_htcds", args=[uuid4()])).status_code == 404


def test_what_was_decided_here_comes_before_what_a_file_said():
    said = {"vic_TraffickingStatus": "PossibleVictimOfTrafficking"}
    decided = rules.DecidedStatus("identified", "police", "forced_marriage")
    assert rules.decided_values(decided, said) == {
        "vic_TraffickingStatus": "ActualVictimOfTrafficking",
        "vic_TraffickingStatusDecisionMakingOrg": "Police",
        "vic_TypeOfExploitation": ("ForcedMarriage",),
    }


def test_a_corrected_name_goes_out_whole_and_is_not_split_by_guess():
    said = {
        "prs_FirstName": "A",
        "prs_SecondName": "B",
        "prs_Birthdate": "1999-12-31",
    }
    corrected = Identity(
        names=(PersonName("A C"),),
        sex=SexCode.FEMALE,
        birth=BirthInformation(BirthPrecision.DAY, date(2000, 1, 2)),
    )
    assert rules.person_values(corrected, said) == {
        "prs_FirstName": "A C",
        "prs_Gender": "Feminine",
        "prs_Birthdate": "2000-01-02",
    }


def test_the_command_line_checks_brings_in_once_and_gives_out(scratch, tmp_path):
    testing.run_command("setup", "--demo", name=scratch)
    file, out = tmp_path / "cases.csv", tmp_path / "out.json"
    file.write_text(FILE)
    who = ["--as", "shelter", "--password", demo.password_of("shelter")]

    def run(*arguments: str, check: bool = True):
        for last in (
            False,
            False,
            True,
        ):  # a code may expire while a busy machine gets there
            testing.execute_statement(
                "DELETE FROM access_usedstep",
                on=scratch,
            )  # it works once, and we hurry
            taken_codes.taken_codes_path().unlink(missing_ok=True)
            code = ["--code", demo.code_of("shelter")]
            done = testing.run_command(
                "htcds",
                *arguments,
                *who,
                *code,
                name=scratch,
                check=check and last,
            )
            if "the code is wrong" not in done.stderr:
                break
        return done

    dry = json.loads(
        run(
            "import",
            str(file),
            "--dry-run",
            "--format",
            "json",
        ).stdout,
    )
    assert (dry["new"], dry["brought_in"]) == (2, 0)
    faulty = tmp_path / "faulty.csv"
    faulty.write_text(FAULTY)
    refused = run("import", str(faulty), check=False)
    assert refused.returncode == 1
    assert "row 3, prs_Birthdate: “31-12-1999”" in refused.stdout
    assert (
        json.loads(run("import", str(file), "--format", "json").stdout)["brought_in"]
        == 2
    )
    run(
        "export",
        "--out",
        str(out),
        "--file-format",
        "json",
        "--purpose",
        "services",
    )
    assert {row["prs_FirstName"] for row in json.loads(out.read_text())} == {
        "Invented",
        "Another",
    }
    wrong = testing.run_command(
        "htcds",
        "import",
        str(file),
        "--as",
        "shelter",
        "--password",
        "wrong",
        "--code",
        "1",
        name=scratch,
        check=False,
    )
    assert wrong.returncode == 2
    assert "wrong" in wrong.stderr
