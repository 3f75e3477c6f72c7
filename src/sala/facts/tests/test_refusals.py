"""Each refusal of each action of `facts`: what it says, and which field it names."""

import pytest

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.facts import actions, folder, importing
from sala.facts.folder import NotFactsError
from sala.facts.models import CompletenessStatement
from sala.facts.sources import UnreadableError, ctdc, htcds, paper

NOT_THEIRS = "Your role does not include this."
PAPER = (
    "id,event,date,year,person,sex,age_group,citizenship,number,amount,currency,"
    "means,official"
)
CTDC = (
    "yearOfRegistration,gender,ageBroad,citizenship,CountryOfExploitation,"
    "isForcedLabour,isSexualExploit"
)
HTCDS = "prs_Gender,prs_Birthdate,vic_TraffickingStatus"


def reading_of(layout, head, row):
    """What a layout reads of one row under its headings."""
    read = {
        "paper": paper.read_paper,
        "ctdc": ctdc.read_ctdc,
        "htcds": lambda data: htcds.read_htcds(data, year=2018),
    }[layout]
    return read(f"{head}\n{row}\n".encode())


@pytest.mark.parametrize(
    ("row", "field", "value", "right"),
    [
        (
            "1,identified,31/10/2018,,,,,,,,,,",
            "date",
            "31/10/2018",
            "a day, such as 2018-10-31",
        ),
        (
            "1,identified,2018-02-30,,,,,,,,,,",
            "date",
            "2018-02-30",
            "a day, such as 2018-10-31",
        ),
        (
            "1,identified,,,,,,,,,,,",
            "date",
            "",
            "a day as 2018-10-31, or the year in column year",
        ),
        ("1,identified,,18,,,,,,,,,", "year", "18", "a year, such as 2018"),
        (
            "1,identified,2018-10-31,2017,,,,,,,,,",
            "year",
            "2017",
            "the year of the date, 2018",
        ),
        (
            "1,identified,2018-10-31,,,woman,,,,,,,",
            "sex",
            "woman",
            "female, male, other",
        ),
        (
            "1,identified,2018-10-31,,,,old,,,,,,",
            "age_group",
            "old",
            "adult, child, in_doubt",
        ),
        (
            "1,identified,2018-10-31,,,,,Laos,,,,,",
            "citizenship",
            "Laos",
            "the code of a country, such as LA",
        ),
        (
            "1,trained,2018-10-31,,,,,,-3,,,,",
            "number",
            "-3",
            "a whole number, 0 or more",
        ),
        (
            "1,identified,2018-10-31,,W-1,,,,2,,,,",
            "number",
            "2",
            "blank or 1: the row is about one person",
        ),
        (
            "1,forfeiture,2018-10-31,,,,,,,5,,,",
            "currency",
            "",
            "the currency of the amount, such as LAK",
        ),
        (
            "1,forfeiture,2018-10-31,,,,,,,5,kip,,",
            "currency",
            "kip",
            "the code of a currency, such as LAK",
        ),
        (
            "1,identified,2018-10-31,,,,,,,,,she said so,",
            "means",
            "she said so",
            "a code of letters, figures, _ . + / and -, and no text",
        ),
        ("1,identified,2018-10-31,,,,,,,,,,maybe", "official", "maybe", "yes or no"),
        (
            ",identified,2018-10-31,,,,,,,,,,",
            "id",
            "",
            "the office's own sign for the row",
        ),
        (
            "1,identified,2018-10-31,,,,,,,,,,no,33",
            "no heading",
            "33",
            "no more cells than headings: a comma too many moves what follows it",
        ),
    ],
)
def test_what_a_table_on_paper_refuses(row, field, value, right):
    reading = reading_of("paper", PAPER, row)
    assert [(f.row, f.field, f.value, f.right) for f in reading.faults] == [
        (2, field, value, right),
    ]


def test_a_sign_that_another_row_has_is_refused_with_that_row():
    row = "1,trained,2018-01-01,,,,,,4,,,,"
    (fault,) = reading_of("paper", PAPER, f"{row}\n{row}").faults
    assert (fault.row, fault.field) == (3, "id")
    assert fault.right == "a sign that no other row has; row 2 has it"


@pytest.mark.parametrize(
    ("row", "field", "right"),
    [
        (
            "18,Female,18--20,LA,TH,1,0",
            "yearOfRegistration",
            "a year, such as 2018",
        ),
        (
            "2018,Unicorn,18--20,LA,TH,1,0",
            "gender",
            ", ".join(ctdc.SEX),
        ),
        ("2018,Female,21--99,LA,TH,1,0", "ageBroad", ", ".join(ctdc.BANDS)),
        (
            "2018,Female,18--20,Laos,TH,1,0",
            "citizenship",
            "the code of a country, such as LA, or 0 where it is not known",
        ),
        ("2018,Female,18--20,LA,TH,7,0", "isForcedLabour", "1, 0 or -99"),
    ],
)
def test_what_a_file_of_ctdc_refuses(row, field, right):
    reading = reading_of("ctdc", CTDC, row)
    assert [(f.row, f.field, f.right) for f in reading.faults] == [(2, field, right)]
    assert reading.facts == ()


@pytest.mark.parametrize("status", ["", "yes"])
def test_what_a_file_of_htcds_refuses(status):
    reading = reading_of("htcds", HTCDS, f"Feminine,1999-05-01,{status}")
    assert [(f.row, f.field) for f in reading.faults] == [(2, htcds.STATUS)]
    assert "ActualVictimOfTrafficking" in reading.faults[0].right


@pytest.mark.parametrize(
    ("layout", "data", "says"),
    [
        ("paper", b"", "The file is empty."),
        ("paper", b"id,id,event\n1,2,3\n", "Two columns are called id."),
        ("paper", b"event,date\ntrained,2018-01-01\n", "The table has no column id."),
        ("paper", b"id,date\n1,2018-01-01\n", "The table has no column event."),
        (
            "paper",
            b"id,event\n1,trained\n",
            "The table has neither a column date nor a column year.",
        ),
        (
            "paper",
            b"id,event,date\n",
            "The file has no row that could be brought in.",
        ),
        (
            "paper",
            b"id,event\xff\n",
            "The file is not text in UTF-8; save it as CSV UTF-8 or XLSX.",
        ),
        (
            "paper",
            b"\x1f\x8bnot packed",
            "The file is not a GZIP archive that can be read.",
        ),
        (
            "ctdc",
            b"name,age\nx,1\n",
            "This is no file of CTDC: it has no column yearOfRegistration.",
        ),
        (
            "htcds",
            HTCDS.encode() + b"\nFeminine,,ActualVictimOfTrafficking\n",
            (
                "HTCDS has no day of the decision: say of which year the file is, with"
                " --year."
            ),
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_as_a_whole(tmp_path, layout, data, says):
    with pytest.raises(UnreadableError) as refused:
        importing.preview_import(tmp_path, data, layout=layout, source="lwu")
    assert str(refused.value) == says
    assert list(tmp_path.iterdir()) == [], "nothing of it is brought in"


@pytest.mark.parametrize("source", ["record", "", "LWU", "-lwu", "l" * 41, "lwu/2018"])
def test_a_name_that_no_source_can_have_is_refused(tmp_path, source):
    with pytest.raises(importing.NotASourceError) as refused:
        importing.preview_import(
            tmp_path,
            f"{PAPER}\n1,trained,2018-01-01,,,,,,4,,,,\n".encode(),
            layout="paper",
            source=source,
        )
    assert refused.value.args == (source,)


def test_a_file_with_a_fault_is_not_brought_in_whatever_was_shown(tmp_path):
    shown = importing.preview_import(
        tmp_path,
        f"{PAPER}\n1,trained,yesterday,,,,,,4,,,,\n".encode(),
        layout="paper",
        source="lwu",
    )
    assert not shown.is_sound
    with pytest.raises(UnreadableError, match="a file with faults is not brought in"):
        importing.import_facts(
            tmp_path,
            shown,
            at=None,
            country="LA",
            currency="LAK",
        )
    assert not (tmp_path / folder.MANIFEST).exists()


@pytest.mark.parametrize(
    ("manifest", "says"),
    [
        (None, "it is no folder of facts"),
        ("not json", "export the facts again"),
        ("[]", "export the facts again"),
        ('{"schema": 0}', "export them again"),
        ('{"schema": 1}', "export the facts again"),
    ],
)
def test_a_folder_that_holds_no_facts_says_what_to_do(tmp_path, manifest, says):
    if manifest is not None:
        (tmp_path / folder.MANIFEST).write_text(manifest)
    with pytest.raises(NotFactsError, match=says):
        folder.read_manifest(tmp_path)


# Who may do what: every other role hears that theirs does not include it.
def export(by, now, folder):
    actions.export_record(by=by, at=now, folder=folder)


def order(by, now, _folder):
    actions.order_export(by=by, at=now)


def follow(by, now, folder):
    actions.export_record(by=by, at=now, folder=folder, longitudinal=True)


def state(by, now, folder, answer="complete"):
    actions.state_coverage(
        by=by,
        at=now,
        folder=folder,
        about="met",
        year=2018,
        answer=answer,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("action", [export, order, follow, state])
def test_each_other_role_hears_that_it_is_not_theirs(actor, now, tmp_path, action):
    for role in set(Role) - {Role.ANALYST}:
        with actor(role) as by, pytest.raises(RefusedError) as refused:
            action(by, now, tmp_path / "facts")
        assert refused.value.decision.reason == "role", role
        assert str(refused.value.decision.sentence) == NOT_THEIRS
    assert not (tmp_path / "facts").exists()
    with actor(Role.ANALYST):
        assert not CompletenessStatement.objects.exists()


@pytest.mark.django_db
def test_an_analyst_hears_who_makes_facts_that_follow_people(actor, now, tmp_path):
    with actor(Role.ANALYST) as by, pytest.raises(RefusedError) as refused:
        follow(by, now, tmp_path / "facts")
    assert refused.value.decision.reason == "longitudinal"
    assert str(refused.value.decision.sentence).startswith("Only the operator makes")
    assert not (tmp_path / "facts").exists()


@pytest.mark.django_db
def test_an_answer_on_completeness_that_there_is_not_is_refused(actor, now, tmp_path):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValueError, match="answer 'mostly' is none of complete,"):
            state(by, now, tmp_path, answer="mostly")
        assert not CompletenessStatement.objects.exists()
