"""What of referrals a restored backup must not bring back (access/endings.py)."""

from sala.access.endings import RightEnding, close_again, known_user, steps_again
from sala.protection.models import ReferralStep
from sala.protection.rules.referrals import AGENCY_CLOSED

CHANGED = f"changed_at = %(at)s, changed_by_id = {known_user('n.changed_by_id')}"


def withdrawn_again(where: str, reason: str) -> tuple[str, ...]:
    """Statements that take back again the referrals `n` of a condition."""
    return steps_again(
        ReferralStep,
        "withdraw",
        where=where,
        reason=reason,
        columns=f"reason = {reason}, {CHANGED}",
    )


OF_GRANT = """EXISTS (SELECT 1 FROM access_grant g WHERE g.id = %(subject)s::uuid
    AND g.basis = 'referral' AND g.record_id = n.person_id
    AND g.agency_id = n.receiver_id AND g.rests_on = coalesce(n.consent_id, n.id)
    AND n.state = 'accepted')"""
BY_WHOM = """CASE WHEN n.receiver_id = %(agency)s::uuid THEN 'handed_back'
    ELSE 'access_closed' END"""
OPENED_BY = """EXISTS (SELECT 1 FROM protection_referral r
    WHERE r.id = %(subject)s::uuid AND g.record_kind = 'person'
    AND g.record_id = r.person_id AND g.basis = 'referral'
    AND g.agency_id = r.receiver_id AND g.rests_on = coalesce(r.consent_id, r.id))"""

ENDINGS = {
    "people.handed_over": RightEnding(
        "record taken over by another agency",
        steps_again(
            ReferralStep,
            "accept",
            where="n.id = (%(detail)s::jsonb ->> 'referral')::uuid",
            columns=f"accepted_at = %(at)s, {CHANGED}",
        ),
    ),
    "access.agency_closed": RightEnding(
        "agency closed",
        steps_again(
            ReferralStep,
            "decline",
            where="n.receiver_id = %(subject)s::uuid",
            reason=f"'{AGENCY_CLOSED}'",
            columns=f"reason = '{AGENCY_CLOSED}', {CHANGED}",
        ),
    ),
    "protection.referral_withdrawn": RightEnding(
        "referral taken back",
        (
            close_again(OPENED_BY),
            *withdrawn_again(
                "n.id = %(subject)s::uuid",
                "coalesce(%(detail)s::jsonb ->> 'reason', '')",
            ),
        ),
    ),
    "people.consent_withdrawn": RightEnding(
        "consent withdrawn, and what rests on it closed",
        withdrawn_again("n.consent_id = %(subject)s::uuid", "'consent_withdrawn'"),
    ),
    "access.grant_withdrawn": RightEnding(
        "record closed to another agency",
        withdrawn_again(OF_GRANT, BY_WHOM),
    ),
}
