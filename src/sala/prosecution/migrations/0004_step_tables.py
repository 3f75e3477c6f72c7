"""A table of steps for each noun; what a court said of money is kept with its step."""

from django.db import migrations, models

from sala.access.step_tables import step_table
from sala.kit.migration_operations import Tables

NOUNS = {
    "ComplaintStep": ("complaint", "complaint", "complaint_step_once"),
    "IncidentStep": ("incident", "incident", "incident_step_once"),
    "CaseStep": ("case", "case", "case_step_once"),
    "InvestigationStep": (
        "investigation",
        "investigation",
        "investigation_step_once",
    ),
    "IdentityRequestStep": (
        "request",
        "caseidentityrequest",
        "identity_request_step_once",
    ),
    "CooperationStep": ("request", "cooperationrequest", "cooperation_step_once"),
    "ChargeStep": ("charge", "charge", "charge_step_once"),
    "ForfeitureStep": ("forfeiture", "forfeiture", "forfeiture_step_once"),
    "ClaimStep": ("claim", "restitutionclaim", "claim_step_once"),
}


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0003_court_tables")]
    operations = [
        Tables(
            *(
                step_table(
                    name,
                    key=key,
                    noun=f"prosecution.{noun}",
                    once=once,
                )
                for name, (key, noun, once) in NOUNS.items()
            ),
        ),
        *(
            migrations.AddField(
                name,
                "amount",
                models.PositiveBigIntegerField(null=True),
            )
            for name in ("forfeiturestep", "claimstep")
        ),
    ]
