"""A referral shows its receiver what is needed to answer; only acceptance opens the
person.

Whoever accepts to help is given access in the sender's name, who can take it back, and
not for longer than the consent lasts: it ends at both ends, with the consent, with the
access, or because the sender says so. Whoever accepts to take the person over keeps
the record from then on.
"""

from django.conf import settings

from sala.access.law.asking import (
    ACTOR,
    AGENCY,
    DEFINER,
    ROLE_IN_FORCE,
    SOON,
    may_word,
)
from sala.access.law.seats import seated_becoming, seated_updates
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only, protect_table
from sala.protection.rules.referrals import AGENCY_CLOSED, NEVER_CARE
from sala.protection.states import REFERRAL

SEES = may_word("protection.person.view")
REFERS = may_word("protection.referral.send")
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"
RESTS = """(consent_id IS NULL OR EXISTS (SELECT 1 FROM people_consent c
    WHERE c.id = consent_id AND c.person_id = protection_referral.person_id
      AND c.recipient_id = receiver_id AND c.answer = 'given' AND c.withdrawn_at IS NULL))"""
MET_TODAY = """EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id
    AND p.registered_by_id = (SELECT access_frontline())
    AND p.agency_id = (SELECT access_agency())
    AND p.registered_at > (SELECT access_now()) - interval '24 hours')"""


def _codes(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


ACCEPT = f"""
CREATE POLICY owner_answers ON protection_referral FOR ALL TO CURRENT_USER
    USING ((SELECT access_proven())) WITH CHECK (access_proven());
CREATE POLICY owner_refers ON access_grant FOR INSERT TO CURRENT_USER
    WITH CHECK (access_proven() AND basis = 'referral');

-- Accept a referral for the session's agency. To help: the record opens to it, on the consent where
-- there is one, so that taking back the consent closes it again. To take over: it keeps the record
-- from now on, if who sent it still does. False where that cannot be.
CREATE FUNCTION protection_accept_referral(p_referral uuid) RETURNS boolean
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    r protection_referral;
    keeper uuid;
    ends timestamptz := access_now() + interval '365 days';
BEGIN
    SELECT * INTO r FROM protection_referral WHERE id = p_referral FOR UPDATE;
    IF NOT access_proven() OR r.id IS NULL OR r.state <> 'sent'
       OR r.receiver_id <> access_agency() OR NOT access_may('protection.referral.answer')
    THEN
        RETURN false;
    END IF;
    -- Two who would take a person over at once come one after the other.
    SELECT p.agency_id INTO keeper FROM people_person p
        WHERE p.id = r.person_id AND p.erased_at IS NULL FOR UPDATE;
    IF keeper IS NULL OR (r.kind = 'take_over' AND keeper <> r.agency_id) THEN
        RETURN false;
    END IF;
    IF r.consent_id IS NOT NULL THEN
        SELECT least(ends, (c.valid_until + 1)::timestamptz) INTO ends FROM people_consent c
            WHERE c.id = r.consent_id AND c.withdrawn_at IS NULL
              AND (c.valid_until IS NULL OR c.valid_until >= access_now()::date);
        IF NOT FOUND THEN RETURN false; END IF;
    END IF;
    UPDATE protection_referral SET state = 'accepted', accepted_at = access_now(),
        changed_by_id = access_actor(), changed_at = access_now() WHERE id = p_referral;
    PERFORM protection_referralstep_take(p_referral, 'accept', 'accepted', '');
    IF r.kind = 'take_over' THEN
        -- Its entry is the one after that of the referral.
        PERFORM people_hand_over(r.person_id, r.receiver_id, 1);
        RETURN true;
    END IF;
    -- In the name of the sender, on whose word it opens, and who may close it again.
    INSERT INTO access_grant (id, record_kind, record_id, agency_id, basis, rests_on,
                              given_by_id, given_by_agency_id, given_at, until)
        VALUES (gen_random_uuid(), 'person', r.person_id, r.receiver_id, 'referral',
                coalesce(r.consent_id, r.id), r.sent_by_id, r.agency_id, access_now(), ends);
    RETURN true;
END $$;
"""

ENDS = f"""
-- What is taken back closes what acceptance opened.
CREATE FUNCTION protection_referral_ends() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE access_grant SET withdrawn_at = access_now(), withdrawn_by_id = access_actor()
        WHERE record_kind = 'person' AND record_id = NEW.person_id AND basis = 'referral'
          AND agency_id = NEW.receiver_id AND rests_on = coalesce(NEW.consent_id, NEW.id)
          AND withdrawn_at IS NULL;
    RETURN NULL;
END $$;
CREATE TRIGGER protection_referral_ends AFTER UPDATE OF state ON protection_referral
    FOR EACH ROW WHEN (OLD.state <> 'withdrawn' AND NEW.state = 'withdrawn')
    EXECUTE FUNCTION protection_referral_ends();

-- A consent taken back ends each referral that rests on it, answered or not; but whoever took the
-- person over goes on keeping the record: somebody must.
CREATE FUNCTION protection_consent_ends() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    ended uuid;
BEGIN
    FOR ended IN UPDATE protection_referral
        SET state = 'withdrawn', reason = 'consent_withdrawn',
            changed_by_id = access_actor(), changed_at = access_now()
        WHERE consent_id = NEW.id
          AND (state = 'sent' OR (state = 'accepted' AND kind = 'help')) RETURNING id
    LOOP
        PERFORM protection_referralstep_take(
            ended, 'withdraw', 'withdrawn', 'consent_withdrawn');
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER protection_consent_ends AFTER UPDATE OF withdrawn_at ON people_consent
    FOR EACH ROW WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION protection_consent_ends();

-- So does access that either agency closes by hand.
CREATE FUNCTION protection_access_ends() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    ended record;
BEGIN
    FOR ended IN UPDATE protection_referral r SET state = 'withdrawn', changed_by_id = access_actor(),
        changed_at = access_now(), reason = CASE
            WHEN EXISTS (SELECT 1 FROM people_consent c
                         WHERE c.id = r.consent_id AND c.withdrawn_at IS NOT NULL)
            THEN 'consent_withdrawn'
            WHEN access_agency() = r.receiver_id THEN 'handed_back' ELSE 'access_closed' END
        WHERE r.person_id = NEW.record_id AND r.receiver_id = NEW.agency_id
          AND coalesce(r.consent_id, r.id) = NEW.rests_on AND r.state = 'accepted'
          AND r.kind = 'help'
        RETURNING r.id, r.reason
    LOOP
        PERFORM protection_referralstep_take(
            ended.id, 'withdraw', 'withdrawn', ended.reason);
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER protection_access_ends AFTER UPDATE OF withdrawn_at ON access_grant
    FOR EACH ROW WHEN (NEW.basis = 'referral' AND OLD.withdrawn_at IS NULL
                       AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION protection_access_ends();

-- Whoever is asked and closes answers nothing any more: it is answered for them, and who sent it is
-- told, also where the closing one's own administrator acts for the sender.
CREATE FUNCTION protection_agency_closes() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    ended record;
BEGIN
    IF access_actor() IS NULL OR access_agency() IS NULL THEN RETURN NULL; END IF;
    FOR ended IN UPDATE protection_referral
        SET state = 'declined', reason = '{AGENCY_CLOSED}',
            changed_by_id = access_actor(), changed_at = access_now()
        WHERE receiver_id = NEW.id AND state = 'sent' RETURNING id, agency_id
    LOOP
        PERFORM protection_referralstep_take(
            ended.id, 'decline', 'declined', '{AGENCY_CLOSED}');
        IF ended.agency_id = access_agency() THEN
            INSERT INTO access_notice (id, agency_id, roles, kind, url_name, args, sent_by_id,
                                       sent_by_agency_id, sent_at)
                VALUES (gen_random_uuid(), ended.agency_id,
                        access_roles_including('{REFERRAL.told}'),
                        'protection.referral_declined', 'show_referral',
                        jsonb_build_array(ended.id), access_actor(), access_agency(),
                        access_now());
        END IF;
    END LOOP;
    RETURN NULL;
END $$;
CREATE TRIGGER protection_agency_closes AFTER UPDATE OF retired_on ON access_agency
    FOR EACH ROW WHEN (OLD.retired_on IS NULL AND NEW.retired_on IS NOT NULL)
    EXECUTE FUNCTION protection_agency_closes();
CREATE POLICY owner_ends_referrals ON people_consent FOR SELECT TO CURRENT_USER
    USING (access_proven());
"""

# Consent is asked where the person is: the officer who met them today records what they
# said.
FRONTLINE = f"""
CREATE POLICY frontline_records ON people_consent FOR INSERT WITH CHECK (
    agency_id = {AGENCY} AND explained_by_id = {ACTOR} AND {MET_TODAY});
CREATE POLICY frontline_withdraws ON people_consent FOR UPDATE
    USING ({MET_TODAY} AND state = 'given')
    WITH CHECK ({MET_TODAY} AND state = 'withdrawn' AND withdrawn_by_id = {ACTOR});
"""

WORD_OF_HELP = f"""
-- What became of the referrals that the session's officer sent before the day in which they see
-- them: when, to whom, and how each stands. Nothing of whom it was about.
CREATE FUNCTION protection_word_of_help()
RETURNS TABLE (sent_at timestamptz, receiver uuid, state varchar)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN QUERY
        SELECT r.sent_at, r.receiver_id, r.state FROM protection_referral r
        WHERE r.sent_by_id = access_frontline() AND r.agency_id = access_agency()
          AND r.sent_at <= access_now() - interval '24 hours'
          AND r.sent_at > access_now() - interval '365 days'
        ORDER BY r.sent_at DESC;
END $$;
"""

ALONE = f"""
-- Who was identified by the session's authority, or is seen by it, and is with nobody: no referral
-- that is open, accepted or completed, nothing given, and not everything declined by the person.
-- `asked` counts referrals that came to nothing; `returned_on` says who was sent home like that.
CREATE FUNCTION protection_without_referral()
RETURNS TABLE (person uuid, decided_on date, asked bigint, returned_on date)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
DECLARE
    own uuid := access_agency();
    decides boolean := access_may('screening.identification.watch');
    scope uuid := access_scope();
    granted uuid[] := access_granted('person');
BEGIN
    IF NOT access_may('protection.referral.watch') THEN RETURN; END IF;
    RETURN QUERY
        SELECT d.person_id, max(d.decided_on),
               (SELECT count(*) FROM protection_referral r WHERE r.person_id = d.person_id),
               (SELECT max(t.happened_on) FROM protection_return t
                WHERE t.person_id = d.person_id AND t.state = 'returned')
        FROM screening_identificationdecision d
        WHERE d.outcome = 'identified'
          AND (decides AND d.agency_id = own OR d.person_id = ANY (granted)
               OR EXISTS (SELECT 1 FROM people_person p
                          WHERE p.id = d.person_id AND p.agency_id = scope))
          AND NOT EXISTS (SELECT 1 FROM screening_identificationdecision l
                          WHERE l.supersedes_id = d.id)
          AND NOT EXISTS (SELECT 1 FROM protection_referral r WHERE r.person_id = d.person_id
                          AND r.state IN ('sent', 'accepted', 'completed'))
          AND NOT EXISTS (SELECT 1 FROM protection_personentitlement e
                          WHERE e.person_id = d.person_id AND e.state = 'given')
          AND (EXISTS (SELECT 1 FROM protection_personentitlement e
                       WHERE e.person_id = d.person_id AND e.state <> 'declined')
               OR NOT EXISTS (SELECT 1 FROM protection_personentitlement e
                              WHERE e.person_id = d.person_id))
        GROUP BY 1 ORDER BY 2, 1;
END $$;
"""

TAKES_OVER = f"""
-- Whether somebody of an open agency answers referrals today.
CREATE FUNCTION protection_answers(p_agency uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND EXISTS (
        SELECT 1 FROM access_membership m JOIN access_agency a ON a.id = m.agency_id
          JOIN access_user u ON u.id = m.user_id
        WHERE m.agency_id = p_agency AND a.retired_on IS NULL AND u.is_active
          AND access_role_includes(m.role, 'protection.referral.answer')
          AND {ROLE_IN_FORCE});
END $$;

-- Whether the session's agency may hand a record over to another: it keeps it, somebody there
-- answers, and who is in care is not handed to police or a court, who are asked to help.
CREATE FUNCTION protection_may_hand_over(p_person uuid, p_receiver uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN access_proven() AND protection_answers(p_receiver) AND EXISTS (
        SELECT 1 FROM people_person p JOIN access_agency a ON a.id = p_receiver
        WHERE p.id = p_person AND p.agency_id = access_agency() AND p.erased_at IS NULL
          AND (p.state <> 'in_care' OR a.kind NOT IN ({_codes(NEVER_CARE)})));
END $$;
CREATE POLICY hands_over_what_it_keeps ON protection_referral AS RESTRICTIVE FOR INSERT
    TO {settings.APPLICATION_ROLE}
    WITH CHECK (kind = 'help' OR protection_may_hand_over(person_id, receiver_id));

-- What was handed over is not taken back, only handed back; nor does who handed a record over close
-- what others were given of it to help.
CREATE POLICY handed_over_stays ON protection_referral AS RESTRICTIVE FOR UPDATE
    TO {settings.APPLICATION_ROLE}
    USING (state <> 'accepted' OR receiver_id = {AGENCY}
           OR (kind = 'help' AND NOT people_handed_on(person_id)));
"""

JOURNEYS = f"""
-- Whom the session's mission handed over and still brings home: a journey that it plans is to be
-- made, or was made within the day, as its steps say, which nobody changes.
CREATE FUNCTION protection_brought_home() RETURNS uuid[] LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    IF NOT access_may('access.record.see_until_handed_on') THEN RETURN '{{}}'; END IF;
    RETURN ARRAY(
        SELECT t.person_id FROM protection_return t
        WHERE t.agency_id = access_agency()
          AND EXISTS (SELECT 1 FROM protection_referral r
                      WHERE r.person_id = t.person_id AND r.agency_id = t.agency_id
                        AND r.kind = 'take_over' AND r.state IN ('accepted', 'completed'))
          AND (t.state IN ('planned', 'confirmed')
               OR EXISTS (SELECT 1 FROM protection_returnstep s
                          WHERE s.returned_id = t.id AND s.recorded_at
                              > access_now() - interval '24 hours')));
END $$;
CREATE POLICY until_brought_home ON people_person FOR SELECT TO {settings.APPLICATION_ROLE}
    USING (id = ANY ((SELECT protection_brought_home())::uuid[]));
"""

LAW = joined_law(
    protect_table(
        "protection_referral",
        select=(
            f"{SEES} AND (agency_id = {AGENCY} OR receiver_id = {AGENCY} "
            f"OR {SEES_PERSON}) OR (sent_by_id = (SELECT access_frontline()) "
            "AND sent_at > (SELECT access_now()) - interval '24 hours')"
        ),
        insert=(
            f"agency_id = {AGENCY} AND sent_by_id = {ACTOR} AND sent_at {SOON} "
            f"AND state = 'sent' AND {REFERS} AND {SEES_PERSON} AND {RESTS}"
        ),
        update=seated_updates(REFERRAL),
        becoming=seated_becoming(REFERRAL),
        columns="state, reason, changed_by_id, changed_at",
    ),
    cut_statements(ACCEPT),
    cut_statements(ENDS),
    cut_statements(FRONTLINE),
    cut_statements(WORD_OF_HELP),
    cut_statements(ALONE),
    cut_statements(TAKES_OVER),
    cut_statements(JOURNEYS),
    for_triggers_only(
        "protection_referral_ends",
        "protection_consent_ends",
        "protection_access_ends",
        "protection_agency_closes",
    ),
)
