"""Documentation made from the code, so that it cannot say anything else."""

from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import override

from sala.access.permissions import all_permissions
from sala.access.roles import Role
from sala.config.asvs_page import asvs_page
from sala.config.database_page import database_page
from sala.config.policies_page import policies_page

DOCS = Path(__file__).parents[3] / "docs"
STATES = "<!-- states: drawn from states.py by `make fix` -->"


def generated_pages() -> dict[Path, str]:
    """Each generated page and what it should say."""
    with override("en"):
        return {
            DOCS / "permissions.md": permissions_page(),
            DOCS / "policies.md": policies_page(),
            DOCS / "database.md": database_page(),
            DOCS / "asvs.md": asvs_page(DOCS),
            **room_cards(),
        }


def room_cards() -> dict[Path, str]:
    """The card of each room that has states, with diagrams drawn from their tables."""
    found = {}
    for room in apps.get_app_configs():
        if not room.name.startswith("sala.") or not module_has_submodule(
            room.module,
            "states",
        ):
            continue
        tables = getattr(import_module(f"{room.name}.states"), "STATES", ())
        if tables:
            card = Path(room.path) / "README.md"
            said = card.read_text(encoding="utf-8").split(STATES)[0].rstrip()
            drawn = [table.diagram() for table in tables]
            found[card] = "\n\n".join([said, STATES, *drawn]) + "\n"
    return found


def permissions_page() -> str:
    """Every role against every permission, as a page of the manual."""
    lines = [
        "# Who may do what",
        "",
        (
            "Made from each room's `policy.py` by `make fix`; the product shows the"
            " same page."
        ),
        (
            "What a role sees beyond this is decided by row-level security in the"
            " database."
        ),
        "",
    ]
    for role in Role:
        sentences = [
            f"- {p.sentence} (`{p.word}`)" for p in all_permissions() if role in p.roles
        ]
        lines += [f"## {role.label}", "", *(sentences or ["- Nothing yet."]), ""]
    return "\n".join(lines)
