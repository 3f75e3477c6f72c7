"""Who sees and records what a person is owed and given, where they stay and where they
went.
"""

from django.conf import settings

from sala.access.law.asking import ACTOR, AGENCY, DEFINER, SOON, may_word
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only, in_own_name, protect_table

SEES = may_word("protection.person.view")
HOUSE = may_word("protection.shelter.view")
MANAGES_HOUSE = may_word("protection.shelter.manage")
AUTHORITY = may_word("screening.identification.decide")
GIVES_RIGHT = may_word("protection.entitlement.change")
RETURNS = may_word("protection.return.change")
STAYS = may_word("protection.stay.change")
SERVES = may_word("protection.service.record")
PLANS = may_word("protection.plan.change")
# The person's own policy decides: PostgreSQL applies it inside this condition.
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
KEEPS = (
    "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id "
    f"AND p.agency_id = {AGENCY})"
)
# A right opens only on a decision or a screening that the session can see.
RESTS = """CASE basis
    WHEN 'identified' THEN EXISTS (SELECT 1 FROM screening_identificationdecision d
        WHERE d.id = rests_on AND d.person_id = protection_personentitlement.person_id
          AND d.outcome = 'identified')
    ELSE EXISTS (SELECT 1 FROM screening_screening s
        WHERE s.id = rests_on AND s.person_id = protection_personentitlement.person_id
          AND s.outcome = 'indicated') END"""
SEES_RETURN = "EXISTS (SELECT 1 FROM protection_return r WHERE r.id = returned_id)"
SEES_PLAN = "EXISTS (SELECT 1 FROM protection_supportplan t WHERE t.id = plan_id)"
SEES_SHELTER = "EXISTS (SELECT 1 FROM protection_shelter s WHERE s.id = shelter_id)"
OPEN_BED = """EXISTS (SELECT 1 FROM protection_bed b
    JOIN protection_shelter s ON s.id = b.shelter_id
    WHERE b.id = bed_id AND b.retired_on IS NULL AND s.closed_on IS NULL)"""
OWN_RIGHT = """(entitlement_id IS NULL OR EXISTS (SELECT 1 FROM protection_personentitlement e
    WHERE e.id = entitlement_id AND e.person_id = {table}.person_id))"""
RIGHT_OF_PLAN = """(entitlement_id IS NULL OR EXISTS (SELECT 1 FROM protection_personentitlement e
    JOIN protection_supportplan t ON t.person_id = e.person_id
    WHERE e.id = entitlement_id AND t.id = plan_id))"""

# The functions below run as the owner, who is under row-level security like everybody.
OWNER = "\n".join(
    f"CREATE POLICY owner_counts ON protection_{table} FOR SELECT TO CURRENT_USER "
    "USING ((SELECT access_proven()));"
    for table in ("personentitlement", "return", "shelter", "bed", "shelterstay")
)

GAPS = f"""
-- What was owed in a time and what became of it, for the whole country: numbers, and nobody.
CREATE FUNCTION protection_gaps(p_from timestamptz, p_until timestamptz)
RETURNS TABLE (code varchar, sex varchar, age_group varchar, citizenship varchar,
               place_code varchar, state varchar, reason varchar, number bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR NOT access_may('protection.gaps.survey') THEN RETURN; END IF;
    RETURN QUERY
        SELECT e.code, e.sex, e.age_group, e.citizenship, e.place_code, e.state,
               CASE WHEN e.state = 'not_available' THEN e.reason ELSE '' END, count(*)
        FROM protection_personentitlement e
        WHERE e.opened_at >= p_from AND e.opened_at <= p_until
        GROUP BY 1, 2, 3, 4, 5, 6, 7;
END $$;
"""

# The authority changes one thing only: what was presumed rests on its own decision from
# then on.
TAKES_OVER = f"""
CREATE POLICY authority_takes_over ON protection_personentitlement AS RESTRICTIVE FOR UPDATE
    USING (NOT {AUTHORITY} OR basis = 'presumed')
    WITH CHECK (NOT {AUTHORITY} OR (basis = 'identified' AND {RESTS}));

-- Whoever gives what is owed says nothing of why it is owed.
CREATE FUNCTION protection_right_rests() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the authority alone says on what a right rests'
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER protection_right_rests BEFORE UPDATE ON protection_personentitlement
    FOR EACH ROW WHEN (current_user = '{settings.APPLICATION_ROLE}'
        AND ROW(NEW.basis, NEW.rests_on) IS DISTINCT FROM ROW(OLD.basis, OLD.rests_on)
        AND NOT access_may('screening.identification.decide'))
    EXECUTE FUNCTION protection_right_rests();
"""

IN_TURN = f"""
-- Two who want the same bed, or the same person in two beds, come one after the other: the second
-- sees the first, instead of each waiting for the other.
CREATE FUNCTION protection_stay_in_turn() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    one bigint := hashtextextended('bed ' || NEW.bed_id, 0);
    two bigint := hashtextextended('person ' || NEW.person_id, 0);
BEGIN
    PERFORM pg_advisory_xact_lock(least(one, two));
    PERFORM pg_advisory_xact_lock(greatest(one, two));
    IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM protection_bed b
                                    WHERE b.id = NEW.bed_id AND b.retired_on IS NOT NULL) THEN
        RAISE EXCEPTION 'one_person_a_bed: taken away' USING ERRCODE = 'exclusion_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protection_stay_in_turn BEFORE INSERT OR UPDATE ON protection_shelterstay
    FOR EACH ROW EXECUTE FUNCTION protection_stay_in_turn();

-- A bed in which somebody is, or is expected, is not taken away, nor its shelter closed.
CREATE FUNCTION protection_bed_is_empty() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('bed ' || NEW.id, 0));
    IF EXISTS (SELECT 1 FROM protection_shelterstay t
               WHERE t.bed_id = NEW.id AND t.state IN ('expected', 'in')) THEN
        RAISE EXCEPTION 'somebody has this bed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER protection_bed_is_empty BEFORE UPDATE OF retired_on ON protection_bed
    FOR EACH ROW WHEN (NEW.retired_on IS NOT NULL) EXECUTE FUNCTION protection_bed_is_empty();
"""

FREE = f"""
-- Places of every agency and how many of them are free today, by whom they are for. Numbers only:
-- not which shelter, not where it is, not who is in it.
CREATE FUNCTION protection_places()
RETURNS TABLE (agency uuid, sex varchar, age_group varchar, family boolean, accessible boolean,
               places bigint, free bigint)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR NOT access_may('protection.places.view') THEN RETURN; END IF;
    RETURN QUERY
        SELECT s.agency_id, b.sex, b.age_group, b.family, b.accessible, count(*),
               count(*) FILTER (WHERE NOT EXISTS (
                   SELECT 1 FROM protection_shelterstay t WHERE t.bed_id = b.id
                   AND t.state IN ('expected', 'in')))
        FROM protection_bed b JOIN protection_shelter s ON s.id = b.shelter_id
        WHERE b.retired_on IS NULL AND s.closed_on IS NULL
        GROUP BY 1, 2, 3, 4, 5;
END $$;
"""
# A stay rests on a right of the same person.
STAY_ON_RIGHT = f"""
CREATE POLICY own_right ON protection_shelterstay AS RESTRICTIVE FOR INSERT
    TO {settings.APPLICATION_ROLE}
    WITH CHECK {OWN_RIGHT.format(table="protection_shelterstay")};
"""

LAW = joined_law(
    protect_table(
        "protection_personentitlement",
        select=f"{SEES} AND {SEES_PERSON}",
        insert=(
            f"opened_by_id = {ACTOR} AND opened_at {SOON} AND state = 'opened' "
            f"AND {SEES_PERSON} AND {RESTS}"
        ),
        update=(f"{SEES_PERSON} AND ({GIVES_RIGHT} OR {AUTHORITY})"),
        columns=(
            "basis, rests_on, state, reason, agency_id, version, changed_by_id, changed_at"
        ),
    ),
    protect_table(
        "protection_return",
        select=f"{SEES} AND {SEES_PERSON}",
        insert=(
            f"{RETURNS} AND agency_id = {AGENCY} AND recorded_by_id = {ACTOR} "
            f"AND recorded_at {SOON} AND state = 'planned' AND {SEES_PERSON}"
        ),
        # Whoever keeps the record goes on with what its former keeper planned.
        update=f"{RETURNS} AND ((agency_id = {AGENCY} AND {SEES_PERSON}) OR {KEEPS})",
        # Who goes home waits for no other country.
        leaving="(state <> 'confirmed' OR kind = 'abroad')",
        columns=(
            "state, reason, happened_on, confirmed_on, reference, version, changed_by_id, "
            "changed_at"
        ),
    ),
    protect_table(
        "protection_followup",
        select=SEES_RETURN,
        insert=f"{SEES_RETURN} AND {RETURNS} AND state = 'due'",
        update=f"{SEES_RETURN} AND {RETURNS}",
        columns="state, happened_on, manner, found, reason, recorded_by_id, recorded_at",
    ),
    protect_table(
        "protection_shelter",
        select=f"agency_id = {AGENCY} AND {HOUSE}",
        insert=(
            f"agency_id = {AGENCY} AND {MANAGES_HOUSE} AND added_by_id = {ACTOR} "
            f"AND added_at {SOON}"
        ),
    ),
    protect_table(
        "protection_bed",
        select=SEES_SHELTER,
        insert=f"{SEES_SHELTER} AND {MANAGES_HOUSE} AND added_by_id = {ACTOR}",
        update=f"{SEES_SHELTER} AND {MANAGES_HOUSE}",
        columns="retired_on",
        leaving="retired_on IS NOT NULL",
    ),
    protect_table(
        "protection_shelterstay",
        # The house knows who is in it, also when a person's record is closed to it
        # meanwhile.
        select=(f"(agency_id = {AGENCY} AND {HOUSE}) OR ({SEES} AND {SEES_PERSON})"),
        insert=(
            f"agency_id = {AGENCY} AND {STAYS} AND recorded_by_id = {ACTOR} "
            f"AND recorded_at {SOON} AND state IN ('expected', 'in') AND {SEES_PERSON} "
            f"AND {OPEN_BED}"
        ),
        update=f"agency_id = {AGENCY} AND {STAYS}",
        columns=(
            "state, from_on, until_on, expected_until, reason, destination, version, "
            "changed_by_id, changed_at"
        ),
    ),
    protect_table(
        "protection_servicedelivered",
        select=(
            f"(agency_id = {AGENCY} AND {may_word('protection.care.follow')}) "
            f"OR ({SEES} AND {SEES_PERSON})"
        ),
        insert=(
            f"agency_id = {AGENCY} AND {SERVES} AND recorded_by_id = {ACTOR} "
            f"AND recorded_at {SOON} AND struck_at IS NULL AND {SEES_PERSON} "
            f"AND {OWN_RIGHT.format(table='protection_servicedelivered')}"
        ),
        update=f"agency_id = {AGENCY} AND {SERVES}",
        columns="struck_at, struck_by_id, struck_reason",
        leaving=f"struck_at IS NOT NULL AND struck_by_id = {ACTOR}",
    ),
    protect_table(
        "protection_supportplan",
        select=f"{SEES} AND {SEES_PERSON}",
        insert=(
            f"{PLANS} AND agency_id = {AGENCY} AND recorded_by_id = {ACTOR} "
            f"AND recorded_at {SOON} AND state = 'draft' AND {SEES_PERSON}"
        ),
        # All who help a person write one plan together.
        update=f"{PLANS} AND {SEES_PERSON}",
        columns=(
            "state, agreed_by, agreed_on, review_on, reason, version, changed_by_id, changed_at"
        ),
        leaving=f"changed_by_id = {ACTOR}",
    ),
    protect_table(
        "protection_plangoal",
        select=SEES_PLAN,
        insert=f"{SEES_PLAN} AND {PLANS} AND state = 'open' AND {RIGHT_OF_PLAN}",
        update=f"{SEES_PLAN} AND {PLANS}",
        columns="responsible_id, by_when, state, reason",
    ),
    protect_table(
        "protection_planversion",
        select=SEES_PLAN,
        insert=(
            f"{SEES_PLAN} AND {PLANS} AND changed_by_id = {ACTOR} "
            f"AND agency_id = {AGENCY} AND recorded_at {SOON}"
        ),
    ),
    cut_statements(OWNER),
    cut_statements(GAPS),
    cut_statements(TAKES_OVER),
    cut_statements(IN_TURN),
    cut_statements(FREE),
    cut_statements(STAY_ON_RIGHT),
    for_triggers_only("protection_stay_in_turn", "protection_bed_is_empty"),
    in_own_name("protection"),
)
