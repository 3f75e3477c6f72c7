"""Who acts in the simulated country: who has the role already, else invented staff."""

from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sala.access import actions, queries
from sala.access.context import Actor, acting_member, acting_operator
from sala.access.models import Membership
from sala.access.roles import Role

Post = tuple[UUID, UUID]  # a user and the membership they act in


@dataclass
class StaffRoster:
    """Members of staff by agency and role, each post with one person or two."""

    since: date
    posts: dict[tuple[str, Role], list[Post]] = field(default_factory=dict)
    agencies: dict[str, UUID] = field(default_factory=dict)
    entered: ExitStack = field(default_factory=ExitStack)
    now_acting: tuple[Post, Actor] | None = None

    def acting(
        self,
        agency: str,
        role: Role,
        *,
        second: bool = False,
    ) -> "ActingMember":
        """Act in the name of whoever holds the post, or of the second person there."""
        return ActingMember(self, self.posts[agency, role][-1 if second else 0])

    def leave(self) -> None:
        """Let nobody act any more."""
        self.entered.close()
        self.entered, self.now_acting = ExitStack(), None


@dataclass(frozen=True)
class ActingMember(AbstractContextManager[Actor]):
    """Somebody's turn. They stay entered until another comes: most act several times on
    end.

    One turn is not taken inside another.
    """

    staff: StaffRoster
    post: Post

    def __enter__(self) -> Actor:
        if self.staff.now_acting is None or self.staff.now_acting[0] != self.post:
            self.staff.leave()
            by = self.staff.entered.enter_context(acting_member(*self.post))
            self.staff.now_acting = (self.post, by)
        return self.staff.now_acting[1]

    def __exit__(self, *failed: object) -> None:
        if failed[0] is not None:
            self.staff.leave()


def hire_staff(since: date, wanted: dict[tuple[str, Role], int]) -> StaffRoster:
    """Find who holds the posts since a day, and invent whom the agencies lack.

    Invented staff have no password, so that nobody can sign in as one of them.
    """
    staff = StaffRoster(since)
    with acting_operator("simulation") as operator:
        staff.agencies = {a.code: a.id for a in queries.list_agencies()}
        held = Membership.objects.filter(
            starts_on__lte=since,
            ends_on=None,
            unit=None,
        )
        for m in held.select_related("agency").order_by("starts_on", "user__username"):
            staff.posts.setdefault((m.agency.code, Role(m.role)), []).append(
                (m.user_id, m.id),
            )
        for (agency, role), number in wanted.items():
            there = staff.posts.setdefault((agency, role), [])
            for n in range(len(there), number):
                there.append(
                    _invent_member(
                        operator,
                        staff,
                        agency,
                        role,
                        n,
                    ),
                )
    return staff


def _invent_member(
    operator: Actor,
    staff: StaffRoster,
    agency: str,
    role: Role,
    number: int,
) -> Post:
    name = f"{agency}.{role.value}.{number + 1}".lower().replace("_", "-")
    made = actions.invent_user(
        by=operator,
        username=name,
        full_name=f"{agency} {number + 1}",
        agency=staff.agencies[agency],
        role=role,
        starts_on=staff.since,
    )
    return made.user_id, made.id
