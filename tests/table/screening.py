"""Pages of `screening`."""

from tests.table.rows import CASE_WORKER, CASES, record, same

from sala.screening.actions import htcds

TABLE = {
    "exchange_htcds": same(CASES),
    "export_htcds": same(CASES),
    # Only who brought a file goes on with it.
    "preview_htcds": record(frozenset({CASE_WORKER}), file="htcds"),
}
POSTS = {"preview_htcds": {"do": "import"}}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, kept by the agency `own`."""
    with actor(CASE_WORKER) as by:
        file = htcds.keep_file(by=by, at=now, data=b"prs_FirstName\nSynthetic\n")
    return {"htcds": str(file)}
