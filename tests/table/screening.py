"""Pages of `screening`."""

from uuid import uuid4

from tests.table.rows import (
    CASE_WORKER,
    CASES,
    CONSUL,
    IDENTIFIES,
    INVESTIGATOR,
    KEEPERS,
    NOBODY,
    OWN_PEOPLE,
    POST_ONLY,
    REGISTERS,
    SUPERVISOR,
    Row,
    record,
    same,
    shared,
)

from sala.people.actions import register_person
from sala.people.rules import Identity
from sala.screening.actions import (
    drafts,
    envelopes,
    htcds,
    htcds_orders,
    identification,
    operations,
)
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.rules.submission import Submission

MEETS = REGISTERS | {INVESTIGATOR}
COUNTS = MEETS | {SUPERVISOR}
SUPERVISES = frozenset({SUPERVISOR})

TABLE = {
    "list_operations": same(COUNTS),
    "record_operation": same(MEETS),
    "show_operation": record(COUNTS, operation="operation"),
    "change_operation": record(MEETS, operation="operation"),
    "explain_operation": record(COUNTS, operation="operation"),
    "list_screenings": same(REGISTERS | {SUPERVISOR}),
    "start_screening": same(REGISTERS),
    # Where one is led while the vault is away.
    "screen_on_one_page": Row(
        REGISTERS,
        REGISTERS,
        arguments=(("instrument", "instrument"), ("version", "version")),
    ),
    "show_instrument": Row(
        REGISTERS,
        REGISTERS,
        arguments=(("code", "instrument"), ("version", "version")),
    ),
    # Whoever screened; whoever works on cases there. Its own officers only for a day.
    "show_screening": record(KEEPERS | {CONSUL}, screening="screening"),
    # Only who writes a draft sees it.
    "list_steps": record(frozenset({CASE_WORKER}), draft="draft"),
    "write_screening": record(
        frozenset({CASE_WORKER}),
        draft="draft",
        step="step",
    ),
    "exchange_envelopes": same(REGISTERS),
    "try_envelope": Row(REGISTERS, REGISTERS, POST_ONLY, (("envelope", "aside"),)),
    # Whoever sent it (a case worker here), and who sees the agency's people.
    "show_envelope": record(KEEPERS, envelope="aside"),
    "correct_envelope": Row(REGISTERS, REGISTERS, POST_ONLY, (("envelope", "aside"),)),
    "hand_envelope": record(SUPERVISES, envelope="aside"),
    "close_envelope": record(SUPERVISES, envelope="aside"),
    "reopen_envelope": Row(SUPERVISES, SUPERVISES, POST_ONLY, (("envelope", "aside"),)),
    "screening_of_person": record(KEEPERS | {CONSUL}, code="code"),
    "ask_identification": record(OWN_PEOPLE, code="code"),
    "receive_identified": record(frozenset({IDENTIFIES}), code="code"),
    "list_requests": same(frozenset({IDENTIFIES, SUPERVISOR})),
    # Of the authority only, whose officer is in the agency `other`.
    "decide_identification": shared(
        NOBODY,
        frozenset({IDENTIFIES}),
        request_id="asked",
    ),
    "show_decision": shared(
        NOBODY,
        frozenset({IDENTIFIES, SUPERVISOR}),
        request_id="asked",
    ),
    # The authority's own case workers see what it decided, and may doubt it.
    "ask_review": shared(
        frozenset({CASE_WORKER}),
        frozenset({CASE_WORKER}),
        decision="decision",
    ),
    "exchange_htcds": same(CASES),
    "export_htcds": same(CASES),
    # Only who ordered a file sees how far it is, and takes it; a look at where it is taken
    # leads there, whoever looks.
    "watch_htcds_export": record(frozenset({CASE_WORKER}), order="export"),
    "take_htcds": Row(CASES, CASES, POST_ONLY, (("order", "export"),)),
    "watch_htcds_import": record(frozenset({CASE_WORKER}), order="import"),
    # Only who brought a file goes on with it.
    "preview_htcds": record(frozenset({CASE_WORKER}), file="htcds"),
}
POSTS = {
    "show_screening": {},
    "list_steps": {"do": "discard"},
    "write_screening": {"alone": "yes", "interpreter": "not_needed"},
    "try_envelope": {},
    "correct_envelope": {},
    "hand_envelope": {"reason": "away"},
    "close_envelope": {"reason": "no_screening"},
    "reopen_envelope": {},
    "preview_htcds": {"do": "import"},
    "watch_htcds_export": {},
    "take_htcds": {},
    "ask_identification": {"sex": "female"},
    "receive_identified": {"neighbour": "TH"},
    "change_operation": {"kind": "walk_in"},
    "explain_operation": {"reason": "refused", "number": "1"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, kept by the agency `own`."""
    with actor(CASE_WORKER) as by:
        file = htcds.keep_file(
            by=by,
            at=now,
            data=b"prs_FirstName\nSynthetic\n",
        )
        met = [operations.MetAtOperation("female", "adult", True, 128)]
        occasion = operations.OperationInput(
            "police_operation",
            now.date(),
            place_code="LA01",
            met=met,
        )
        operation = operations.record_operation(
            by=by,
            at=now,
            occasion=occasion,
        )
    about = identification.DescriptionInput("female", "adult", "LA")
    with actor(CASE_WORKER) as by:
        person = register_person(
            by=by,
            at=now,
            identity=Identity(),
        ).id
        asked = identification.request_identification(
            by=by,
            at=now,
            person=person,
            described=about,
        )
    with actor(IDENTIFIES, "other") as by:
        finding = identification.Finding("not_identified", described=about)
        decision = identification.record_decision(
            by=by,
            at=now,
            request=asked,
            finding=finding,
        )
    with actor(CASE_WORKER) as by:
        other = register_person(
            by=by,
            at=now,
            identity=Identity(),
        ).id
        asked = identification.request_identification(
            by=by,
            at=now,
            person=other,
            described=about,
        )
    with actor(CASE_WORKER) as by:
        chosen = {"instrument": "triage", "version": "1.1.0"}
        draft = drafts.start_draft(
            by=by,
            at=now,
            operation=operation,
            **chosen,
        )
        said = Submission(
            **chosen,
            written_at=now,
            operation=operation,
            outcome="indicated",
        )
        screening, aside = uuid4(), uuid4()
        sealed = seal_submission(said, screening)
        assert envelopes.receive_envelope(
            by=by,
            at=now,
            key=screening,
            sealed=sealed,
        ).receipt
        envelopes.receive_envelope(
            by=by,
            at=now,
            key=aside,
            sealed=b"k1:broken",
        )
    return {
        **ordered(actor, now),
        "draft": str(draft),
        "step": "safety",
        "screening": str(screening),
        "aside": str(aside),
        **chosen,
        "htcds": str(file),
        "operation": str(operation),
        "asked": str(asked),
        "decision": str(decision),
    }


def ordered(actor, now) -> dict[str, str]:
    """A file to give out that is made, and one to bring in that waits."""
    with actor(CASE_WORKER) as by:
        export = htcds_orders.order_export(
            by=by,
            at=now,
            codes=[],
            purpose=None,
            form="csv",
        )
        file = htcds.keep_file(by=by, at=now, data=b"prs_FirstName\nOrdered\n")
        bring_in = htcds_orders.order_import(by=by, at=now, file=file)
    htcds_orders.make_export(export)
    return {"export": str(export), "import": str(bring_in)}
