"""Files of HTCDS 2.0, each row a person: whether they are a victim, and of what.

The standard has no day of the decision, so whoever brings a file in says of which year
it is. A name, a birthday, a paper or a telephone is read past, never kept: of the
birthday stays whether somebody was a child. A blank is not recorded, and of a column
that is not there nobody asked.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from sala.facts import schema
from sala.facts.sources.tables import IncomingFact, SourceReading
from sala.kit.uploaded_tables import CellFault, UnreadableError
from sala.standards import htcds
from sala.standards.htcds import meanings

STATUS, GENDER, BORN = "vic_TraffickingStatus", "prs_Gender", "prs_Birthdate"
EVENTS: dict[str, dict[str, object]] = {
    "ActualVictimOfTrafficking": {"event": "identified"},
    "PossibleVictimOfTrafficking": {"event": "screened", "outcome": "indicated"},
    "NotAVictimOfTrafficking": {"event": "not_identified"},
}
SEX = {
    "Feminine": "female",
    "Masculine": "male",
    "TransgenderFeminine": "other",
    "TransgenderMasculine": "other",
    "NonConforming": "other",
    "NonSpecifiedUnknown": schema.NOT_KNOWN,
}
FORMS = {word: code for code, word in meanings.FORMS.items()}
BOTH = {"sexual_exploitation", "forced_labour"}
MAJORITY = 18  # the Palermo Protocol, article 3 (d)


def read_htcds(data: bytes, *, year: int | None = None) -> SourceReading:
    """What an HTCDS file says of a year; raises `UnreadableError` where it is none."""
    if year is None:
        raise UnreadableError(
            _(
                "HTCDS has no day of the decision: say of which year the file is, with"
                " --year.",
            ),
        )
    found = htcds.read_htcds(data)
    if STATUS not in found.columns:
        raise UnreadableError(_("The table has no column %(name)s.") % {"name": STATUS})
    columns = frozenset(found.columns)
    faults = [*found.faults]
    wrong = {fault.row for fault in faults}
    facts = []
    for row in found.rows:
        if STATUS in row.values:
            facts.append(_parse_person(row, columns, year))
        elif row.number not in wrong:
            faults.append(CellFault(row.number, STATUS, "", ", ".join(EVENTS)))
    told = frozenset(str(fact.values["event"]) for fact in facts)
    return SourceReading(
        "htcds",
        tuple(facts),
        tuple(faults),
        (*found.unknown, *found.retired),
        events=told,
    )


def _parse_person(
    row: htcds.ExchangeRow, columns: frozenset[str], year: int
) -> IncomingFact:
    """One person as a fact, who it is under the file's own sign."""
    values = row.values
    asked = _HtcdsCells(values, columns)
    said = {
        **EVENTS[str(values[STATUS])],
        "year": year,
        "sex": asked.code_of(GENDER, lambda cell: SEX[str(cell)]),
        "age_group": asked.code_of(
            BORN,
            lambda cell: age_group_in(date.fromisoformat(str(cell)), year),
        ),
        "citizenship": asked.code_of("prs_Citizenship", lambda cell: cell[0]),
        "form": asked.code_of("vic_TypeOfExploitation", exploitation_form),
        "means": asked.codes_of_means("vic_MethodsOfControl"),
        "sector": asked.code_of(
            "vic_ForcedLabourIndustry",
            lambda c: meanings.SECTORS.get(c, "other"),
        ),
    }
    sign = (
        values.get(htcds.PERSON_CODE)
        or values.get("prs_IdentityNumber")
        or f"row {row.number}"
    )
    return IncomingFact(
        row.number,
        said,
        record=str(row.number),
        person=str(sign),
    )


class _HtcdsCells:
    """A row's cells: nobody asked for a column that is not there, and a blank is not
    recorded.
    """

    def __init__(self, values: Mapping[str, object], columns: frozenset[str]) -> None:
        self.values, self.columns = values, columns

    def code_of(self, column: str, meant: Callable[..., str]) -> str | None:
        """What a cell means as a code."""
        if column not in self.columns:
            return schema.NOT_ASKED
        cell = self.values.get(column)
        return meant(cell) if cell else None

    def codes_of_means(self, column: str) -> list[str] | None:
        """What a cell lists, each code once."""
        if column not in self.columns:
            return [schema.NOT_ASKED]
        cells = self.values.get(column)
        listed = cells if isinstance(cells, tuple) else ()
        return sorted({meanings.MEANS[cell] for cell in listed}) or None


def exploitation_form(cell: tuple[str, ...]) -> str:
    """One form of exploitation; two that go together, or several."""
    codes = {FORMS.get(word, "other") for word in cell}
    if len(codes) == 1:
        return codes.pop()
    return "sex_and_labour" if codes == BOTH else "several"


def age_group_in(born: date, year: int) -> str:
    """Adult or child in a year; in doubt where somebody came of age in it."""
    came_of_age = born.year + MAJORITY
    return (
        "in_doubt"
        if came_of_age == year
        else "adult"
        if came_of_age < year
        else "child"
    )
