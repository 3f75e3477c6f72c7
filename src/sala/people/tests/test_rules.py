"""Identity as a value: it survives sealing, is found again as written, and doubt means a child."""

import json
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sala.people import rules
from sala.people.rules import (
    BirthInformation,
    BirthPrecision,
    Identity,
    IdentityDocument,
    PersonName,
    SexCode,
)

TEXT = st.text(max_size=40)
DAYS = st.dates(date(1930, 1, 1), date(2030, 12, 31))
BIRTHS = st.one_of(
    st.just(BirthInformation()),
    st.builds(
        BirthInformation,
        st.sampled_from(
            [BirthPrecision.DAY, BirthPrecision.MONTH, BirthPrecision.YEAR],
        ),
        on=DAYS,
    ),
    st.builds(
        BirthInformation,
        st.just(BirthPrecision.ESTIMATE),
        age=st.integers(0, 99),
        estimated_on=DAYS,
    ),
)
IDENTITIES = st.builds(
    Identity,
    names=st.lists(st.builds(PersonName, TEXT, st.sampled_from(["full", "alias"]))).map(
        tuple,
    ),
    sex=st.sampled_from(SexCode),
    birth=BIRTHS,
    citizenships=st.lists(st.sampled_from(["LA", "TH", "VN"])).map(tuple),
    documents=st.lists(st.builds(IdentityDocument, TEXT, TEXT, TEXT)).map(tuple),
    phones=st.lists(TEXT).map(tuple),
    other_contacts=st.lists(TEXT).map(tuple),
    origin_place=TEXT,
    origin_village=TEXT,
)


@given(IDENTITIES)
def test_an_identity_comes_back_from_json_as_it_was(identity):
    written = json.dumps(rules.as_json(identity), ensure_ascii=False)
    assert rules.from_json(json.loads(written)) == identity


def test_nothing_recorded_is_found_by_nothing():
    assert rules.search_terms(Identity(), phone_region="LA") == set()
    assert (
        rules.search_terms(
            Identity(phones=("", " "), names=(PersonName(" "),)),
            phone_region="LA",
        )
        == set()
    )


BORN = date(2008, 5, 17)


def test_on_the_eighteenth_birthday_childhood_ends():
    birth = BirthInformation(BirthPrecision.DAY, on=BORN)
    assert rules.may_be_child(birth, date(2026, 5, 16), majority=18)
    assert not rules.may_be_child(birth, date(2026, 5, 17), majority=18)


def test_a_month_or_a_year_counts_from_its_last_day():
    month, year = (
        BirthInformation(BirthPrecision.MONTH, on=BORN),
        BirthInformation(BirthPrecision.YEAR, on=BORN),
    )
    assert rules.may_be_child(month, date(2026, 5, 30), majority=18)
    assert not rules.may_be_child(month, date(2026, 5, 31), majority=18)
    assert rules.may_be_child(year, date(2026, 12, 30), majority=18)
    assert not rules.may_be_child(year, date(2026, 12, 31), majority=18)


def test_an_estimate_may_be_two_years_off():
    guessed = BirthInformation(
        BirthPrecision.ESTIMATE,
        age=19,
        estimated_on=date(2026, 1, 1),
    )
    sure = BirthInformation(
        BirthPrecision.ESTIMATE,
        age=20,
        estimated_on=date(2026, 1, 1),
    )
    assert rules.may_be_child(guessed, date(2026, 1, 1), majority=18)
    assert not rules.may_be_child(guessed, date(2027, 1, 1), majority=18)
    assert not rules.may_be_child(sure, date(2026, 1, 1), majority=18)


def test_age_unknown_is_a_childs_age():
    assert rules.may_be_child(BirthInformation(), date(2026, 1, 1), majority=18)
    assert rules.may_be_child(
        BirthInformation(BirthPrecision.ESTIMATE),
        date(2026, 1, 1),
        majority=18,
    )


@given(BIRTHS, DAYS, st.integers(0, 4000))
def test_whoever_is_an_adult_stays_one(birth, on, later):
    if not rules.may_be_child(birth, on, majority=18):
        assert not rules.may_be_child(birth, on + timedelta(days=later), majority=18)


@given(BIRTHS, DAYS)
def test_ages_are_in_order(birth, on):
    ages = rules.age_range(birth, on)
    assert ages is None or 0 <= ages[0] <= ages[1]
