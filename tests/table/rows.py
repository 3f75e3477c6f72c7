"""What a line of the table says: who may open a page, of the agency that keeps the record and of another."""

from dataclasses import dataclass

from sala.access.roles import Role

FRONTLINE, IDENTIFIES, CASE_WORKER = (
    Role.FRONTLINE_OFFICER,
    Role.IDENTIFICATION_OFFICER,
    Role.CASE_WORKER,
)
INVESTIGATOR, PROSECUTOR, COURT = Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK
CONSUL, MEDIATOR = Role.CONSULAR_OFFICER, Role.MEDIATOR
SUPERVISOR, OVERSIGHT, PROTECTION = (
    Role.SUPERVISOR,
    Role.OVERSIGHT,
    Role.DATA_PROTECTION_OFFICER,
)
EVERYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
CASES = frozenset({IDENTIFIES, CASE_WORKER})
OWN_PEOPLE = CASES | {CONSUL}
REGISTERS = OWN_PEOPLE | {FRONTLINE}
WITH_RECORDS = CASES | {SUPERVISOR, INVESTIGATOR, PROSECUTOR, COURT}
ON_PEOPLE = WITH_RECORDS | {FRONTLINE, CONSUL}
KEEPERS = CASES | {SUPERVISOR}
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


Arguments = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """One URL: who of the agency that keeps the record, and who of another, may enter by GET.

    `arguments` pairs each argument of the URL with the place that a room's `places` made for it.
    """

    own: frozenset[Role]
    other: frozenset[Role]
    allowed: tuple[int, ...] = (200,)
    arguments: Arguments = ()


def same(roles: frozenset[Role], *allowed: int) -> Row:
    """A page without a record: the role decides, the agency does not."""
    return Row(roles, roles, allowed or (200,))


def record(
    roles: frozenset[Role],
    allowed: tuple[int, ...] = (200,),
    **arguments: str,
) -> Row:
    """A page of one record of the own agency: no role of another agency enters."""
    return Row(roles, NOBODY, allowed, tuple(arguments.items()))


def shared(
    own: frozenset[Role],
    other: frozenset[Role],
    allowed: tuple[int, ...] = (200,),
    **arguments: str,
) -> Row:
    """A page of one record that some of another agency may open too."""
    return Row(own, other, allowed, tuple(arguments.items()))


# Pages behind a POST send a GET back to the record's page without looking whether there is one.
POST_ONLY = (302,)
