"""Who takes the steps of a year's report: whoever edited it, or approved its text."""

from sala.access.law.asking import AGENCY
from sala.access.law.steps import history_law
from sala.narrative.law.reports import APPROVES, WRITES
from sala.narrative.models import YearReportStep

# A text stands as long as nobody edited the report since; an edit lets it fall.
STANDING_TEXT = """SELECT 1 FROM narrative_yearreporttext t
    WHERE t.report_id = narrative_yearreportstep.report_id
      AND t.edits = (SELECT count(*) FROM narrative_yearreportedit e
                     WHERE e.report_id = t.report_id)"""
EDITED = f"""move = 'edit' AND {WRITES} AND EXISTS (SELECT 1 FROM narrative_yearreport r
        WHERE r.id = report_id AND r.agency_id = {AGENCY})
    AND NOT EXISTS ({STANDING_TEXT})"""
APPROVED = f"""move = 'approve' AND {APPROVES}
    AND EXISTS ({STANDING_TEXT} AND (t.second_at IS NOT NULL) = (state = 'approved'))"""

LAW = history_law(YearReportStep, writes=f"(({EDITED}) OR ({APPROVED}))")
