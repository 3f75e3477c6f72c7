"""Who freezes figures and who approves them: two people, and nobody changes them
afterwards.
"""

from django.conf import settings

from sala.access.law.asking import ACTOR, may_word
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import protect_table

# What was approved stays so, by whom and when it was.
APPROVED_ONCE = """
CREATE FUNCTION figures_snapshot_approved_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.approved_by_id IS NOT NULL THEN
        RAISE EXCEPTION 'a snapshot is approved once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER snapshot_approved_once BEFORE UPDATE ON figures_snapshot
    FOR EACH ROW EXECUTE FUNCTION figures_snapshot_approved_once();
"""

# What an assessment gives as frozen is approved figures of that year; else nobody
# approves it. Partnership is a room below and knows no figures, so the law stands here.
FROZEN = (
    "EXISTS (SELECT 1 FROM figures_snapshot s WHERE s.id = {0}.snapshot "
    "AND s.year = {0}.figure_year AND s.approved_at IS NOT NULL)"
)

# A snapshot that was approved stays so: what was frozen when it was given is frozen
# ever after.
GIVEN = f"""
CREATE POLICY evidence_is_frozen ON partnership_assessmententry AS RESTRICTIVE FOR INSERT
    TO {settings.APPLICATION_ROLE} WITH CHECK (
        snapshot IS NULL OR {FROZEN.format("partnership_assessmententry")});
"""

# Whoever approves sees all snapshots; `approve_assessment` knows the refusal by its
# name.
APPROVED = f"""
CREATE FUNCTION figures_evidence_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM partnership_assessmententry e
        WHERE e.assessment_id = NEW.assessment_id AND e.kind = 'figure'
          AND NOT EXISTS (SELECT 1 FROM partnership_assessmententry r WHERE r.removes_id = e.id)
          AND NOT {FROZEN.format("e")}) THEN
        RAISE EXCEPTION 'evidence_is_frozen: an assessment rests on approved figures'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evidence_is_frozen BEFORE INSERT OR UPDATE ON partnership_assessmenttext
    FOR EACH ROW EXECUTE FUNCTION figures_evidence_is_frozen();
"""

LAW = joined_law(
    protect_table(
        "figures_snapshot",
        select=may_word("figures.snapshot.view"),
        insert=(
            f"{may_word('figures.snapshot.prepare')} AND prepared_by_id = {ACTOR} "
            "AND agency_id = (SELECT access_agency()) AND approved_by_id IS NULL "
            "AND prepared_at <= (SELECT access_now()) + interval '1 minute'"
        ),
        update=f"{may_word('figures.snapshot.approve')} AND (approved_by_id IS NULL OR approved_by_id = {ACTOR})",
        columns="approved_by_id, approved_at",
        leaving=f"approved_by_id = {ACTOR} AND prepared_by_id <> {ACTOR}",
    ),
    cut_statements(APPROVED_ONCE),
    cut_statements(GIVEN),
    cut_statements(APPROVED),
)
