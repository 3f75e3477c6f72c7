"""The machines of the house: programs that act by themselves, named, with few rights.

Each room lists its own in `policy.py` beside its permissions; `sala setup` writes the
list into the database with the law, and the database holds each machine to it
(law/machine_actors.py). See docs/adr/0010.
"""

from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.db import transaction
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule

from sala.access.models import MachineActor


@dataclass(frozen=True)
class MachineProfile:
    """One program that acts by itself: alone, or at the order of a member.

    `enters` are the ledger entries that it may make, `changes` the protected tables
    that it may change: in the database it makes and changes no others.
    """

    name: str
    sentence: str | Promise
    on_order: bool
    enters: tuple[str, ...]
    changes: tuple[str, ...] = ()


def all_machines() -> list[MachineProfile]:
    """Every machine of every room; a name without its room's is an error."""
    found = []
    for room in apps.get_app_configs():
        if not room.name.startswith("sala.") or not module_has_submodule(
            room.module,
            "policy",
        ):
            continue
        for machine in getattr(import_module(f"{room.name}.policy"), "MACHINES", ()):
            if not machine.name.startswith(f"{room.label}."):
                raise ValueError(f"the machine {machine.name!r} is not its room's")
            found.append(machine)
    return sorted(found, key=lambda machine: machine.name)


def machines_that_differ() -> list[str]:
    """Names of machines that the database holds to something else than their room
    says.
    """
    listed = {m.name: (m.on_order, m.enters, m.changes) for m in all_machines()}
    held = {
        m.name: (m.on_order, tuple(m.enters), tuple(m.changes))
        for m in MachineActor.objects.all()
    }
    return sorted(
        name
        for name in listed.keys() | held.keys()
        if listed.get(name) != held.get(name)
    )


@transaction.atomic
def install_machines() -> None:
    """Write the list into the database, on the owner's account: no more and no
    fewer.
    """
    machines = all_machines()
    MachineActor.objects.exclude(name__in=[m.name for m in machines]).delete()
    MachineActor.objects.bulk_create(
        [
            MachineActor(
                name=m.name,
                on_order=m.on_order,
                enters=list(m.enters),
                changes=list(m.changes),
            )
            for m in machines
        ],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["on_order", "enters", "changes"],
    )
