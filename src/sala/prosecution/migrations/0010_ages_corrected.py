"""A sentence is looked at again where the age of a victim was corrected after it."""

from django.db import migrations, models

from sala.kit.rowsecurity import for_triggers_only

DEFINER = "SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp"

# Whoever corrects an age may not touch a verdict: it is the database that asks for another look. A
# child and one whose age is in doubt are the same to the law, and so are the other two.
AGES = f"""
CREATE FUNCTION prosecution_age_corrected() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    UPDATE prosecution_verdict d
        SET age_corrected_at = access_now(), seen_at = NULL, seen_by_id = NULL
        FROM prosecution_charge c
        WHERE c.id = d.charge_id AND c.case_id = NEW.case_id AND d.outcome = 'convicted'
          AND (c.victim_id IS NULL OR c.victim_id = NEW.id)
          AND NOT EXISTS (SELECT 1 FROM prosecution_verdict later
                          WHERE later.charge_id = c.id AND later.recorded_at > d.recorded_at);
    RETURN NULL;
END $$;
CREATE TRIGGER prosecution_age_corrected AFTER UPDATE OF age_group ON prosecution_casevictim
    FOR EACH ROW WHEN ((NEW.age_group IN ('child', 'in_doubt'))
                       <> (OLD.age_group IN ('child', 'in_doubt')))
    EXECUTE FUNCTION prosecution_age_corrected();
"""


class Migration(migrations.Migration):
    dependencies = [("prosecution", "0009_for_triggers_only")]

    operations = [
        migrations.AddField(
            model_name="verdict",
            name="age_corrected_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(AGES, migrations.RunSQL.noop),
        for_triggers_only("prosecution_age_corrected"),
    ]
