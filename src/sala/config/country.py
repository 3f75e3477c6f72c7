"""Which country pack this installation is of, before there is a database to ask."""

import os
import tomllib
from pathlib import Path

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
    for folder in (Path(default_pack()), PACKS / default_pack()):
        if (folder / "pack.toml").is_file():
            return str(tomllib.loads((folder / "pack.toml").read_text())["time_zone"])
    return "UTC"
