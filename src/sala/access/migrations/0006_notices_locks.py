"""A notice is read by those it is for, and sent by anybody who acts, in their own name."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ACTOR = "(SELECT access_actor())"
AGENCY = "(SELECT access_agency())"
SOON = "<= (SELECT access_now()) + interval '1 minute'"


class Migration(migrations.Migration):
    dependencies = [("access", "0005_notices")]

    operations = [
        protected(
            "access_notice",
            select=(
                f"agency_id = {AGENCY} AND (SELECT access_role()) = ANY (roles) "
                f"AND (user_id IS NULL OR user_id = {ACTOR})"
            ),
            insert=f"sent_by_id = {ACTOR} AND sent_by_agency_id = {AGENCY} AND sent_at {SOON}",
        ),
        protected(
            "access_noticeread",
            select=f"user_id = {ACTOR}",
            insert=(
                f"user_id = {ACTOR} "
                "AND EXISTS (SELECT 1 FROM access_notice n WHERE n.id = notice_id)"
            ),
            ledger=False,  # who read what is nobody's business
        ),
    ]
