"""Which country pack this installation is of, before there is a database to ask."""

import os
import tomllib
from pathlib import Path
from typing import Any

PACKS = Path(__file__).parents[1] / "countries"


def default_pack() -> str:
    """`SALA_PACK`, or the first pack that comes with Sala."""
    first = min(PACKS.glob("*/pack.toml"), default=None)
    return os.environ.get("SALA_PACK") or (first.parent.name if first else "")


def time_zone() -> str:
    """Where days begin and end: `SALA_TIME_ZONE`, or what the pack says."""
    given = os.environ.get("SALA_TIME_ZONE")
    if given:
        return given
    return str(_pack_header().get("time_zone", "UTC"))


def code_and_currency() -> tuple[str, str]:
    """The country's code and the code of its money, as the pack says."""
    pack = _pack_header()
    return str(pack.get("code", "")), str(pack.get("currency", ""))


def _pack_header() -> dict[str, Any]:
    """What the pack says of the whole country; nothing where there is no pack."""
    for folder in (Path(default_pack()), PACKS / default_pack()):
        if (folder / "pack.toml").is_file():
            return tomllib.loads((folder / "pack.toml").read_text())
    return {}
