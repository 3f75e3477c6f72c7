"""Who may do what in `protection`."""

from django.utils.translation import gettext_lazy as _

from sala.access.permissions import Permission
from sala.access.roles import Role

CARES = frozenset({Role.CASE_WORKER})
PLANS_RETURNS = CARES | {Role.CONSULAR_OFFICER}
REFERS = frozenset(
    {
        Role.FRONTLINE_OFFICER,
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
    },
)
HOUSE = frozenset({Role.CASE_WORKER, Role.SUPERVISOR})
FOLLOWS_CARE = HOUSE | PLANS_RETURNS
SEES_CARE = frozenset({Role.CASE_WORKER, Role.IDENTIFICATION_OFFICER, Role.SUPERVISOR})

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "protection.person.view",
        _(
            "See what the law owes a person one may see, what was given, and their"
            " return.",
        ),
        SEES_CARE | PLANS_RETURNS,
    ),
    Permission(
        "protection.referral.view",
        _("See referrals that the own agency sent or is asked to answer."),
        SEES_CARE | REFERS,
    ),
    Permission(
        "protection.referral.watch",
        _("See which identified victims nobody was asked to help."),
        SEES_CARE | PLANS_RETURNS,
    ),
    Permission(
        "protection.referral.send",
        _("Refer a person one sees to another agency."),
        REFERS,
    ),
    Permission(
        "protection.referral.answer",
        _(
            "Accept a referral, which opens the person's record, or decline it with a"
            " reason.",
        ),
        CARES,
    ),
    Permission(
        "protection.entitlement.change",
        _(
            "Record that a person was offered, accepted, declined or was given what is"
            " owed.",
        ),
        CARES,
    ),
    Permission(
        "protection.plan.change",
        _("Plan support with a person one sees, and record that they agreed to it."),
        CARES,
    ),
    Permission(
        "protection.service.record",
        _(
            "Record a service given to a person one sees, and strike out what was a"
            " mistake.",
        ),
        CARES,
    ),
    Permission(
        "protection.places.view",
        _(
            "See how many shelter places each agency has and how many are free, in"
            " numbers only.",
        ),
        REFERS | {Role.SUPERVISOR, Role.ANALYST},
    ),
    Permission(
        "protection.shelter.view",
        _("See the shelters of the own agency, their beds, and who has one."),
        HOUSE,
    ),
    Permission(
        "protection.shelter.manage",
        _(
            "Add shelters and beds of the own agency, and take beds away that are"
            " empty.",
        ),
        frozenset({Role.SUPERVISOR}),
    ),
    Permission(
        "protection.stay.change",
        _(
            "Hold a bed for a person, record that they came, and that they left and"
            " where to.",
        ),
        CARES,
    ),
    Permission(
        "protection.return.change",
        _("Plan a person's return with them, and record how they fare afterwards."),
        PLANS_RETURNS,
    ),
    Permission(
        "protection.gaps.view",
        _("See, in numbers, what was owed to victims and not given."),
        SEES_CARE | {Role.ANALYST},
    ),
    Permission(
        "protection.gaps.survey",
        _("See the same for the whole country, as numbers."),
        frozenset({Role.ANALYST}),
    ),
    Permission(
        "protection.care.follow",
        _("See what the own agency gave, and be told what becomes of its referrals."),
        FOLLOWS_CARE,
    ),
)
