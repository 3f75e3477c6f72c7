"""What the ledger says of a case from the complaint to the payment: of what, and the detail."""

import pytest
from django.apps import apps

from sala.access.models import Agency, LedgerEntry
from sala.access.roles import Role
from sala.access.tests.ledger_lines import Entered
from sala.prosecution import actions
from sala.prosecution.models import (
    Case,
    CaseAssignment,
    CaseIdentityRequest,
    Charge,
    CooperationRequest,
    Forfeiture,
    RestitutionPayment,
    TakenRow,
    Verdict,
)
from sala.prosecution.tests.conftest import OTHER


def names_of_rows():
    """Each row of the room by its table, numbered where there are several."""
    names = {}
    for model in apps.get_app_config("prosecution").get_models():
        if model is TakenRow:
            continue  # the owner's alone
        for number, key in enumerate(model.objects.values_list("pk", flat=True), 1):
            names[f"{model._meta.model_name}-{number}"] = key
    return names


@pytest.fixture
def entered_lines(actor, person):
    """`entered_lines(after=n)` reads what the room entered, but for its first lines."""

    def read(after=0):
        ledger = Entered("prosecution", {})
        for role, side in ((Role.INVESTIGATOR, OTHER), (Role.CASE_WORKER, OTHER)):
            with actor(role, side) as by:
                ledger.names |= names_of_rows()
                ledger.names[f"{role.value}"] = by.user
                ledger.names |= {a.code: a.id for a in Agency.objects.all()}
        with actor(Role.OVERSIGHT):
            for entry in LedgerEntry.objects.filter(
                action__startswith="prosecution.",
            ).order_by("seq"):
                ledger.read(entry)
        return ledger.said[after:]

    return read


@pytest.mark.django_db
def test_of_a_case_from_the_complaint_to_the_payment(tried_case, entered_lines):
    assert entered_lines() == [
        "case_opened case case-1 case=case-1",
        "victim_added victim casevictim-1 case=case-1",
        "complaint_registered complaint complaint-1",
        "complaint_screened complaint complaint-1 signs=1",
        "complaint_referred complaint complaint-1 agency=ATD incident=incident-1",
        "incident_recorded incident incident-1",
        "incident_became_case incident incident-1 case=case-1",
        "investigation_opened investigation investigation-1 case=case-1",
        "identity_asked identity_request caseidentityrequest-1 case=case-1 reason=charge",
        "cooperation_recorded cooperation cooperationrequest-1 case=case-1",
        "case_assigned assignment caseassignment-1 case=case-1 role=investigator user=investigator",
        "case_hand_to_prosecution case case-1 agency=ATD case=case-1",
        "defendant_added defendant defendant-1 case=case-1",
        "charge_filed charge charge-1 case=case-1",
        "restitution_claimed restitution restitutionclaim-1 case=case-1",
        "verdict_convicted charge charge-1 case=case-1",
        "forfeiture_ordered forfeiture forfeiture-1 case=case-1",
        "restitution_ordered restitution restitutionclaim-1 case=case-1",
        "restitution_paid restitution restitutionclaim-1 case=case-1",
        "case_send_back case case-1 agency=ATD case=case-1",
    ]


@pytest.mark.django_db
def test_of_what_follows_the_verdict(actor, now, tried_case, entered_lines):
    today, before = now.date(), len(entered_lines())
    with actor(Role.INVESTIGATOR, OTHER) as by:
        told = {"by": by, "at": now}
        version = Case.objects.get().version
        facts = actions.CaseFindings(acts=["recruitment"])
        actions.change_case(**told, case=tried_case.id, facts=facts, version=version)
        asked = CooperationRequest.objects.get().id
        actions.move_cooperation(**told, request=asked, way="answer", on=today)
        request = CaseIdentityRequest.objects.get().id
        actions.withdraw_identity_request(**told, request=request)
        actions.hand_on(
            **told,
            case=tried_case.id,
            way="hand_to_prosecution",
            agency=by.agency,
        )
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        taken = Forfeiture.objects.get().id
        actions.collect_forfeiture(**told, forfeiture=taken, on=today, collected=500)
        paid = RestitutionPayment.objects.get().id
        actions.hand_over_payment(**told, payment=paid, reached_on=today)
        charge = Charge.objects.get().id
        actions.move_charge(**told, charge=charge, way="appeal", on=today)
    with actor(Role.SUPERVISOR, OTHER) as by:
        actions.see_sentence(by=by, at=now, verdict=Verdict.objects.get().id)
        assigned = CaseAssignment.objects.latest("assigned_at").id
        actions.end_assignment(by=by, at=now, assignment=assigned)
    assert entered_lines(before) == [
        "case_changed case case-1 case=case-1 version=4",
        "cooperation_answered cooperation cooperationrequest-1 case=case-1",
        "identity_withdrawn identity_request caseidentityrequest-1 case=case-1",
        "case_hand_to_prosecution case case-1 agency=ATD case=case-1",
        "forfeiture_collected forfeiture forfeiture-1 case=case-1",
        "restitution_reached restitution restitutionclaim-1 case=case-1",
        "charge_appealed charge charge-1 case=case-1",
        "sentence_seen verdict chargestep-2 case=case-1",
        "assignment_ended assignment caseassignment-1 case=case-1 user=investigator",
    ]


@pytest.mark.django_db
def test_of_an_incident_that_becomes_no_case(actor, now, entered_lines):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        told = actions.IncidentInput("other", now.date(), "LA01")
        made = actions.record_incident(by=by, at=now, told=told)
        actions.reject_incident(by=by, at=now, incident=made.id, reason="no_offence")
        actions.reconsider_incident(by=by, at=now, incident=made.id)
    assert entered_lines() == [
        "incident_recorded incident incident-1",
        "incident_rejected incident incident-1 reason=no_offence",
        "incident_reconsidered incident incident-1",
    ]
