"""Rules of the repository that no linter knows."""

import ast
import re
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from sala.access.models import Step
from sala.kit.states import States

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sala"
ROOMS = [p for p in SOURCE.iterdir() if (p / "apps.py").exists()]
READER = ROOT / "src" / "sala_reader"
PYTHON = [
    p
    for folder in (SOURCE, READER)
    for p in folder.rglob("*.py")
    if "migrations" not in p.parts
]
TEMPLATES = [p for p in SOURCE.rglob("templates/**/*") if p.suffix in {".html", ".txt"}]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_module_is_longer_than_400_lines():
    files = (
        p
        for folder in (SOURCE, READER)
        for p in folder.rglob("*.py")
        if not {"tests", "migrations"} & {*p.parts}  # a migration is history
    )
    long = {named(p): n for p in files if (n := len(p.read_text().splitlines())) > 400}
    assert long == {}


def test_no_file_of_tests_is_longer_than_800_lines():
    files = [
        *SOURCE.rglob("tests/*.py"),
        *READER.rglob("tests/*.py"),
        *(ROOT / "tests").rglob("*.py"),
    ]
    long = {named(p): n for p in files if (n := len(p.read_text().splitlines())) > 800}
    assert long == {}


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{named(p)}:{node.name}"
        for p in PYTHON
        if "tests" not in p.parts
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno > 50
    ]
    assert long == []


def test_a_country_is_data():
    """The country of pack number one stands in no Python file."""
    pattern = re.compile(r"\b(laos|lao pdr|vientiane)\b", re.IGNORECASE)
    found = [
        named(p)
        for p in PYTHON
        if "tests" not in p.parts and pattern.search(p.read_text())
    ]
    assert found == []


def modules_called(*names: str) -> list[Path]:
    """Modules of a kind: the file of that name, or all files of the package."""
    return [
        p
        for p in PYTHON
        if "tests" not in p.parts and (p.stem in names or p.parent.name in names)
    ]


def test_an_action_takes_its_arguments_by_name():
    """Two keys in the wrong order would be another person's record."""
    positional = [
        f"{named(p)}:{node.name}"
        for p in modules_called("actions")
        for node in ast.parse(p.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and any(ast.unparse(d) == "transaction.atomic" for d in node.decorator_list)
        and (node.args.args or node.args.posonlyargs)
    ]
    assert positional == []


def test_every_public_function_of_a_door_says_what_it_does():
    doors = modules_called("actions", "queries", "rules", "policy")
    silent = [
        f"{named(p)}:{node.name}"
        for p in doors
        for node in ast.parse(p.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not node.name.endswith(("_row", "_rows"))
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_rules_are_pure():
    impure = {
        f"{named(p)}: {name}"
        for p in modules_called("rules")
        for node in ast.walk(ast.parse(p.read_text()))
        for name in imported(node)
        if name.split(".")[0] in {"django", "requests", "socket", "psycopg"}
        or "clock" in name
    }
    assert impure == set()


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_only_the_kit_reads_the_clock():
    readers = re.compile(r"datetime\.now\(|date\.today\(|timezone\.now\(|time\.time\(")
    found = {
        named(p)
        for p in PYTHON
        if "tests" not in p.parts and readers.search(p.read_text())
    }
    assert found == {"src/sala/kit/clock.py"}


@pytest.mark.parametrize("room", ROOMS, ids=lambda p: p.name)
def test_every_room_has_a_card(room):
    card = (room / "README.md").read_text().split("<!-- states:")[0].splitlines()
    assert 5 <= len(card) <= 40


@pytest.mark.parametrize("template", TEMPLATES, ids=named)
def test_a_template_is_used_and_clean(template):
    text = template.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|<script(?![^>]*(src=|json))", text)
    if template.parts[-2] in {p.name for p in ROOMS}:
        name = "/".join(template.parts[-2:])
        used = (p.read_text() for p in [*PYTHON, *TEMPLATES] if p != template)
        assert any(name in other for other in used), f"{name} is used nowhere"


def test_decision_records_are_numbered_once_and_titled_alike():
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    numbers = [p.name[:4] for p in records]
    assert numbers == [f"{n:04d}" for n in range(1, len(records) + 1)]
    assert all(p.read_text().startswith(f"# {p.name[:4]} ") for p in records)


def test_every_noun_with_states_keeps_its_history_in_steps():
    """The row's state is the last of them; without steps a past year changes by itself."""
    from django.apps import apps

    stepped = [m.states for m in apps.get_models() if issubclass(m, Step)]
    missing = [
        f"{room.name}: {states.noun}"
        for room in ROOMS
        if (room / "states.py").exists()
        for states in vars(import_module(f"sala.{room.name}.states")).values()
        if isinstance(states, States) and not any(states is known for known in stepped)
    ]
    assert missing == []


def toml_layers() -> list[list[str]]:
    """The floors of the house, top to bottom, with the rooms of each."""
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"][
        "importlinter"
    ]
    return [re.findall(r"\w+", floor) for floor in contract["contracts"][0]["layers"]]


def test_foreign_keys_go_down_only():
    """import-linter cannot see a foreign key given as a string."""
    from django.apps import apps

    layers = toml_layers()
    floor = {room: n for n, rooms in enumerate(layers) for room in rooms}
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if (here := model._meta.app_label) in floor
        for field in model._meta.get_fields()
        if field.is_relation
        and field.concrete
        and (there := field.related_model._meta.app_label) in floor
        and there != here
        and floor[there] <= floor[here]
    ]
    assert wrong == []


def test_no_registry_address_and_no_machine_path_is_in_a_file():
    tracked = [
        *ROOT.glob("[!.]*.*"),
        *ROOT.glob("docs/**/*.md"),
        *PYTHON,
        ROOT / "Makefile",
    ]
    pattern = re.compile(r"index-url|files\.pythonhosted|pypi\.org|/work/|/root/")
    found = [named(p) for p in tracked if p.is_file() and pattern.search(p.read_text())]
    assert found in ([], ["tests/test_repository.py"])


def test_no_work_is_left_for_later():
    marks = re.compile(r"\b(TODO|FIXME|XXX)\b")
    assert [
        named(p) for p in [*PYTHON, *TEMPLATES] if marks.search(p.read_text())
    ] == []


def test_each_dependency_says_what_it_is_for():
    text = (ROOT / "pyproject.toml").read_text()
    block = text.split("\ndependencies = [")[1].split("[project.scripts]")[0]
    listed = [line for line in block.splitlines() if line.startswith('    "')]
    assert len(listed) > 20
    assert [line for line in listed if "#" not in line] == []


def test_no_text_is_translated_before_somebody_reads_it():
    """What a module translates as it is imported stays in the language of its import."""
    assert [
        f"{named(path)}:{call.lineno}"
        for path in PYTHON
        if "src" in path.parts
        for call in calls_at_import(ast.parse(path.read_text()))
    ] == []


def calls_at_import(module: ast.Module) -> list[ast.Call]:
    """Where a module asks for a translation at once, outside any function."""
    at_once = {
        name.asname or name.name
        for node in module.body
        if isinstance(node, ast.ImportFrom)
        and node.module == "django.utils.translation"
        for name in node.names
        if name.name in {"gettext", "pgettext", "ngettext", "npgettext"}
    }
    found, left = [], list[ast.AST](module.body)
    while left:
        node = left.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            left += [*node.args.defaults, *filter(None, node.args.kw_defaults)]
            left += getattr(node, "decorator_list", [])
            continue
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found += [node] if node.func.id in at_once else []
        left += ast.iter_child_nodes(node)
    return found
