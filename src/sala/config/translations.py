"""Compiling the translations of every room with Babel, so that no gettext tools are
needed.
"""

from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOMS = Path(__file__).parents[1]


def catalogue_files() -> Iterator[Path]:
    """Every room's catalogue of every language."""
    return ROOMS.glob("*/locale/*/LC_MESSAGES/*.po")


def compile_all() -> int:
    """Compile each catalogue that is newer than its compiled form; returns how many
    there are.
    """
    files = sorted(catalogue_files())
    for po in files:
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            with po.open("rb") as source, mo.open("wb") as target:
                write_mo(target, read_po(source))
    return len(files)


if __name__ == "__main__":
    compile_all()
