"""What the documents name exists: files by their path, code by its module and name."""

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from sala.access.machines import all_machines
from sala.access.permissions import all_permissions

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "src" / "sala"
ROOMS = [path.parent for path in HOUSE.glob("*/README.md")]
# Pages that are made from the code, and old names, are right or meant to be gone.
MADE = {"renames.md", "policies.md", "permissions.md", "database.md", "CHANGELOG.md"}
DOCUMENTS = [
    path
    for pattern in ("*.md", "docs/**/*.md", "src/*/README.md", "src/sala/*/README.md")
    for path in sorted(ROOT.glob(pattern))
    if path.name not in MADE
]
KINDS = "py|md|toml|html|csv|json|po|js|css"
PATH = re.compile(rf"[\w.-]+(/[\w.-]+)*/?[\w-]+\.({KINDS})|[\w.-]+(/[\w.-]+)+/?")
# One letter is the short name of a table in SQL.
NAME = re.compile(r"([a-z_]\w+(?:\.\w+)+)(\(.*\))?")


def named_in(document: Path) -> list[str]:
    """Every first word between backticks; what stands in a block is a command."""
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.DOTALL)
    return [said.split()[0] for said in re.findall(r"`([^`]*)`", text)]


def places_of(document: Path) -> list[Path]:
    """Where a document's paths begin: at the root, in the house, in any room."""
    templates = [room / "templates" for room in ROOMS]
    return [
        ROOT,
        ROOT / "src",
        HOUSE,
        ROOT / "docs",
        document.parent,
        *ROOMS,
        *templates,
        HOUSE / "countries" / "laos",
        ROOT / "src" / "sala_reader",
    ]


def is_file(document: Path, path: str) -> bool:
    return any(
        (place / f"{path.rstrip('/')}{ending}").exists()
        for place in places_of(document)
        for ending in ("", ".py")
    )


def is_code(document: Path, name: str) -> bool:
    room = f"sala.{document.parent.name}."
    return any(is_name(prefix + name) for prefix in ("sala.", room, ""))


def is_name(dotted: str) -> bool:
    """Whether it is a module, or what a module has by this name."""
    parts = dotted.split(".")
    for length in range(len(parts), 0, -1):
        module = ".".join(parts[:length])
        try:
            if find_spec(module) is None:
                continue
        except ModuleNotFoundError:
            continue
        found = import_module(module)
        for part in parts[length:]:
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_file_that_a_document_names_is_there(document):
    paths = [
        said
        for said in named_in(document)
        if PATH.fullmatch(said) and not said.startswith("var/")  # made when it runs
    ]
    assert [path for path in paths if not is_file(document, path)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_name_of_code_that_a_document_says_is_one(document):
    words = {permission.word for permission in all_permissions()}
    words |= {machine.name for machine in all_machines()} | {"room.noun.verb"}
    names = [
        found[1]
        for said in named_in(document)
        if (found := NAME.fullmatch(said)) and not PATH.fullmatch(said)
    ]
    unknown = [n for n in names if n not in words and not is_code(document, n)]
    assert unknown == []
