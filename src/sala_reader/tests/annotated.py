"""The annotated reports that come along (public domain, see data/SOURCES.md)."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
NAMES = sorted(p.name.removesuffix(".gold.json") for p in DATA.glob("*.gold.json"))


def text_named(name: str) -> str:
    return (DATA / f"{name}.txt").read_bytes().decode()


def gold_named(name: str) -> dict[str, Any]:
    return json.loads((DATA / f"{name}.gold.json").read_text())
