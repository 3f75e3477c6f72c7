"""The documents that are evidence, read by whoever reads what they are evidence of."""

from sala.access.law.asking import ACTOR, AGENCY
from sala.kit.law import BackupShare, joined_law
from sala.kit.rowsecurity import protect_table

SOON = "added_at <= (SELECT access_now()) + interval '1 minute'"
A_DAY = "added_at > (SELECT access_now()) - interval '24 hours'"
MINE = f"agency_id = {AGENCY} AND added_by_id = {ACTOR}"
# Each looks under the row security of the other table: what it does not see has no
# document.
OF_ENTRY = (
    "EXISTS (SELECT 1 FROM partnership_assessmententry e WHERE e.id = entry_id{0})"
)
OF_STEP = (
    "EXISTS (SELECT 1 FROM partnership_recommendationstep s WHERE s.id = step_id{0})"
)
GIVES_ENTRY = OF_ENTRY.format(
    f" AND e.made_by_id = {ACTOR} AND e.file_hash <> '' AND NOT EXISTS ("
    "SELECT 1 FROM partnership_assessmenttext t "
    "WHERE t.assessment_id = e.assessment_id AND t.second_at IS NOT NULL)",
)
GIVES_STEP = OF_STEP.format(f" AND s.recorded_by_id = {ACTOR} AND s.file_hash <> ''")
# Only a draft's evidence is removed: of an approved assessment every document stays.
REMOVED = (
    "EXISTS (SELECT 1 FROM partnership_assessmententry r "
    f"WHERE r.removes_id = entry_id AND r.made_by_id = {ACTOR})"
)

LAW = joined_law(
    protect_table(
        "partnership_evidencefile",
        select=f"{OF_ENTRY.format('')} OR {OF_STEP.format('')}",
        insert=f"{MINE} AND {SOON} AND ({GIVES_ENTRY} OR {GIVES_STEP})",
        delete=f"{REMOVED} OR (step_id IS NOT NULL AND {MINE} AND {A_DAY})",
        in_backup=BackupShare.WHOLE,
    ),
)
