"""Random small countries: records such as nobody would make up, blanks and doubles among them."""

from datetime import date

from hypothesis import strategies as st

from sala.figures.definitions import FIGURES

YEARS = (2016, 2017, 2018)


def code(*codes):
    return st.sampled_from([None, "not_asked", "not_known", *codes])


def maybe(numbers):
    return st.none() | numbers


FEW = st.integers(1, 4)
RECORD = st.fixed_dictionaries(
    {
        "event": st.sampled_from(sorted({f.event for f in FIGURES.values()})),
        "year": st.sampled_from(YEARS),
        "event_key": st.integers(1, 6),
        "person_key": maybe(FEW),
        "case_key": maybe(FEW),
        "agency": code("A", "B"),
        "province": code("P1", "P2"),
        "place": code("P1a"),
        "date": maybe(st.just(date(2018, 3, 1))),
        "sex": code("female", "male"),
        "age_group": code("adult", "child", "in_doubt"),
        "age_band": code("18-20"),
        "citizenship": code("LA", "VN"),
        "form": code("forced_labour", "forced_marriage"),
        "means": maybe(
            st.lists(
                st.sampled_from(["threats", "deception"]),
                max_size=2,
                unique=True,
            ),
        ),
        "sector": code("fishing"),
        "exploited_in": code("LA", "TH"),
        "exploited_at": code("P1"),
        "origin": code("P1", "P2"),
        "kind": code(
            "police_operation",
            "hotline_call",
            "home",
            "abroad",
            "protection",
            "international",
            "child_sex_tourism",
        ),
        "outcome": code("convicted", "acquitted", "indicated"),
        "reason": code("definition_unclear", "not_referred", "outgoing", "incoming"),
        "official": st.sampled_from([None, True, False]),
        "number": maybe(st.integers(0, 200)),
        "amount": maybe(st.integers(0, 10**9)),
        "currency": st.just("LAK"),
        "months": maybe(st.integers(0, 240)),
        "suspended": maybe(st.integers(0, 12)),
    },
)


# One event at a time as well, so that persons and cases meet themselves again.
def country():
    one = st.sampled_from(sorted({f.event for f in FIGURES.values()})).flatmap(
        lambda event: st.lists(
            RECORD.map(lambda r: {**r, "event": event}), max_size=12
        ),
    )
    return one | st.lists(RECORD, max_size=25)
