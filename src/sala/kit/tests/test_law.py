"""Cutting SQL into statements about one named object each."""

import pytest

from sala.kit.law import (
    LawStatement,
    LawTextError,
    cut_statements,
    in_order,
    joined_law,
)

TEXT = """
-- Says who is there; even
-- with a semicolon.
CREATE FUNCTION room_who(p_id uuid) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    -- a comment; inside
    RETURN 'it''s; me';
END $$;
REVOKE ALL ON FUNCTION room_who FROM PUBLIC;

CREATE CONSTRAINT TRIGGER kept AFTER INSERT ON room_noun FOR EACH ROW
    EXECUTE FUNCTION room_who();
CREATE POLICY owner_reads ON room_noun FOR SELECT TO CURRENT_USER USING (name <> ';');
CREATE VIEW room_view AS SELECT 1 - 1;
CREATE TYPE room_row AS (a int)
"""


def test_sql_is_cut_into_one_statement_an_object_with_what_it_is_about():
    cut = cut_statements(TEXT)
    assert [s.key for s in cut] == [
        ("function", "room_who"),
        ("grant", "revoke room_who"),
        ("trigger", "room_noun.kept"),
        ("policy", "room_noun.owner_reads"),
        ("view", "room_view"),
        ("type", "room_row"),
    ]
    assert cut[0].about == "Says who is there; even with a semicolon."
    assert cut[0].sql.endswith("RETURN 'it''s; me';\nEND $$")
    assert cut[3].sql.endswith("USING (name <> ';')")
    assert cut[4].sql == "CREATE VIEW room_view AS SELECT 1 - 1"


@pytest.mark.parametrize("sql", ["CREATE TABLE room_noun ()", "DO $$ BEGIN END $$"])
def test_what_makes_no_object_of_the_law_is_refused(sql):
    with pytest.raises(LawTextError, match="no object is made by"):
        cut_statements(sql)


def test_law_is_made_by_kind_and_within_a_kind_from_the_lowest_floor_up():
    made = in_order(cut_statements(TEXT))
    assert [s.kind for s in made] == [
        "type",
        "function",
        "view",
        "policy",
        "trigger",
        "grant",
    ]


def test_nothing_is_made_twice():
    twice = joined_law(
        cut_statements("CREATE VIEW room_view AS SELECT 1"),
        LawStatement("view", "room_view", "CREATE VIEW room_view AS SELECT 2"),
    )
    with pytest.raises(LawTextError, match="view room_view is made twice"):
        in_order(twice)


def test_a_statement_is_another_when_its_sql_is():
    one, two = cut_statements("CREATE VIEW a AS SELECT 1; CREATE VIEW b AS SELECT 1")
    assert len({one.digest, two.digest, cut_statements(one.sql)[0].digest}) == 2
