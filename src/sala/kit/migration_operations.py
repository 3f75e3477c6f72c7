"""A migration operation that makes the tables of a room in one go."""

from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Create several tables, of which each may point to any other.

    One after the other they would make Django draw all models of all rooms anew after
    each.
    """

    def __init__(self, *tables: CreateModel) -> None:
        self.tables = tables

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the tables to the models that migrations know, which are drawn again when
        needed.
        """
        state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, *where: Any) -> None:
        """Create the tables."""
        for table in self.tables:
            table.database_forwards(app_label, *where)

    def database_backwards(self, app_label: str, *where: Any) -> None:
        """Drop the tables."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, *where)

    def describe(self) -> str:
        """What is about to be done, for `migrate --plan`."""
        return "Create " + ", ".join(table.name for table in self.tables)
