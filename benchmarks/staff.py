"""Makes the staff of the crowd in the database named by the environment; prints their sessions.

Run by crowd.py on the owner's account. Signing in is not what is measured: each of them is
already signed in, in a session as the site itself makes it.
"""

import json
import os
import sys
import time
from typing import Any

os.environ["SALA_ACT_AS"] = "owner"
os.environ["DJANGO_SETTINGS_MODULE"] = "sala.config.settings"

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction

from sala.access import actions, queries, second_factor
from sala.access.context import acting_operator
from sala.access.roles import Role
from sala.access.session_store import SessionStore
from sala.config.demo import STARTED_ON
from sala.config.vault_process import vault_on_demand
from sala.countries import queries as countries

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SHARES = (
    (Role.FRONTLINE_OFFICER, 8),
    (Role.CASE_WORKER, 6),
    (Role.IDENTIFICATION_OFFICER, 2),
    (Role.INVESTIGATOR, 2),
    (Role.PROSECUTOR, 1),
    (Role.COURT_CLERK, 1),
    (Role.SUPERVISOR, 2),
)


# Who decides works where decisions are made, who charges and judges where that is done; everybody
# else is spread over the agencies.
AT_THE_AUTHORITY = frozenset({Role.IDENTIFICATION_OFFICER})
WORKS_AT = {Role.PROSECUTOR: "prosecution", Role.COURT_CLERK: "court"}


def sessions(number: int) -> list[dict[str, Any]]:
    """So many members of staff, each with an open session and the agencies they may refer to."""
    agencies = queries.list_agencies()
    authority = next(
        a for a in agencies if a.code == countries.identifying_agency_code()
    )
    roles = [role for role, share in SHARES for _ in range(share)]
    made = []
    with transaction.atomic(), acting_operator("benchmark") as operator:
        for n in range(number):
            role, agency = roles[n % len(roles)], agencies[n % len(agencies)]
            if role in AT_THE_AUTHORITY:
                agency = authority
            elif role in WORKS_AT:
                agency = next(a for a in agencies if a.kind == WORKS_AT[role])
            user = actions.invent_user(
                by=operator,
                username=f"crowd-{n}",
                full_name=f"Crowd {n}",
                agency=agency.id,
                role=role,
                starts_on=STARTED_ON,
            ).user
            user.refresh_from_db()
            TOTP.activate(user, SECRET)
            RecoveryCodes.activate(user)
            store = SessionStore()
            store[SESSION_KEY] = str(user.pk)
            store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
            store[HASH_SESSION_KEY] = user.get_session_auth_hash()
            store.save()
            code = str(format_hotp_value(hotp_value(SECRET, int(time.time()) // 30)))
            assert second_factor.accepted_factor(store, user, code)
            store.save()
            others = [str(a.id) for a in agencies if a.id != agency.id]
            made.append(
                {
                    "session": store.session_key,
                    "role": role.value,
                    "others": others,
                },
            )
    return made


if __name__ == "__main__":
    with vault_on_demand():
        json.dump(sessions(int(sys.argv[1])), sys.stdout)
