"""Of each question of a complaint, too, yes is the sign."""

import pytest
from django.utils import translation

from sala.countries.negations import negation_in
from sala.prosecution.labels.complaints import SIGNS


@pytest.mark.parametrize("language", ["en", "lo"])
@pytest.mark.parametrize("code", SIGNS)
def test_no_question_of_a_complaint_is_asked_in_the_negative(code, language):
    with translation.override(language):
        asked = str(SIGNS[code])
    assert asked.endswith("?")
    assert ("\u0e80" <= asked[0] <= "\u0eff") is (language == "lo")
    assert negation_in(asked, language) is None, asked
