"""Who sees and takes the steps of each noun of this room."""

from django.conf import settings

from sala.access.law.asking import AGENCY, DEFINER, may_word
from sala.access.law.seats import seated_history_law
from sala.access.law.steps import history_law
from sala.kit.law import cut_statements, joined_law
from sala.protection.models import (
    EntitlementStep,
    FollowUpStep,
    GoalStep,
    PlanStep,
    ReferralStep,
    ReturnStep,
    StayStep,
)
from sala.protection.states import ENTITLEMENT

GIVES_RIGHT = may_word("protection.entitlement.change")
PLANS = may_word("protection.plan.change")
STAYS = may_word("protection.stay.change")
RETURNS = may_word("protection.return.change")

OWN_STAY = f"""{STAYS} AND EXISTS (SELECT 1 FROM protection_shelterstay t
    WHERE t.id = stay_id AND t.agency_id = {AGENCY})"""
OWN_RETURN = f"""{RETURNS} AND EXISTS (SELECT 1 FROM protection_return r
    WHERE r.id = returned_id AND (r.agency_id = {AGENCY} OR EXISTS (
        SELECT 1 FROM people_person p
        WHERE p.id = r.person_id AND p.agency_id = {AGENCY}))
      AND (move <> 'confirm' OR r.kind = 'abroad'))"""


BEGUN = f"""
-- Rights open by themselves, also for who may not read them: the first step is written with
-- the row.
CREATE FUNCTION protection_entitlement_begins() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    entry record;
BEGIN
    SELECT n.lane, n.seq INTO entry FROM access_ledger_next() n;
    INSERT INTO protection_entitlementstep (id, entitlement_id, number, opening, move,
            state, happened_on, precision, reason, agency_id, recorded_by_id, recorded_at,
            ledger_lane, ledger_seq)
        VALUES (gen_random_uuid(), NEW.id, 1, true, '{ENTITLEMENT.opening}',
                '{ENTITLEMENT.initial}', NEW.opened_at::date, 'day', '', access_agency(),
                access_actor(), NEW.opened_at, entry.lane, entry.seq);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION protection_entitlement_begins
    FROM PUBLIC, {settings.APPLICATION_ROLE};
CREATE TRIGGER protection_entitlement_begins AFTER INSERT ON protection_personentitlement
    FOR EACH ROW EXECUTE FUNCTION protection_entitlement_begins();
"""

LAW = joined_law(
    seated_history_law(ReferralStep, page="show_referral"),
    history_law(EntitlementStep, writes=GIVES_RIGHT),
    history_law(PlanStep, writes=PLANS),
    history_law(GoalStep, writes=PLANS),
    history_law(StayStep, writes=OWN_STAY),
    history_law(ReturnStep, writes=OWN_RETURN),
    history_law(FollowUpStep, writes=RETURNS),
    cut_statements(BEGUN),
)
