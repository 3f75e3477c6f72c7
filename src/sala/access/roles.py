"""The roles of the house: stable codes, and what each sees of the records."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    FRONTLINE_OFFICER = "frontline_officer", _("Frontline officer")
    CONSULAR_OFFICER = "consular_officer", _("Consular officer")
    IDENTIFICATION_OFFICER = "identification_officer", _("Identification officer")
    CASE_WORKER = "case_worker", _("Case worker")
    MEDIATOR = "mediator", _("Mediator")
    INVESTIGATOR = "investigator", _("Investigator")
    PROSECUTOR = "prosecutor", _("Prosecutor")
    COURT_CLERK = "court_clerk", _("Court clerk")
    SUPERVISOR = "supervisor", _("Supervisor")
    ANALYST = "analyst", _("Secretariat analyst")
    OVERSIGHT = "oversight", _("Oversight")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


# Who has the words `access.record.see_...` and `access.identity.open` in `policy.py`.
SEES_AGENCY_RECORDS = frozenset(
    {Role.IDENTIFICATION_OFFICER, Role.CASE_WORKER, Role.SUPERVISOR},
)
SEES_UNTIL_HANDED_ON = frozenset({Role.CONSULAR_OFFICER})
SEES_GRANTED_RECORDS = SEES_AGENCY_RECORDS | {
    Role.INVESTIGATOR,
    Role.PROSECUTOR,
    Role.COURT_CLERK,
}
SEES_OWN_RECORDS_FOR_A_DAY = frozenset({Role.FRONTLINE_OFFICER})
OPENS_IDENTITIES = frozenset(
    {
        Role.FRONTLINE_OFFICER,
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
        Role.INVESTIGATOR,
        Role.PROSECUTOR,
        Role.COURT_CLERK,
    },
)
BREAKS_GLASS = SEES_GRANTED_RECORDS
# The words with which somebody reads a name, be it one in an emergency: a role that has
# any of them waits for a second person.
OPENS_NAMES = ("access.identity.open", "access.glass.break")

WATCHES_ADMINISTRATORS = frozenset({Role.OVERSIGHT, Role.DATA_PROTECTION_OFFICER})

OPERATOR = "operator"
"""Whoever has a shell on the server and the owner's account: no role of a person, no
record.
"""


class Purpose(models.TextChoices):
    """Why an identity is opened or information shared."""

    IDENTIFICATION = "identification", _("Identification as a victim")
    REFERRAL = "referral", _("Referral to another agency")
    SERVICES = "services", _("Shelter and services")
    INVESTIGATION = "investigation", _("Criminal investigation")
    COURT = "court", _("Court proceedings and restitution")
    RETURN = "return", _("Return and reintegration")
    CORRECTION = "correction", _("Correcting or erasing the record")
    EMERGENCY = "emergency", _("Danger to life or health")

    @property
    def word(self) -> str:
        """The permission word of the roles whose work this purpose is."""
        return f"access.purpose.{self.value}"


_REFER = frozenset(
    {
        Role.FRONTLINE_OFFICER,
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
    },
)
_CARE = frozenset({Role.CONSULAR_OFFICER, Role.CASE_WORKER})
# A purpose is what a role's own work needs: nobody opens for the work of another.
PURSUES: dict[Purpose, frozenset[Role]] = {
    Purpose.IDENTIFICATION: _REFER,
    Purpose.REFERRAL: _REFER,
    Purpose.SERVICES: _CARE,
    Purpose.INVESTIGATION: frozenset({Role.INVESTIGATOR, Role.PROSECUTOR}),
    Purpose.COURT: frozenset({Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK}),
    Purpose.RETURN: _CARE,
    Purpose.CORRECTION: _REFER,
    Purpose.EMERGENCY: BREAKS_GLASS,
}
