"""Who sees that there is a paper of a person; only the person's key opens it, for a purpose."""

from importlib import import_module

from django.db import migrations

from sala.kit.rowsecurity import protected

before = import_module("sala.people.migrations.0002_locks")
OWN = "agency_id = (SELECT access_agency())"

ERASES = f"""
CREATE POLICY owner_erases ON people_personattachment FOR ALL TO CURRENT_USER
    USING (access_role() IN ('data_protection_officer', 'operator'));

-- Without the key they are noise in every backup; here they go altogether.
CREATE FUNCTION people_erases_attachments() RETURNS trigger
LANGUAGE plpgsql {before.DEFINER} AS $$
BEGIN
    DELETE FROM people_personattachment WHERE person_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER people_erases_attachments AFTER UPDATE OF erased_at ON people_person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION people_erases_attachments();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0007_attachments")]

    operations = [
        protected(
            "people_personattachment",
            # A paper says more than the identity that the person agreed to share.
            select=f"{before.SEES_PERSON} AND ({OWN} OR shared)",
            insert=f"{OWN} AND added_by_id = (SELECT access_actor()) AND {before.KEEPS_PERSON}",
            delete=f"{OWN} AND {before.CASE_ROLES} AND {before.OWN_PERSON}",
        ),
        migrations.RunSQL(ERASES, migrations.RunSQL.noop),
    ]
