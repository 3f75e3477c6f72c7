"""The same recommendation recognised next year."""

from hypothesis import given
from hypothesis import strategies as st

from sala_reader.deduplication import match_recommendations

BEFORE = [
    "Increase efforts to disseminate, implement, and train police and border officials on the victim protection guidelines.",
    "Cease the requirement that victims formally request restitution in order to receive compensation.",
    "Collaborate with civil society to extend the National Action Plan beyond 2020.",
    "Expand services for male victims.",
    "Ratify the protocol on forced labor.",
]
AFTER = [
    "Remove the requirement that victims must formally request restitution before they receive compensation.",
    "Fund a hotline in every province.",
    "Continue to increase efforts to implement, disseminate, and train police and border officials on the national victim protection and referral guidelines.",
    "Increase services available to male victims.",
]


def test_the_same_is_recognised_and_the_new_and_the_dropped_are_not():
    assert {(a, b) for a, b, _ in match_recommendations(BEFORE, AFTER)} == {
        (0, 2),
        (1, 0),
        (3, 3),
    }


def test_nothing_is_like_nothing():
    assert match_recommendations([], AFTER) == match_recommendations(BEFORE, []) == []
    assert match_recommendations(["the of and"], ["the of and"]) == []


TEXTS = st.lists(st.sampled_from(BEFORE + AFTER), max_size=9)


@given(TEXTS, TEXTS)
def test_each_is_recognised_at_most_once_and_itself_always(before, after):
    found = match_recommendations(before, after)
    assert len({a for a, _, _ in found}) == len({b for _, b, _ in found}) == len(found)
    assert all(0 < share <= 1 for _, _, share in found)
    if set(before) & set(after):
        assert found
