"""A table of steps for each noun; the steps that there were wait beside it."""

from django.db import migrations, models
from django.db.models import Q

from sala.access.step_tables import step_table
from sala.kit.migration_operations import Tables

# The next migration writes them anew, with their opening and their place in the ledger.
SET_ASIDE = """
CREATE TEMPORARY TABLE objective_steps_before AS SELECT * FROM partnership_objectivestep;
CREATE TEMPORARY TABLE recommendation_steps_before AS
    SELECT * FROM partnership_recommendationstep;
CREATE TEMPORARY TABLE evidence_of_steps_before AS
    SELECT id, step_id FROM partnership_evidencefile WHERE step_id IS NOT NULL;
"""
NOTE = ("note", models.CharField(max_length=500, blank=True))
OF_RECOMMENDATION = (
    (
        "objective",
        models.ForeignKey(
            "partnership.objective",
            models.PROTECT,
            null=True,
            related_name="+",
        ),
    ),
    (
        "budget_line",
        models.ForeignKey(
            "partnership.budgetline",
            models.PROTECT,
            null=True,
            related_name="+",
        ),
    ),
    NOTE,
    ("evidence", models.CharField(max_length=300, blank=True)),
    ("file_hash", models.CharField(max_length=64, blank=True)),
)
RECOMMENDATION_HOLDS = (
    models.CheckConstraint(
        name="declined_recommendation_says_why",
        condition=~Q(state="declined") | ~Q(reason=""),
    ),
    models.CheckConstraint(
        name="answer_has_evidence",
        condition=~Q(state="answered") | ~Q(evidence=""),
    ),
    models.CheckConstraint(
        name="a_file_is_of_evidence",
        condition=Q(file_hash="") | ~Q(evidence=""),
    ),
)
DROPPED_SAYS_WHY = models.CheckConstraint(
    name="dropped_says_why",
    condition=~Q(state="dropped") | ~Q(reason=""),
)


def _state(noun: str, initial: str) -> migrations.AddField:
    column = models.CharField(max_length=16, default=initial)
    return migrations.AddField(noun, "state", column)


class Migration(migrations.Migration):
    dependencies = [("partnership", "0005_evidence_files")]
    operations = [
        migrations.RunSQL(SET_ASIDE, migrations.RunSQL.noop),
        migrations.RemoveConstraint("EvidenceFile", "evidence_file_of_one_thing"),
        migrations.RemoveField("EvidenceFile", "step"),
        migrations.DeleteModel("ObjectiveStep"),
        migrations.DeleteModel("RecommendationStep"),
        _state("Objective", "not_begun"),
        _state("Recommendation", "open"),
        _state("Assessment", "draft"),
        Tables(
            step_table(
                "ActionPlanStep",
                key="plan",
                noun="partnership.actionplan",
                once="action_plan_step_once",
            ),
            step_table(
                "ObjectiveStep",
                key="objective",
                noun="partnership.objective",
                once="objective_step_once",
                says=(("measured", models.PositiveIntegerField(null=True)), NOTE),
                holds=(DROPPED_SAYS_WHY,),
            ),
            step_table(
                "RecommendationStep",
                key="recommendation",
                noun="partnership.recommendation",
                once="recommendation_step_once",
                says=OF_RECOMMENDATION,
                holds=RECOMMENDATION_HOLDS,
            ),
            step_table(
                "AssessmentStep",
                key="assessment",
                noun="partnership.assessment",
                once="assessment_step_once",
            ),
        ),
        migrations.AddField(
            "EvidenceFile",
            "step",
            models.OneToOneField(
                "partnership.recommendationstep",
                models.PROTECT,
                null=True,
                related_name="file",
            ),
        ),
    ]
