"""Who writes the report of a year, and that two people approve exactly one text of it, for good."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role())"
ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
NOW = "<= (SELECT access_now()) + interval '1 minute'"
ANALYST = f"{ROLE} = 'analyst'"
APPROVES = f"{ROLE} IN ('analyst', 'oversight')"

# Whoever changes a text and whoever approves it wait for each other, so that neither overlooks the
# other; a text is only approved as it is made of all edits there are.
TRIGGERS = """
CREATE FUNCTION narrative_year_report_alone(report uuid) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtextextended('year report ' || report, 0))
$$;

CREATE FUNCTION narrative_year_report_edit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM narrative_year_report_alone(NEW.report_id);
    IF EXISTS (SELECT 1 FROM narrative_yearreporttext t
               WHERE t.report_id = NEW.report_id AND t.second_at IS NOT NULL) THEN
        RAISE EXCEPTION 'an approved report is not edited' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER year_report_edit BEFORE INSERT ON narrative_yearreportedit
    FOR EACH ROW EXECUTE FUNCTION narrative_year_report_edit();

CREATE FUNCTION narrative_year_report_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM narrative_year_report_alone(NEW.report_id);
    IF NEW.digest <> encode(sha256(convert_to(NEW.content, 'UTF8')), 'hex') THEN
        RAISE EXCEPTION 'the hash is not of this text' USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.second_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM narrative_yearreporttext t
        WHERE t.report_id = NEW.report_id AND t.second_at IS NOT NULL) THEN
        RAISE EXCEPTION 'a report is approved once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.edits <> (SELECT count(*) FROM narrative_yearreportedit e
                     WHERE e.report_id = NEW.report_id) THEN
        RAISE EXCEPTION 'the text was edited meanwhile' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER year_report_text BEFORE INSERT OR UPDATE ON narrative_yearreporttext
    FOR EACH ROW EXECUTE FUNCTION narrative_year_report_text();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("narrative", "0003_year_reports"),
        ("access", "0009_narrower_locks"),
        ("figures", "0002_locks"),
    ]

    operations = [
        protected(
            "narrative_yearreport",
            select=APPROVES,
            insert=(
                f"{ANALYST} AND agency_id = {AGENCY} AND opened_by_id = {ACTOR} "
                f"AND opened_at {NOW} AND (follows_id IS NULL OR EXISTS "
                "(SELECT 1 FROM narrative_yearreporttext t "
                "WHERE t.report_id = follows_id AND t.second_at IS NOT NULL))"
            ),
        ),
        protected(
            "narrative_yearreportedit",
            select=APPROVES,
            insert=(
                f"{ANALYST} AND made_by_id = {ACTOR} AND made_at {NOW} AND EXISTS (SELECT 1 "
                "FROM narrative_yearreport r WHERE r.id = narrative_yearreportedit.report_id "
                f"AND r.agency_id = {AGENCY})"
            ),
        ),
        protected(
            "narrative_yearreporttext",
            select=APPROVES,
            insert=(
                f"{APPROVES} AND first_by_id = {ACTOR} AND first_role = {ROLE} "
                f"AND first_agency_id = {AGENCY} AND first_at {NOW} AND second_by_id IS NULL "
                "AND EXISTS (SELECT 1 FROM narrative_yearreport r JOIN figures_snapshot s "
                "ON s.year = r.year WHERE r.id = narrative_yearreporttext.report_id "
                "AND s.id = narrative_yearreporttext.snapshot_id AND s.approved_by_id IS NOT NULL)"
            ),
            update=f"{APPROVES} AND (second_by_id IS NULL OR second_by_id = {ACTOR})",
            columns="second_by_id, second_role, second_agency_id, second_at",
            leaving=(
                f"second_by_id = {ACTOR} AND second_role = {ROLE} "
                f"AND second_agency_id = {AGENCY} AND second_at {NOW} AND first_by_id <> {ACTOR} "
                "AND NOT EXISTS (SELECT 1 FROM narrative_yearreport r "
                "WHERE r.id = narrative_yearreporttext.report_id "
                f"AND r.opened_by_id = {ACTOR}) "
                "AND NOT EXISTS (SELECT 1 FROM narrative_yearreportedit e "
                "WHERE e.report_id = narrative_yearreporttext.report_id "
                f"AND e.made_by_id = {ACTOR})"
            ),
        ),
        migrations.RunSQL(
            TRIGGERS,
            "DROP FUNCTION narrative_year_report_text CASCADE;"
            "DROP FUNCTION narrative_year_report_edit CASCADE;"
            "DROP FUNCTION narrative_year_report_alone CASCADE",
        ),
    ]
