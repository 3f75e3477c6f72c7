"""The year's report: numbers in their sentences, the years before in parentheses, silence said."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sala.figures.answers import (
    NOT_RECORDED,
    NUMBER,
    BreakdownCell,
    FigureAnswer,
    FigureAnswers,
)
from sala.figures.definitions import FIGURES
from sala.narrative.writing import words
from sala.narrative.writing.compose import compose_report, wanted_figures
from sala.narrative.writing.templates import (
    BEFORE,
    SentenceTemplateError,
    parse_sentences,
    report_sentences,
)

KIP = words.ReportMoney("Lao kip", "LAK", Decimal(8536))


def said(language="en", parts=None, **figures):
    """The sentences of 2018 where these figures are known, by their codes."""
    totals = {
        (code, year): FigureAnswer(
            code,
            year,
            NOT_RECORDED if value is None else NUMBER,
            value,
        )
        for code, values in figures.items()
        for year, value in zip((2018, 2017, 2016), values, strict=False)
    }
    answers = FigureAnswers(totals, parts or {})
    report = compose_report(
        answers,
        year=2018,
        language=language,
        currency=KIP,
    )
    return {s.code: s.text for section in report for s in section.sentences}


def test_the_years_before_stand_in_parentheses():
    text = said(
        incidents_investigated=(39, 69),
        cases_opened=(26, 44),
        ongoing_investigations=(18, 29, 19),
    )
    assert text["incidents"] == (
        "Authorities investigated 39 incidents (69 in 2017), and opened 26 cases (44 in 2017)."
    )
    assert "18 ongoing investigations (29 in 2017, 19 in 2016)" in text["ongoing"]


def test_what_nobody_wrote_down_is_said_and_is_not_zero():
    text = said(victims_identified=(None, 86, 184), foreign_victims_identified=(0,))
    assert text["identified"] == (
        "Authorities did not report a clear number of officially identified victims "
        "(86 in 2017, 184 in 2016)."
    )
    assert text["foreign"] == "The government did not identify any foreign victims."
    assert "did not report any investigation" in text["officials"]


def test_every_part_is_named_with_its_number_the_largest_first():
    parts = {
        ("training_audiences", 2018, ("kind",)): {
            ("judges",): BreakdownCell(2),
            ("police",): BreakdownCell(3),
            (None,): BreakdownCell(1),
        },
    }
    text = said(training_audiences=(4,), parts=parts)
    assert text["trained_whom"] == "Sessions were held for police (3) and judges (2)."
    assert "trained_whom" not in said(training_audiences=(0,))
    lao = said(
        "lo",
        training_audiences=(4,),
        parts=parts,
    )
    assert lao["trained_whom"] == "ການຝຶກອົບຮົມໄດ້ຈັດໃຫ້ police (3) ແລະ judges (2)."


def test_an_unknown_number_stands_beside_a_known_one():
    text = said(prosecutions_cases=(12, 13, 11), prosecutions_persons=(None,))
    assert text["prosecutions"] == (
        "Prosecutors initiated prosecutions in 12 cases (13 in 2017, 11 in 2016) "
        "against an unknown number of suspects."
    )


def test_a_part_of_a_figure_is_its_own_number():
    parts = {
        ("cases_unclear_definition", 2018, ("form",)): {
            ("forced_marriage",): BreakdownCell(8)
        },
    }
    text = said(parts=parts, cases_unclear_definition=(9,))
    assert text["unclear"] == (
        "In nine cases with a conviction it was unclear if they met the definition of "
        "trafficking; eight of these involved potential forced or fraudulent marriage."
    )


def test_nobody_screened_of_those_whom_police_met_is_said():
    parts = {
        ("persons_detained", 2018, ("belonging",)): {("foreign",): BreakdownCell(35)},
        ("persons_screened_of_met", 2018, ("kind",)): {
            ("border_return",): BreakdownCell(15)
        },
    }
    figures = {"persons_detained": (128,), "persons_screened_of_met": (15,)}
    text = said(parts=parts, **figures)["met"]
    assert text == (
        "During operations, police met 128 persons, including 35 foreigners; "
        "none of them were screened for indicators of trafficking."
    )
    assert "ມີ ບໍ່ມີ" not in said("lo", parts=parts, **figures)["met"]
    unknown = said(parts=parts, persons_detained=(128,))["met"]
    assert "an unknown number of them were screened" in unknown


def test_the_years_before_stand_behind_what_is_counted():
    text = said(
        cases_unclear_definition=(9, 0, 0),
        victims_sheltered=(21,),
        shelters=(1,),
    )
    assert text["unclear"].startswith(
        "In nine cases with a conviction it was unclear if they met the definition of "
        "trafficking (none in 2017 or 2016); ",
    )
    assert "the country had one shelter with" in text["sheltered"]


def test_lao_has_the_marks_that_its_pages_have():
    text = said(
        "lo",
        people_reached=(5142,),
        restitution_cases=(6,),
        restitution_max=(110_250_000,),
    )
    assert "5.142" in text["reached"]
    assert "110.250.000 " in text["restitution"]
    assert "($12.920)" in text["restitution"]


def test_a_part_may_be_more_where_some_are_of_no_known_part():
    parts = {
        ("victims_identified", 2018, ("abroad",)): {
            ("abroad",): BreakdownCell(47),
            (None,): BreakdownCell(3),
        },
    }
    text = said(parts=parts, victims_identified=(50,))
    assert "at least 47 victims exploited abroad" in text["identified"]
    assert (
        "and an unknown number of victims exploited in the country"
        in text["identified"]
    )


def test_money_has_its_dollar_value_and_sentences_are_in_years():
    text = said(
        sentence_min=(13,),
        sentence_max=(186,),
        fine_imposed_min=(2_000_000,),
        fine_imposed_max=(100_000_000,),
        assets_forfeited=(70_000_000,),
    )
    assert text["sentences"] == (
        "Sentences ranged from one year and one month to 15 years and six months of imprisonment, "
        "and fines from 2 million Lao kip ($234) to 100 million Lao kip ($11,720)."
    )
    assert (
        text["forfeited"]
        == "Courts confiscated 70 million Lao kip ($8,200) in assets from traffickers."
    )


def test_none_is_said_as_a_language_says_it():
    text = said(
        recruitment_agencies=(24,), inspections=(0,), recruitment_agencies_sanctioned=(0, 0, 0),
        border_crossings=(101,), border_crossings_international=(0,), budget_allocated=(5,),
        budget_spent=(0,), sentences_suspended=(0, 2),
    )  # fmt: skip
    assert (
        "no inspections and sanctioned no agencies (none in 2017 or 2016)"
        in text["recruiters"]
    )
    assert "none of them international" in text["crossings"]
    assert text["budget"].endswith("and spent nothing.")
    assert text["suspended"] == "Courts did not suspend any sentence (2 in 2017)."


def test_an_unknown_amount_is_no_number_of_things():
    text = said(restitution_cases=(6,))
    assert "an unknown amount reached victims" in text["restitution"]
    assert "ບໍ່ຮູ້ວ່າເທົ່າໃດ" in said("lo", restitution_cases=(6,))["restitution"]


def test_lao_says_the_same_numbers():
    text = said(
        "lo",
        incidents_investigated=(39, 69),
        cases_opened=(26, 44),
    )
    assert text["incidents"] == (
        "ເຈົ້າໜ້າທີ່ໄດ້ສືບສວນ-ສອບສວນ 39 ເຫດການ (69 ໃນປີ 2017) ແລະ ເປີດ 26 ຄະດີ (44 ໃນປີ 2017)."
    )


def test_a_number_that_may_be_higher_says_so():
    answers = FigureAnswers(
        {
            ("people_reached", 2018): FigureAnswer(
                "people_reached",
                2018,
                NUMBER,
                1080,
                2,
                9,
            ),
        },
    )
    report = compose_report(
        answers,
        year=2018,
        language="en",
        currency=KIP,
    )
    (text,) = [
        s.text for section in report for s in section.sentences if s.code == "reached"
    ]
    assert "reaching at least 1,080 people" in text


def test_every_sentence_speaks_each_language_of_the_same_figures():
    for sentence in report_sentences():
        assert sentence.wordings.keys() == {"en", "lo"}, sentence.code
        told = [
            {(p.figure, p.by, p.key) for p in wording.said if not isinstance(p, str)}
            for wording in sentence.wordings.values()
        ]
        assert told[0] == told[1], sentence.code
        forms = [(bool(w.none), bool(w.unreported)) for w in sentence.wordings.values()]
        assert forms[0] == forms[1], sentence.code


def test_every_figure_of_a_sentence_is_defined_and_broken_down_as_it_allows():
    for code, ways in wanted_figures().items():
        assert code in FIGURES
        assert ways <= set(FIGURES[code].breakdowns), code
    assert BEFORE not in FIGURES


numbers = st.one_of(st.none(), st.integers(0, 10**12))


@given(
    st.dictionaries(
        st.sampled_from(sorted(FIGURES)),
        st.tuples(numbers, numbers, numbers),
    ),
)
def test_every_number_of_a_report_is_of_a_figure(figures):
    totals = {
        (code, year): FigureAnswer(
            code,
            year,
            NOT_RECORDED if value is None else NUMBER,
            value,
        )
        for code, values in figures.items()
        for year, value in zip((2018, 2017, 2016), values, strict=True)
    }
    for language in ("en", "lo"):
        report = compose_report(
            FigureAnswers(totals),
            year=2018,
            language=language,
            currency=KIP,
        )
        for piece in (
            p for section in report for s in section.sentences for p in s.pieces
        ):
            if piece.figure and not piece.by:
                known = totals.get((piece.figure, piece.year))
                assert piece.value == (known.value if known else None)
            elif not piece.figure and "20" not in piece.text:
                assert not any(c.isdigit() for c in piece.text), piece


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[[sentence]]\ncode="a"\nroom="kitchen"\nleads="x"\nen.said="y"', "kitchen"),
        ('[[sentence]]\ncode="a"\nroom="protection"\nleads="x"\nen.none="y"', "said"),
        (
            '[[sentence]]\ncode="a"\nroom="protection"\nleads="x"\nen.said="{y z}"',
            "placeholder",
        ),
        ('[[sentence]]\ncode="a"\nroom="protection"\nleads="x"\nen.sad="y"', "sad"),
        ('[[sentence]]\ncode="a"\nroom="protection"\nleads="x"', "language"),
    ],
)
def test_a_faulty_sentence_is_named(text, wrong):
    with pytest.raises(SentenceTemplateError, match=wrong):
        parse_sentences(text)


@given(st.integers(0, 10**15))
def test_no_digit_of_a_sum_is_lost(value):
    said = words.sum_of(value, "en")
    number = Decimal(said.split()[0].replace(",", ""))
    assert number * (words.MILLION if "million" in said else 1) == value
