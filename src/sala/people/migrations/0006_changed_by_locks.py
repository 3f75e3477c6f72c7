"""Whoever corrects an identity is named on it; what was begun about a person goes with them."""

from importlib import import_module

from django.conf import settings
from django.db import migrations

before = import_module("sala.people.migrations.0002_locks")
ACTS = "changed_by_id = (SELECT access_actor())"

NAMED = f"""
ALTER POLICY need_to_know_insert ON people_sealedidentity
    WITH CHECK ({before.KEEPS_PERSON} AND {ACTS});
ALTER POLICY need_to_know_update ON people_sealedidentity
    WITH CHECK ({before.OPENS} AND {before.CASE_ROLES} AND {before.OWN_PERSON} AND {ACTS});
GRANT UPDATE (changed_by_id) ON people_sealedidentity TO {settings.APPLICATION_ROLE};
"""

FORGETS = f"""
-- A form that nobody sent may hold the identity that is being erased.
CREATE FUNCTION people_forgets_drafts() RETURNS trigger LANGUAGE plpgsql {before.DEFINER} AS $$
BEGIN
    PERFORM access_forget_drafts_about(NEW.code);
    RETURN NULL;
END $$;
CREATE TRIGGER people_forgets_drafts AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_forgets_drafts();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0005_changed_by"), ("access", "0008_drafts_locks")]

    operations = [
        migrations.RunSQL(NAMED, migrations.RunSQL.noop),
        migrations.RunSQL(FORGETS, migrations.RunSQL.noop),
    ]
