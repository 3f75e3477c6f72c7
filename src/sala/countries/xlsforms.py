"""Reading a screening instrument written as XLSForm: CSV, Markdown or XLSX, as field
teams edit it.

pyxform says whether it is a form that phones can use too, and what is read is what it
made of the rows: a row that is switched off is asked nowhere, `begin group` is a group.
What is checked beyond that is what a screening needs: groups of questions
with the four answers, in every language of the pack, asked so that yes is the sign.

Two columns are Sala's own, and survive in every tool that knows XLSForm:
`instance::indicator`, the sign of `standards` that a yes shows, and
`instance::dimension`, what it is a sign of.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyxform.builder import create_survey_element_from_dict
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

from sala.countries.contract import KIND, PackProblem
from sala.countries.instruments import ANSWERS
from sala.countries.negations import negation_in
from sala.countries.rules.spelling import right_spelling
from sala.standards import queries as standards

FILE_KINDS = (".csv", ".md", ".xlsx")
IN_LANGUAGE = re.compile(r"\(([^()]+)\)$")
INDICATOR, DIMENSION = "indicator", "dimension"
# The dimensions in which signs of trafficking are ordered are those of the ILO.
GRADED = "ilo_delphi_2009"
ASKED = "select_one answers"
# What pyxform calls a question with one answer, and a group.
ONE_ANSWER, GROUP = "select one", "group"
# What would make a page ask less than the form says; Sala asks every question, and each
# can be answered. Where pyxform keeps it, and the columns it is written in.
UNREAD = {
    ("bind", "relevant"): "relevant",
    ("bind", "calculate"): "calculation",
    ("bind", "constraint"): "constraint",
    ("bind", "readonly"): "read_only",
    ("control", "jr:count"): "repeat_count",
    ("choice_filter",): "choice_filter",
    ("trigger",): "trigger",
}

FormElement = dict[str, Any]


def read_xlsform(
    file: Path,
    *,
    code: str,
    version: str,
    languages: tuple[str, ...],
) -> tuple[dict[str, Any] | None, list[PackProblem]]:
    """The form in a file as JSON, or everything that is wrong with it."""
    try:
        survey = _read_survey(file)
    except Exception as error:  # noqa: BLE001 whatever pyxform stumbles on is a fault of the form
        message = " ".join(str(error).split())[:300]
        return None, [
            PackProblem(
                file=file.name, right=f"an XLSForm that pyxform accepts: {message}"
            ),
        ]
    reading = _XlsformReading(file.name, survey, languages)
    form = reading.form(code, version)
    return (None if reading.problems else form), reading.problems


def _read_survey(file: Path) -> FormElement:
    """What pyxform makes of the rows, once it has made a form for phones of them."""
    kind = file.suffix.lower()
    if kind not in FILE_KINDS:
        raise ValueError(f"the file is none of {', '.join(FILE_KINDS)}")
    data = file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    warnings: list[str] = []
    survey: FormElement = workbook_to_json(
        workbook_dict=get_xlsform(xlsform=io.BytesIO(data), file_type=kind),
        form_name="data",
        warnings=warnings,
    )
    create_survey_element_from_dict(survey).to_xml(warnings=warnings)
    return survey


class _XlsformReading:
    """One form while it is read: what was found wrong so far."""

    def __init__(
        self,
        file: str,
        survey: FormElement,
        languages: tuple[str, ...],
    ) -> None:
        self.file, self.survey, self.languages = file, survey, languages
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
        for name, kept, wanted in (
            ("form_id", "id_string", code),
            ("version", "version", version),
        ):
            said = str(self.survey.get(kept, ""))
            if said != wanted:
                right = f"{wanted}, as instruments.csv says"
                self._wrong(f"settings.{name}", said, right)

    def _answers(self) -> dict[str, dict[str, str]]:
        rows = {
            row.get("name", ""): row
            for row in self.survey.get("choices", {}).get("answers", ())
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
        for part in self.survey["children"]:
            name = part["name"]
            if part["type"] == GROUP and name == "meta":  # pyxform's own
                continue
            if part["type"] != GROUP:
                self._wrong(
                    f"survey.{name}",
                    part["type"],
                    "a group around every question, none inside",
                )
                continue
            self._named(name)
            self._whole(part)
            yield {
                "name": name,
                "label": self._words("label", part, f"survey.{name}"),
                "questions": list(self._questions(part)),
            }

    def _questions(self, group: FormElement) -> Iterator[dict[str, Any]]:
        for row in group.get("children", ()):
            kind, answers = row["type"], row.get("itemset", "")
            if kind == ONE_ANSWER and answers == "answers":
                yield self._question(row)
            else:
                self._wrong(
                    f"survey.{row['name']}",
                    f"{kind} {answers}".strip(),
                    f"{ASKED}, or end_group",
                )

    def _named(self, name: str) -> None:
        if not re.fullmatch(KIND, name):
            right = (
                "a name of up to 32 small letters, digits and underscores, a letter"
                " first"
            )
            self._wrong("survey.name", name, right)

    def _whole(self, row: FormElement) -> None:
        """Nothing that would leave it out, on a phone only."""
        for place, column in UNREAD.items():
            said: Any = row
            for part in place:
                said = said.get(part, {})
            if said:
                where = f"survey.{row['name']}.{column}"
                self._wrong(where, str(said), "nothing: each is asked")

    def _question(self, row: FormElement) -> dict[str, Any]:
        name = row["name"]
        self._named(name)
        self._whole(row)
        words = self._words("label", row, f"survey.{name}")
        for language, asked in words.items():
            if found := negation_in(asked, language):
                right = (
                    "a question to which yes is the sign, so without"
                    f" “{found}”: “different from what …” for “not what …”, or what"
                    " was done instead of what was not"
                )
                self._wrong(f"survey.{name}.label::({language})", asked, right)
        return {
            "name": name,
            "label": words,
            "hint": self._words("hint", row, f"survey.{name}", needed=False),
            **self._sign(name, row.get("instance", {})),
        }

    def _sign(self, name: str, said: dict[str, str]) -> dict[str, str]:
        """What a yes shows; nothing says that another answer would."""
        for column in said.keys() - {INDICATOR, DIMENSION}:
            right = f"indicator or dimension: of {name}, yes is the sign"
            self._wrong(f"survey.{name}.instance::{column}", said[column], right)
        indicator, dimension = said.get(INDICATOR, ""), said.get(DIMENSION, "")
        dimensions = standards.indicator_list(GRADED).dimensions
        if dimension and dimension not in dimensions:
            right = f"one of {', '.join(dimensions)}"
            self._wrong(f"survey.{name}.instance::dimension", dimension, right)
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
            self._wrong(f"survey.{name}.instance::indicator", indicator, right)
            return
        if not dimension:
            self._wrong(
                f"survey.{name}.instance::dimension",
                "",
                "what the indicator is a sign of",
            )
        elif found.instrument == GRADED and found.dimension != dimension:
            right = f"{found.dimension}, under which {indicator} stands"
            self._wrong(f"survey.{name}.instance::dimension", dimension, right)

    def _words(
        self,
        what: str,
        row: FormElement,
        where: str,
        *,
        needed: bool = True,
    ) -> dict[str, str]:
        """The words of a row in every language of the pack."""
        said = row.get(what) or {}
        # A column that names no language is of none.
        columns = said if isinstance(said, dict) else {}
        found = {
            matched[1]: text
            for column, text in columns.items()
            if text and (matched := IN_LANGUAGE.search(column))
        }
        for language, text in found.items():
            if right := right_spelling(text):
                self._wrong(f"{where}.{what}::({language})", text, right)
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
