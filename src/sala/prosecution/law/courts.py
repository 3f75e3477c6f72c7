"""Who charges, who judges, who pays; and a claim that opens by itself with the charge."""

from django.conf import settings

from sala.access.law.asking import ACTOR, AGENCY, DEFINER, SOON, may_word
from sala.access.law.seats import seated_becoming, seated_updates
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only, in_own_name, protect_table
from sala.prosecution.rules.corrections import SHOWN_BY
from sala.prosecution.states import CHARGE, RESTITUTION, TRIES_CASE

SEES_CASE = "prosecution_sees_case(case_id)"
READS_CASE = "prosecution_reads_case(case_id)"
TRIES = TRIES_CASE.sql.format(row="")
SHOWN = ", ".join(f"'{how}'" for how in SHOWN_BY)
DECIDES = f"{TRIES} AND {may_word('prosecution.restitution.decide')}"
PROSECUTES = f"{TRIES} AND {may_word('prosecution.charge.file')}"

TABLES = (
    "prosecution_defendant",
    "prosecution_defendantcorrection",
    "prosecution_charge",
    "prosecution_verdict",
    "prosecution_forfeiture",
    "prosecution_restitutionclaim",
    "prosecution_restitutionpayment",
    "prosecution_paymentcorrection",
)
OWNER = ";\n".join(
    f"CREATE POLICY owner_acts ON {table} FOR ALL TO CURRENT_USER "
    "USING ((SELECT access_proven())) WITH CHECK (access_proven())"
    for table in TABLES
)


def of_same_case(table: str, column: str, own: str) -> str:
    """SQL: what a row points at stands in the same case as the row itself."""
    return (
        f"EXISTS (SELECT 1 FROM prosecution_{table} x "
        f"WHERE x.id = {column} AND x.case_id = prosecution_{own}.case_id)"
    )


WHO_TRIES = f"""
-- Whether the session prosecutes or tries a case: of the agency that prosecutes it or holds it; for
-- one in the compartment, whoever oversight assigned. Nobody does one that was taken over.
CREATE FUNCTION prosecution_tries_case(p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN prosecution_sees_case(p_case) AND access_may('prosecution.verdict.record')
       AND EXISTS (SELECT 1 FROM prosecution_case c WHERE c.id = p_case AND (
           c.in_compartment OR c.taken_over_at IS NULL
           AND access_agency() IN (c.held_by_id, c.prosecuted_by_id)));
END $$;
"""

CLAIMS = f"""
-- Every victim of a case in which somebody is charged has a claim, however the row came about. One
-- that was refused because the charges were withdrawn opens again with the next charge. It is
-- claimed on the day of the charge; where the victim is named later, today.
CREATE FUNCTION prosecution_open_claims() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    claim record;
BEGIN
    IF prosecution_is_laid(NEW.id) THEN RETURN NULL; END IF;
    FOR claim IN INSERT INTO prosecution_restitutionclaim
        (id, case_id, victim_id, state, opened_at, reason, waived_how)
        SELECT gen_random_uuid(), v.case_id, v.id, 'open', access_now(), '', ''
        FROM prosecution_casevictim v
        WHERE v.case_id = NEW.case_id AND v.named AND EXISTS (
            SELECT 1 FROM prosecution_charge c
            WHERE c.case_id = NEW.case_id AND c.state <> 'withdrawn')
        ON CONFLICT (victim_id) DO UPDATE SET state = 'open', reason = '', decided_on = NULL
            WHERE prosecution_restitutionclaim.state = 'refused'
              AND prosecution_restitutionclaim.reason = 'charges_withdrawn'
        RETURNING id, opened_at = access_now() AS fresh
    LOOP
        IF NOT claim.fresh THEN
            PERFORM prosecution_claimstep_take(claim.id, 'ask_again', 'open', '');
        ELSIF TG_TABLE_NAME = 'prosecution_charge' THEN
            PERFORM prosecution_claimstep_take(
                claim.id, 'claim', 'open', '', (to_jsonb(NEW) ->> 'filed_on')::date);
        ELSE
            PERFORM prosecution_claimstep_take(claim.id, 'claim', 'open', '');
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER prosecution_claim_with_charge AFTER INSERT ON prosecution_charge
    FOR EACH ROW EXECUTE FUNCTION prosecution_open_claims();
CREATE TRIGGER prosecution_claim_with_victim AFTER INSERT ON prosecution_casevictim
    FOR EACH ROW EXECUTE FUNCTION prosecution_open_claims();
CREATE TRIGGER prosecution_claim_named_again AFTER UPDATE OF named ON prosecution_casevictim
    FOR EACH ROW WHEN (NEW.named AND NOT OLD.named) EXECUTE FUNCTION prosecution_open_claims();

-- A charge is filed where a case is with the prosecution or in court. The lock lets no case be
-- closed between the charge and its claims.
CREATE FUNCTION prosecution_charge_in_time() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF prosecution_is_laid(NEW.id) THEN RETURN NEW; END IF;
    PERFORM 1 FROM prosecution_case c
        WHERE c.id = NEW.case_id AND c.state IN ('with_prosecution', 'in_court') FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no charge is filed in this case' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER prosecution_charge_in_time BEFORE INSERT ON prosecution_charge
    FOR EACH ROW EXECUTE FUNCTION prosecution_charge_in_time();

-- No case is closed over the head of a victim whose claim nobody decided.
CREATE FUNCTION prosecution_keep_claims() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM prosecution_restitutionclaim k
               JOIN prosecution_casevictim v ON v.id = k.victim_id AND v.named
               WHERE k.case_id = NEW.id AND k.state = 'open') THEN
        RAISE EXCEPTION 'a restitution claim is open' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER prosecution_keep_claims BEFORE UPDATE ON prosecution_case
    FOR EACH ROW WHEN (NEW.state = 'closed' AND OLD.state <> 'closed')
    EXECUTE FUNCTION prosecution_keep_claims();

-- What a person is owed and has been paid: for those who keep or share their record. Of the case
-- they learn nothing more than prosecution_cases_of_person tells.
CREATE FUNCTION prosecution_restitution_of_person(p_person uuid)
RETURNS TABLE (state varchar, share bigint, paid bigint, reached bigint, due_on date)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_proven()
       OR NOT access_may('access.record.see_own')
       OR NOT EXISTS (SELECT 1 FROM people_person p WHERE p.id = p_person
                      AND (p.agency_id = access_scope()
                           OR p.id = ANY (access_granted('person')))) THEN
        RETURN;
    END IF;
    RETURN QUERY
        SELECT k.state, k.share, coalesce(m.paid, 0)::bigint, coalesce(m.reached, 0)::bigint,
               k.due_on
        FROM prosecution_restitutionclaim k
            JOIN prosecution_casevictim v ON v.id = k.victim_id
            JOIN prosecution_case c ON c.id = k.case_id
            LEFT JOIN LATERAL (
                SELECT sum(amount) AS paid, sum(amount) FILTER (WHERE reached_on IS NOT NULL)
                    AS reached
                FROM prosecution_restitutionpayment y WHERE y.claim_id = k.id AND NOT EXISTS (
                    SELECT 1 FROM prosecution_paymentcorrection x WHERE x.payment_id = y.id)) m ON true
        WHERE v.person_id = p_person AND v.named AND NOT c.in_compartment
        ORDER BY k.opened_at, k.id;
END $$;
"""

# Whoever corrects an age may not touch a verdict: it is the database that asks for
# another look. A child and one whose age is in doubt are the same to the law, and so
# are the other two.
AGES = f"""
CREATE FUNCTION prosecution_age_corrected() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE prosecution_verdict d
        SET age_corrected_at = access_now(), seen_at = NULL, seen_by_id = NULL
        FROM prosecution_charge c
        WHERE c.id = d.charge_id AND c.case_id = NEW.case_id AND d.outcome = 'convicted'
          AND (c.victim_id IS NULL OR c.victim_id = NEW.id)
          AND NOT EXISTS (SELECT 1 FROM prosecution_verdict later
                          WHERE later.charge_id = c.id AND later.recorded_at > d.recorded_at);
    RETURN NULL;
END $$;
CREATE TRIGGER prosecution_age_corrected AFTER UPDATE OF age_group ON prosecution_casevictim
    FOR EACH ROW WHEN ((NEW.age_group IN ('child', 'in_doubt'))
                       <> (OLD.age_group IN ('child', 'in_doubt')))
    EXECUTE FUNCTION prosecution_age_corrected();
"""

PAYMENTS = f"""
-- A payment out of what was forfeited stays within its case; it reaches its victim once, and
-- never where its entry was wrong.
CREATE POLICY out_of_the_same_case ON prosecution_restitutionpayment AS RESTRICTIVE FOR INSERT
    TO {settings.APPLICATION_ROLE} WITH CHECK (forfeiture_id IS NULL OR EXISTS (
        SELECT 1 FROM prosecution_forfeiture f WHERE f.id = forfeiture_id
        AND f.case_id = prosecution_restitutionpayment.case_id AND f.state = 'collected'));
CREATE POLICY reaches_once ON prosecution_restitutionpayment AS RESTRICTIVE FOR UPDATE
    TO {settings.APPLICATION_ROLE} USING (reached_on IS NULL AND NOT EXISTS (
        SELECT 1 FROM prosecution_paymentcorrection x
        WHERE x.payment_id = prosecution_restitutionpayment.id))
    WITH CHECK (reached_on IS NOT NULL);
"""

# Whoever entered a payment does not put it right, and money that a victim holds is not booked
# back: who says that a victim has less than was entered says how that is known.
PUTS_RIGHT = f"""{DECIDES}
    AND recorded_by_id = {ACTOR} AND recorded_at {SOON} AND agency_id = {AGENCY}
    AND EXISTS (SELECT 1 FROM prosecution_restitutionpayment p
                LEFT JOIN prosecution_restitutionpayment r ON r.id = right_id
        WHERE p.id = payment_id AND p.case_id = prosecution_paymentcorrection.case_id
          AND p.recorded_by_id <> {ACTOR}
          AND (right_id IS NULL OR r.claim_id = p.claim_id AND r.id <> p.id)
          AND (p.reached_on IS NULL OR shown_by IN ({SHOWN})
               OR r.reached_on IS NOT NULL AND r.amount >= p.amount))"""

LAW = joined_law(
    cut_statements(WHO_TRIES),
    protect_table(
        "prosecution_defendant",
        select=READS_CASE,
        insert=f"{PROSECUTES} AND continues_id IS NULL AND added_by_id = {ACTOR} AND added_at {SOON}",
    ),
    protect_table(
        "prosecution_defendantcorrection",
        select=READS_CASE,
        insert=(
            f"{PROSECUTES} AND continues_id IS NULL AND recorded_by_id = {ACTOR} "
            f"AND recorded_at {SOON} AND agency_id = {AGENCY} "
            f"AND {of_same_case('defendant', 'defendant_id', 'defendantcorrection')}"
        ),
    ),
    protect_table(
        "prosecution_charge",
        select=SEES_CASE,
        insert=(
            f"{PROSECUTES} AND filed_by_id = {ACTOR} AND filed_at {SOON} AND state = 'filed' "
            f"AND {of_same_case('defendant', 'defendant_id', 'charge')} AND (victim_id IS NULL "
            f"OR {of_same_case('casevictim', 'victim_id', 'charge')})"
        ),
        # What is over is put right by whoever prosecutes.
        update=f"{seated_updates(CHARGE)} OR (state IN ('final', 'withdrawn') AND {PROSECUTES})",
        becoming=f"{seated_becoming(CHARGE)} OR (state = 'filed' AND {PROSECUTES})",
        columns="state, changed_by_id, changed_at",
    ),
    protect_table(
        "prosecution_verdict",
        select=SEES_CASE,
        insert=(
            f"{TRIES} AND recorded_by_id = {ACTOR} AND recorded_at {SOON} "
            f"AND agency_id = {AGENCY} AND seen_at IS NULL AND seen_by_id IS NULL "
            f"AND {of_same_case('charge', 'charge_id', 'verdict')}"
        ),
        # Oversight sees cases about officials only, where no supervisor sees
        # anything.
        update=(
            f"{SEES_CASE} AND {may_word('prosecution.sentence.review')} "
            f"AND ({may_word('prosecution.case.oversee')} OR agency_id = {AGENCY})"
        ),
        columns="seen_by_id, seen_at",
        leaving=f"seen_by_id = {ACTOR} AND seen_at IS NOT NULL",
    ),
    protect_table(
        "prosecution_forfeiture",
        select=READS_CASE,
        insert=(
            f"{TRIES} AND continues_id IS NULL AND recorded_by_id = {ACTOR} AND state = 'ordered' "
            "AND recorded_at <= (SELECT access_now()) + interval '1 minute' "
            "AND EXISTS (SELECT 1 FROM prosecution_defendant d WHERE d.id = defendant_id "
            "AND d.case_id = prosecution_forfeiture.case_id)"
        ),
        update=TRIES,
        columns="state, collected_on, collected, changed_by_id, changed_at",
    ),
    protect_table(
        "prosecution_restitutionclaim",
        select=(
            f"{SEES_CASE} AND EXISTS (SELECT 1 FROM prosecution_casevictim v "
            "WHERE v.id = victim_id AND v.named)"
        ),
        update=f"{seated_updates(RESTITUTION)} OR (state = 'paid' AND {DECIDES})",
        becoming=seated_becoming(RESTITUTION),
        columns="state, share, decided_on, due_on, reason, waived_how, changed_by_id, "
        "changed_at",
    ),
    protect_table(
        "prosecution_restitutionpayment",
        select=SEES_CASE,
        insert=(
            f"{TRIES} AND recorded_by_id = {ACTOR} AND recorded_at {SOON} "
            f"AND {of_same_case('restitutionclaim', 'claim_id', 'restitutionpayment')}"
        ),
        update=TRIES,
        columns="reached_on",
        leaving="reached_on IS NOT NULL",
    ),
    protect_table(
        "prosecution_paymentcorrection",
        select=SEES_CASE,
        insert=PUTS_RIGHT,
    ),
    cut_statements(CLAIMS),
    cut_statements(AGES),
    cut_statements(PAYMENTS),
    cut_statements(OWNER),
    for_triggers_only(
        "prosecution_open_claims",
        "prosecution_charge_in_time",
        "prosecution_keep_claims",
        "prosecution_age_corrected",
    ),
    in_own_name("prosecution"),
)
