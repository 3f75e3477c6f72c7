"""A table of steps for each noun; the steps of rights that there were wait beside it."""

from django.db import migrations

from sala.access.step_tables import step_table
from sala.kit.migration_operations import Tables

# The next migration writes them anew, with their number and their place in the ledger.
SET_ASIDE = """
CREATE TEMPORARY TABLE entitlement_steps_before AS SELECT * FROM protection_entitlementstep;
"""


class Migration(migrations.Migration):
    dependencies = [("protection", "0003_shelter_tables")]
    operations = [
        migrations.RunSQL(SET_ASIDE, migrations.RunSQL.noop),
        migrations.DeleteModel("EntitlementStep"),
        Tables(
            step_table(
                "ReferralStep",
                key="referral",
                noun="protection.referral",
                once="referral_step_once",
            ),
            step_table(
                "EntitlementStep",
                key="entitlement",
                noun="protection.personentitlement",
                once="entitlement_step_once",
            ),
            step_table(
                "PlanStep",
                key="plan",
                noun="protection.supportplan",
                once="plan_step_once",
            ),
            step_table(
                "GoalStep",
                key="goal",
                noun="protection.plangoal",
                once="goal_step_once",
            ),
            step_table(
                "StayStep",
                key="stay",
                noun="protection.shelterstay",
                once="stay_step_once",
            ),
            step_table(
                "ReturnStep",
                key="returned",
                noun="protection.return",
                once="return_step_once",
            ),
            step_table(
                "FollowUpStep",
                key="follow_up",
                noun="protection.followup",
                once="follow_up_step_once",
            ),
        ),
    ]
