"""The law of `access`: who sees and changes which rows, and what happens by itself."""

from sala.access.law import (
    accounted,
    authority,
    context,
    fact_layout,
    machine_actors,
    second_person,
    sign_in,
    tickets,
    witness,
)
from sala.kit.law import joined_law

LAW = joined_law(
    tickets.LAW,
    context.LAW,
    sign_in.LAW,
    accounted.LAW,
    authority.LAW,
    second_person.LAW,
    fact_layout.LAW,
    machine_actors.LAW,
    witness.LAW,
)
