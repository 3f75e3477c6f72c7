"""Who reads published reports and explains differences; who writes the report of a
year.

What was read, reviewed or explained is added, never changed. Two people approve exactly
one text of a year's report, for good.
"""

from sala.access.law.asking import ACTOR, AGENCY, SOON, may_word
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import protect_table

READS = may_word("narrative.report.read")
EXPLAINS = may_word("narrative.difference.explain")
WRITES = may_word("narrative.year_report.write")
SEES = may_word("narrative.year_report.view")
APPROVES = may_word("narrative.year_report.approve")
# Both look under their own row-level security: what one does not see is not there.
SEES_REPORT = (
    "EXISTS (SELECT 1 FROM narrative_publishedreport r WHERE r.id = report_id)"
)
SEES_FIGURE = "EXISTS (SELECT 1 FROM narrative_quotedfigure f WHERE f.id = figure_id)"
JUST_READ = f"""EXISTS (SELECT 1 FROM narrative_publishedreport r WHERE r.id = report_id
    AND r.read_by_id = {ACTOR} AND r.read_at > (SELECT access_now()) - interval '1 minute')"""
EXPLAINS_OWN = f"{EXPLAINS} AND agency_id = {AGENCY}"

SIGNED_TWICE = """EXISTS (SELECT 1 FROM narrative_yearreporttext t
    WHERE t.report_id = narrative_yearreport.id AND t.second_at IS NOT NULL)"""

# Whoever changes a text and whoever approves it wait for each other, so that neither
# overlooks the other; a text is only approved as it is made of all edits there are.
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

LAW = joined_law(
    protect_table(
        "narrative_publishedreport",
        select=f"{READS} AND agency_id = {AGENCY}",
        insert=f"{READS} AND agency_id = {AGENCY} AND read_by_id = {ACTOR} AND read_at {SOON}",
    ),
    protect_table(
        "narrative_quotedfigure",
        select=f"{READS} AND {SEES_REPORT}",
        insert=(
            f"{READS} AND {SEES_REPORT} AND (added_by_id = {ACTOR} AND found_by = 'analyst' "
            f"OR added_by_id IS NULL AND found_by <> 'analyst' AND {JUST_READ})"
        ),
    ),
    protect_table(
        "narrative_figurereview",
        select=f"{READS} AND {SEES_FIGURE}",
        insert=(
            f"{READS} AND {SEES_FIGURE} AND reviewed_by_id = {ACTOR} AND reviewed_at {SOON}"
        ),
    ),
    protect_table(
        "narrative_differenceexplanation",
        select=EXPLAINS_OWN,
        insert=f"{EXPLAINS_OWN} AND explained_by_id = (SELECT access_actor()) AND explained_at {SOON}",
    ),
    protect_table(
        "narrative_numberdismissal",
        select=f"{READS} AND {SEES_REPORT}",
        insert=(
            f"{READS} AND {SEES_REPORT} AND dismissed_by_id = (SELECT access_actor()) "
            f"AND dismissed_at {SOON}"
        ),
    ),
    protect_table(
        "narrative_yearreport",
        select=SEES,
        insert=(
            f"{WRITES} AND agency_id = {AGENCY} AND opened_by_id = {ACTOR} "
            f"AND opened_at {SOON} AND (follows_id IS NULL OR EXISTS "
            "(SELECT 1 FROM narrative_yearreporttext t "
            "WHERE t.report_id = follows_id AND t.second_at IS NOT NULL))"
        ),
        update=f"{APPROVES} AND state <> 'approved'",
        # A draft again where who writes it edits it; approved where two people signed.
        becoming=(
            f"{APPROVES} AND CASE state "
            f"WHEN 'draft' THEN {WRITES} AND agency_id = {AGENCY} "
            f"WHEN 'approved' THEN {SIGNED_TWICE} ELSE true END"
        ),
        columns="state",
    ),
    protect_table(
        "narrative_yearreportedit",
        select=SEES,
        insert=(
            f"{WRITES} AND made_by_id = {ACTOR} AND made_at {SOON} AND EXISTS (SELECT 1 "
            "FROM narrative_yearreport r WHERE r.id = narrative_yearreportedit.report_id "
            f"AND r.agency_id = {AGENCY})"
        ),
    ),
    protect_table(
        "narrative_yearreporttext",
        select=SEES,
        insert=(
            f"{APPROVES} AND first_by_id = {ACTOR} AND first_role = (SELECT access_role()) "
            f"AND first_agency_id = {AGENCY} AND first_at {SOON} AND second_by_id IS NULL "
            "AND EXISTS (SELECT 1 FROM narrative_yearreport r JOIN figures_snapshot s "
            "ON s.year = r.year WHERE r.id = narrative_yearreporttext.report_id "
            "AND s.id = narrative_yearreporttext.snapshot_id AND s.approved_by_id IS NOT NULL)"
        ),
        update=f"{APPROVES} AND (second_by_id IS NULL OR second_by_id = {ACTOR})",
        columns="second_by_id, second_role, second_agency_id, second_at",
        leaving=(
            f"second_by_id = {ACTOR} AND second_role = (SELECT access_role()) "
            f"AND second_agency_id = {AGENCY} AND second_at {SOON} AND first_by_id <> {ACTOR} "
            "AND NOT EXISTS (SELECT 1 FROM narrative_yearreport r "
            "WHERE r.id = narrative_yearreporttext.report_id "
            f"AND r.opened_by_id = {ACTOR}) "
            "AND NOT EXISTS (SELECT 1 FROM narrative_yearreportedit e "
            "WHERE e.report_id = narrative_yearreporttext.report_id "
            f"AND e.made_by_id = {ACTOR})"
        ),
    ),
    cut_statements(TRIGGERS),
)
