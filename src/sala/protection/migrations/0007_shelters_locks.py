"""Who sees a shelter, who is in it, and how many places are free; nobody has another's bed."""

from django.db import migrations

from sala.kit.rowsecurity import protected

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
SEES = "('case_worker', 'identification_officer', 'supervisor')"
HOUSE = "('case_worker', 'supervisor')"
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
SEES_SHELTER = "EXISTS (SELECT 1 FROM protection_shelter s WHERE s.id = shelter_id)"
OPEN_BED = """EXISTS (SELECT 1 FROM protection_bed b
    JOIN protection_shelter s ON s.id = b.shelter_id
    WHERE b.id = bed_id AND b.retired_on IS NULL AND s.closed_on IS NULL)"""

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
    IF NOT access_proven() OR access_role() NOT IN ('frontline_officer', 'identification_officer',
        'case_worker', 'supervisor', 'analyst') THEN RETURN; END IF;
    RETURN QUERY
        SELECT s.agency_id, b.sex, b.age_group, b.family, b.accessible, count(*),
               count(*) FILTER (WHERE NOT EXISTS (
                   SELECT 1 FROM protection_shelterstay t WHERE t.bed_id = b.id
                   AND t.state IN ('expected', 'in')))
        FROM protection_bed b JOIN protection_shelter s ON s.id = b.shelter_id
        WHERE b.retired_on IS NULL AND s.closed_on IS NULL
        GROUP BY 1, 2, 3, 4, 5;
END $$;
""" + "\n".join(
    f"CREATE POLICY owner_counts ON protection_{table} FOR SELECT TO CURRENT_USER "
    "USING (access_proven());"
    for table in ("shelter", "bed", "shelterstay")
)


class Migration(migrations.Migration):
    dependencies = [("protection", "0006_shelters")]

    operations = [
        protected(
            "protection_shelter",
            select=f"agency_id = {AGENCY} AND {ROLE} IN {HOUSE}",
            insert=(
                f"agency_id = {AGENCY} AND {ROLE} = 'supervisor' AND added_by_id = {ACTOR} "
                f"AND added_at {NOW}"
            ),
        ),
        protected(
            "protection_bed",
            select=SEES_SHELTER,
            insert=f"{SEES_SHELTER} AND {ROLE} = 'supervisor' AND added_by_id = {ACTOR}",
            update=f"{SEES_SHELTER} AND {ROLE} = 'supervisor'",
            columns="retired_on",
            leaving="retired_on IS NOT NULL",
        ),
        protected(
            "protection_shelterstay",
            # The house knows who is in it, also when a person's record is closed to it meanwhile.
            select=(
                f"(agency_id = {AGENCY} AND {ROLE} IN {HOUSE}) OR ({ROLE} IN {SEES} "
                f"AND {SEES_PERSON})"
            ),
            insert=(
                f"agency_id = {AGENCY} AND {ROLE} = 'case_worker' AND recorded_by_id = {ACTOR} "
                f"AND recorded_at {NOW} AND state IN ('expected', 'in') AND {SEES_PERSON} "
                f"AND {OPEN_BED}"
            ),
            update=f"agency_id = {AGENCY} AND {ROLE} = 'case_worker'",
            columns=(
                "state, from_on, until_on, expected_until, reason, destination, version, "
                "changed_by_id, changed_at"
            ),
        ),
        migrations.RunSQL(IN_TURN, migrations.RunSQL.noop),
        migrations.RunSQL(FREE, migrations.RunSQL.noop),
    ]
