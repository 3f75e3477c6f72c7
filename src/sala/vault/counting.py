"""How many people a user opened today whom nothing ties to their own work: the vault's
own count, which no site that lies and no transaction that is taken back makes smaller.

It is kept in a file beside the keyring, so that a vault that is started again goes on
counting. Of the vault's process alone.
"""

import os
import threading
from dataclasses import dataclass, field
from pathlib import Path

from sala.kit.files import write_private
from sala.vault.keyring import keyring_path
from sala.vault.sealed_places import CannotOpenError
from sala.vault.tickets import PersonStatement


@dataclass
class OpeningsOfDay:
    """Whom each user opened on one day, and the file as it was last read or written."""

    day: str = ""
    changed: tuple[int, int] = (0, 0)
    people: dict[str, set[str]] = field(default_factory=dict)


_counting = threading.Lock()
_openings = OpeningsOfDay()


def openings_path() -> Path:
    """Where the openings of the day are counted: a user and a person a line."""
    return keyring_path().with_name("openings-of-the-day")


def count_opening(stated: PersonStatement) -> None:
    """Count a person who is not of the user's own work, each once a day.

    Raises `CannotOpenError` where that would be more than the day's number.
    """
    if stated.own:
        return
    person = str(stated.key.person)
    with _counting:
        _read_again(stated.day)
        opened = _openings.people.setdefault(stated.actor, set())
        if person in opened:
            return
        if len(opened) >= stated.most:
            raise CannotOpenError("no more people are opened today")
        with openings_path().open("a") as file:
            file.write(f"{stated.actor} {person}\n")
        opened.add(person)
        _openings.changed = _changed()


def openings_of(day: str) -> list[tuple[str, str]]:
    """Who opened whom on a day, as it was counted; nothing is left of those before."""
    with _counting:
        file = openings_path()
        lines = file.read_text().splitlines() if file.exists() else []
    if lines[:1] != [day]:
        return []
    return [(actor, person) for actor, person in map(str.split, lines[1:])]


def _read_again(day: str) -> None:
    """Follow the file: another day begins an empty one."""
    if _openings.day == day and _openings.changed == _changed():
        return
    file = openings_path()
    lines = file.read_text().splitlines() if file.exists() else []
    if lines[:1] != [day]:
        lines = [day]
        write_private(file, f"{day}\n")
    people: dict[str, set[str]] = {}
    for actor, person in (line.split(" ") for line in lines[1:]):
        people.setdefault(actor, set()).add(person)
    _openings.day, _openings.people, _openings.changed = day, people, _changed()


def _changed() -> tuple[int, int]:
    try:
        found = os.stat(openings_path())  # noqa: PTH116 hot path
    except FileNotFoundError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size
