"""Pages of `screening`."""

from tests.table.rows import (
    CASE_WORKER,
    CASES,
    INVESTIGATOR,
    REGISTERS,
    SUPERVISOR,
    record,
    same,
)

from sala.screening.actions import htcds, operations

MEETS = REGISTERS | {INVESTIGATOR}
COUNTS = MEETS | {SUPERVISOR}

TABLE = {
    "list_operations": same(COUNTS),
    "record_operation": same(MEETS),
    "show_operation": record(COUNTS, operation="operation"),
    "change_operation": record(MEETS, operation="operation"),
    "explain_operation": record(COUNTS, operation="operation"),
    "exchange_htcds": same(CASES),
    "export_htcds": same(CASES),
    # Only who brought a file goes on with it.
    "preview_htcds": record(frozenset({CASE_WORKER}), file="htcds"),
}
POSTS = {
    "preview_htcds": {"do": "import"},
    "change_operation": {"kind": "walk_in"},
    "explain_operation": {"reason": "refused", "number": "1"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, kept by the agency `own`."""
    with actor(CASE_WORKER) as by:
        file = htcds.keep_file(by=by, at=now, data=b"prs_FirstName\nSynthetic\n")
        met = [operations.Met("female", "adult", True, 128)]
        occasion = operations.Occasion("police_operation", now.date(), place_code="LA01", met=met)
        operation = operations.record_operation(by=by, at=now, occasion=occasion)
    return {"htcds": str(file), "operation": str(operation)}
