"""Names of people who never were: invented syllables, in the country's script and in
Latin.
"""

import tomllib
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict, Field

from sala.people.rules import PersonName

FILE = "invented_names.toml"
Syllable = tuple[
    str,
    str,
]  # in the country's script, in Latin; twice the same where there is one


class NameSyllables(BaseModel):
    """What names are put together from; of a pack's own, or those that belong to no
    language.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    note: str = ""
    given: tuple[Syllable, ...] = Field(min_length=10)
    family: tuple[Syllable, ...] = Field(min_length=10)

    def name(self, random: Random) -> tuple[PersonName, ...]:
        """One person's name, in each script it is written in."""
        given = [random.choice(self.given) for _ in range(2)]
        family = [random.choice(self.family) for _ in range(3)]
        scripts = {_written_name(given, family, script): None for script in (0, 1)}
        return tuple(PersonName(text) for text in scripts)


def _written_name(given: list[Syllable], family: list[Syllable], script: int) -> str:
    parts = ("".join(s[script] for s in part) for part in (given, family))
    return " ".join(parts).title()


GIVEN = ("bo", "vo", "du", "fe", "gi", "jo", "ka", "le", "mu", "ni", "pa", "ro")
FAMILY = (
    "zor",
    "tel",
    "mab",
    "vek",
    "dun",
    "ral",
    "nif",
    "gos",
    "pir",
    "lat",
    "hum",
    "kez",
)
ANYWHERE = NameSyllables(
    given=tuple((s, s) for s in GIVEN),
    family=tuple((s, s) for s in FAMILY),
)


def of_pack(folder: Path) -> NameSyllables:
    """The syllables of a country pack, or those that belong nowhere."""
    file = folder / FILE
    if not file.is_file():
        return ANYWHERE
    return NameSyllables.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
