"""Documentation that is generated from the code, so that it cannot say anything else."""

from pathlib import Path

from django.utils.translation import override

from sala.access.permissions import all_permissions
from sala.access.roles import Role

DOCS = Path(__file__).parents[3] / "docs"


def generated() -> dict[Path, str]:
    """Each generated page and what it should say."""
    with override("en"):
        return {DOCS / "permissions.md": permissions()}


def permissions() -> str:
    """Every role against every permission, as a page of the manual."""
    lines = [
        "# Who may do what",
        "",
        "Made from each room's `policy.py` by `make fix`; the product shows the same page.",
        "What a role sees beyond this is decided by row-level security in the database.",
        "",
    ]
    for role in Role:
        sentences = [f"- {p.sentence} (`{p.word}`)" for p in all_permissions() if role in p.roles]
        lines += [f"## {role.label}", "", *(sentences or ["- Nothing yet."]), ""]
    return "\n".join(lines)
