"""Translations, for those who build Sala: collecting texts, and finding what is not
translated.

Collecting needs GNU gettext (`apt-get install gettext`); compiling (translations.py)
does not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from sala.config.translations import ROOMS

LANGUAGES = ("lo",)


def catalogue_rooms() -> list[Path]:
    """Rooms that have texts of their own."""
    return sorted(p.parent for p in ROOMS.glob("*/locale"))


def collect_messages() -> Iterator[str]:
    """Collect texts into each room's catalogues, keeping the translations; yields what
    was done.
    """
    for room in catalogue_rooms():
        _make_messages(room)
        yield f"{room.name}: {len(read_catalogue(room, LANGUAGES[0]))} texts"


def _make_messages(room: Path) -> None:
    if not shutil.which("xgettext"):
        raise click.ClickException("xgettext is missing: apt-get install gettext")
    before = {file: file.read_text() for file in room.glob("locale/*/*/django.po")}
    languages = [word for language in LANGUAGES for word in ("-l", language)]
    command = [
        sys.executable,
        "-m",
        "django",
        "makemessages",
        "--no-obsolete",
        "--no-wrap",
    ]
    command += ["--add-location", "file", "--ignore", "tests/*", *languages]
    done = subprocess.run(  # noqa: S603 our own arguments
        command,
        cwd=room,
        check=False,
        capture_output=True,
        text=True,
        env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
    )
    if done.returncode:
        raise click.ClickException(done.stderr)
    for language in LANGUAGES:
        if (
            file := _catalogue_file(room, language)
        ).exists():  # a room without texts has none
            _tidy_catalogue(file, language)
            if _undated(file.read_text()) == _undated(before.get(file, "")):
                file.write_text(before[file])  # it was only read again


def _undated(catalogue: str) -> str:
    return re.sub(r"POT-Creation-Date: [^\\]*", "", catalogue)


def _tidy_catalogue(file: Path, language: str) -> None:
    """Say how Lao counts (one form for every number), and drop what gettext only
    guessed.
    """
    text = file.read_text().replace(
        "nplurals=INTEGER; plural=EXPRESSION;",
        "nplurals=1; plural=0;",
    )
    catalog = read_po(text.splitlines(keepends=True), locale=language)
    catalog.fuzzy = False
    forms = catalog.num_plurals
    for message in catalog:
        if message.id and message.pluralizable:
            message.string = tuple(message.string or "")[:forms]
        if message.fuzzy and message.id:
            message.string = ("",) * forms if message.pluralizable else ""
            message.flags.discard("fuzzy")
        message.previous_id = []
        # Babel takes what gettext guessed from (`#| msgid`) for a translator's remark.
        message.user_comments = [
            remark for remark in message.user_comments if not remark.startswith("| ")
        ]
    with file.open("wb") as target:
        write_po(target, catalog, width=0)


def _catalogue_file(room: Path, language: str) -> Path:
    return room / "locale" / language / "LC_MESSAGES" / "django.po"


def read_catalogue(room: Path, language: str) -> Catalog:
    """A room's catalogue of a language; an empty one where it has none."""
    if not (file := _catalogue_file(room, language)).exists():
        return Catalog(locale=language)
    with file.open("rb") as opened:
        return read_po(opened)


def clashing_texts(catalogues: Mapping[str, Catalog]) -> Iterator[str]:
    """Texts that rooms translate differently: whichever room comes first would speak
    for all.
    """
    said: dict[tuple[Any, Any], dict[Any, str]] = defaultdict(dict)
    for room, catalogue in catalogues.items():
        for message in catalogue:
            if message.id and _is_translated(message.string):
                said[message.id, message.context].setdefault(message.string, room)
    for (text, _context), ways in said.items():
        if len(ways) > 1:
            told = ", ".join(f"{string!r} in {room}" for string, room in ways.items())
            yield f"{text!r} is {told}: agree, or give one of them a context (pgettext)"


def catalogue_problems() -> Iterator[str]:
    """What is not translated, not collected, or translated in two ways, a line each."""
    for language in LANGUAGES:
        yield from clashing_texts(
            {room.name: read_catalogue(room, language) for room in catalogue_rooms()}
        )
    for room in catalogue_rooms():
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / room.name
            shutil.copytree(
                room,
                copy,
                ignore=shutil.ignore_patterns("static", "tests", "data"),
            )
            _make_messages(copy)
            for language in LANGUAGES:
                yield from _missing_translations(
                    room.name,
                    language,
                    read_catalogue(copy, language),
                    read_catalogue(room, language),
                )


def _missing_translations(
    room: str,
    language: str,
    wanted: Catalog,
    there: Catalog,
) -> Iterator[str]:
    for message in wanted:
        if not message.id:
            continue
        known = there.get(message.id, message.context)
        if known is None:
            yield f"{room}: not collected: {message.id!r} (make messages)"
        elif not _is_translated(known.string) or known.fuzzy:
            yield f"{room}: no {language}: {message.id!r}"


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)
