"""What a fact is: one row an event, without identity and without free text.

Three things are missing in three ways, and none of them is zero:

null         not recorded: the record was asked, and nothing was written down
`not_asked`  nobody asked
`not_known`  it was asked, and the answer is not known
"""

from dataclasses import dataclass

import pyarrow as pa

from sala.access.fact_columns import COLUMNS as SQL_TYPES

VERSION = 1

NOT_ASKED = "not_asked"
NOT_KNOWN = "not_known"
FOREIGN = "foreign"  # a citizen of another country; which one was not recorded
WITHHELD = "withheld"  # known, and not written here because it would point at somebody


@dataclass(frozen=True)
class FactColumn:
    """One column of a fact: its name, its type, and in one line what it holds."""

    name: str
    type: pa.DataType
    holds: str
    required: bool = False


@dataclass(frozen=True)
class EventKind:
    """One kind of event: what a row of it means, and the standing of its date."""

    code: str
    means: str
    standing: bool = False  # true at the end of the year, not on a day in it


_ARROW = {
    "smallint": pa.int16(),
    "integer": pa.int32(),
    "bigint": pa.int64(),
    "text": pa.string(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
_CODE = _ARROW["text"]


def _told_column(name: str, holds: str, *, required: bool = False) -> FactColumn:
    """A column that the record tells, of the type in which the door hands it out."""
    return FactColumn(name, _ARROW[SQL_TYPES[name]], holds, required=required)


# `event` and `year` are the folders of the files, not columns in them.
COLUMNS = (
    _told_column(
        "event_key", "pseudonym of the record the row speaks of", required=True
    ),
    _told_column(
        "person_key", "pseudonym of the one person concerned; null where it is several"
    ),
    _told_column("case_key", "pseudonym of the criminal case"),
    _told_column("agency", "code of the agency that acted"),
    _told_column("province", "code of the first-level place where it happened"),
    _told_column("place", "code of the finest place where it happened"),
    _told_column("date", "day that counts; null where only the year is known"),
    _told_column("sex", "female, male, other"),
    _told_column("age_group", "adult, child, in_doubt; on the day of the event"),
    _told_column("age_band", "band of years, as 18-20, where one is known"),
    _told_column("citizenship", "ISO 3166-1 alpha-2"),
    _told_column("form", "form of exploitation"),
    FactColumn(
        "means",
        pa.list_(_CODE),  # the door joins them to one text
        "means used, any number of codes; empty is none found",
    ),
    _told_column("sector", "sector of work in which somebody was exploited"),
    _told_column("exploited_in", "country of exploitation, ISO 3166-1 alpha-2"),
    _told_column(
        "exploited_at", "first-level place of exploitation in the own country"
    ),
    _told_column(
        "origin", "first-level place the person comes from, in the own country"
    ),
    _told_column(
        "kind", "what sort of event: of operation, service, entitlement, training"
    ),
    _told_column("outcome", "how it ended: of a screening, a verdict, a case"),
    _told_column("reason", "why, where a reason is owed"),
    _told_column("official", "whether it concerns an official's complicity"),
    _told_column("number", "how many the row stands for, where it is not one person"),
    _told_column("amount", "money, in whole units of the currency"),
    _told_column("currency", "ISO 4217"),
    _told_column("months", "length of a prison sentence"),
    _told_column("suspended", "months of it that are suspended"),
    FactColumn(
        "singly",
        pa.bool_(),
        "whether the row is its person's only one in the file",
    ),
)
PARTITION = (
    FactColumn("event", _CODE, "kind of event", required=True),
    _told_column("year", "year that counts", required=True),
)
SCHEMA = pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in COLUMNS])
FULL = pa.schema(
    [pa.field(c.name, c.type, nullable=not c.required) for c in PARTITION + COLUMNS],
)
# What a row is said to be by whoever makes one; the rest is worked out when it is
# written.
GIVEN = tuple(c for c in PARTITION + COLUMNS if c.name != "singly")
CODED = tuple(c.name for c in COLUMNS if c.type == _CODE)

# Of these a file made before the record froze such cases (docs/adr/0024) says neither
# agency nor place of an official.
OF_OFFICIALS_TOO = frozenset(
    {
        "complaint",
        "incident",
        "case_opened",
        "suspected",
        "cooperation",
        "investigation_opened",
        "investigation_open",
        "charged",
        "prosecution_open",
        "verdict",
        "forfeiture",
        "forfeiture_lifted",
        "restitution_claimed",
        "restitution_ordered",
        "restitution_lifted",
        "restitution_paid",
    },
)

EVENTS = {
    event.code: event
    for event in (
        EventKind("met", "people met in an operation; `number` says how many"),
        EventKind("not_screened", "people met whom nobody will screen, and why"),
        EventKind("screened", "one person screened with an instrument"),
        EventKind(
            "identification_asked", "the authority asked to decide on one person"
        ),
        EventKind("identified", "one person identified as a victim"),
        EventKind("not_identified", "one person found not to be a victim"),
        EventKind("referred", "one person referred to another agency"),
        EventKind("referral_accepted", "a referral taken up by its receiver"),
        EventKind("entitlement_opened", "the law opened an entitlement for one person"),
        EventKind("entitlement_given", "an entitlement given to one person"),
        EventKind("service_given", "one service given to one person"),
        EventKind("sheltered", "one person taken into a shelter"),
        EventKind("returned", "one person returned home, elsewhere or abroad"),
        EventKind("complaint", "a complaint received"),
        EventKind("incident", "an incident taken up by police"),
        EventKind("case_opened", "a criminal case opened"),
        EventKind("suspected", "one person in formal contact with police on suspicion"),
        EventKind("investigation_opened", "an investigation opened in a case"),
        EventKind("investigation_open", "an investigation still open", standing=True),
        EventKind("charged", "one defendant charged in a case"),
        EventKind("prosecution_open", "a case before a court", standing=True),
        EventKind("verdict", "what a court said of one charge, the sentence with it"),
        EventKind("forfeiture", "assets taken from somebody convicted"),
        EventKind("forfeiture_lifted", "a forfeiture that a higher court lifted"),
        EventKind("restitution_claimed", "restitution claimed for one victim"),
        EventKind("restitution_ordered", "restitution ordered for one victim"),
        EventKind("restitution_lifted", "an order that a higher court lifted"),
        EventKind("restitution_paid", "restitution paid to one victim"),
        EventKind("cooperation", "a request to or from another country"),
        EventKind("trained", "a training session; `number` says how many took part"),
        EventKind(
            "trained_audience",
            "a training session, once for each kind of people it was for",
        ),
        EventKind(
            "reached", "an awareness activity; `number` says how many it reached"
        ),
        EventKind("inspection", "an inspection of a workplace or recruiter"),
        EventKind("recruiter", "recruitment agencies with a licence", standing=True),
        EventKind("recruiter_sanctioned", "a recruitment agency sanctioned"),
        EventKind("crossing", "border crossings", standing=True),
        EventKind("shelter", "shelters; `number` says how many places", standing=True),
        EventKind("committee", "a committee against trafficking", standing=True),
        EventKind("committee_met", "a meeting of a committee"),
        EventKind("allocated", "money set aside in a budget"),
        EventKind("spent", "money of a budget spent"),
        EventKind("population", "people living in the country", standing=True),
    )
}
