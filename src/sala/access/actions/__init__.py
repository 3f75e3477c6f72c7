"""Every write of `access`, each with its ledger entry in the same transaction."""

from sala.access.actions.agencies import (
    add_agency,
    close_agency,
    rename_agency,
    take_over_agencies,
)
from sala.access.actions.authority import (
    ConfirmedWayIn,
    FirstUser,
    add_first_two,
    confirm_authority,
    confirm_without_second,
    refuse_authority,
    take_back_role,
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
    choose_password,
    end_role,
    end_sessions,
    give_role,
    invent_user,
    invite_user,
    reset_sign_in,
    set_password,
    take_back_invitation,
)

__all__ = [
    "ConfirmedWayIn",
    "FirstUser",
    "acknowledge_emergency_access",
    "add_agency",
    "add_first_two",
    "add_user",
    "admit_user",
    "choose_password",
    "close_agency",
    "confirm_authority",
    "confirm_without_second",
    "end_role",
    "end_sessions",
    "give_grant",
    "give_role",
    "invent_user",
    "invite_user",
    "may_administer",
    "refuse_authority",
    "rename_agency",
    "reset_sign_in",
    "review_emergency_access",
    "set_password",
    "take_back_invitation",
    "take_back_role",
    "take_over_agencies",
    "withdraw_grant",
]
