"""Everybody reads tiers and approved assessments; a draft is for those who write and
approve it.
"""

from sala.access.law.asking import ACTOR, AGENCY, OPERATING, SOON, may_word
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import protect_table

READS = f"({may_word('partnership.work.view')} OR {OPERATING})"
ANALYST = may_word("partnership.assessment.write")
APPROVES = may_word("partnership.assessment.approve")


def approved_by_two(assessment: str) -> str:
    """That two people approved an assessment."""
    return (
        "EXISTS (SELECT 1 FROM partnership_assessmenttext t "
        f"WHERE t.assessment_id = {assessment} AND t.second_at IS NOT NULL)"
    )


# Whoever adds an entry and whoever approves wait for each other, so that neither
# overlooks the other; a text is only approved as it is made of all entries there are.
# Who worked on it stands here too: the policies of the three tables would look into
# each other without end.
TRIGGERS = """
CREATE FUNCTION partnership_assessment_alone(assessment uuid) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('assessment ' || assessment, 0))
$$;

CREATE FUNCTION partnership_assessment_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnership_assessment_alone(NEW.assessment_id);
    IF EXISTS (SELECT 1 FROM partnership_assessmenttext t
               WHERE t.assessment_id = NEW.assessment_id AND t.second_at IS NOT NULL) THEN
        RAISE EXCEPTION 'an approved assessment is not edited'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.removes_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM partnership_assessmententry e
        WHERE e.id = NEW.removes_id AND e.assessment_id = NEW.assessment_id
          AND e.item = NEW.item AND e.kind IN ('figure', 'document')) THEN
        RAISE EXCEPTION 'only evidence of the same assessment is removed'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_entry BEFORE INSERT ON partnership_assessmententry
    FOR EACH ROW EXECUTE FUNCTION partnership_assessment_entry();

CREATE FUNCTION partnership_assessment_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM partnership_assessment_alone(NEW.assessment_id);
    IF NEW.digest <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the hash is not of this text' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.second_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM partnership_assessmenttext t
        WHERE t.assessment_id = NEW.assessment_id AND t.second_at IS NOT NULL) THEN
        RAISE EXCEPTION 'an assessment is approved once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP = 'UPDATE' AND (
        EXISTS (SELECT 1 FROM partnership_assessment a
                WHERE a.id = NEW.assessment_id AND a.opened_by_id = NEW.second_by_id)
        OR EXISTS (SELECT 1 FROM partnership_assessmententry e
                   WHERE e.assessment_id = NEW.assessment_id AND e.made_by_id = NEW.second_by_id)
    ) THEN
        RAISE EXCEPTION 'whoever worked on an assessment is not its second approver'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.entries <> (SELECT count(*) FROM partnership_assessmententry e
                       WHERE e.assessment_id = NEW.assessment_id) THEN
        RAISE EXCEPTION 'the assessment was edited meanwhile'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER assessment_text BEFORE INSERT OR UPDATE ON partnership_assessmenttext
    FOR EACH ROW EXECUTE FUNCTION partnership_assessment_text();
"""

LAW = joined_law(
    protect_table(
        "partnership_tierplacement",
        select=READS,
        insert=(
            f"{ANALYST} AND agency_id = {AGENCY} AND recorded_by_id = {ACTOR} "
            f"AND recorded_at {SOON} AND withdrawn_at IS NULL"
        ),
        update=f"{ANALYST} AND (withdrawn_at IS NULL OR withdrawn_by_id = {ACTOR})",
        columns="withdrawn_by_id, withdrawn_at",
        leaving=f"withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR}",
    ),
    protect_table(
        "partnership_assessmenttext",
        select=f"{APPROVES} OR ({READS} AND second_at IS NOT NULL)",
        insert=(
            f"{APPROVES} AND first_by_id = {ACTOR} AND first_role = (SELECT access_role()) "
            f"AND first_agency_id = {AGENCY} AND first_at {SOON} AND second_by_id IS NULL"
        ),
        update=f"{APPROVES} AND (second_by_id IS NULL OR second_by_id = {ACTOR})",
        columns="second_by_id, second_role, second_agency_id, second_at",
        leaving=(
            f"second_by_id = {ACTOR} AND second_role = (SELECT access_role()) "
            f"AND second_agency_id = {AGENCY} AND second_at {SOON} AND first_by_id <> {ACTOR}"
        ),
    ),
    protect_table(
        "partnership_assessment",
        select=f"{APPROVES} OR ({READS} AND {approved_by_two('partnership_assessment.id')})",
        insert=(
            f"{ANALYST} AND agency_id = {AGENCY} AND opened_by_id = {ACTOR} "
            f"AND opened_at {SOON} AND (follows_id IS NULL OR {approved_by_two('follows_id')})"
        ),
        update=f"{APPROVES} AND state <> 'approved'",
        # A draft again where who writes it edits it; approved where two people signed.
        becoming=(
            f"{APPROVES} AND CASE state "
            f"WHEN 'draft' THEN {ANALYST} AND agency_id = {AGENCY} "
            f"WHEN 'approved' THEN {approved_by_two('partnership_assessment.id')} "
            "ELSE true END"
        ),
        columns="state",
    ),
    protect_table(
        "partnership_assessmententry",
        select=(
            f"{APPROVES} OR ({READS} AND "
            f"{approved_by_two('partnership_assessmententry.assessment_id')})"
        ),
        insert=(
            f"{ANALYST} AND made_by_id = {ACTOR} AND made_at {SOON} AND "
            "EXISTS (SELECT 1 FROM partnership_assessment a "
            "WHERE a.id = partnership_assessmententry.assessment_id "
            f"AND a.agency_id = {AGENCY})"
        ),
    ),
    cut_statements(TRIGGERS),
)
