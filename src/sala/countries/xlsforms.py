"""Reading a screening instrument written as XLSForm: CSV, Markdown or XLSX, as field
teams edit it.

pyxform says whether it is a form that phones can use too; what is checked beyond that
is what a screening needs: groups of questions with the four answers, in every language
of the pack.

Two columns are Sala's own, and survive in every tool that knows XLSForm:
`instance::indicator`, the sign of `standards` that a yes shows, and
`instance::dimension`, what it is a sign of.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyxform import xls2json_backends
from pyxform.xls2xform import convert

from sala.countries.contract import KIND, PackProblem
from sala.countries.instruments import ANSWERS
from sala.standards import queries as standards

SHEETS = {
    ".csv": xls2json_backends.csv_to_dict,
    ".md": xls2json_backends.md_to_dict,
    ".xlsx": xls2json_backends.xlsx_to_dict,
}
IN_LANGUAGE = re.compile(r"^(label|hint)::.*\(([^()]+)\)$")
INDICATOR, DIMENSION = "instance::indicator", "instance::dimension"
# The dimensions in which signs of trafficking are ordered are those of the ILO.
GRADED = "ilo_delphi_2009"
ASKED = "select_one answers"
# Columns that would make a page ask less than the form says; Sala asks every question.
UNREAD = ("relevant", "calculation", "constraint", "repeat_count")

SheetRow = dict[str, str]


def read_xlsform(
    file: Path,
    *,
    code: str,
    version: str,
    languages: tuple[str, ...],
) -> tuple[dict[str, Any] | None, list[PackProblem]]:
    """The form in a file as JSON, or everything that is wrong with it."""
    try:
        book = _read_sheets(file)
    except Exception as error:  # noqa: BLE001 whatever pyxform stumbles on is a fault of the form
        message = " ".join(str(error).split())[:300]
        return None, [
            PackProblem(
                file=file.name, right=f"an XLSForm that pyxform accepts: {message}"
            ),
        ]
    reading = _XlsformReading(file.name, book, languages)
    form = reading.form(code, version)
    return (None if reading.problems else form), reading.problems


def _read_sheets(file: Path) -> dict[str, list[SheetRow]]:
    """The sheets as rows, once pyxform has made a form of them."""
    kind = file.suffix.lower()
    if kind not in SHEETS:
        raise ValueError(f"the file is none of {', '.join(SHEETS)}")
    data = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    warnings: list[str] = []
    convert(
        io.BytesIO(data),
        file_type=kind,
        form_name="data",
        warnings=warnings,
    )
    raw = SHEETS[kind](io.BytesIO(data))
    return {
        name: list(raw.get(name) or ()) for name in ("survey", "choices", "settings")
    }


class _XlsformReading:
    """One form while it is read: what was found wrong so far."""

    def __init__(
        self,
        file: str,
        book: dict[str, list[SheetRow]],
        languages: tuple[str, ...],
    ) -> None:
        self.file, self.book, self.languages = file, book, languages
        self.problems: list[PackProblem] = []

    def form(self, code: str, version: str) -> dict[str, Any]:
        """The whole form; faults are in `problems`."""
        self._settings(code, version)
        sections = list(self._sections())
        if not any(section["questions"] for section in sections):
            self._wrong("survey", "", "a group with at least one question")
        return {"sections": sections, "answers": self._answers()}

    def _wrong(
        self,
        field: str,
        value: str,
        right: str,
    ) -> None:
        self.problems.append(
            PackProblem(
                file=self.file,
                field=field,
                value=value,
                right=right,
            ),
        )

    def _settings(self, code: str, version: str) -> None:
        said = next(iter(self.book["settings"]), {})
        for name, wanted in (("form_id", code), ("version", version)):
            if said.get(name, "") != wanted:
                right = f"{wanted}, as instruments.csv says"
                self._wrong(f"settings.{name}", said.get(name, ""), right)

    def _answers(self) -> dict[str, dict[str, str]]:
        rows = {
            r.get("name", ""): r
            for r in self.book["choices"]
            if r.get("list_name") == "answers"
        }
        if set(rows) != set(ANSWERS):
            self._wrong(
                "choices.answers",
                ", ".join(rows),
                f"exactly {', '.join(ANSWERS)}",
            )
        return {
            name: self._words("label", row, f"choices.{name}")
            for name, row in rows.items()
            if name in ANSWERS
        }

    def _sections(self) -> Iterator[dict[str, Any]]:
        section: dict[str, Any] | None = None
        for row in self.book["survey"]:
            kind, name = row.get("type", ""), row.get("name", "")
            if kind == "begin_group" and section is None:
                self._named(name)
                label = self._words("label", row, f"survey.{name}")
                section = {
                    "name": name,
                    "label": label,
                    "questions": [],
                }
            elif kind == "end_group" and section is not None:
                yield section
                section = None
            elif kind == ASKED and section is not None:
                section["questions"].append(self._question(row))
            elif section is None:
                self._wrong(
                    f"survey.{name}",
                    kind,
                    "a group around every question, none inside",
                )
            else:
                self._wrong(f"survey.{name}", kind, f"{ASKED}, or end_group")

    def _named(self, name: str) -> None:
        if not re.fullmatch(KIND, name):
            right = (
                "a name of up to 32 small letters, digits and underscores, a letter"
                " first"
            )
            self._wrong("survey.name", name, right)

    def _question(self, row: SheetRow) -> dict[str, Any]:
        name = row.get("name", "")
        self._named(name)
        for column in UNREAD:
            if row.get(column):
                self._wrong(
                    f"survey.{name}.{column}",
                    row[column],
                    "nothing: each is asked",
                )
        return {
            "name": name,
            "label": self._words("label", row, f"survey.{name}"),
            "hint": self._words("hint", row, f"survey.{name}", needed=False),
            **self._sign(name, row.get(INDICATOR, ""), row.get(DIMENSION, "")),
        }

    def _sign(
        self,
        name: str,
        indicator: str,
        dimension: str,
    ) -> dict[str, str]:
        dimensions = standards.indicator_list(GRADED).dimensions
        if dimension and dimension not in dimensions:
            right = f"one of {', '.join(dimensions)}"
            self._wrong(f"survey.{name}.{DIMENSION}", dimension, right)
        if indicator:
            self._known(name, indicator, dimension)
        return {"indicator": indicator, "dimension": dimension}

    def _known(
        self,
        name: str,
        indicator: str,
        dimension: str,
    ) -> None:
        try:
            found = standards.indicator_by_id(indicator)
        except KeyError:
            right = "an indicator of standards/data/indicators.json"
            self._wrong(f"survey.{name}.{INDICATOR}", indicator, right)
            return
        if not dimension:
            self._wrong(
                f"survey.{name}.{DIMENSION}",
                "",
                "what the indicator is a sign of",
            )
        elif found.instrument == GRADED and found.dimension != dimension:
            right = f"{found.dimension}, under which {indicator} stands"
            self._wrong(f"survey.{name}.{DIMENSION}", dimension, right)

    def _words(
        self,
        what: str,
        row: SheetRow,
        where: str,
        *,
        needed: bool = True,
    ) -> dict[str, str]:
        """The words of a row in every language of the pack."""
        found = {}
        for column, text in row.items():
            matched = IN_LANGUAGE.match(column)
            if matched and matched[1] == what and text:
                found[matched[2]] = text
        if needed or found:
            for language in self.languages:
                if language not in found:
                    self._wrong(
                        f"{where}.{what}::({language})",
                        "",
                        "words in this language",
                    )
        return {
            language: found[language]
            for language in self.languages
            if language in found
        }
