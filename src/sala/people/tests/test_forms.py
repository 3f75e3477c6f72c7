"""The form that says who somebody is: what is typed is kept, what is not known is not made up."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sala.kit import clock
from sala.people.forms.birth import BirthForm
from sala.people.forms.identity import IdentityForm
from sala.people.forms.searching import SearchForm
from sala.people.rules import (
    BirthInformation,
    BirthPrecision,
    Identity,
    IdentityDocument,
    PersonName,
    SexCode,
)

pytestmark = pytest.mark.django_db


def born(**typed):
    form = BirthForm(typed)
    assert form.is_valid(), form.errors
    return form.cleaned_data["birth"]


def wrong(**typed):
    return set(BirthForm(typed).errors)


def test_each_kind_of_knowing_a_birth():
    day = {
        "birth_day_day": "17",
        "birth_day_month": "5",
        "birth_day_year": "2008",
    }
    assert born(birth_precision="day", **day) == BirthInformation(
        BirthPrecision.DAY,
        on=date(2008, 5, 17),
    )
    month = {"birth_month": "5", "birth_month_year": "2008"}
    assert born(birth_precision="month", **month).on == date(2008, 5, 1)
    assert born(birth_precision="year", birth_year="໒໐໐໘").on == date(2008, 1, 1)
    age = born(birth_precision="estimate", birth_age="16")
    assert age == BirthInformation(
        BirthPrecision.ESTIMATE,
        age=16,
        estimated_on=clock.today(),
    )
    assert born(birth_precision="not_recorded") == born() == BirthInformation()


def test_the_only_kind_typed_needs_no_choice():
    assert born(birth_year="2008").precision is BirthPrecision.YEAR
    assert wrong(birth_year="2008", birth_age="16") == {"birth_precision"}


def test_what_belongs_to_another_answer_is_left_out():
    assert born(
        birth_precision="year",
        birth_year="2008",
        birth_age="x",
    ) == born(birth_year="2008")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"birth_precision": "day"}, "birth_day"),
        ({"birth_precision": "month", "birth_month_year": "2008"}, "birth_month"),
        ({"birth_precision": "year", "birth_year": "2551"}, "birth_year"),
        ({"birth_precision": "year", "birth_year": "1800"}, "birth_year"),
        ({"birth_precision": "estimate", "birth_age": "200"}, "birth_age"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(typed, field):
    assert wrong(**typed) == {field}


def test_a_month_that_has_not_come_is_refused():
    today = clock.today()
    typed = {"birth_month": "12", "birth_month_year": str(today.year)}
    if today.month < 12:
        assert wrong(birth_precision="month", **typed) == {"birth_month_year"}


def test_an_estimate_left_as_it_was_stays_of_its_day():
    before = {
        "estimated_age": "16",
        "estimated_on": "2024-03-01",
        "birth_precision": "estimate",
    }
    assert born(**before, birth_age="16").estimated_on == date(2024, 3, 1)
    assert born(**before, birth_age="17").estimated_on == clock.today()


def typed_into(form):
    """What a browser sends for a form as it is shown."""
    data = {}
    for field in form:
        value = field.value()
        if hasattr(field.field.widget, "decompress"):
            parts = zip(
                ("day", "month", "year"),
                field.field.widget.decompress(value),
                strict=True,
            )
            data |= {f"{field.html_name}_{name}": part or "" for name, part in parts}
        elif value is not None and value is not False:  # an age of 0 is one
            data[field.html_name] = str(value)
    return data


WORDS = (
    st.text(
        "abc ກຂຄ",
        min_size=1,
        max_size=12,
    )
    .map(str.strip)
    .filter(bool)
)
DOCUMENTS = st.builds(
    IdentityDocument,
    st.sampled_from(["passport", "not_recorded"]),
    WORDS,
    st.sampled_from(["", "TH"]),
)


@st.composite
def identities(draw):
    aliases = draw(st.lists(WORDS, max_size=3))
    names = (PersonName(draw(WORDS)), *(PersonName(text, "alias") for text in aliases))
    birth = st.one_of(
        st.just(BirthInformation()),
        st.builds(
            BirthInformation,
            st.just(BirthPrecision.DAY),
            on=st.dates(date(1950, 1, 1), date(2020, 1, 1)),
        ),
        st.builds(
            BirthInformation,
            st.just(BirthPrecision.ESTIMATE),
            age=st.integers(0, 90),
            estimated_on=st.dates(date(2015, 1, 1), date(2024, 1, 1)),
        ),
    )
    return Identity(
        names=names,
        sex=draw(st.sampled_from(SexCode)),
        birth=draw(birth),
        citizenships=tuple(
            draw(st.lists(st.sampled_from(["LA", "TH", "VN"]), unique=True)),
        ),
        documents=tuple(draw(st.lists(DOCUMENTS, max_size=3))),
        phones=tuple(draw(st.lists(WORDS, max_size=3))),
        other_contacts=tuple(draw(st.lists(WORDS, max_size=2))),
        origin_village=draw(st.one_of(st.just(""), WORDS)),
    )


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(identity=identities())
def test_an_identity_opened_and_saved_unchanged_is_the_same(identity):
    form = IdentityForm(typed_into(IdentityForm(opened=identity)))
    assert form.is_valid(), form.errors
    assert form.identity() == identity


def test_a_word_on_the_name_is_all_that_is_needed():
    assert set(IdentityForm({"phone_0": "1"}).errors) == {"name"}
    unknown = IdentityForm({"name_unknown": "on"})
    assert unknown.is_valid()
    assert unknown.identity() == Identity()
    alias = IdentityForm({"alias_0": "Noy"})
    assert alias.is_valid()
    assert alias.identity().names == (PersonName("Noy", "alias"),)


def test_a_wrong_code_is_explained():
    short = SearchForm({"what": "code", "text": "482 913"}).errors["text"]
    assert "10 digits" in short[0]
    assert "6" in short[0]
    swapped = SearchForm({"what": "code", "text": "0123456798"}).errors["text"]
    assert "swapped" in swapped[0]
