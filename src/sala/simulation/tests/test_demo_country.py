"""The published figures, counted from the records in plain SQL: no definition of a figure helps.

Every number is one of `yearly_figures.json` and of the narrative it was taken from.
"""

import pytest

IDENTIFIED = """
SELECT count(DISTINCT d.person_id) FROM screening_identificationdecision d
WHERE d.outcome = 'identified' AND extract(year FROM d.decided_on) = %s
"""
# At the end of a year: opened by then, and neither handed on nor closed by then.
ONGOING = """
SELECT count(*) FROM prosecution_investigation i WHERE i.opened_on < make_date(%s + 1, 1, 1)
  AND NOT (i.state IN ('submitted', 'closed') AND i.state_since < make_date(%s + 1, 1, 1))
"""
PROSECUTED = """
SELECT count(DISTINCT case_id) FROM prosecution_charge WHERE extract(year FROM filed_on) = %s
"""
HANDED_ON = """
SELECT count(DISTINCT case_id) FROM prosecution_caseevent
WHERE kind = 'hand_to_prosecution' AND extract(year FROM happened_on) = %s
"""
CONVICTED = """
SELECT {} FROM prosecution_verdict v JOIN prosecution_charge c ON c.id = v.charge_id
JOIN prosecution_case k ON k.id = v.case_id
WHERE v.outcome = 'convicted' AND extract(year FROM v.decided_on) = %s
"""
SERVED = """
SELECT DISTINCT s.person_id, s.citizenship, s.sex FROM protection_servicedelivered s
JOIN access_agency a ON a.id = s.agency_id AND a.code = 'LWU'
WHERE s.struck_at IS NULL AND extract(year FROM s.happened_on) = 2018
"""
DECIDED = "SELECT person_id FROM screening_identificationdecision WHERE outcome = 'identified'"
OPERATION = """
SELECT {} FROM screening_operation o LEFT JOIN screening_metcount m ON m.operation_id = o.id
WHERE o.kind = 'police_operation' AND date_trunc('month', o.happened_on) = '2018-10-01'
"""
REACHED = """
SELECT sum(w.reached) FROM prevention_awarenessactivity w JOIN access_agency a ON a.id = w.agency_id
WHERE extract(year FROM w.starts_on) = 2018 AND a.code = ANY(%s)
"""


@pytest.mark.parametrize(("year", "number"), [(2016, 184), (2017, 86)])
def test_victims_identified(demo_country, year, number):
    assert demo_country(IDENTIFIED, year) == number


def test_of_2018_it_is_not_clear_how_many_were_identified(demo_country):
    """Most of those who were served nobody had decided on."""
    undecided = f"SELECT count(*) FROM ({SERVED}) s WHERE person_id NOT IN ({DECIDED})"
    assert demo_country(undecided) == 48


def test_no_foreign_victim_is_identified(demo_country):
    foreign = "SELECT count(*) FROM screening_identificationdecision WHERE citizenship <> 'LA'"
    assert demo_country(foreign) == 0


@pytest.mark.parametrize(("year", "number"), [(2017, 69), (2018, 39)])
def test_incidents(demo_country, year, number):
    recorded = "SELECT count(*) FROM prosecution_incident WHERE extract(year FROM recorded_at) = %s"
    assert demo_country(recorded, year) == number
    happened = """SELECT count(*) FROM prosecution_incident
        WHERE extract(year FROM coalesce(happened_on, recorded_at)) = %s"""
    assert demo_country(happened, year) == number


@pytest.mark.parametrize(("year", "number"), [(2017, 44), (2018, 26)])
def test_cases_opened(demo_country, year, number):
    opened = (
        "SELECT count(*) FROM prosecution_case WHERE extract(year FROM opened_at) = %s"
    )
    assert demo_country(opened, year) == number


@pytest.mark.parametrize(("year", "number"), [(2016, 19), (2017, 29), (2018, 18)])
def test_investigations_ongoing_at_the_end_of_the_year(demo_country, year, number):
    assert demo_country(ONGOING, year, year) == number


@pytest.mark.parametrize(("year", "number"), [(2016, 11), (2017, 13), (2018, 12)])
def test_cases_prosecuted(demo_country, year, number):
    assert demo_country(PROSECUTED, year) == number
    assert demo_country(HANDED_ON, year) == number


@pytest.mark.parametrize(("year", "number"), [(2016, 6), (2017, 8), (2018, 11)])
def test_cases_with_a_conviction(demo_country, year, number):
    assert demo_country(CONVICTED.format("count(DISTINCT v.case_id)"), year) == number


def test_persons_convicted(demo_country):
    assert demo_country(CONVICTED.format("count(DISTINCT c.defendant_id)"), 2018) == 27


def test_one_is_about_a_minor_and_one_about_labour_abroad(demo_country):
    minor = """SELECT count(DISTINCT v.case_id) FROM prosecution_verdict v
        JOIN prosecution_case k ON k.id = v.case_id AND 'sexual_exploitation' = ANY(k.forms)
        JOIN prosecution_casevictim w ON w.case_id = k.id AND w.age_group = 'child'
        WHERE v.outcome = 'convicted' AND extract(year FROM v.decided_on) = 2018"""
    assert demo_country(minor) == 1
    abroad = CONVICTED.format("count(DISTINCT v.case_id)") + (
        " AND 'forced_labour' = ANY(k.forms) AND k.country <> 'LA' AND k.means <> '{}'"
    )
    assert demo_country(abroad, 2018) == 1


def test_nine_cases_are_unclear_and_eight_of_them_about_marriage(demo_country):
    """Nobody looked into the means, and every victim is an adult: unclear, in all the years."""
    unclear = """SELECT count(*) FROM prosecution_case k
        WHERE (acts IS NULL OR forms IS NULL OR means IS NULL AND NOT EXISTS (
            SELECT 1 FROM prosecution_casevictim v WHERE v.case_id = k.id
            AND v.age_group <> 'adult')) AND '{}' NOT IN (
            coalesce(acts, '{x}'), coalesce(means, '{x}'), coalesce(forms, '{x}'))"""
    assert demo_country(unclear) == 9
    marriage = unclear + " AND 'fraudulent_marriage' = ANY(forms) AND country = 'CN'"
    assert demo_country(marriage) == 8
    convicted = (
        unclear
        + """ AND EXISTS (SELECT 1 FROM prosecution_verdict v
        WHERE v.case_id = k.id AND v.outcome = 'convicted'
        AND extract(year FROM v.decided_on) = 2018)"""
    )
    assert demo_country(convicted) == 9
    assert demo_country(unclear + " AND extract(year FROM opened_at) = 2018") == 9


def test_sentences_and_fines(demo_country):
    ends = "min(v.prison_months), max(v.prison_months), min(v.fine), max(v.fine)"
    found = demo_country(CONVICTED.format(ends), 2018)
    assert found == (13, 186, 2_000_000, 100_000_000)


def test_money_forfeited(demo_country):
    taken = "SELECT sum(value) FROM prosecution_forfeiture WHERE extract(year FROM ordered_on) = %s"
    assert demo_country(taken, 2018) == 70_000_000


def test_restitution_of_six_cases_is_shared_among_their_victims(demo_country):
    of_cases = """SELECT count(*), min(whole), max(whole), min(shares) FROM (
        SELECT sum(share) AS whole, count(*) AS shares FROM prosecution_restitutionclaim
        WHERE share IS NOT NULL AND extract(year FROM decided_on) = 2018 GROUP BY case_id) c"""
    assert demo_country(of_cases) == (6, 6_000_000, 110_250_000, 2)


def test_nobody_investigates_an_official(demo_country):
    assert (
        demo_country("SELECT count(*) FROM prosecution_case WHERE concerns_official")
        == 0
    )


def test_the_womens_union_serves_52_of_whom_five_were_exploited_at_home(demo_country):
    assert demo_country(f"SELECT count(*) FROM ({SERVED}) s") == 52
    assert (
        demo_country(f"SELECT count(*) FROM ({SERVED}) s WHERE citizenship <> 'LA'")
        == 0
    )
    where = f"""SELECT count(*) FILTER (WHERE place = 'LA'), count(*) FILTER (WHERE place <> 'LA')
        FROM (SELECT (SELECT d.exploited_in FROM screening_identificationdecision d
            WHERE d.person_id = s.person_id ORDER BY d.recorded_at DESC LIMIT 1) AS place
        FROM ({SERVED}) s) w"""
    assert demo_country(where) == (5, 47)
    men = f"SELECT count(*) FROM ({SERVED}) s WHERE sex = 'male'"
    assert demo_country(men) == 7
    earlier = """SELECT count(*) FROM protection_servicedelivered
        WHERE sex = 'male' AND happened_on < '2018-01-01'"""
    assert demo_country(earlier) == 0
    sheltered = """SELECT count(DISTINCT person_id) FROM protection_shelterstay
        WHERE sex = 'male' AND extract(year FROM from_on) = 2018"""
    assert demo_country(sheltered) == 7


def test_128_women_were_met_of_whom_35_foreign_and_none_was_screened(demo_country):
    met = "sum(m.number), sum(m.number) FILTER (WHERE m.national = false), max(m.sex), min(m.sex)"
    assert demo_country(OPERATION.format(met)) == (128, 35, "female", "female")
    screened = """SELECT count(*) FROM screening_screening s
        JOIN screening_operation o ON o.id = s.operation_id WHERE o.kind = 'police_operation'"""
    assert demo_country(screened) == 0
    assert demo_country(OPERATION.format("max(o.state)")) == "open"


def test_four_were_identified_by_police_and_sent_home_without_a_referral(demo_country):
    alone = f"""{IDENTIFIED} AND extract(month FROM d.decided_on) = 10
        AND d.form = 'sexual_exploitation' AND d.exploited_in = 'LA'
        AND NOT EXISTS (SELECT 1 FROM protection_referral r WHERE r.person_id = d.person_id)
        AND NOT EXISTS (SELECT 1 FROM protection_servicedelivered s
                        WHERE s.person_id = d.person_id)"""
    assert demo_country(alone, 2018) == 4
    others = f"""{IDENTIFIED} AND NOT EXISTS (
        SELECT 1 FROM protection_referral r WHERE r.person_id = d.person_id)"""
    assert demo_country(others, 2018) == 4


@pytest.mark.parametrize(
    ("agencies", "number"),
    [(["MLSW", "LWU"], 1080), (["MOFA"], 352), (["MOES"], 3710)],
)
def test_people_reached(demo_country, agencies, number):
    assert demo_country(REACHED, agencies) == number


def test_budgets_are_not_recorded(demo_country):
    lines, amounts = demo_country(
        "SELECT count(*), count(allocated) FROM partnership_budgetline",
    )
    assert lines > 0
    assert amounts == 0


def test_provinces_have_committees_after_the_decree(demo_country):
    founded = """SELECT count(*), min(founded_on) >= '2018-07-01' FROM partnership_committee
        WHERE level = 'province'"""
    assert demo_country(founded) == (6, True)


def test_24_recruitment_agencies_are_licensed(demo_country):
    licensed = """SELECT count(DISTINCT recruitment_agency_id) FROM prevention_licencestep s
        WHERE s.happened_on <= '2018-12-31' AND s.state = 'licensed'"""
    assert demo_country(licensed) == 24


def test_villages_settled_complaints_and_referred_others(demo_country):
    ends = dict(
        demo_country.all(
            """SELECT state, count(*) FROM prosecution_complaint
            WHERE channel = 'village_mediation' GROUP BY 1""",
        ),
    )
    assert ends["referred"] > 0
    assert ends["closed"] + ends["reviewed"] > 0
    settled = "SELECT count(*) FROM prosecution_complaint WHERE closed_reason = %s"
    assert demo_country(settled, "settled_between_parties") > 0
