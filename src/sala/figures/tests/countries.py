"""Writing records as a folder of facts, for tests."""

from datetime import UTC, datetime

from sala.facts.folder import FactsManifest, FactsWriter, fact_table, write_manifest

AT = datetime(2019, 2, 1, tzinfo=UTC)


def facts_in(
    folder,
    records,
    *,
    coverage=(),
    events=None,
    country="LA",
):
    """Write records as facts; `events` are those that the country would record."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = FactsManifest(
        country=country,
        currency="LAK",
        as_of="",
        export="test",
    )
    write_manifest(folder, manifest)
    writer = FactsWriter(folder, manifest)
    if records:
        writer.write_table(fact_table(records), source="record")
    named = {r["event"] for r in records} if events is None else events
    writer.commit_files(
        source="record",
        as_of=AT,
        events=named,
        coverage=coverage,
    )
    return folder


def record(event, year=2018, key=1, **said):
    """One record, of which only what is given was recorded."""
    return {
        "event": event,
        "year": year,
        "event_key": key,
        **said,
    }
