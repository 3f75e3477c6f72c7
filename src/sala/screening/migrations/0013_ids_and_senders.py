"""An id that is taken is no news to the sender; nobody's record is written on past its sender."""

from django.db import migrations, models

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
ACTOR = "(SELECT access_actor())"
CASE_ROLES = "('identification_officer', 'case_worker')"

SENDERS = f"""
-- Whether who sent an envelope sees a person as well, or registered them the day before; asked by
-- a colleague who sees the agency's people anyway.
CREATE FUNCTION screening_sender_sees(p_envelope uuid, p_person uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven() OR access_role() NOT IN {CASE_ROLES} THEN RETURN false; END IF;
    RETURN EXISTS (
        SELECT 1 FROM screening_envelope e, people_person p
        WHERE e.id = p_envelope AND e.agency_id = access_agency()
          AND p.id = p_person AND p.erased_at IS NULL
          AND ((p.registered_by_id = e.sent_by_id
                AND p.registered_at > e.received_at - interval '24 hours')
            OR ((p.agency_id = e.agency_id OR EXISTS (
                    SELECT 1 FROM access_grant g
                    WHERE g.record_kind = 'person' AND g.record_id = p.id
                      AND g.agency_id = e.agency_id AND g.withdrawn_at IS NULL
                      AND g.given_at <= access_now() AND g.until > access_now()))
                AND EXISTS (
                    SELECT 1 FROM access_membership m
                    WHERE m.user_id = e.sent_by_id AND m.agency_id = e.agency_id
                      AND m.role IN {CASE_ROLES} AND m.starts_on <= access_now()::date
                      AND (m.ends_on IS NULL OR m.ends_on >= access_now()::date)))));
END $$;

CREATE POLICY attached_as_its_sender_would ON screening_screening AS RESTRICTIVE FOR INSERT
    WITH CHECK (
        screened_by_id = {ACTOR}
        OR EXISTS (SELECT 1 FROM people_person p
                   WHERE p.id = person_id AND p.registered_by_id = {ACTOR})
        OR EXISTS (SELECT 1 FROM screening_envelope e
                   WHERE e.id = screening_screening.id AND e.holder_id = {ACTOR})
        OR screening_sender_sees(id, person_id));
"""


class Migration(migrations.Migration):
    dependencies = [("screening", "0012_set_aside_locks")]

    operations = [
        migrations.AddField(
            model_name="envelope",
            name="sent_as",
            field=models.UUIDField(null=True),
        ),
        migrations.RunSQL(SENDERS, migrations.RunSQL.noop),
    ]
