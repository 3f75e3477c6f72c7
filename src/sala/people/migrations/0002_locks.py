"""Who sees a person, their sealed identity, their consents; and the two doors past that."""

from django.db import migrations

from sala.kit.rowsecurity import protected

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"
# The person's own policy decides: PostgreSQL applies it inside this condition.
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
OWN_PERSON = (
    "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id "
    "AND p.agency_id = (SELECT access_agency()))"
)
# The same question for a row being written, asked past the policies since it is asked a row.
KEEPS_PERSON = "people_keeps(person_id)"
OPENS = "(SELECT access_opens_identities())"
# Whoever broke the glass on this record opens it whatever their role, with a purpose.
OPENS_OR_BROKE = (
    f"({OPENS} OR ((SELECT access_purpose()) <> '' "
    "AND person_id = ANY ((SELECT access_glass('person'))::uuid[])))"
)
REGISTERS = (
    "(SELECT access_role()) IN ('frontline_officer', 'identification_officer', 'case_worker')"
)
CASE_ROLES = "(SELECT access_role()) IN ('identification_officer', 'case_worker')"

KEEPS = f"""
-- Whether the session may write beside a person: its agency keeps the record, and it works on
-- cases or registered the person itself.
CREATE FUNCTION people_keeps(p_person uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND EXISTS (
        SELECT 1 FROM people_person p
        WHERE p.id = p_person AND p.erased_at IS NULL
          AND p.agency_id = nullif(current_setting('sala.agency'), '')::uuid
          AND (current_setting('sala.role') IN ('identification_officer', 'case_worker')
               OR p.registered_by_id = current_setting('sala.actor')::uuid));
END $$;
"""

FUNCTIONS = f"""
-- Break the glass on the record with this code: its key and its custodian, or nothing.
CREATE FUNCTION people_break_glass(p_code text, p_reason text, OUT person uuid, OUT custodian uuid)
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    SELECT id, agency_id INTO person, custodian FROM people_person
        WHERE code = p_code AND erased_at IS NULL;
    IF person IS NULL THEN RETURN; END IF;
    INSERT INTO access_brokenglass
        (id, record_kind, record_id, custodian_id, user_id, agency_id, reason,
         broken_at, until, finding)
        VALUES (gen_random_uuid(), 'person', person, custodian, access_actor(), access_agency(),
                p_reason, access_now(), access_now() + interval '1 hour', '');
END $$;

-- Destroy a person's key and identity, as a request asked for that somebody else made.
CREATE FUNCTION people_erase(p_request uuid) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    who uuid;
BEGIN
    UPDATE people_erasurerequest
        SET state = 'erased', decided_by_id = access_actor(), decided_at = access_now()
        WHERE id = p_request AND state = 'asked' AND asked_by_id <> access_actor()
          AND access_role() = 'data_protection_officer'
        RETURNING person_id INTO who;
    IF who IS NULL THEN RETURN NULL; END IF;
    DELETE FROM people_personkey WHERE person_id = who;
    DELETE FROM people_sealedidentity WHERE person_id = who;
    DELETE FROM people_blindindex WHERE person_id = who;
    UPDATE people_consent SET guardian = NULL WHERE person_id = who;
    UPDATE people_person SET erased_at = access_now() WHERE id = who;
    RETURN who;
END $$;
"""

# The functions above run as the owner; so does `sala keys rotate`. Without a context, nothing.
OWNER = ";\n".join(
    f"CREATE POLICY owner_erases ON {table} FOR ALL TO CURRENT_USER "
    "USING (access_role() IN ('data_protection_officer', 'operator'))"
    for table in (
        "people_personkey",
        "people_sealedidentity",
        "people_blindindex",
        "people_consent",
        "people_erasurerequest",
        "people_person",
    )
)
OWNER += """;
CREATE POLICY owner_finds ON people_person FOR SELECT TO CURRENT_USER USING (access_proven());
"""

# Only the custodian opens a person to another agency, whatever `access` alone would allow.
GRANTS = """
CREATE POLICY person_of_own_agency ON access_grant AS RESTRICTIVE FOR INSERT WITH CHECK (
    record_kind <> 'person' OR EXISTS (
        SELECT 1 FROM people_person p
        WHERE p.id = record_id AND p.agency_id = (SELECT access_agency())));
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("access", "0002_locks")]

    operations = [
        protected(
            "people_person",
            select=(
                "agency_id = (SELECT access_scope()) "
                "OR id = ANY ((SELECT access_granted('person'))::uuid[]) "
                "OR (registered_by_id = (SELECT access_frontline()) "
                "AND registered_at > (SELECT access_now()) - interval '24 hours')"
            ),
            insert=(
                "agency_id = (SELECT access_agency()) "
                "AND registered_by_id = (SELECT access_actor()) "
                # The clock is read after the transaction began, perhaps on another machine.
                "AND registered_at <= (SELECT access_now()) + interval '1 minute' "
                f"AND {REGISTERS}"
            ),
        ),
        migrations.RunSQL(KEEPS, migrations.RunSQL.noop),
        protected(
            "people_personkey", select=f"{OPENS_OR_BROKE} AND {SEES_PERSON}", insert=KEEPS_PERSON
        ),
        protected(
            "people_sealedidentity",
            select=f"{OPENS_OR_BROKE} AND {SEES_PERSON}",
            insert=KEEPS_PERSON,
            update=f"{OPENS} AND {CASE_ROLES} AND {OWN_PERSON}",
            columns="sealed, photo, version, changed_at",
        ),
        protected(
            "people_blindindex",
            select=SEES_PERSON,
            insert=KEEPS_PERSON,
            delete=f"{OPENS} AND {CASE_ROLES} AND {OWN_PERSON}",
        ),
        protected(
            "people_consent",
            select=(
                f"{SEES_PERSON} AND (agency_id = (SELECT access_agency()) "
                f"OR recipient_id = (SELECT access_agency()) OR {OWN_PERSON})"
            ),
            insert=(
                "agency_id = (SELECT access_agency()) "
                f"AND explained_by_id = (SELECT access_actor()) AND {CASE_ROLES} AND {OWN_PERSON}"
            ),
            update=f"{CASE_ROLES} AND {SEES_PERSON}",
            columns="withdrawn_at, withdrawn_by_id",
            leaving="withdrawn_at IS NOT NULL",  # what was taken back stays so
        ),
        protected(
            "people_erasurerequest",
            select=(
                "(SELECT access_role()) = 'data_protection_officer' "
                "OR agency_id = (SELECT access_scope())"
            ),
            insert=(
                "agency_id = (SELECT access_agency()) "
                f"AND asked_by_id = (SELECT access_actor()) AND {CASE_ROLES} AND {OWN_PERSON}"
            ),
            update="(SELECT access_role()) = 'data_protection_officer'",
            columns="state, decided_by_id, decided_at",
        ),
        migrations.RunSQL(FUNCTIONS, migrations.RunSQL.noop),
        migrations.RunSQL(OWNER, migrations.RunSQL.noop),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
