"""Addresses of `prosecution`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.prosecution.views import (
    attachments,
    cases,
    complaints,
    cooperation,
    corrections,
    courts,
    forfeitures,
    incidents,
    people,
    restitution,
    takeovers,
)

HEAR, DECIDE = "prosecution.complaint.view", "prosecution.complaint.decide"
REGISTER, REVIEW = "prosecution.complaint.register", "prosecution.complaint.review"
INCIDENT, RECORD = "prosecution.incident.view", "prosecution.incident.record"
SEE, CHANGE, OPEN = (
    "prosecution.case.view",
    "prosecution.case.change",
    "prosecution.case.open",
)
MARK, ASSIGN = "prosecution.case.mark", "prosecution.case.assign"
INVESTIGATE = "prosecution.investigation.change"
ASK, ANSWER = "prosecution.identity.ask", "prosecution.identity.answer"
CHARGE, JUDGE = "prosecution.charge.file", "prosecution.verdict.record"
RESTITUTION = "prosecution.restitution.decide"
FORFEIT = "prosecution.forfeiture.record"
ABROAD, ABROAD_CHANGE = "prosecution.cooperation.view", "prosecution.cooperation.change"

PAPERS = [
    path(
        "cases/<code:code>/attachments/",
        needs("prosecution.attachment.open", attachments.case_attachments),
        name="case_attachments",
    ),
    path(
        "cases/<code:code>/attachments/add/",
        needs("prosecution.attachment.add", attachments.add_case_attachment),
        name="add_case_attachment",
    ),
    path(
        "cases/<code:code>/attachments/<uuid:attachment>/",
        needs("prosecution.attachment.open", attachments.open_case_attachment),
        name="open_case_attachment",
    ),
]

COMPLAINTS = [
    path(
        "complaints/",
        needs(HEAR, complaints.list_complaints),
        name="list_complaints",
    ),
    path(
        "complaints/add/",
        needs(REGISTER, complaints.register_complaint),
        name="register_complaint",
    ),
    path(
        "complaints/<code:code>/",
        needs(HEAR, complaints.show_complaint),
        name="show_complaint",
    ),
    path(
        "complaints/<code:code>/signs/",
        needs(DECIDE, complaints.screen_complaint),
        name="screen_complaint",
    ),
    path(
        "complaints/<code:code>/refer/",
        needs(DECIDE, complaints.refer_complaint),
        name="refer_complaint",
    ),
    path(
        "complaints/<code:code>/close/",
        needs(DECIDE, complaints.close_complaint),
        name="close_complaint",
    ),
    path(
        "complaints/<code:code>/review/",
        needs(REVIEW, complaints.review_complaint),
        name="review_complaint",
    ),
    path(
        "complaints/<code:code>/take-up/",
        needs(OPEN, complaints.take_up_complaint),
        name="take_up_complaint",
    ),
]
INCIDENTS = [
    path(
        "incidents/",
        needs(INCIDENT, incidents.list_incidents),
        name="list_incidents",
    ),
    path(
        "incidents/add/",
        needs(RECORD, incidents.record_incident),
        name="record_incident",
    ),
    path(
        "incidents/<code:code>/",
        needs(INCIDENT, incidents.show_incident),
        name="show_incident",
    ),
    path(
        "incidents/<code:code>/decide/",
        needs(RECORD, incidents.decide_incident),
        name="decide_incident",
    ),
]
CASES = [
    path("cases/", needs(SEE, cases.list_cases), name="list_cases"),
    path("cases/add/", needs(OPEN, cases.open_case), name="open_case"),
    path("cases/<code:code>/", needs(SEE, cases.show_case), name="show_case"),
    path(
        "cases/<code:code>/change/",
        needs(CHANGE, cases.change_case),
        name="change_case",
    ),
    path(
        "cases/<code:code>/move/",
        needs("prosecution.case.hand_on", cases.move_case),
        name="move_case",
    ),
    path(
        "cases/<code:code>/central-office/",
        needs(MARK, takeovers.take_over_case),
        name="take_over_case",
    ),
    path(
        "cases/<code:code>/assign/",
        needs(ASSIGN, cases.assign_case),
        name="assign_case",
    ),
    path(
        "cases/<code:code>/assigned/<uuid:assignment>/end/",
        needs(ASSIGN, cases.end_assignment),
        name="end_assignment",
    ),
    path(
        "cases/<code:code>/victims/add/",
        needs(CHANGE, people.add_victim),
        name="add_victim",
    ),
    path(
        "cases/<code:code>/victims/<uuid:victim>/",
        needs(CHANGE, people.describe_victim),
        name="describe_victim",
    ),
    path(
        "cases/<code:code>/victims/<uuid:victim>/take-out/",
        needs(CHANGE, corrections.take_out_victim),
        name="take_out_victim",
    ),
    path(
        "cases/<code:code>/victims/<uuid:victim>/ask/",
        needs(ASK, people.ask_identity),
        name="ask_identity",
    ),
    path(
        "cases/<code:code>/investigations/add/",
        needs(INVESTIGATE, people.open_investigation),
        name="open_investigation",
    ),
    path(
        "cases/<code:code>/investigations/<uuid:investigation>/",
        needs(INVESTIGATE, people.move_investigation),
        name="move_investigation",
    ),
]
COURTS = [
    path(
        "cases/<code:code>/defendants/add/",
        needs(CHARGE, courts.add_defendant),
        name="add_defendant",
    ),
    path(
        "cases/<code:code>/defendants/<uuid:defendant>/correct/",
        needs(CHARGE, corrections.correct_defendant),
        name="correct_defendant",
    ),
    path(
        "cases/<code:code>/defendants/<uuid:defendant>/charge/",
        needs(CHARGE, courts.file_charge),
        name="file_charge",
    ),
    path(
        "charges/<uuid:charge>/",
        needs(CHARGE, courts.move_charge),
        name="move_charge",
    ),
    path(
        "charges/<uuid:charge>/verdict/",
        needs(JUDGE, courts.record_verdict),
        name="record_verdict",
    ),
    path(
        "charges/<uuid:charge>/correct/",
        needs(CHARGE, corrections.correct_charge),
        name="correct_charge",
    ),
    path(
        "charges/<uuid:charge>/verdicts/<uuid:verdict>/correct/",
        needs(JUDGE, corrections.correct_verdict),
        name="correct_verdict",
    ),
    path(
        "cases/<code:code>/forfeitures/add/",
        needs(FORFEIT, forfeitures.record_forfeiture),
        name="record_forfeiture",
    ),
    path(
        "forfeitures/<uuid:forfeiture>/",
        needs(FORFEIT, forfeitures.move_forfeiture),
        name="move_forfeiture",
    ),
    path(
        "sentences/",
        needs("prosecution.sentence.review", courts.list_sentences),
        name="list_sentences",
    ),
    path(
        "restitution/",
        needs(SEE, restitution.list_restitution),
        name="list_restitution",
    ),
    path(
        "restitution/<uuid:claim>/",
        needs(SEE, restitution.show_claim),
        name="show_claim",
    ),
    path(
        "restitution/<uuid:claim>/close/",
        needs(RESTITUTION, restitution.close_claim),
        name="close_claim",
    ),
    path(
        "restitution/<uuid:claim>/correct/",
        needs(RESTITUTION, corrections.correct_claim),
        name="correct_claim",
    ),
    path(
        "restitution/<uuid:claim>/pay/",
        needs(RESTITUTION, restitution.record_payment),
        name="record_payment",
    ),
    path(
        "restitution/<uuid:claim>/payments/<uuid:payment>/",
        needs(RESTITUTION, restitution.hand_over_payment),
        name="hand_over_payment",
    ),
    path(
        "restitution/<uuid:claim>/payments/<uuid:payment>/correct/",
        needs(RESTITUTION, restitution.correct_payment),
        name="correct_payment",
    ),
    path(
        "cases/<code:code>/restitution/",
        needs(RESTITUTION, restitution.order_restitution),
        name="order_restitution",
    ),
]
urlpatterns = [
    *COURTS,
    *COMPLAINTS,
    *INCIDENTS,
    *CASES,
    *PAPERS,
    path(
        "records/",
        needs(ANSWER, people.list_identity_requests),
        name="list_identity_requests",
    ),
    path(
        "records/<uuid:asked>/",
        needs(ANSWER, people.answer_identity),
        name="answer_identity",
    ),
    path(
        "between-countries/",
        needs(ABROAD, cooperation.list_cooperation),
        name="list_cooperation",
    ),
    path(
        "between-countries/add/",
        needs(ABROAD_CHANGE, cooperation.record_cooperation),
        name="record_cooperation",
    ),
    path(
        "between-countries/<uuid:asked>/",
        needs(ABROAD_CHANGE, cooperation.move_cooperation),
        name="move_cooperation",
    ),
    path(
        "people/<code:code>/",
        needs("prosecution.person.view", people.person_fragment),
        name="prosecution_of_person",
    ),
]
