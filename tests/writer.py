"""A stream of writes that says aloud what was acknowledged; the crash test kills its server."""

import sys

import django

django.setup()

from datetime import timedelta

import signed_in

from sala.access.context import acting_member
from sala.access.models import User
from sala.access.roles import Role
from sala.kit import clock
from sala.people import actions, rules

signed_in.sign_everybody_in()
user = User.objects.get(username=f"{Role.CASE_WORKER.value}.own".replace("_", "-"))
membership = sys.argv[1]
number = 0
while True:
    with acting_member(user.id, membership) as by:
        person = actions.register_person(
            by=by,
            at=clock.now() - timedelta(seconds=1),
            identity=rules.Identity(
                names=(rules.PersonName(f"Synthetic Number{number}"),)
            ),
        )
    # Only after the commit: from here on the write must survive anything.
    sys.stdout.write(f"{person.id}\n")
    sys.stdout.flush()
    number += 1
