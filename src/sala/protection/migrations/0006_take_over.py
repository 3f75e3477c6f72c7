"""Taking a person over, or helping with one: until now every referral asked for help."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("protection", "0005_steps_from_columns"),
        ("people", "0005_custody"),
    ]
    operations = [
        migrations.AddField(
            "referral",
            "kind",
            models.CharField(default="help", max_length=16),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            "referral",
            models.CheckConstraint(
                name="referral_kind",
                condition=models.Q(kind__in=["take_over", "help"]),
            ),
        ),
        migrations.AddConstraint(
            "referral",
            models.UniqueConstraint(
                name="one_take_over_at_a_time",
                fields=["person"],
                condition=models.Q(state="sent", kind="take_over"),
            ),
        ),
    ]
