"""Who sees what a file of HTCDS said, and who may bring one in."""

from django.db import migrations

from sala.kit.rowsecurity import protected

ROLE = "(SELECT access_role())"
OWN = "agency_id = (SELECT access_agency())"
EXCHANGES = "('identification_officer', 'case_worker')"
SEES_PERSON = "EXISTS (SELECT 1 FROM people_person p WHERE p.id = person_id)"


class Migration(migrations.Migration):
    dependencies = [("screening", "0005_htcds")]

    operations = [
        # Between the check and the decision the file is the one's who brought it.
        protected(
            "screening_htcdsfile",
            select="brought_by_id = (SELECT access_actor())",
            insert=f"{OWN} AND brought_by_id = (SELECT access_actor()) AND {ROLE} IN {EXCHANGES}",
            delete="brought_by_id = (SELECT access_actor())",
        ),
        protected(
            "screening_htcdsrow",
            select=f"{ROLE} IN {EXCHANGES} AND {SEES_PERSON}",
            insert=(
                f"{OWN} AND imported_by_id = (SELECT access_actor()) AND {ROLE} IN {EXCHANGES} "
                "AND people_keeps(person_id)"
            ),
        ),
    ]
