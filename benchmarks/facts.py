"""Millions of facts that never happened, to measure on. Synthetic; no record stands behind them."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa

from sala.facts import schema
from sala.facts.folder import FactsManifest, FactsWriter, YearCoverage, write_manifest

YEARS = (2016, 2017, 2018)
# How much of all facts each event is, of whom it knows, and what else it says.
DESCRIBED = ("sex", "age_group", "citizenship")
EXPLOITED = ("form", "exploited_in", "exploited_at", "origin", "sector")
SHARES: dict[str, tuple[float, tuple[str, ...]]] = {
    "screened": (0.30, (*DESCRIBED, "kind", "outcome")),
    "identified": (0.08, (*DESCRIBED, *EXPLOITED, "age_band", "means")),
    "referred": (0.08, DESCRIBED),
    "referral_accepted": (0.06, DESCRIBED),
    "service_given": (0.22, (*DESCRIBED, *EXPLOITED, "kind")),
    "entitlement_opened": (0.09, (*DESCRIBED, "kind")),
    "entitlement_given": (0.05, (*DESCRIBED, "kind")),
    "returned": (0.03, (*DESCRIBED, "kind")),
    "met": (0.02, ("sex", "age_group", "kind", "number")),
    "incident": (0.01, ("outcome",)),
    "case_opened": (0.01, ("form",)),
    "charged": (0.01, ("sex", "citizenship", "form")),
    "verdict": (0.01, ("sex", "citizenship", "form", "verdict", "months", "amount")),
    "restitution_ordered": (0.01, ("sex", "age_group", "amount")),
    "trained": (0.01, ("kind", "sex", "number")),
    "reached": (0.01, ("kind", "number")),
}
CODES = {
    "agency": [f"A{i:02}" for i in range(40)],
    "province": [f"P{i:02}" for i in range(18)],
    "place": [f"D{i:03}" for i in range(150)],
    "sex": ["female", "male", "other", schema.NOT_ASKED],
    "age_group": ["adult", "child", "in_doubt"],
    "age_band": [
        "0-8",
        "9-17",
        "18-20",
        "21-23",
        "24-26",
        "27-29",
        "30-38",
        "39-47",
        "48+",
    ],
    "citizenship": ["LA", "VN", "CN", "TH", "MM", "KH"],
    "form": [
        "sexual_exploitation",
        "forced_labour",
        "forced_marriage",
        "begging",
        "other",
    ],
    "sector": ["domestic_work", "agriculture", "fishing", "construction", "factory"],
    "exploited_in": ["TH", "LA", "CN", "MY", "VN", "JP"],
    "exploited_at": [f"P{i:02}" for i in range(18)],
    "origin": [f"P{i:02}" for i in range(18)],
    "kind": [
        "border_return",
        "police_operation",
        "worksite_inspection",
        "walk_in",
        "hotline_call",
    ],
    "outcome": ["not_indicated", "indicated", "not_known"],
    "verdict": ["convicted", "acquitted", "dismissed"],
}
MEANS = ["threats", "debt_bondage", "deception", "violence", "documents_withheld"]


def write_facts(folder: Path, rows: int, seed: int = 1) -> FactsManifest:
    """Write about so many facts of three years."""
    random = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    manifest = FactsManifest(
        country="LA",
        currency="LAK",
        as_of="",
        export="synthetic",
    )
    write_manifest(folder, manifest)
    writer = FactsWriter(folder, manifest)
    for event, (share, says) in SHARES.items():
        for year in YEARS:
            table = _table(random, max(1, int(rows * share / len(YEARS))), year, says)
            writer.write_file(
                table,
                source="synthetic",
                event=event,
                year=year,
            )
    coverage = [
        YearCoverage(event, year, "complete") for event in SHARES for year in YEARS
    ]
    at = datetime(2019, 1, 1, tzinfo=UTC)
    return writer.commit_files(
        source="synthetic",
        as_of=at,
        events=SHARES,
        coverage=coverage,
    )


def _table(
    random: np.random.Generator,
    n: int,
    year: int,
    says: tuple[str, ...],
) -> pa.Table:
    people = "number" not in says
    days = np.datetime64(f"{year}-01-01") + random.integers(0, 365, n)
    given = {
        "event_key": pa.array(_keys(random, n)),
        "person_key": pa.array(_people(random, n))
        if people
        else pa.nulls(n, pa.int64()),
        "case_key": pa.array(random.integers(1, max(2, n // 3), n)),
        "date": pa.array(days.astype("datetime64[D]")),
        "means": _means(random, n)
        if "means" in says
        else pa.nulls(n, pa.list_(pa.string())),
    }
    for column in ("agency", "province", "place", *says):
        if column in CODES:
            name = "outcome" if column == "verdict" else column
            given[name] = _codes(random, n, CODES[column])
    for column, most in (("number", 100), ("amount", 100_000_000), ("months", 200)):
        if column in says:
            given[column] = pa.array(
                random.integers(0, most, n),
                mask=random.random(n) < 0.1,
            )
    return pa.table(
        {
            c.name: given.get(c.name, pa.nulls(n, c.type))
            for c in schema.COLUMNS
            if c.name != "singly"
        },
    )


def _keys(random: np.random.Generator, n: int) -> np.ndarray:
    return random.integers(1, 1 << 62, n)


def _people(random: np.random.Generator, n: int) -> np.ndarray:
    """Each row another person, but for one in thirty, who is the person before again."""
    keys = _keys(random, n)
    again = np.flatnonzero(random.random(n - 1) < 1 / 30) + 1
    keys[again] = keys[again - 1]
    return keys


def _codes(random: np.random.Generator, n: int, codes: list[str]) -> pa.Array:
    weights = 1 / np.arange(1, len(codes) + 1)
    chosen = random.choice(len(codes), n, p=weights / weights.sum()).astype(np.int32)
    missing = random.random(n) < 0.05
    return pa.DictionaryArray.from_arrays(
        pa.array(chosen, mask=missing),
        pa.array(codes),
    ).cast(pa.string())


def _means(random: np.random.Generator, n: int) -> pa.Array:
    sizes = random.integers(0, 3, n)
    ends = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
    first = random.integers(0, len(MEANS), n)
    within = np.arange(ends[-1]) - np.repeat(ends[:-1], sizes)
    codes = pa.array(MEANS).take(
        pa.array((np.repeat(first, sizes) + within) % len(MEANS)),
    )
    return pa.ListArray.from_arrays(pa.array(ends), codes)
