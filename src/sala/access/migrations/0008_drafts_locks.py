"""A form begun and not sent is its writer's alone, in the role it was begun in, for a week."""

from django.db import migrations

from sala.kit.rowsecurity import protected

OWN = (
    "user_id = (SELECT access_actor()) AND agency_id = (SELECT access_agency()) "
    "AND role = (SELECT access_role())"
)
SOON = "<= (SELECT access_now()) + interval '1 minute'"

FORGETTING = """
CREATE POLICY owner_forgets ON access_draft FOR ALL TO CURRENT_USER USING (access_proven());

-- Throw away what nobody came back to within a week, whoever began it; how many.
CREATE FUNCTION access_forget_drafts() RETURNS int
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone int;
BEGIN
    DELETE FROM access_draft WHERE kept_at < access_now() - interval '7 days';
    GET DIAGNOSTICS gone = ROW_COUNT;
    RETURN gone;
END $$;

-- For the rooms above: what was begun about a record goes with it. A code stands in the path.
CREATE FUNCTION access_forget_drafts_about(p_code text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    DELETE FROM access_draft WHERE strpos(path, '/' || p_code || '/') > 0;
END $$;
REVOKE ALL ON FUNCTION access_forget_drafts_about FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0007_drafts")]

    operations = [
        protected(
            "access_draft",
            select=OWN,
            insert=f"{OWN} AND kept_at {SOON}",
            update=OWN,
            columns="path, title, typed, kept_at",
            leaving=f"kept_at {SOON}",
            delete=OWN,
            ledger=False,  # nothing happened yet: what is sent is entered when it is sent
        ),
        migrations.RunSQL(FORGETTING, migrations.RunSQL.noop),
    ]
