"""Which purpose tests act for."""

from sala.access.roles import PURSUES, Purpose, Role


def own_purpose(role: Role) -> str:
    """A purpose of a role's own work; the empty text for who has none."""
    usual = (p for p in PURSUES if p is not Purpose.EMERGENCY)
    return next((p.value for p in usual if role in PURSUES[p]), "")
