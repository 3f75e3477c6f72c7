"""Pure checks of what an administrator types."""

import re
from dataclasses import dataclass

CODE = re.compile(r"[A-Z][A-Z0-9-]{1,31}")


@dataclass(frozen=True)
class AgencyText:
    """What is written about an agency: its stable code, kind, level and names by
    language.
    """

    code: str
    kind: str
    level: str
    names: dict[str, str]


def faulty_fields(text: AgencyText) -> frozenset[str]:
    """The fields of an agency that cannot stand as they are: `code`, `names`."""
    faulty = set()
    if not CODE.fullmatch(text.code):
        faulty.add("code")
    if not any(name.strip() for name in text.names.values()):
        faulty.add("names")
    return frozenset(faulty)
