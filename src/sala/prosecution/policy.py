"""Who may do what in `prosecution`."""

from django.utils.translation import gettext_lazy as _

from sala.access.context import Actor
from sala.access.machines import MachineProfile
from sala.access.permissions import Permission, may
from sala.access.roles import Role

WORKS = frozenset({Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK})
SEES_CASES = WORKS | {Role.SUPERVISOR, Role.OVERSIGHT}
KEEPS_PEOPLE = frozenset(
    {Role.IDENTIFICATION_OFFICER, Role.CASE_WORKER, Role.SUPERVISOR},
)
REGISTERS = frozenset(
    {
        Role.FRONTLINE_OFFICER,
        Role.CASE_WORKER,
        Role.MEDIATOR,
        Role.INVESTIGATOR,
        Role.OVERSIGHT,
    },
)

PERMISSIONS = (
    Permission(
        "prosecution.attachment.add",
        _("Put a paper or picture into the file of a case."),
        WORKS,
    ),
    Permission(
        "prosecution.attachment.open",
        _(
            "See which papers are in the file of a case, and open them; it is in the"
            " ledger.",
        ),
        WORKS | {Role.OVERSIGHT},
    ),
    Permission(
        "prosecution.case.assign",
        _("Say who works on a case; oversight says it for a case about an official."),
        frozenset({Role.SUPERVISOR, Role.OVERSIGHT}),
    ),
    Permission(
        "prosecution.case.change",
        _(
            "Record what was found in a case, name its victims, close it and open it"
            " again.",
        ),
        WORKS,
    ),
    Permission(
        "prosecution.case.hand_on",
        _("Hand a case on to prosecution or court, or send it back."),
        WORKS,
    ),
    Permission(
        "prosecution.case.mark",
        _("Hand a case to the central office, which alone is told why."),
        SEES_CASES,
    ),
    Permission(
        "prosecution.case.open",
        _("Open a case."),
        frozenset({Role.INVESTIGATOR, Role.OVERSIGHT}),
    ),
    Permission(
        "prosecution.case.oversee",
        _("See and steer the cases that the central office took over, and no others."),
        frozenset({Role.OVERSIGHT}),
    ),
    Permission(
        "prosecution.case.try",
        _("Take on a case that is handed to court."),
        frozenset({Role.COURT_CLERK}),
    ),
    Permission(
        "prosecution.case.view",
        _(
            "See cases of the own agency or handed to it; oversight sees those about"
            " officials.",
        ),
        SEES_CASES,
    ),
    Permission(
        "prosecution.charge.file",
        _("Name a defendant, and file, withdraw or appeal a charge."),
        frozenset({Role.PROSECUTOR}),
    ),
    Permission(
        "prosecution.complaint.decide",
        _("Screen a complaint, and refer it to police or close it with a reason."),
        REGISTERS,
    ),
    Permission(
        "prosecution.complaint.keep",
        _("See and change every complaint of the own agency."),
        frozenset({Role.CASE_WORKER, Role.INVESTIGATOR, Role.SUPERVISOR}),
    ),
    Permission(
        "prosecution.complaint.keep_own",
        _("See and change the complaints that one registered oneself."),
        frozenset({Role.MEDIATOR}),
    ),
    Permission(
        "prosecution.complaint.register",
        _("Register a complaint."),
        REGISTERS,
    ),
    Permission(
        "prosecution.complaint.review",
        _("Review why a complaint was closed without police."),
        frozenset({Role.SUPERVISOR, Role.OVERSIGHT}),
    ),
    Permission(
        "prosecution.complaint.view",
        _("See complaints of the own agency or referred to it."),
        REGISTERS | {Role.SUPERVISOR},
    ),
    Permission(
        "prosecution.cooperation.change",
        _("Record a request to or from another country, and what became of it."),
        WORKS,
    ),
    Permission(
        "prosecution.cooperation.view",
        _("See requests to and from other countries."),
        SEES_CASES,
    ),
    Permission(
        "prosecution.forfeiture.record",
        _("Record what a court took from a defendant, and what it brought."),
        frozenset({Role.PROSECUTOR, Role.COURT_CLERK}),
    ),
    Permission(
        "prosecution.identity.answer",
        _("Answer an investigator who asks to see a person’s record for a case."),
        KEEPS_PEOPLE,
    ),
    Permission(
        "prosecution.identity.ask",
        _("Ask to see a victim’s record, because a case needs it."),
        WORKS,
    ),
    Permission(
        "prosecution.incident.record",
        _("Record an incident, and decide whether it becomes a case."),
        frozenset({Role.INVESTIGATOR}),
    ),
    Permission(
        "prosecution.incident.view",
        _("See incidents of the own agency."),
        frozenset({Role.INVESTIGATOR, Role.SUPERVISOR, Role.OVERSIGHT}),
    ),
    Permission(
        "prosecution.investigation.change",
        _("Open an investigation, suspend, resume, submit and close it."),
        frozenset({Role.INVESTIGATOR, Role.PROSECUTOR}),
    ),
    Permission(
        "prosecution.investigation.open",
        _("Open an investigation, and hand its case to prosecution."),
        frozenset({Role.INVESTIGATOR}),
    ),
    Permission(
        "prosecution.person.view",
        _("See on a person’s page that there is a case, and how far it is."),
        KEEPS_PEOPLE | WORKS,
    ),
    Permission(
        "prosecution.restitution.decide",
        _(
            "Record what the court said of a victim’s restitution, a waiver, and each"
            " payment.",
        ),
        frozenset({Role.PROSECUTOR, Role.COURT_CLERK}),
    ),
    Permission(
        "prosecution.sentence.review",
        _("Look at sentences outside the range of the law."),
        frozenset({Role.SUPERVISOR, Role.OVERSIGHT}),
    ),
    Permission(
        "prosecution.verdict.record",
        _("Record what a court said of a charge, and the sentence."),
        frozenset({Role.PROSECUTOR, Role.COURT_CLERK}),
    ),
)

MACHINES = (
    MachineProfile(
        "prosecution.keeper",
        _("Gives back cases that the central office did not confirm, or has judged."),
        on_order=False,
        enters=("prosecution.takeover_lapsed", "prosecution.case_given_back"),
        changes=(
            "prosecution_case",
            "prosecution_caseattachment",
            "prosecution_caseevent",
            "prosecution_casevictim",
            "prosecution_victimcorrection",
            "prosecution_charge",
            "prosecution_cooperationrequest",
            "prosecution_defendant",
            "prosecution_defendantcorrection",
            "prosecution_forfeiture",
            "prosecution_investigation",
            "prosecution_restitutionclaim",
            "prosecution_restitutionpayment",
            "prosecution_paymentcorrection",
            "prosecution_verdict",
            "prosecution_casestep",
            "prosecution_chargestep",
            "prosecution_claimstep",
            "prosecution_complaintstep",
            "prosecution_cooperationstep",
            "prosecution_forfeiturestep",
            "prosecution_incidentstep",
            "prosecution_investigationstep",
        ),
    ),
)

# Whose moves they are, by the permission that only they have; each other move is for
# whoever changes the case, or its investigations.
CASE_MOVES = {
    ("open", "hand_to_prosecution"): "prosecution.investigation.open",
    ("with_prosecution", "hand_to_court"): "prosecution.charge.file",
    ("with_prosecution", "send_back"): "prosecution.charge.file",
    ("in_court", "send_back"): "prosecution.case.try",
}
INVESTIGATION_MOVES = {
    "suspend": "prosecution.investigation.open",
    "resume": "prosecution.investigation.open",
    "submit": "prosecution.investigation.open",
    "return": "prosecution.charge.file",
}


def may_move_case(by: Actor, state: str, move: str) -> bool:
    """Whether a move of a case that the actor holds is theirs to make."""
    return bool(may(by, CASE_MOVES.get((state, move), "prosecution.case.change")))


def may_move_investigation(by: Actor, move: str) -> bool:
    """Whether a move of an investigation that the actor sees is theirs to make."""
    word = INVESTIGATION_MOVES.get(move, "prosecution.investigation.change")
    return bool(may(by, word))
