"""What every condition of the law asks: who acts, for which agency, when, and may they."""

from typing import Final

DEFINER: Final = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ACTOR: Final = "(SELECT access_actor())"
AGENCY: Final = "(SELECT access_agency())"
OWN: Final = f"agency_id = {AGENCY}"
OPERATING: Final = "(SELECT access_operating())"
# The clock is read after the transaction began, perhaps on another machine.
SOON: Final = "<= (SELECT access_now()) + interval '1 minute'"
# Of a membership `m`: it gives something today. Whose it is may still be shut out.
ROLE_IN_FORCE: Final = """m.standing = 'confirmed' AND m.starts_on <= access_now()::date
          AND (m.ends_on IS NULL OR m.ends_on >= access_now()::date)"""
WITHIN_A_DAY: Final = "> (SELECT access_now()) - interval '24 hours'"


def may_word(word: str) -> str:
    """SQL: whether the session's role includes a permission; asked once a query."""
    return f"(SELECT access_may('{word}'))"


def alike(said: str, proof: str) -> str:
    """SQL: whether what is said is the proof. Hashes of both are compared: how long that
    takes tells nothing of the proof, whose hash nobody can choose letter by letter.
    """
    return f"sha256(convert_to({said}, 'UTF8')) = sha256(convert_to({proof}, 'UTF8'))"
