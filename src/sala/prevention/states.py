"""The states of this room's nouns, as data: actions decide from them, the card draws
them.
"""

from django.utils.translation import gettext_lazy as _

from sala.kit.seated_states import MoveTerms, SeatedStates
from sala.kit.states import Move
from sala.kit.tags import StateTag
from sala.prevention.rules.recruitment import REASONS

LICENSES = "prevention.licence.record"
GIVES = frozenset({"renew", "license_anew"})  # moves that set a new last day

LICENCE = SeatedStates(
    "licence",
    "licensed",
    (
        Move("licensed", "renew", "licensed"),
        Move("licensed", "suspend", "suspended"),
        Move("suspended", "restore", "licensed"),
        Move("licensed", "revoke", "revoked"),
        Move("suspended", "revoke", "revoked"),
        Move("revoked", "license_anew", "licensed"),
    ),
    opening="license",
    room="prevention",
    seats={"licenser": "agency_id"},
    labels={
        "licensed": StateTag(_("Licensed"), "green"),
        "suspended": StateTag(_("Suspended"), "yellow"),
        "revoked": StateTag(_("Revoked"), "red"),
    },
    terms={
        "license": MoveTerms(
            seat="licenser",
            permission=LICENSES,
            code="recruiter_registered",
            entry=_("Recruitment agency registered"),
        ),
        "renew": MoveTerms(
            seat="licenser",
            permission=LICENSES,
            code="licence_renew",
            button=_("Renew the licence"),
            entry=_("Licence renewed"),
        ),
        "suspend": MoveTerms(
            seat="licenser",
            permission=LICENSES,
            code="licence_suspend",
            button=_("Suspend the licence"),
            entry=_("Licence suspended"),
            reasons=REASONS,
        ),
        "restore": MoveTerms(
            seat="licenser",
            permission=LICENSES,
            code="licence_restore",
            button=_("Restore the licence"),
            entry=_("Licence restored"),
        ),
        "revoke": MoveTerms(
            seat="licenser",
            permission=LICENSES,
            code="licence_revoke",
            button=_("Revoke the licence"),
            entry=_("Licence revoked"),
            reasons=REASONS,
        ),
        "license_anew": MoveTerms(
            seat="licenser",
            permission=LICENSES,
            code="licence_license_anew",
            button=_("Give a new licence"),
            entry=_("Licence given anew"),
        ),
    },
)

STATES = (LICENCE,)
