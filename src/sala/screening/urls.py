"""Addresses of `screening`, each with who may enter."""

from django.urls import path

from sala.access.guards import needs
from sala.screening.views import (
    drafts,
    envelopes,
    htcds,
    identification,
    operations,
    quarantine,
    screenings,
    whole_form,
)

IMPORT, EXPORT = "screening.htcds.import", "screening.htcds.export"

SEE, RECORD = "screening.operation.view", "screening.operation.record"
EXPLAIN = "screening.operation.explain"
MOVE = "screening.envelope.move"
SCREEN, OUTBOX = "screening.screening.record", "screening.outbox.see"
PERSON, ASK = "screening.person.view", "screening.identification.ask"
WATCH, DECIDE = "screening.identification.watch", "screening.identification.decide"

urlpatterns = [
    path("operations/", needs(SEE, operations.list_operations), name="list_operations"),
    path(
        "operations/add/",
        needs(RECORD, operations.record_operation),
        name="record_operation",
    ),
    path(
        "operations/<uuid:operation>/",
        needs(SEE, operations.show_operation),
        name="show_operation",
    ),
    path(
        "operations/<uuid:operation>/change/",
        needs(RECORD, operations.change_operation),
        name="change_operation",
    ),
    path(
        "operations/<uuid:operation>/not-screened/",
        needs(EXPLAIN, operations.explain_operation),
        name="explain_operation",
    ),
    path(
        "screenings/",
        needs(OUTBOX, screenings.list_screenings),
        name="list_screenings",
    ),
    path(
        "screenings/start/",
        needs(SCREEN, drafts.start_screening),
        name="start_screening",
    ),
    path(
        "screenings/start/<slug:instrument>/<str:version>/",
        needs(SCREEN, whole_form.screen_on_one_page),
        name="screen_on_one_page",
    ),
    path(
        "screenings/<uuid:screening>/",
        needs("screening.screening.view", screenings.show_screening),
        name="show_screening",
    ),
    path(
        "screenings/drafts/<uuid:draft>/",
        needs(SCREEN, drafts.list_steps),
        name="list_steps",
    ),
    path(
        "screenings/drafts/<uuid:draft>/<slug:step>/",
        needs(SCREEN, drafts.write_screening),
        name="write_screening",
    ),
    path(
        "envelopes/",
        needs(SCREEN, envelopes.exchange_envelopes),
        name="exchange_envelopes",
    ),
    path(
        "envelopes/<uuid:envelope>/try/",
        needs(SCREEN, quarantine.try_envelope),
        name="try_envelope",
    ),
    path(
        "envelopes/<uuid:envelope>/",
        needs(OUTBOX, quarantine.show_envelope),
        name="show_envelope",
    ),
    path(
        "envelopes/<uuid:envelope>/correct/",
        needs(SCREEN, quarantine.correct_envelope),
        name="correct_envelope",
    ),
    path(
        "envelopes/<uuid:envelope>/hand/",
        needs(MOVE, quarantine.hand_envelope),
        name="hand_envelope",
    ),
    path(
        "envelopes/<uuid:envelope>/close/",
        needs(MOVE, quarantine.close_envelope),
        name="close_envelope",
    ),
    path(
        "envelopes/<uuid:envelope>/reopen/",
        needs(MOVE, quarantine.reopen_envelope),
        name="reopen_envelope",
    ),
    path(
        "instruments/<slug:code>/<str:version>/",
        needs(SCREEN, screenings.show_instrument),
        name="show_instrument",
    ),
    path(
        "people/<code:code>/",
        needs(PERSON, identification.person_fragment),
        name="screening_of_person",
    ),
    path(
        "people/<code:code>/ask/",
        needs(ASK, identification.ask_identification),
        name="ask_identification",
    ),
    path(
        "people/<code:code>/received/",
        needs(DECIDE, identification.receive_identified),
        name="receive_identified",
    ),
    path(
        "identification/",
        needs(WATCH, identification.list_requests),
        name="list_requests",
    ),
    path(
        "identification/<uuid:request_id>/",
        needs(DECIDE, identification.decide_identification),
        name="decide_identification",
    ),
    path(
        "identification/<uuid:request_id>/decision/",
        needs(WATCH, identification.show_decision),
        name="show_decision",
    ),
    path(
        "decisions/<uuid:decision>/review/",
        needs("screening.identification.review", identification.ask_review),
        name="ask_review",
    ),
    path("htcds/", needs(IMPORT, htcds.file_exchange_page), name="exchange_htcds"),
    path("htcds/export/", needs(EXPORT, htcds.order_export), name="export_htcds"),
    path(
        "htcds/export/<uuid:order>/",
        needs(EXPORT, htcds.watch_export),
        name="watch_htcds_export",
    ),
    path(
        "htcds/export/<uuid:order>/file/",
        needs(EXPORT, htcds.download_file),
        name="take_htcds",
    ),
    path(
        "htcds/import/<uuid:order>/",
        needs(IMPORT, htcds.watch_import),
        name="watch_htcds_import",
    ),
    path("htcds/<uuid:file>/", needs(IMPORT, htcds.preview_page), name="preview_htcds"),
]
