"""A picture of the database, room by room, drawn from the models."""

import inspect
from collections.abc import Iterator

from django.apps import AppConfig, apps
from django.db.models import Field, ForeignKey, Model, OneToOneField

HEAD = """# The database in pictures

Made from each room's models by `make fix`; the rooms stand as in `ARCHITECTURE.md`,
those below first. `PK` is a table's key, `FK` points at another table. A table of
another room stands there without its columns. Nearly every row also names the agency
and the user who wrote it: outside `access` these arrows are left out, the columns are
not. Who sees which rows is in [policies.md](policies.md).
"""
WRITERS = frozenset({"Agency", "User"})
KEYS = {True: " PK", False: ""}


def database_page() -> str:
    """Every table of the house with its columns, and what points at what."""
    lines = [HEAD]
    for room in reversed(list(apps.get_app_configs())):
        models = sorted(room.get_models(), key=lambda model: model.__name__)
        if room.name.startswith("sala.") and models:
            lines += [*_room_lines(room, models), ""]
    return "\n".join(lines).rstrip() + "\n"


def _room_lines(room: AppConfig, models: list[type[Model]]) -> Iterator[str]:
    yield f"## {room.label}"
    yield ""
    for model in models:
        yield f"- **{model.__name__}**, `{model._meta.db_table}`{_purpose(model)}"  # noqa: SLF001
    yield ""
    yield "```mermaid"
    yield "erDiagram"
    for model in models:
        yield from _table_lines(model)
    for model in models:
        yield from _arrow_lines(room, model)
    yield "```"


def _purpose(model: type[Model]) -> str:
    """The first sentence of what the model says of itself, on one line."""
    said = " ".join((inspect.getdoc(model) or "").split())
    if said.startswith(f"{model.__name__}("):  # Django's own: its fields
        return ""
    return f": {said.partition('. ')[0].rstrip('.')}."


def _table_lines(model: type[Model]) -> Iterator[str]:
    yield f"    {model.__name__} {{"
    for field in model._meta.concrete_fields:  # noqa: SLF001
        kind = field.get_internal_type().removesuffix("Field")
        key = " FK" if isinstance(field, ForeignKey) else KEYS[field.primary_key]
        yield f"        {kind} {field.column}{key}"
    yield "    }"


def _arrow_lines(room: AppConfig, model: type[Model]) -> Iterator[str]:
    for field in model._meta.concrete_fields:  # noqa: SLF001
        if isinstance(field, ForeignKey) and _is_drawn(room, field):
            to = field.related_model.__name__
            one = "|o" if field.null else "||"
            many = "o|" if isinstance(field, OneToOneField) else "o{"
            yield f"    {to} {one}--{many} {model.__name__} : {field.name}"


def _is_drawn(room: AppConfig, field: "Field[object, object]") -> bool:
    """Whether an arrow says more than who wrote the row, and for whom."""
    return room.label == "access" or field.related_model.__name__ not in WRITERS  # type: ignore[union-attr]
