"""Who sees a person, their sealed identity, their consents and papers; the two doors
past that.
"""

from django.conf import settings

from sala.access.law.asking import ACTOR, DEFINER, OWN, may_word
from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only, in_own_name, protect_table
from sala.people import rules
from sala.people.search_forms import INDEX_RULE

SEES = (
    "agency_id = (SELECT access_scope()) "
    "OR id = ANY ((SELECT access_granted('person'))::uuid[]) "
    # Whoever met them sees them for a day, while their agency keeps the record.
    "OR (registered_by_id = (SELECT access_frontline()) "
    "AND agency_id = (SELECT access_agency()) "
    "AND registered_at > (SELECT access_now()) - interval '24 hours')"
)
# The person's own policy decides: PostgreSQL applies it inside this condition.
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
OWN_PERSON = (
    "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id "
    "AND p.agency_id = (SELECT access_agency()))"
)
KEPT_HERE = (
    "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id "
    "AND p.agency_id = (SELECT access_scope()))"
)
# The same question for a row being written, asked past the policies since it is asked a
# row.
KEEPS_PERSON = "people_keeps(person_id)"
OPENS = "(SELECT access_opens_identities())"
# Whoever broke the glass on this record opens it, whatever else their role opens.
OPENS_OR_BROKE = (
    f"({OPENS} OR ((SELECT access_purpose()) = 'emergency' "
    "AND person_id = ANY ((SELECT access_glass('person'))::uuid[])))"
)
REGISTERS = may_word("people.person.register")
ADMITS = may_word("people.person.admit")
# Whoever corrects an identity is named on it.
CHANGES = f"changed_by_id = {ACTOR}"
DECIDES = may_word("people.erasure.decide")

# Whom search may miss: not indexed yet, or by an older rule.
MISSED = f"unindexed IS NOT NULL OR index_rule < {INDEX_RULE}"

KEEPS = f"""
-- Whether the session may write beside a person: its agency keeps the record, and it works on
-- cases or registered the person itself.
CREATE FUNCTION people_keeps(p_person uuid) RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND EXISTS (
        SELECT 1 FROM people_person p
        WHERE p.id = p_person AND p.erased_at IS NULL
          AND p.agency_id = nullif(current_setting('sala.agency'), '')::uuid
          AND (access_may('people.record.work')
               OR p.registered_by_id = current_setting('sala.actor')::uuid));
END $$;
"""

STATING = f"""
-- What the database says of a person to the vault, which opens against nothing else: that the policies
-- show the person's key to who asks, for a purpose that they have.
CREATE FUNCTION people_statement(p_person uuid) RETURNS text LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    said text;
BEGIN
    IF NOT access_proven() THEN RETURN NULL; END IF;
    SELECT jsonb_build_object(
            'person', k.person_id, 'name', k.wrapping_key, 'wrapped', encode(k.wrapped, 'hex'),
            'actor', access_actor(), 'day', access_now()::date, 'most', {rules.OTHERS_A_DAY},
            'own', access_purpose() = 'emergency' OR people_is_own(k.person_id),
            'at', extract(epoch FROM statement_timestamp())::bigint)::text
        INTO said FROM people_personkey k
        WHERE k.person_id = p_person AND {OPENS_OR_BROKE}
          AND EXISTS (SELECT 1 FROM people_person WHERE id = p_person AND ({SEES}));
    RETURN access_ticket_mac('person', said) || said;
END $$;
CREATE POLICY owner_states ON people_personkey FOR SELECT TO CURRENT_USER USING (access_proven());
"""

FUNCTIONS = f"""
-- Break the glass on the record with this code: its key and its custodian, or nothing.
CREATE FUNCTION people_break_glass(p_look uuid, p_code text, p_reason text,
    OUT person uuid, OUT custodian uuid)
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    SELECT id, agency_id INTO person, custodian FROM people_person
        WHERE code = p_code AND erased_at IS NULL;
    IF person IS NULL THEN RETURN; END IF;
    INSERT INTO access_brokenglass
        (id, record_kind, record_id, custodian_id, user_id, agency_id, reason,
         broken_at, until, finding)
        VALUES (p_look, 'person', person, custodian, access_actor(), access_agency(),
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
          AND access_may('people.erasure.decide')
        RETURNING person_id INTO who;
    IF who IS NULL THEN RETURN NULL; END IF;
    PERFORM people_erasurestep_take(p_request, 'erase', 'erased', '');
    DELETE FROM people_personkey WHERE person_id = who;
    DELETE FROM people_sealedidentity WHERE person_id = who;
    DELETE FROM people_blindindex WHERE person_id = who;
    UPDATE people_consent SET guardian = NULL WHERE person_id = who;
    UPDATE people_person SET erased_at = access_now() WHERE id = who;
    RETURN who;
END $$;
"""

ENDS = f"""
-- Whatever rests on a consent ends with it, whoever gave it: a grant, an accepted referral.
-- The step is taken here, since whoever was told may not see the person any more after it.
CREATE FUNCTION people_consent_ends() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM people_consentstep_take(NEW.id, 'withdraw', 'withdrawn', '');
    PERFORM access_close(NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER people_consent_ends AFTER UPDATE OF withdrawn_at ON people_consent
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION people_consent_ends();

-- A form that nobody sent may hold the identity that is being erased.
CREATE FUNCTION people_forgets_drafts() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM access_forget_drafts_about(NEW.code);
    RETURN NULL;
END $$;
CREATE TRIGGER people_forgets_drafts AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_forgets_drafts();

-- Without the key they are noise in every backup; here they go altogether.
CREATE FUNCTION people_erases_attachments() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    DELETE FROM people_personattachment WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER people_erases_attachments AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_erases_attachments();
"""

# The functions above run as the owner; so does `sala keys rotate`. Without a context,
# nothing.
INDEXING = f"""
-- Whether anybody was registered or corrected whom search does not find yet.
CREATE FUNCTION people_search_incomplete() RETURNS boolean LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven()
       AND EXISTS (SELECT 1 FROM people_sealedidentity WHERE {MISSED});
END $$;

-- Some of them, for the machine that lets the vault index them.
CREATE FUNCTION people_unindexed(OUT person uuid, OUT version int, OUT sealed bytea,
    OUT wrapping_key text, OUT wrapped bytea)
RETURNS SETOF record LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM access_machine_only('people.indexer');
    RETURN QUERY SELECT i.person_id, i.version, i.unindexed, k.wrapping_key::text, k.wrapped
        FROM people_sealedidentity i JOIN people_personkey k ON k.person_id = i.person_id
        WHERE i.unindexed IS NOT NULL ORDER BY i.changed_at LIMIT 200;
END $$;

-- Their digests, unless the identity was corrected meanwhile.
CREATE FUNCTION people_index_terms(p_person uuid, p_version int, p_digests bytea[], p_kinds text[])
RETURNS boolean LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM access_machine_only('people.indexer');
    UPDATE people_sealedidentity SET unindexed = NULL
        WHERE person_id = p_person AND version = p_version AND unindexed IS NOT NULL;
    IF NOT FOUND THEN RETURN false; END IF;
    DELETE FROM people_blindindex WHERE person_id = p_person;
    INSERT INTO people_blindindex (person_id, digest, kind)
        SELECT p_person, term.digest, term.kind
        FROM unnest(p_digests, p_kinds) AS term (digest, kind);
    RETURN true;
END $$;
"""

OWNER = ";\n".join(
    f"CREATE POLICY owner_erases ON {table} FOR ALL TO CURRENT_USER "
    "USING (access_may('people.erasure.decide') OR access_operating())"
    for table in (
        "people_personkey",
        "people_sealedidentity",
        "people_blindindex",
        "people_consent",
        "people_erasurerequest",
        "people_person",
        "people_personattachment",
    )
)
OWNER += ";\n" + ";\n".join(
    f"CREATE POLICY owner_indexes ON {table} FOR ALL TO CURRENT_USER "
    "USING (access_machine() = 'people.indexer')"
    for table in ("people_sealedidentity", "people_blindindex", "people_personkey")
)
OWNER += """;
CREATE POLICY owner_looks_for_unindexed ON people_sealedidentity FOR SELECT TO CURRENT_USER
    USING (access_proven() AND (@MISSED@));
CREATE POLICY owner_finds ON people_person FOR SELECT TO CURRENT_USER USING (access_proven());
""".replace("@MISSED@", MISSED)

# A request is declined by hand, and erased by erasing alone.
DECLINES = f"""
GRANT UPDATE (state, decided_by_id, decided_at) ON people_erasurerequest
    TO {settings.APPLICATION_ROLE};
CREATE POLICY need_to_know_update ON people_erasurerequest FOR UPDATE
    USING ({DECIDES} AND state = 'asked')
    WITH CHECK ({DECIDES} AND state = 'declined' AND decided_by_id = {ACTOR});
"""

# Only the custodian opens a person by hand, whatever `access` would allow: for a year
# at most, on the country's law or on a consent that is given to just that agency. The
# records of other rooms open by those rooms' rules alone, which the owner's functions
# check.
GRANTS = f"""
CREATE POLICY person_of_own_agency ON access_grant AS RESTRICTIVE FOR INSERT
    TO {settings.APPLICATION_ROLE} WITH CHECK (
    record_kind = 'person'
    AND until <= (SELECT access_now()) + interval '367 days'
    AND EXISTS (
        SELECT 1 FROM people_person p
        WHERE p.id = record_id AND p.agency_id = (SELECT access_agency()))
    AND CASE WHEN basis = 'consent' THEN EXISTS (
            SELECT 1 FROM people_consent c
            WHERE c.id = rests_on AND c.person_id = record_id
              AND c.recipient_id = access_grant.agency_id
              AND c.answer = 'given' AND c.withdrawn_at IS NULL)
        ELSE rests_on IS NULL END);
"""

LAW = joined_law(
    protect_table(
        "people_person",
        select=SEES,
        insert=(
            "agency_id = (SELECT access_agency()) "
            "AND registered_by_id = (SELECT access_actor()) "
            # The clock is read after the transaction began, perhaps on another
            # machine.
            "AND registered_at <= (SELECT access_now()) + interval '1 minute' "
            f"AND {REGISTERS} AND (state = 'registered') = (NOT {ADMITS})"
        ),
    ),
    cut_statements(KEEPS),
    protect_table(
        "people_personkey",
        select=f"{OPENS_OR_BROKE} AND {SEES_PERSON}",
        insert=KEEPS_PERSON,
        # A key that was destroyed is in no dump (docs/adr/0004).
        in_backup=BackupShare.APART,
    ),
    protect_table(
        "people_sealedidentity",
        select=f"{OPENS_OR_BROKE} AND {SEES_PERSON}",
        insert=f"{KEEPS_PERSON} AND {CHANGES}",
        update=f"{OPENS} AND {may_word('people.identity.change')} AND {OWN_PERSON}",
        columns="sealed, photo, unindexed, index_rule, version, changed_by_id, changed_at",
        leaving=CHANGES,
    ),
    protect_table(
        "people_blindindex",
        select=SEES_PERSON,
        insert=KEEPS_PERSON,
        delete=f"{OPENS} AND {may_word('people.identity.change')} AND {OWN_PERSON}",
        in_backup=BackupShare.WHOLE,
    ),
    protect_table(
        "people_consent",
        select=(
            f"{SEES_PERSON} AND (agency_id = (SELECT access_agency()) "
            f"OR recipient_id = (SELECT access_agency()) OR {OWN_PERSON})"
        ),
        insert=(
            "agency_id = (SELECT access_agency()) "
            f"AND explained_by_id = {ACTOR} AND {may_word('people.record.work')} AND {OWN_PERSON}"
        ),
        # Once: whoever withdrew it, and when, is not written over.
        update=f"{may_word('people.record.work')} AND {SEES_PERSON} AND state = 'given'",
        columns="state, withdrawn_at, withdrawn_by_id",
        becoming=(
            f"{may_word('people.record.work')} AND {SEES_PERSON} "
            f"AND state = 'withdrawn' AND withdrawn_by_id = {ACTOR}"
        ),
    ),
    protect_table(
        "people_erasurerequest",
        # Who takes the record over sees what its former keeper asked for.
        select=f"{DECIDES} OR agency_id = (SELECT access_scope()) OR {KEPT_HERE}",
        insert=(
            "agency_id = (SELECT access_agency()) "
            f"AND asked_by_id = {ACTOR} AND {may_word('people.erasure.ask')} AND {OWN_PERSON}"
        ),
    ),
    protect_table(
        "people_personattachment",
        # A paper says more than the identity that the person agreed to share.
        # Its keeper has them all, whoever kept it when they were added.
        select=f"{SEES_PERSON} AND ({OWN} OR shared OR {OWN_PERSON})",
        insert=f"{OWN} AND added_by_id = (SELECT access_actor()) AND {KEEPS_PERSON}",
        delete=f"{may_word('people.attachment.remove')} AND {OWN_PERSON}",
        in_backup=BackupShare.WHOLE,
    ),
    cut_statements(STATING),
    cut_statements(FUNCTIONS),
    cut_statements(INDEXING),
    cut_statements(ENDS),
    cut_statements(OWNER),
    cut_statements(DECLINES),
    cut_statements(GRANTS),
    for_triggers_only(
        "people_consent_ends",
        "people_forgets_drafts",
        "people_erases_attachments",
    ),
    in_own_name("people"),
)
