"""Every write of `access`, each with its ledger entry in the same transaction."""

from sala.access.actions.agencies import (
    add_agency,
    close_agency,
    rename_agency,
    take_over_agencies,
)
from sala.access.actions.common import (
    may_administer,
)
from sala.access.actions.emergency import (
    acknowledge_emergency_access,
    review_emergency_access,
)
from sala.access.actions.grants import (
    give_grant,
    withdraw_grant,
)
from sala.access.actions.users import (
    add_user,
    admit_user,
    end_role,
    end_sessions,
    give_role,
    invite_user,
    reset_sign_in,
    set_password,
)

__all__ = [
    "acknowledge_emergency_access",
    "add_agency",
    "add_user",
    "admit_user",
    "close_agency",
    "end_role",
    "end_sessions",
    "give_grant",
    "give_role",
    "invite_user",
    "may_administer",
    "rename_agency",
    "reset_sign_in",
    "review_emergency_access",
    "set_password",
    "take_over_agencies",
    "withdraw_grant",
]
