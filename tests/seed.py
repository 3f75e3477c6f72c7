"""Staff of the tests' country: each role once in each of three agencies."""

import os

os.environ["SALA_ACT_AS"] = "owner"
os.environ["DJANGO_SETTINGS_MODULE"] = "sala.config.settings"

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from sala.access import actions, queries
from sala.access.context import acting_operator
from sala.access.roles import Role
from sala.config.demo import STARTED_ON
from sala.config.vault_process import vault_on_demand

AGENCIES = {"own": "LWU", "other": "ATD", "third": "LFTU"}
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

with vault_on_demand(), transaction.atomic(), acting_operator("seed") as operator:
    for side, code in AGENCIES.items():
        agency = queries.agency_by_code(code)
        for role in Role:
            name = f"{role.value}.{side}".replace("_", "-")
            made = actions.invent_user(
                by=operator,
                username=name,
                full_name=f"{role.label} {side}",
                agency=agency.id,
                role=role,
                starts_on=STARTED_ON,
            )
            TOTP.activate(made.user, SECRET)
            RecoveryCodes.activate(made.user)
