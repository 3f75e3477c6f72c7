"""Instruments are written as XLSForm: in three file kinds, checked word for word, never
rewritten.
"""

import csv
import io

import pytest
from openpyxl import Workbook

from sala.countries import models, queries, xlsforms
from sala.countries.actions import KEPT, WrongPackError, load_pack
from sala.countries.instruments import ANSWERS
from sala.countries.reading import HERE
from sala.standards import queries as standards

FORM = "first_talk.csv"


def read(path):
    return xlsforms.read_xlsform(
        path,
        code="first_talk",
        version="1.0.0",
        languages=("fr", "pt-br"),
    )


def as_xlsx(text: str, path):
    book, sheet = Workbook(), None
    book.remove(book.active)
    for row in csv.reader(io.StringIO(text)):
        if row[0]:
            sheet = book.create_sheet(row[0])
        else:
            sheet.append(row[1:])
    book.save(path)


def as_markdown(text: str, path):
    lines = [f"| {' | '.join(row)} |" for row in csv.reader(io.StringIO(text))]
    path.write_text("\n".join(lines))


def test_the_same_form_in_csv_markdown_and_excel(folder):
    text = (folder.path / FORM).read_text(encoding="utf-8")
    form, problems = read(folder.path / FORM)
    assert problems == []
    assert [q["name"] for q in form["sections"][0]["questions"]] == ["papers", "other"]
    assert form["sections"][0]["questions"][0]["label"]["pt-br"].startswith(
        "Alguém guarda",
    )
    for kind, write in ((".xlsx", as_xlsx), (".md", as_markdown)):
        path = folder.path / f"first_talk{kind}"
        write(text, path)
        assert read(path) == (form, [])
    (folder.path / FORM).write_bytes(
        b"\xef\xbb\xbf" + text.encode(),
    )  # as a spreadsheet saves it
    assert read(folder.path / FORM) == (form, [])


FAULTS = [
    (
        "first_talk,1.0.0",
        "first_talk,1.0.1",
        "settings.version",
        "1.0.0, as instruments.csv says",
    ),
    (
        "Alguém guarda os seus documentos?",
        "",
        "survey.papers.label::(pt-br)",
        "in this language",
    ),
    ("Não quer responder", "", "choices.refused.label::(pt-br)", "in this language"),
    ("refused,", "later,", "choices.answers", "exactly yes, no, not_known, refused"),
    ("ILO-D5-01", "ILO-D9-01", "survey.papers.instance::indicator", "indicators.json"),
    ("coercion_at_destination", "", "survey.papers.instance::dimension", "a sign of"),
    (
        "coercion_at_destination",
        "exploitation",
        "survey.papers.instance::dimension",
        "coercion_at_destination, under which",
    ),
    ("coercion_at_destination", "greed", "survey.papers.instance::dimension", "one of"),
    (
        "select_one answers,other",
        "text,other",
        "survey.other",
        "select_one answers, or end_group",
    ),
    (",papers,", ",Papers,", "survey.name", "small letters"),
    ("begin_group", "begin_repeat", "", "pyxform accepts"),
    ("type,name", "kind,name", "", "pyxform accepts"),
]


@pytest.mark.parametrize(("old", "new", "field", "right"), FAULTS)
def test_each_fault_is_named(
    old,
    new,
    field,
    right,
    folder,
):
    folder.change(FORM, old, new)
    found = [p for p in folder.problems() if p[0] == FORM]
    assert any(p[2] == field and right in p[4] for p in found), found


def test_a_file_of_another_kind_is_named(folder):
    folder.write("first_talk.pdf", "%PDF")
    folder.change("instruments.csv", FORM, "first_talk.pdf")
    ((file, _row, _field, _value, right),) = folder.problems()
    assert file == "first_talk.pdf"
    assert "none of .csv, .md, .xlsx" in right


@pytest.fixture
def empty(owner):
    with owner():
        for model in [*KEPT.values(), models.Pack]:
            model.objects.all().delete()
        yield


def test_a_form_that_changes_is_a_new_version_and_the_old_one_stays(empty, folder, now):
    load_pack(pack=folder.pack(), at=now)
    folder.change("pack.toml", "2.3.0", "2.4.0")
    folder.change(FORM, "Autre chose ?", "Et encore ?")
    with pytest.raises(
        WrongPackError,
        match=r"instruments\.csv.*a version after 1\.0\.0",
    ):
        load_pack(pack=folder.pack(), at=now)
    folder.change(FORM, "first_talk,1.0.0", "first_talk,1.1.0")
    folder.change("instruments.csv", "first_talk,1.0.0", "first_talk,1.1.0")
    load_pack(pack=folder.pack(), at=now)
    assert [row.version for row in queries.offered_instruments()] == ["1.1.0"]
    older = queries.instrument_form("first_talk", "1.0.0")
    assert older.questions[1].label["fr"] == "Autre chose ?"
    assert (
        queries.instrument_form("first_talk", "1.1.0").questions[1].label["fr"]
        == "Et encore ?"
    )
    assert queries.instrument_form("first_talk", "9.0.0") is None


@pytest.mark.django_db
def test_the_first_pack_asks_for_every_sign_of_the_ilo_in_two_languages():
    full = queries.instrument_form("full", "1.1.0")
    asked = [q.indicator for q in full.questions]
    assert {i.id for i in standards.indicators_of_list(xlsforms.GRADED)} <= set(asked)
    assert len(asked) == len(set(asked))
    triage = queries.instrument_form("triage", "1.1.0")
    assert 8 <= len(triage.questions) <= 12, "asked within three minutes"
    for form in (full, triage):
        assert set(form.answers) == set(ANSWERS)
        for words in (*(q.label for q in form.questions), *form.answers.values()):
            assert words["en"].isascii() or "’" in words["en"]
            assert any("\u0e80" <= c <= "\u0eff" for c in words["lo"]), words
    assert {q.dimension for q in full.questions} == set(
        standards.indicator_list(xlsforms.GRADED).dimensions,
    )


def test_the_forms_open_in_any_tool_that_knows_xlsform():
    """pyxform makes of them what a phone asks, with the signs still named."""
    from pyxform.xls2xform import convert

    warnings = []
    form = convert(
        str(HERE / "laos" / "triage.csv"),
        warnings=warnings,
        form_name="data",
    )
    assert 'indicator="ILO-D5-01"' in form.xform
    assert warnings == []


def questions(form):
    return [
        question["name"]
        for section in form["sections"]
        for question in section["questions"]
    ]


# What the guide of XLSForm lets a row say otherwise: the same form.
THE_SAME = [
    ("begin_group", "begin group"),
    ("end_group", "end group"),
    ("select_one answers,papers", "select_one  answers,papers"),
    ("select_one answers,papers", "select one answers,papers"),
    ("select_one answers,papers", "select one from answers,papers"),
    ("Autre chose ?", "  Autre   chose ? "),
    ("list_name", "list name"),
    (
        ",select_one answers,other",
        ",,,,,,\n,select_one answers,other",
    ),
]


@pytest.mark.parametrize(("usual", "other"), THE_SAME)
def test_rows_are_read_as_pyxform_reads_them(usual, other, folder):
    asked, _none = read(folder.path / FORM)
    folder.change(FORM, usual, other)
    assert read(folder.path / FORM) == (asked, [])


@pytest.mark.parametrize("off", ["yes", "true", "TRUE", "Yes"])
def test_a_question_that_is_switched_off_is_not_asked(off, folder):
    """As on a phone, where pyxform leaves it out."""
    folder.change(FORM, "instance::dimension", "instance::dimension,disabled")
    folder.change(FORM, "coercion_at_destination", f"coercion_at_destination,{off}")
    form, problems = read(folder.path / FORM)
    assert (questions(form), problems) == (["other"], [])


def test_a_question_that_is_not_switched_off_is_asked(folder):
    folder.change(FORM, "instance::dimension", "instance::dimension,disabled")
    folder.change(FORM, "coercion_at_destination", "coercion_at_destination,no")
    form, problems = read(folder.path / FORM)
    assert (questions(form), problems) == (["papers", "other"], [])


LEFT_OUT_ON_A_PHONE = [
    ("relevant", "${papers} = 'yes'"),
    ("read_only", "yes"),
    ("constraint", ". != 'no'"),
    ("choice_filter", "name != 'no'"),
]


@pytest.mark.parametrize(("column", "said"), LEFT_OUT_ON_A_PHONE)
def test_what_a_phone_would_leave_out_is_refused_of_a_question(column, said, folder):
    folder.change(FORM, "instance::dimension", f"instance::dimension,{column}")
    folder.change(FORM, "Outra coisa?", f"Outra coisa?,,,{said}")
    ((_file, _row, field, _value, right),) = folder.problems()
    assert (field, right) == (f"survey.other.{column}", "nothing: each is asked")


def test_a_page_that_a_phone_would_leave_out_is_refused(folder):
    folder.change(FORM, "instance::dimension", "instance::dimension,relevant")
    folder.change(FORM, "O trabalho", "O trabalho,,,false()")
    ((_file, _row, field, _value, right),) = folder.problems()
    assert (field, right) == ("survey.work.relevant", "nothing: each is asked")


def test_a_group_in_a_group_is_named_once(folder):
    folder.change(
        FORM,
        ",select_one answers,other",
        ",begin_group,inner,Dedans,Dentro\n,select_one answers,other",
    )
    folder.change(FORM, ",end_group", ",end_group\n,end_group")
    ((_file, _row, field, value, right),) = folder.problems()
    assert (field, value) == ("survey.inner", "group")
    assert right == "select_one answers, or end_group"
