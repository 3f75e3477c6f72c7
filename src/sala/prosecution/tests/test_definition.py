"""When a case meets the definition: what a page says is what the facts count."""

from itertools import product

import pytest
from django.db import connection

from sala.prosecution.law.facts import UNCLEAR
from sala.prosecution.rules.cases import FORMS, DefinitionMet, case_definition

LOOKED_FOR = (None, [], ["something"])
PURPOSES = (None, [], *([form] for form in FORMS), ["other", "child_sex_tourism"])
AGES = ((), ("adult",), ("child",), ("in_doubt",), ("",), ("adult", "child"))
# The table of victims is hidden by what the question brings along.
FACTS = f"""
WITH prosecution_casevictim AS (
        SELECT 1 AS case_id, true AS named, unnest(%s::varchar[]) AS age_group),
    c AS (SELECT 1 AS id, %s::varchar[] AS acts, %s::varchar[] AS means,
                 %s::varchar[] AS forms)
SELECT {UNCLEAR} FROM c
"""


@pytest.mark.django_db
def test_the_facts_call_unclear_what_the_page_calls_unclear():
    wrong = []
    with connection.cursor() as cursor:
        for case in product(LOOKED_FOR, LOOKED_FOR, PURPOSES, AGES):
            acts, means, forms, ages = case
            cursor.execute(FACTS, [list(ages), acts, means, forms])
            (counted,) = cursor.fetchone()
            said = case_definition(*case).meets is DefinitionMet.UNCLEAR
            if (counted == "definition_unclear") != said:
                wrong.append((case, counted))
    assert wrong == []


@pytest.mark.parametrize("form", ["child_sex_tourism", "child_labour"])
def test_of_a_purpose_whose_victims_are_children_no_means_is_looked_for(form):
    nobody_named = case_definition(["harbouring"], [], [form], [])
    assert nobody_named.meets is DefinitionMet.YES
    assert nobody_named.missing == ()
    of_adults = case_definition(["harbouring"], [], [form], ["adult"])
    assert of_adults.meets is DefinitionMet.NO, "who is named is no child"
    assert of_adults.missing == ("means",)


def test_where_nobody_is_named_any_other_purpose_asks_for_a_means():
    said = case_definition(["harbouring"], None, ["sexual_exploitation"], [])
    assert (said.meets, said.missing) == (DefinitionMet.UNCLEAR, ("means",))
