"""What an assessment gives as frozen is approved figures of that year; else nobody approves it.

Partnership is a room below and knows no figures, so the law stands here.
"""

from django.conf import settings
from django.db import migrations

FROZEN = (
    "EXISTS (SELECT 1 FROM figures_snapshot s WHERE s.id = {0}.snapshot "
    "AND s.year = {0}.figure_year AND s.approved_at IS NOT NULL)"
)

# A snapshot that was approved stays so: what was frozen when it was given is frozen ever after.
GIVEN = f"""
CREATE POLICY evidence_is_frozen ON partnership_assessmententry AS RESTRICTIVE FOR INSERT
    TO {settings.APPLICATION_ROLE} WITH CHECK (
        snapshot IS NULL OR {FROZEN.format("partnership_assessmententry")});
"""

# Whoever approves sees all snapshots; `approve_assessment` knows the refusal by its name.
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


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_locks"), ("partnership", "0004_assessments_locks")]

    operations = [
        migrations.RunSQL(GIVEN, "DROP POLICY evidence_is_frozen ON partnership_assessmententry"),
        migrations.RunSQL(APPROVED, "DROP FUNCTION figures_evidence_is_frozen CASCADE"),
    ]
