"""Who may do what in `screening`."""

from django.utils.translation import gettext_lazy as _

from sala.access.machines import MachineProfile
from sala.access.permissions import Permission
from sala.access.roles import Role

# Who meets people where they may be exploited, and counts them.
MEETS = frozenset(
    {
        Role.FRONTLINE_OFFICER,
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
        Role.INVESTIGATOR,
    },
)
SCREENS = frozenset(
    {
        Role.FRONTLINE_OFFICER,
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
    },
)
READS_DECISIONS = frozenset(
    {
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
        Role.SUPERVISOR,
        Role.INVESTIGATOR,
        Role.PROSECUTOR,
        Role.COURT_CLERK,
    },
)
WATCHES_IDENTIFICATION = frozenset({Role.IDENTIFICATION_OFFICER, Role.SUPERVISOR})
EXCHANGES = frozenset({Role.IDENTIFICATION_OFFICER, Role.CASE_WORKER})

PERMISSIONS: tuple[Permission, ...] = (
    Permission(
        "screening.operation.view",
        _(
            "See the operations of the own agency: how many people were met, and how"
            " many screened.",
        ),
        MEETS | {Role.SUPERVISOR},
    ),
    Permission(
        "screening.operation.record",
        _("Record an operation and how many people were met, and correct it."),
        MEETS,
    ),
    Permission(
        "screening.operation.explain",
        _("Record why people who were met will not be screened."),
        MEETS | {Role.SUPERVISOR},
    ),
    Permission(
        "screening.operation.supervise",
        _("Take back why people were not to be screened, whoever recorded it."),
        frozenset({Role.SUPERVISOR}),
    ),
    Permission(
        "screening.screening.record",
        _(
            "Screen a person and send the answers, in an operation or of somebody who"
            " came by.",
        ),
        SCREENS,
    ),
    Permission(
        "screening.screening.view",
        _(
            "See a screening: a frontline officer the own ones, for a day; then only a"
            " receipt.",
        ),
        READS_DECISIONS | {Role.FRONTLINE_OFFICER},
    ),
    Permission(
        "screening.answers.open",
        _(
            "Open what a person answered, with what it shows; each opening is in the"
            " ledger.",
        ),
        SCREENS,
    ),
    Permission(
        "screening.outbox.see",
        _(
            "See one's own drafts and receipts, and when something arrived that was set"
            " aside.",
        ),
        SCREENS | {Role.SUPERVISOR},
    ),
    Permission(
        "screening.envelope.move",
        _(
            "Hand a screening that was set aside to another officer, or close it, with"
            " a reason.",
        ),
        frozenset({Role.SUPERVISOR}),
    ),
    Permission(
        "screening.person.view",
        _("See on a person's page whether they were screened and identified."),
        READS_DECISIONS | {Role.FRONTLINE_OFFICER},
    ),
    Permission(
        "screening.identification.ask",
        _("Ask the competent authority to decide whether a person is a victim."),
        SCREENS,
    ),
    Permission(
        "screening.identification.review",
        _("Ask that another officer reviews a decision on identification."),
        frozenset({Role.CASE_WORKER}),
    ),
    Permission(
        "screening.identification.watch",
        _("See which requests for identification wait, and who was identified."),
        WATCHES_IDENTIFICATION,
    ),
    Permission(
        "screening.identification.decide",
        _(
            "Decide whether a person is a victim, for the authority that the country"
            " names.",
        ),
        frozenset({Role.IDENTIFICATION_OFFICER}),
    ),
    Permission(
        "screening.decision.view",
        _("Read a decision on the identification of a person one may see."),
        READS_DECISIONS,
    ),
    Permission(
        "screening.htcds.export",
        _("Give out what is recorded on people one sees, as a file of HTCDS."),
        EXCHANGES,
    ),
    Permission(
        "screening.htcds.import",
        _(
            "Bring in a file of HTCDS; nothing of it is brought in when any of it is"
            " faulty.",
        ),
        EXCHANGES,
    ),
)

# What taking in a screening does, with the rights that open by themselves.
TAKING_IN_ENTERS = (
    "people.registered",
    "screening.recorded",
    "screening.set_aside",
    "protection.entitlements_opened",
)
TAKING_IN_CHANGES = (
    "people_person",
    "people_custodystep",
    "people_blindindex",
    "people_personkey",
    "people_sealedidentity",
    "screening_screening",
    "screening_screeninganswers",
    "screening_envelope",
    "screening_envelopestep",
    "protection_personentitlement",
    "protection_entitlementstep",
)

MACHINES = (
    MachineProfile(
        "screening.forgetter",
        _("Throws away screenings nobody went on with and files nobody decided on."),
        on_order=False,
        enters=("screening.drafts_forgotten", "screening.htcds_forgotten"),
        changes=("screening_screeningdraft", "screening_htcdsfile"),
    ),
    MachineProfile(
        "screening.intake",
        _("Takes in screenings that came while nothing could be opened."),
        on_order=True,
        enters=TAKING_IN_ENTERS,
        changes=TAKING_IN_CHANGES,
    ),
    MachineProfile(
        "screening.exporter",
        _("Makes the file of HTCDS that somebody ordered, on people they may see."),
        on_order=True,
        enters=("people.identity_opened", "screening.htcds_exported"),
        changes=("access_notice",),  # a supervisor is told of many
    ),
    MachineProfile(
        "screening.importer",
        _("Brings in the file of HTCDS that somebody checked and agreed to."),
        on_order=True,
        enters=("people.registered", "screening.htcds_imported"),
        changes=(
            "people_person",
            "people_custodystep",
            "people_blindindex",
            "people_personkey",
            "people_sealedidentity",
            "screening_htcdsfile",
            "screening_htcdsrow",
        ),
    ),
)
