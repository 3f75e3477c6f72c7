"""Sentences in the manner of the reports of all years, in our own words: measure, value and year of each number.

The report is of 2019 where a line does not say otherwise.
"""

import json

import pytest

from sala_reader.report import read_report
from sala_reader.tests.annotated import DATA

NONE = None
CASES = [
    # prosecution
    ("Police investigated 31 cases, compared with 28 cases in 2017.", [("investigations_cases", 31, 2018), ("investigations_cases", 28, 2017)]),
    ("Authorities initiated 10 investigations involving 15 suspects (12 investigations in 2017).", [("investigations_cases", 10, 2018), ("investigations_persons", 15, 2018), ("investigations_cases", 12, 2017)]),
    ("Prosecutors charged 20 defendants in nine cases during the reporting period.", [("prosecutions_persons", 20, 2018), ("prosecutions_cases", 9, 2018)]),
    ("The courts convicted 14 traffickers, a decrease from 22 in 2017 and 30 in 2016.", [("convictions_persons", 14, 2018), ("convictions_persons", 22, 2017), ("convictions_persons", 30, 2016)]),
    ("Sentences ranged from two to 12 years’ imprisonment.", [("sentence_min", 24, 2018), ("sentence_max", 144, 2018)]),
    ("A judge sentenced one trafficker to 25 years in prison.", [("convictions_persons", 1, 2018), ("sentence_imposed", 300, 2018)]),
    ("The law prescribes penalties of up to 20 years' imprisonment.", [("penalty_prison_max", 240, 2018)]),
    ("Article 140 prescribed a minimum sentence of five years’ imprisonment.", [("penalty_prison_min", 60, 2018)]),
    ("Authorities continued to investigate eight cases from previous years.", [("ongoing_investigations", 8, 2018)]),
    ("Courts acquitted two defendants.", [("acquittals_persons", 2, 2018)]),
    ("The government did not report any investigations, prosecutions, or convictions of officials complicit in trafficking.", [("officials_investigated", NONE, 2018)]),
    ("Authorities did not prosecute or convict any traffickers.", [("prosecutions_persons", 0, 2018), ("convictions_persons", 0, 2018)]),
    ("No traffickers were convicted in 2018.", [("convictions_persons", 0, 2018)]),
    ("The government reported no convictions, compared with three in 2017.", [("convictions_persons", 0, 2018), ("convictions_persons", 3, 2017)]),
    ("Prosecutors did not report how many cases they prosecuted.", [("prosecutions_cases", NONE, 2018)]),
    ("Police arrested an unspecified number of suspects.", [("investigations_persons", NONE, 2018)]),
    ("In fiscal year 2018, prosecutors filed charges against 41 suspects.", [("prosecutions_persons", 41, 2018)]),
    ("Three police officers were convicted for facilitating trafficking.", [("officials_convicted", 3, 2018)]),
    ("The judge ordered the traffickers to pay 2 million pesos ($39,000) in restitution to five victims.", [("restitution_amount", 2000000, 2018), ("restitution_cases", 5, 2018)]),
    # protection
    ("The government identified 135 victims (84 women, 31 men, and 20 children).", [("victims_identified", 135, 2018), ("victims_identified", 84, 2018), ("victims_identified", 31, 2018), ("victims_identified", 20, 2018)]),
    ("Officials identified 40 potential victims, of whom 12 were boys, compared to 55 the previous year.", [("potential_victims_identified", 40, 2018), ("potential_victims_identified", 12, 2018), ("potential_victims_identified", 55, 2017)]),
    ("The shelter assisted 63 victims in 2018.", [("victims_assisted", 63, 2018)]),
    ("NGOs provided shelter and counseling to 210 victims.", [("victims_assisted", 210, 2018)]),
    ("Police referred 18 victims to NGO shelters (23 in 2017).", [("victims_referred", 18, 2018), ("victims_referred", 23, 2017)]),
    ("The ministry repatriated 75 victims from neighboring countries.", [("victims_repatriated", 75, 2018)]),
    ("The government operated four shelters with a combined 120 beds.", [("shelters", 4, 2018), ("shelter_places", 120, 2018)]),
    ("The hotline received 1,250 calls in 2018 (980 in 2017).", [("hotline_calls", 1250, 2018), ("hotline_calls", 980, 2017)]),
    ("The government did not identify any victims, compared with nine in 2017.", [("victims_identified", 0, 2018), ("victims_identified", 9, 2017)]),
    ("The government allocated 2.5 million kip ($312) for victim protection.", [("budget_protection", 2500000, 2018)]),
    ("Authorities did not report the number of victims they identified.", [("victims_identified", NONE, 2018)]),
    # prevention
    ("The ministry of labor inspected 412 companies and revoked the licenses of nine recruitment agencies.", [("inspections", 412, 2018), ("recruitment_agencies_sanctioned", 9, 2018)]),
    ("The police academy trained 350 officers on victim identification.", [("persons_trained", 350, 2018)]),
    ("Labor inspectors conducted 2,310 inspections.", [("inspections", 2310, 2018)]),
    ("The campaign reached 14,000 people in rural areas.", [("people_reached", 14000, 2018)]),
    ("Experts estimate between 5,000 and 8,000 children work in the mines.", [("population_estimate", 5000, NONE), ("population_estimate", 8000, NONE)]),
    ("Observers estimated 40 percent of migrant workers had no contract.", [("population_share", 40, NONE)]),
    # turns that once were read wrongly
    ("Of the 61 victims identified, 40 were referred to shelters and 21 were voluntarily repatriated.", [("victims_identified", 61, 2018), ("victims_referred", 40, 2018), ("victims_repatriated", 21, 2018)]),
    ("A total of 72 individuals were arrested, 51 prosecuted, and 38 convicted.", [("investigations_persons", 72, 2018), ("prosecutions_persons", 51, 2018), ("convictions_persons", 38, 2018)]),
    ("Courts convicted 31 offenders; 12 of the convicted offenders received suspended sentences.", [("convictions_persons", 31, 2018), ("sentences_suspended", 12, 2018)]),
    ("At the end of 2018, 22 cases remained pending before the courts.", [("ongoing_prosecutions", 22, 2018)]),
    ("The average sentence was four years' imprisonment.", []),
    ("The law prescribes five years' to life imprisonment.", [("penalty_prison_min", 60, 2018)]),
    ("Sentences ranged from probation to eight years' imprisonment.", [("sentence_max", 96, 2018)]),
    ("The agency issued 15 permits, compared with 10 in 2017.", []),
    ("Police identified 90 victims. NGOs provided services to 60 of the 90 victims (40 in 2017).", [("victims_identified", 90, 2018), ("victims_assisted", 60, 2018), ("victims_assisted", 40, 2017)]),
    ("Inspectors conducted 300 inspections and found 43 violations.", [("inspections", 300, 2018)]),
    ("Police arrested two men for allegedly forcing four children to beg.", [("investigations_persons", 2, 2018)]),
    ("The government provided shelter to 44 victims in one of its three shelters.", [("victims_assisted", 44, 2018), ("shelters", 3, 2018)]),
    ("Police conducted five investigations, the same number as in 2017.", [("investigations_cases", 5, 2018), ("investigations_cases", 5, 2017)]),
    ("Authorities initiated one sex trafficking and two forced labor investigations.", [("investigations_cases", 1, 2018), ("investigations_cases", 2, 2018)]),
    ("Over the last six years, the government has convicted five traffickers.", []),
    ("No cases were brought to trial.", [("prosecutions_cases", 0, 2018)]),
    ("Three police officers were under investigation.", [("officials_investigated", 3, 2018)]),
    ("There were no reports officials penalized victims.", []),
    ("The court sentenced them to 15 and 18 months’ imprisonment.", [("sentence_imposed", 15, 2018), ("sentence_imposed", 18, 2018)]),
    ("In FY 2017, the agency opened 987 investigations, a decrease from 1,025 in FY 2016.", [("investigations_cases", 987, 2017), ("investigations_cases", 1025, 2016)]),
    # no figures
    ("The 2008 law, as amended in 2014, applies to anyone under 18 years of age.", []),
    ("On June 12, 2018, the parliament adopted Law 14/2018.", []),
    ("The victims could stay for 30 days, 24 hours a day.", []),
    ("The government plans to train 500 officers.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[c[0][:50] for c in CASES])
def test_a_sentence(text, expected):
    found = read_report(text, year=2019).figures
    assert [(f.measure, f.value, f.year) for f in found] == expected


MORE = json.loads((DATA / "sentences.json").read_text())


@pytest.mark.parametrize("row", MORE, ids=[row["text"][:50] for row in MORE])
def test_a_sentence_of_another_year(row):
    found = read_report(row["text"], year=row["year"]).figures
    assert sorted(
        [[f.measure, f.value, f.year] for f in found],
        key=lambda f: (f[0], f[1] or -1, f[2] or 0),
    ) == sorted(row["figures"], key=lambda f: (f[0], f[1] or -1, f[2] or 0))


def test_a_figure_says_how_it_was_found_and_what_was_not_understood_is_listed():
    reading = read_report(
        "Courts convicted 12 traffickers (9 in 2017). Villages own 40 boats.",
        year=2019,
    )
    assert [f.found_by for f in reading.figures] == ["frame", "elided"]
    assert [n.quote for n in reading.not_understood] == ["40"]


def test_numbers_upon_numbers_are_one_thing_that_was_not_understood():
    (found,) = read_report(
        "Victims 2018: " + "1, 22; " * 160 + ".", year=2019
    ).not_understood
    assert (found.reason, found.quote[:5]) == (
        "numbers upon numbers, as in a table",
        "2018:",
    )


def test_a_group_of_two_is_told_with_both():
    figures = read_report(
        "Authorities identified 42 women and girls and 12 men.",
        year=2019,
    ).figures
    assert [f.group for f in figures] == ["women, girls", "men"]


def test_money_carries_currency_dollars_and_article():
    text = (
        "Article 9 prescribed a fine of 1,000 to 5,000 Swiss francs ($1,010 to $5,040)."
    )
    first, last = read_report(text, year=2019).figures
    assert (first.measure, first.value, first.currency, first.usd) == (
        "penalty_fine_min",
        1000,
        "CHF",
        1010,
    )
    assert (last.measure, last.usd, last.article) == ("penalty_fine_max", 5040, "9")


WHO = [
    ("The Ministry of Interior (MOI) identified 40 victims in Vientiane.", "Ministry of Interior", None, "Vientiane"),
    ("NGOs reported assisting 63 victims.", None, "NGOs", None),
    ("NGOs reported that officials referred 34 victims.", None, "NGOs", None),
    ("IOM assisted 20 victims in Sarajevo.", "IOM", None, "Sarajevo"),
    ("According to UNICEF, an estimated 30,000 children work in the mines.", None, "UNICEF", None),
    ("The police arrested 12 suspects in January.", "police", None, None),
    ("The government identified 40 victims in Parliament.", None, None, None),
    ("The government identified 40 victims in Thai ports.", None, None, None),
    ("The government identified 40 victims in Thailand.", None, None, "Thailand"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "institution", "source", "place"), WHO)
def test_a_figure_says_who_did_it_who_says_so_and_where(
    text,
    institution,
    source,
    place,
):
    figure = read_report(text, year=2019).figures[0]
    assert (figure.institution, figure.source, figure.place) == (
        institution,
        source,
        place,
    )


def test_what_holds_for_a_figure_holds_for_the_one_it_is_compared_with():
    first, other = read_report(
        "DGMM identified 134 women in Ankara (303 in 2017).",
        year=2019,
    ).figures
    assert (first.institution, first.group, first.place) == ("DGMM", "women", "Ankara")
    assert (other.institution, other.group, other.place) == ("DGMM", "women", "Ankara")
