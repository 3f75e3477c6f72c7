"""A consent is withdrawn in the own name; a request is declined by hand, erased by erasing alone.

And how a guardian is related is one of a list: free text beside a consent might name somebody.
"""

from importlib import import_module

from django.db import migrations, models

before = import_module("sala.people.migrations.0002_locks")
ACTOR = "(SELECT access_actor())"
DECIDES = "(SELECT access_role()) = 'data_protection_officer'"
RELATIONS = [
    "",
    "parent",
    "grandparent",
    "sibling",
    "relative",
    "appointed",
    "institution",
    "other",
]

NARROWER = f"""
ALTER POLICY need_to_know_update ON people_consent WITH CHECK (
    {before.CASE_ROLES} AND {before.SEES_PERSON}
    AND withdrawn_at IS NOT NULL AND withdrawn_by_id = {ACTOR});
ALTER POLICY need_to_know_update ON people_erasurerequest
    USING ({DECIDES} AND state = 'asked')
    WITH CHECK ({DECIDES} AND state = 'declined' AND decided_by_id = {ACTOR});
"""


def into_the_list(apps, _editor):
    """What was written before in free words becomes `other`."""
    consents = apps.get_model("people", "Consent")
    consents.objects.exclude(guardian_relation__in=RELATIONS).update(guardian_relation="other")


class Migration(migrations.Migration):
    dependencies = [("people", "0008_attachments_locks"), ("access", "0009_narrower_locks")]

    operations = [
        migrations.RunSQL(NARROWER, migrations.RunSQL.noop),
        migrations.RunPython(into_the_list, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                name="guardian_relation_is_known",
                condition=models.Q(guardian_relation__in=RELATIONS),
            ),
        ),
    ]
