"""Published files of the Counter-Trafficking Data Collaborative, each row a victim
identified.

In the k-anonymised layout -99 is not recorded and 0 is "no"; a citizenship or country
of 0 was asked for and is not known; a blank in a file that writes -99 is a question
nobody asked. A file without any -99 writes a blank for it. In the synthetic layout
flags hold only 1, and a blank is not recorded, never "no".
"""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from sala.facts import schema
from sala.facts.sources.tables import (
    IncomingFact,
    SourceReading,
    cells_by_heading,
    read_table,
    surplus_cell_faults,
)
from sala.kit.uploaded_tables import SHOWN, CellFault, UnreadableError
from sala.standards.territories import alpha_2

EVENT = "identified"
MISSING = "-99"
NEEDED = ("yearOfRegistration", "gender", "citizenship")
SEX = {
    "female": "female",
    "male": "male",
    "woman": "female",
    "man": "male",
}
SEX |= {
    "trans/transgender/nonconforming": "other",
    "transgender": "other",
    "other": "other",
}
MAJORITY = {"adult": "adult", "minor": "child"}
BANDS = ("0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+")
CHILDREN = frozenset(BANDS[:2])
COUNTRY = re.compile(r"[A-Z]{2}")
# The first of these that is said yes to is the form, and two of the first are both.
FORMS = {
    "isForcedMarriage": "forced_marriage",
    "isForcedMilitary": "forced_military",
    "isOrganRemoval": "organ_removal",
    "isSlaveryAndPractices": "slavery",
    "isOtherExploit": "other",
}
BOTH = "sex_and_labour"
MEANS = {
    "meansOfControlDebtBondage": "debt_bondage",
    "meansOfControlTakesEarnings": "takes_earnings",
    "meansOfControlRestrictsFinancialAccess": "restricts_financial_access",
    "meansOfControlThreats": "threats",
    "meansOfControlPsychologicalAbuse": "psychological_abuse",
    "meansOfControlPhysicalAbuse": "physical_abuse",
    "meansOfControlSexualAbuse": "sexual_abuse",
    "meansOfControlFalsePromises": "false_promises",
    "meansOfControlPsychoactiveSubstances": "psychoactive_substances",
    "meansOfControlRestrictsMovement": "restricts_movement",
    "meansOfControlRestrictsMedicalCare": "restricts_medical_care",
    "meansOfControlExcessiveWorkingHours": "excessive_working_hours",
    "meansOfControlUsesChildren": "uses_children",
    "meansOfControlThreatOfLawEnforcement": "threat_of_law_enforcement",
    "meansOfControlWithholdsNecessities": "withholds_necessities",
    "meansOfControlWithholdsDocuments": "withholds_documents",
    "meansOfControlOther": "other",
    "meansDebtBondageEarnings": "debt_bondage",
    "meansThreats": "threats",
    "meansAbusePsyPhySex": "abuse",
    "meansFalsePromises": "false_promises",
    "meansDrugsAlcohol": "psychoactive_substances",
    "meansDenyBasicNeeds": "denies_basic_needs",
    "meansExcessiveWorkHours": "excessive_working_hours",
    "meansWithholdDocs": "withholds_documents",
}
SECTORS = {
    "typeOfLabourAgriculture": "agriculture",
    "typeOfLabourAquafarming": "fishing",
    "typeOfLabourBegging": "begging",
    "typeOfLabourConstruction": "construction",
    "typeOfLabourDomesticWork": "domestic_work",
    "typeOfLabourHospitality": "hospitality",
    "typeOfLabourIllicitActivities": "illicit_activities",
    "typeOfLabourManufacturing": "manufacturing",
    "typeOfLabourMiningOrDrilling": "mining",
    "typeOfLabourPeddling": "peddling",
    "typeOfLabourTransportation": "transportation",
    "typeOfLabourOther": "other",
}


def read_ctdc(data: bytes) -> SourceReading:
    """What a file of CTDC says; raises `UnreadableError` where it is none."""
    headings, rows = read_table(data)
    if lacking := [name for name in NEEDED if name not in headings]:
        raise UnreadableError(
            _("This is no file of CTDC: it has no column %(name)s.")
            % {"name": lacking[0]},
        )
    numbered: list[tuple[int, dict[str, str]]] = []
    facts: list[IncomingFact] = []
    faults: list[CellFault] = []
    for number, cells in enumerate(rows, start=2):
        numbered.append((number, cells_by_heading(headings, cells)))
        faults += surplus_cell_faults(number, headings, cells)
    layout = CtdcLayout(headings, any(MISSING in row.values() for _n, row in numbered))
    for number, row in numbered:
        said, wrong = layout.parse_row(number, row)
        faults += wrong
        if said is not None:
            facts.append(
                IncomingFact(
                    number,
                    said,
                    record=str(number),
                    person=str(number),
                ),
            )
    return SourceReading(
        "ctdc",
        tuple(facts),
        tuple(faults),
        unknown=tuple(h for h in headings if h and not layout.knows_heading(h)),
        notes=layout.import_notes(numbered),
        events=frozenset({EVENT}),
    )


class CtdcLayout:
    """One published layout: which columns it has, and what its blanks mean."""

    def __init__(self, headings: list[str], marks_missing: bool) -> None:
        self.headings = set(headings)
        self.marks_missing = marks_missing
        self.synthetic = (
            "meansThreats" in self.headings or "traffickMonths" in self.headings
        )
        self.blank = schema.NOT_ASKED if marks_missing else None

    def knows_heading(self, heading: str) -> bool:
        """Whether a column says something that facts hold."""
        named_here = {*NEEDED, "ageBroad", "majorityStatus", "CountryOfExploitation"}
        flags = {"isForcedLabour", "isSexualExploit", "isSexAndLabour"}
        return (
            heading in named_here | flags | FORMS.keys() | MEANS.keys() | SECTORS.keys()
        )

    def parse_row(
        self,
        number: int,
        row: Mapping[str, str],
    ) -> tuple[dict[str, object] | None, list[CellFault]]:
        """One row as a fact, and the cells that cannot be understood."""
        faults: list[CellFault] = []
        year = row["yearOfRegistration"]
        if not re.fullmatch(r"(19|20)\d\d", year):
            faults.append(
                CellFault(
                    number,
                    "yearOfRegistration",
                    year[:SHOWN],
                    _("a year, such as 2018"),
                ),
            )
        said: dict[str, object] = {
            "event": EVENT,
            "year": int(year) if not faults else 0,
            "sex": self._parse_code(
                number,
                row,
                "gender",
                SEX,
                faults,
            ),
            "age_band": self._parse_age_band(number, row, faults),
            "citizenship": self._parse_country(number, row, "citizenship", faults),
            "exploited_in": self._parse_country(
                number, row, "CountryOfExploitation", faults
            ),
            "form": self._parse_form(number, row, faults),
            "means": self._parse_means(number, row, faults),
            "sector": self._parse_sector(number, row, faults),
        }
        said["age_group"] = self._parse_age_group(number, row, said["age_band"], faults)
        return (None if faults else said), faults

    def _cell_text(self, row: Mapping[str, str], column: str) -> str | None:
        """A cell's text; None is not recorded, and a column that is not there nobody
        asked for.
        """
        if column not in self.headings:
            return schema.NOT_ASKED
        value = row[column]
        return self.blank if value == "" else None if value == MISSING else value

    def _parse_code(
        self,
        number: int,
        row: Mapping[str, str],
        column: str,
        codes: dict[str, str],
        faults: list[CellFault],
    ) -> str | None:
        value = self._cell_text(row, column)
        if value is None or value == schema.NOT_ASKED:
            return value
        if value.lower() not in codes:
            faults.append(CellFault(number, column, value[:SHOWN], ", ".join(codes)))
        return codes.get(value.lower())

    def _parse_age_band(
        self,
        number: int,
        row: Mapping[str, str],
        faults: list[CellFault],
    ) -> str | None:
        value = self._cell_text(row, "ageBroad")
        if value is None or value == schema.NOT_ASKED:
            return value
        band = value.replace("--", "-").removeprefix("0") if value != "0--8" else "0-8"
        if band not in BANDS:
            faults.append(
                CellFault(number, "ageBroad", value[:SHOWN], ", ".join(BANDS))
            )
        return band

    def _parse_age_group(
        self,
        number: int,
        row: Mapping[str, str],
        band: object,
        faults: list[CellFault],
    ) -> str | None:
        stated = self._parse_code(
            number,
            row,
            "majorityStatus",
            MAJORITY,
            faults,
        )
        if stated and stated != schema.NOT_ASKED:
            return stated
        if band in BANDS:
            return "child" if band in CHILDREN else "adult"
        return (
            stated
            if "ageBroad" not in self.headings
            else None
            if band is None
            else str(band)
        )

    def _parse_country(
        self,
        number: int,
        row: Mapping[str, str],
        column: str,
        faults: list[CellFault],
    ) -> str | None:
        value = self._cell_text(row, column)
        if value is None or value == schema.NOT_ASKED:
            return value
        if value in {"0", "00"}:
            return schema.NOT_KNOWN
        code = alpha_2(value)
        if not COUNTRY.fullmatch(code):
            right = _("the code of a country, such as LA, or 0 where it is not known")
            faults.append(CellFault(number, column, value[:SHOWN], right))
        return code

    def _parse_flag(
        self,
        number: int,
        row: Mapping[str, str],
        column: str,
        faults: list[CellFault],
    ) -> bool | str | None:
        """Yes, no, not recorded, or nobody asked."""
        value = self._cell_text(row, column)
        if value is None or value == schema.NOT_ASKED:
            return value
        if value not in {"0", "1"} or (value == "0" and self.synthetic):
            faults.append(CellFault(number, column, value[:SHOWN], _("1, 0 or -99")))
        return value == "1"

    def _parse_flags(
        self,
        number: int,
        row: Mapping[str, str],
        columns: Mapping[str, str],
        faults: list[CellFault],
    ) -> dict[str, bool | str | None]:
        there = [column for column in columns if column in self.headings]
        return {
            column: self._parse_flag(number, row, column, faults) for column in there
        }

    def _parse_form(
        self,
        number: int,
        row: Mapping[str, str],
        faults: list[CellFault],
    ) -> str | None:
        main = {
            "isForcedLabour": "",
            "isSexualExploit": "",
            "isSexAndLabour": "",
        }
        flags = self._parse_flags(number, row, {**main, **FORMS}, faults)
        yes = {column for column, value in flags.items() if value is True}
        if "isSexAndLabour" in yes or {"isForcedLabour", "isSexualExploit"} <= yes:
            return BOTH
        if "isSexualExploit" in yes:
            return "sexual_exploitation"
        if "isForcedLabour" in yes:
            return "forced_labour"
        for column, form in FORMS.items():
            if column in yes:
                return form
        return _code_of_no_flag(flags)

    def _parse_means(
        self,
        number: int,
        row: Mapping[str, str],
        faults: list[CellFault],
    ) -> list[str] | None:
        flags = self._parse_flags(number, row, MEANS, faults)
        yes = sorted(
            {MEANS[column] for column, value in flags.items() if value is True},
        )
        if yes:
            return yes
        none = _code_of_no_flag(flags)
        return [] if none == schema.NOT_KNOWN else [none] if none else None

    def _parse_sector(
        self,
        number: int,
        row: Mapping[str, str],
        faults: list[CellFault],
    ) -> str | None:
        flags = self._parse_flags(number, row, SECTORS, faults)
        yes = [SECTORS[column] for column, value in flags.items() if value is True]
        return (
            yes[0] if len(yes) == 1 else "several" if yes else _code_of_no_flag(flags)
        )

    def import_notes(self, rows: list[tuple[int, dict[str, str]]]) -> tuple[str, ...]:
        """What whoever brings the file in should know."""
        blank = sum(1 for _n, row in rows if row["citizenship"] == "")
        if blank and not self.marks_missing and not self.synthetic:
            return (
                _(
                    "%(rows)s rows have no citizenship. Some programs take NA, the code"
                    " of Namibia, for a blank: if the file passed through one, those"
                    " may be Namibians.",
                )
                % {"rows": blank},
            )
        return ()


def _code_of_no_flag(flags: Mapping[str, bool | str | None]) -> str | None:
    """What a group of flags says where none is set: known to be none of these, or
    nothing.
    """
    values = set(flags.values())
    if not values or values == {schema.NOT_ASKED}:
        return schema.NOT_ASKED
    return schema.NOT_KNOWN if values == {False} else None
