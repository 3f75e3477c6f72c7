"""The reader stands apart: it knows nothing of the house, and is used by its door only."""

import ast
import graphlib
from pathlib import Path

import sala_reader

PACKAGE = Path(sala_reader.__file__).parent
SOURCE = PACKAGE.parent
# `parquet_table` loads pyarrow, which nobody pays for who only reads a report.
DOORS = {"sala_reader", "sala_reader.parquet_table"}


def imported_modules(path: Path) -> set[str]:
    modules = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            modules.add(node.module or "")
        elif isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
    return modules


def test_the_reader_imports_its_libraries_and_nothing_of_the_house():
    files = [p for p in PACKAGE.rglob("*.py") if "tests" not in p.parts]
    roots = {m.split(".")[0] for p in files for m in imported_modules(p)}
    assert not roots & {"sala", "django"}
    assert len(files) > 20


def test_the_house_uses_the_reader_by_its_door():
    files = [p for p in (SOURCE / "sala").rglob("*.py") if "tests" not in p.parts]
    used = {
        module
        for path in files
        for module in imported_modules(path)
        if module.split(".")[0] == "sala_reader"
    }
    assert used == DOORS


def test_what_the_door_names_is_there():
    assert [n for n in sala_reader.__all__ if not hasattr(sala_reader, n)] == []


def test_no_module_of_the_reader_comes_back_to_itself():
    uses = {
        f"sala_reader.{path.stem}": imported_modules(path)
        for path in PACKAGE.glob("*.py")
        if path.stem != "__init__"
    }
    order = list(graphlib.TopologicalSorter(uses).static_order())
    assert set(uses) <= set(order)
