"""Reading a pack's folder: everything that is wrong is found and named, nothing is half-read."""

import csv
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from sala.countries import rules
from sala.countries.contract import (
    NAMED,
    NAMES,
    TABLES,
    AgencyDefinition,
    Head,
    Pack,
    Problem,
)

HERE = Path(__file__).parent
OUTLINES = ("provinces.geojson", "districts.geojson")
SHAPES = {"Polygon", "MultiPolygon"}
# What would be right, for each kind of fault that pydantic finds.
RIGHT = {
    "missing": "a value",
    "string_too_short": "a text",
    "int_parsing": "a whole number",
    "float_parsing": "a number",
    "date_from_datetime_parsing": "a day as YYYY-MM-DD",
    "date_parsing": "a day as YYYY-MM-DD",
    "bool_parsing": "yes or no",
    "bool_type": "yes or no",
    "extra_forbidden": "nothing: this column does not belong here",
}


@dataclass(frozen=True)
class Reading:
    """A pack, if it is whole, and all its problems if it is not."""

    pack: Pack | None
    problems: tuple[Problem, ...]


class PackError(Exception):
    """A pack that cannot be loaded; the text lists its problems."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def find_pack(name: str) -> Path:
    """The folder of a pack named by path, or by the name of one that comes with Sala.

    Raises `PackError` when there is none.
    """
    for folder in (Path(name), HERE / Path(name).name):
        if (folder / "pack.toml").is_file():
            return folder
    right = "a folder with a pack.toml, or the name of a pack that comes with Sala"
    raise PackError((Problem(file=name, right=right),))


def read_pack(folder: Path) -> Reading:
    """Read a folder, check each row by itself, then all against each other."""
    head, problems = _head(folder / "pack.toml")
    tables: dict[str, tuple[Any, ...]] = {}
    for file in TABLES:
        rows, found = _table(folder / f"{file}.csv", file)
        tables[file] = rows
        problems += found
    outlines: dict[str, Any] = {}
    for name in OUTLINES:
        problems += _outlines(folder / name, outlines)
    if head is None or problems:
        return Reading(None, tuple(problems))
    pack = Pack(head=head, tables=_with_identifier(tables, head), outlines=outlines)
    faults = tuple(rules.faults(pack))
    return Reading(None if faults else pack, faults)


def _with_identifier(tables: dict[str, tuple[Any, ...]], head: Head) -> dict[str, tuple[Any, ...]]:
    agencies: tuple[AgencyDefinition, ...] = tables["agencies"]
    marked = tuple(
        a.model_copy(update={"identifies": a.code == head.identifying_agency}) for a in agencies
    )
    return {**tables, "agencies": marked}


def _text(file: Path) -> tuple[str, list[Problem]]:
    try:
        return file.read_text(encoding="utf-8-sig"), []
    except FileNotFoundError:
        return "", [Problem(file=file.name, right="this file, with at least its header row")]
    except (OSError, UnicodeDecodeError):
        return "", [Problem(file=file.name, right="a file in UTF-8")]


def _head(file: Path) -> tuple[Head | None, list[Problem]]:
    text, problems = _text(file)
    if problems:
        return None, problems
    try:
        return Head.model_validate(tomllib.loads(text)), []
    except tomllib.TOMLDecodeError as error:
        return None, [Problem(file=file.name, right=f"TOML: {error}")]
    except ValidationError as error:
        return None, list(_named(error, file.name, None))


def _table(file: Path, name: str) -> tuple[tuple[Any, ...], list[Problem]]:
    text, problems = _text(file)
    if problems:
        return (), problems
    model = TABLES[name][0]
    try:
        reader = csv.DictReader(text.splitlines(), strict=True)
        header = list(reader.fieldnames or [])
        problems = list(_header(file.name, header, model, named=name in NAMED))
        rows = []
        for line, raw in enumerate(reader, start=2):
            row, found = _row(model, raw, file.name, line)
            problems += found
            rows += row
    except csv.Error as error:
        return (), [Problem(file=file.name, right=f"a CSV table: {error}")]
    return tuple(rows), problems


def _header(
    file: str, header: list[str], model: type[BaseModel], *, named: bool
) -> Iterator[Problem]:
    wanted = [f for f, info in model.model_fields.items() if info.is_required() and f != "line"]
    for field in wanted:
        if field not in header:
            yield Problem(file=file, line=1, field=field, right="this column")
    if named and not any(field.startswith(NAMES) for field in header):
        yield Problem(file=file, line=1, field=NAMES + "…", right="a column of names a language")


def _row(
    model: type[BaseModel], raw: dict[str | None, Any], file: str, line: int
) -> tuple[list[Any], list[Problem]]:
    if None in raw:
        return [], [Problem(file=file, line=line, right="as many cells as the header has")]
    values: dict[str, Any] = {"line": line}
    names = {}
    for field, value in raw.items():
        cell = (value or "").strip()
        if field and field.startswith(NAMES):
            names[field.removeprefix(NAMES)] = cell
        elif field and cell:
            values[field] = cell
    if names:
        values["names"] = {language: text for language, text in names.items() if text}
    try:
        return [model.model_validate(values)], []
    except ValidationError as error:
        return [], list(_named(error, file, line))


def _named(error: ValidationError, file: str, line: int | None) -> Iterator[Problem]:
    for fault in error.errors():
        value = "" if fault["type"] == "missing" else str(fault["input"])
        right = RIGHT.get(fault["type"]) or fault["msg"]
        field = ".".join(map(str, fault["loc"]))
        yield Problem(file=file, line=line, field=field, value=value[:80], right=right)


def _outlines(file: Path, into: dict[str, Any]) -> list[Problem]:
    if not file.exists():
        return []
    text, problems = _text(file)
    if problems:
        return problems
    try:
        features = json.loads(text)["features"]
        found = {f["properties"]["code"]: f["geometry"] for f in features}
    except (ValueError, TypeError, KeyError, RecursionError):
        right = "a FeatureCollection whose features have a code and a geometry"
        return [Problem(file=file.name, right=right)]
    wrong = [c for c, shape in found.items() if not _is_area(shape)]
    into.update(found)
    right = "a Polygon or MultiPolygon of closed rings"
    return [Problem(file=file.name, field="geometry", value=c, right=right) for c in wrong]


def _is_area(shape: Any) -> bool:
    try:
        polygons = {"Polygon": [shape["coordinates"]]}.get(shape["type"], shape["coordinates"])
        rings = [ring for polygon in polygons for ring in polygon]
        return shape["type"] in SHAPES and all(
            len(ring) > 3 and ring[0] == ring[-1] and all(_is_point(p) for p in ring)  # noqa: PLR2004
            for ring in rings
        )
    except (TypeError, KeyError, IndexError):
        return False


def _is_point(point: Any) -> bool:
    longitude, latitude = point[0], point[1]
    return bool(-180 <= longitude <= 180 and -90 <= latitude <= 90)  # noqa: PLR2004 degrees
