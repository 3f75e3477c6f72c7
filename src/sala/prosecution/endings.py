"""What of cases a restored backup must not bring back (access/endings.py)."""

from sala.access.endings import RightEnding, close_again, known_user, steps_again
from sala.prosecution.models import IdentityRequestStep

# The ledger does not say whose official it is, since others read it: oversight says so
# again.
UNKNOWN_AGENCY = "not known"
ANSWERED = f"answered_at = %(at)s, answered_by_id = {known_user('n.asked_by_id')}"
ASKED_FOR_IT = (
    "g.rests_on = %(subject)s::uuid OR g.rests_on IN (SELECT r.id FROM"
    " prosecution_caseidentityrequest r WHERE r.case_id = %(subject)s::uuid)"
)
ASKED_FOR_THEM = (
    "g.rests_on IN (SELECT r.id FROM prosecution_caseidentityrequest r"
    " WHERE r.victim_id = %(subject)s::uuid)"
)

ENDINGS = {
    # Why, and what went on, is in no backup of before: the case is out of sight itself,
    # and oversight has as long as ever to keep it or to give it back.
    "prosecution.case_taken_over": RightEnding(
        "case taken over by the central office",
        (
            """
            UPDATE prosecution_case SET in_compartment = true,
                taken_over_at = transaction_timestamp(), version = version + 1
            WHERE id = %(subject)s AND NOT in_compartment AND taken_over_at IS NULL
            """,
            close_again(f"({ASKED_FOR_IT})"),
            *steps_again(
                IdentityRequestStep,
                "withdraw",
                where="n.case_id = %(subject)s::uuid",
                columns=ANSWERED,
            ),
        ),
        lifted_by=("prosecution.case_given_back", "prosecution.takeover_lapsed"),
    ),
    "prosecution.official_marked": RightEnding(
        "case about an official",
        (
            f"""
            UPDATE prosecution_case SET concerns_official = true,
                official_agency_code = '{UNKNOWN_AGENCY}', version = version + 1
            WHERE id = %(subject)s AND in_compartment AND NOT concerns_official
            """,  # noqa: S608
        ),
        lifted_by=("prosecution.official_cleared",),
    ),
    "prosecution.victim_taken_out": RightEnding(
        "somebody who is no victim of a case",
        (
            close_again(f"({ASKED_FOR_THEM})"),
            *steps_again(
                IdentityRequestStep,
                "withdraw",
                where="n.victim_id = %(subject)s::uuid",
                columns=ANSWERED,
            ),
            "UPDATE prosecution_casevictim SET named = false WHERE id = %(subject)s",
        ),
        lifted_by=("prosecution.victim_added",),
    ),
    "prosecution.assignment_ended": RightEnding(
        "case taken from somebody",
        (
            f"""
            UPDATE prosecution_caseassignment n SET ended_at = %(at)s,
                ended_by_id = {known_user("n.user_id")}
            WHERE id = %(subject)s AND ended_at IS NULL
            """,  # noqa: S608
        ),
    ),
    "prosecution.attachment_removed": RightEnding(
        "paper or picture of a case removed",
        ("DELETE FROM prosecution_caseattachment WHERE id = %(subject)s",),
    ),
    "prosecution.identity_withdrawn": RightEnding(
        "request for a victim's record taken back",
        steps_again(
            IdentityRequestStep,
            "withdraw",
            where="n.id = %(subject)s::uuid",
            columns=ANSWERED,
        ),
    ),
}
