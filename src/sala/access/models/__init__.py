"""Who may act, what they were shown and told, the ledger, and the steps of things."""

from sala.access.models.agencies import Agency
from sala.access.models.drafts import Draft
from sala.access.models.grants import BrokenGlass, Grant
from sala.access.models.ledger import LedgerEntry
from sala.access.models.machines import MachineActor, WorkOrder, WorkPart
from sala.access.models.notices import Notice, NoticeRead
from sala.access.models.sessions import SignInSession, TryCount, UsedStep
from sala.access.models.steps import Step
from sala.access.models.users import (
    Membership,
    Standing,
    User,
    UserManager,
    WayIn,
)

__all__ = [
    "Agency",
    "BrokenGlass",
    "Draft",
    "Grant",
    "LedgerEntry",
    "MachineActor",
    "Membership",
    "Notice",
    "NoticeRead",
    "SignInSession",
    "Standing",
    "Step",
    "TryCount",
    "UsedStep",
    "User",
    "UserManager",
    "WayIn",
    "WorkOrder",
    "WorkPart",
]
