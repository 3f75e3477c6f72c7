"""What a fact is: one row an event, without identity and without free text.

Three things are missing in three ways, and none of them is zero:

null         not recorded: the question was asked of the record, and nothing was written down
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
class Column:
    """One column of a fact: its name, its type, and in one line what it holds."""

    name: str
    type: pa.DataType
    holds: str
    required: bool = False


@dataclass(frozen=True)
class Event:
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


def _told(name: str, holds: str, *, required: bool = False) -> Column:
    """A column that the record tells, of the type in which the door hands it out."""
    return Column(name, _ARROW[SQL_TYPES[name]], holds, required=required)


# `event` and `year` are the folders of the files, not columns in them.
COLUMNS = (
    _told("event_key", "pseudonym of the record the row speaks of", required=True),
    _told(
        "person_key", "pseudonym of the one person concerned; null where it is several"
    ),
    _told("case_key", "pseudonym of the criminal case"),
    _told("agency", "code of the agency that acted"),
    _told("province", "code of the first-level place where it happened"),
    _told("place", "code of the finest place where it happened"),
    _told("date", "day that counts; null where only the year is known"),
    _told("sex", "female, male, other"),
    _told("age_group", "adult, child, in_doubt; on the day of the event"),
    _told("age_band", "band of years, as 18-20, where one is known"),
    _told("citizenship", "ISO 3166-1 alpha-2"),
    _told("form", "form of exploitation"),
    Column(
        "means",
        pa.list_(_CODE),  # the door joins them to one text
        "means used, any number of codes; empty is none found",
    ),
    _told("sector", "sector of work in which somebody was exploited"),
    _told("exploited_in", "country of exploitation, ISO 3166-1 alpha-2"),
    _told("exploited_at", "first-level place of exploitation in the own country"),
    _told("origin", "first-level place the person comes from, in the own country"),
    _told("kind", "what sort of event: of operation, service, entitlement, training"),
    _told("outcome", "how it ended: of a screening, a verdict, a case"),
    _told("reason", "why, where a reason is owed"),
    _told("official", "whether it concerns an official's complicity"),
    _told("number", "how many the row stands for, where it is not one person"),
    _told("amount", "money, in whole units of the currency"),
    _told("currency", "ISO 4217"),
    _told("months", "length of a prison sentence"),
    _told("suspended", "months of it that are suspended"),
    Column(
        "singly",
        pa.bool_(),
        "whether the row is its person's only one in the file",
    ),
)
PARTITION = (
    Column("event", _CODE, "kind of event", required=True),
    _told("year", "year that counts", required=True),
)
SCHEMA = pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in COLUMNS])
FULL = pa.schema(
    [pa.field(c.name, c.type, nullable=not c.required) for c in PARTITION + COLUMNS],
)
# What a row is said to be by whoever makes one; the rest is worked out when it is
# written.
GIVEN = tuple(c for c in PARTITION + COLUMNS if c.name != "singly")
CODED = tuple(c.name for c in COLUMNS if c.type == _CODE)

# Of these the door says neither agency nor place of an official (`law/facts.py` of a room).
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
        Event("met", "people met in an operation; `number` says how many"),
        Event("not_screened", "people met whom nobody will screen, and why"),
        Event("screened", "one person screened with an instrument"),
        Event("identification_asked", "the authority asked to decide on one person"),
        Event("identified", "one person identified as a victim"),
        Event("not_identified", "one person found not to be a victim"),
        Event("referred", "one person referred to another agency"),
        Event("referral_accepted", "a referral taken up by its receiver"),
        Event("entitlement_opened", "the law opened an entitlement for one person"),
        Event("entitlement_given", "an entitlement given to one person"),
        Event("service_given", "one service given to one person"),
        Event("sheltered", "one person taken into a shelter"),
        Event("returned", "one person returned home, elsewhere or abroad"),
        Event("complaint", "a complaint received"),
        Event("incident", "an incident taken up by police"),
        Event("case_opened", "a criminal case opened"),
        Event("suspected", "one person in formal contact with police on suspicion"),
        Event("investigation_opened", "an investigation opened in a case"),
        Event("investigation_open", "an investigation still open", standing=True),
        Event("charged", "one defendant charged in a case"),
        Event("prosecution_open", "a case before a court", standing=True),
        Event("verdict", "what a court said of one charge, the sentence with it"),
        Event("forfeiture", "assets taken from somebody convicted"),
        Event("forfeiture_lifted", "a forfeiture that a higher court lifted"),
        Event("restitution_claimed", "restitution claimed for one victim"),
        Event("restitution_ordered", "restitution ordered for one victim"),
        Event("restitution_lifted", "an order that a higher court lifted"),
        Event("restitution_paid", "restitution paid to one victim"),
        Event("cooperation", "a request to or from another country"),
        Event("trained", "a training session; `number` says how many took part"),
        Event(
            "trained_audience",
            "a training session, once for each kind of people it was for",
        ),
        Event("reached", "an awareness activity; `number` says how many it reached"),
        Event("inspection", "an inspection of a workplace or recruiter"),
        Event("recruiter", "recruitment agencies with a licence", standing=True),
        Event("recruiter_sanctioned", "a recruitment agency sanctioned"),
        Event("crossing", "border crossings", standing=True),
        Event("shelter", "shelters; `number` says how many places", standing=True),
        Event("committee", "a committee against trafficking", standing=True),
        Event("committee_met", "a meeting of a committee"),
        Event("allocated", "money set aside in a budget"),
        Event("spent", "money of a budget spent"),
        Event("population", "people living in the country", standing=True),
    )
}
