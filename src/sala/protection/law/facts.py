"""Events of people: identified, referred, helped, sheltered, returned."""

from sala.access.law.fact_layout import (
    fact_event,
    open_to_facts,
    person_columns,
    single_code,
    year_end,
    year_ends,
)
from sala.access.law.fact_steps import (
    records_behind,
    steps_behind,
    steps_view,
)
from sala.access.law.steps import as_of_sql
from sala.kit.law import joined_law
from sala.protection.models import (
    EntitlementStep,
    ReferralStep,
    ReturnStep,
    StayStep,
)


def _with_standing(
    source: str,
    row: str,
    day: str,
    *,
    where: str = "true",
    decided: bool = True,
) -> str:
    """Events with what was known of the person's exploitation, and where home was, at
    the end of the year of an event: what is decided or planned later is of a later year.

    With `decided` only an identification says it; without it also a decision that was
    none, since somebody is helped before anything is decided. What was known is found
    once for each person and year, and not for each event.
    """
    ends = f"{row}.person_id, {year_end(day)}"
    asked = f"(SELECT DISTINCT {ends} FROM {source} WHERE {where})"
    known = "coalesce({0}.received_on, {0}.decided_on) <= asked.last"
    outcome = "u.outcome = 'identified' AND" if decided else ""
    standing_then = as_of_sql(ReturnStep, row="z.id", day="asked.last")
    return f"""{source}
    LEFT JOIN (
        SELECT DISTINCT ON (asked.person_id, asked.last) asked.person_id, asked.last,
               u.form, u.exploited_in, u.exploited_at
        FROM {asked} asked (person_id, last)
        JOIN screening_identificationdecision u ON u.person_id = asked.person_id
        WHERE {outcome} {known.format("u")}
          AND NOT EXISTS (SELECT 1 FROM screening_identificationdecision w
                          WHERE w.supersedes_id = u.id AND {known.format("w")})
        ORDER BY asked.person_id, asked.last, u.outcome = 'identified' DESC,
                 u.recorded_at DESC) i ON (i.person_id, i.last) = ({ends})
    LEFT JOIN (
        SELECT DISTINCT ON (asked.person_id, asked.last) asked.person_id, asked.last,
               z.place_code
        FROM {asked} asked (person_id, last)
        JOIN protection_return z ON z.person_id = asked.person_id AND z.kind = 'home'
        WHERE {standing_then} <> 'cancelled'  -- and nothing where it was not begun
        ORDER BY asked.person_id, asked.last, z.recorded_at DESC) home
        ON (home.person_id, home.last) = ({ends})
    WHERE {where}"""


EXPLOITED = {
    "form": "nullif(i.form, '')",
    "exploited_in": "nullif(i.exploited_in, '')",
    "exploited_at": "(SELECT v.province FROM facts_province v WHERE v.code = i.exploited_at)",
    "origin": "(SELECT v.province FROM facts_province v WHERE v.code = home.place_code)",
}
# Where a shelter stands is nobody's to read: of its place only the province is told.
SHELTER_PLACE = "(SELECT x.province FROM facts_province x WHERE x.code = h.place_code)"

# Decisions are written once; a later one names the one whose place it takes.
DECISIONS = """
    SELECT d.id, d.id, d.id::text, d.outcome::text, coalesce(d.received_on, d.decided_on),
           'day', '', d.agency_id, d.recorded_at, NULL::int, NULL::bigint, d.supersedes_id,
           c.outcome::text, coalesce(c.received_on, c.decided_on),
           ARRAY[CASE WHEN d.outcome = 'identified'
                      THEN coalesce(d.received_on, d.decided_on) END,
                 CASE WHEN c.outcome = 'identified'
                      THEN coalesce(c.received_on, c.decided_on) END]
    FROM screening_identificationdecision d
    LEFT JOIN screening_identificationdecision c ON c.id = d.supersedes_id
    WHERE 'identified' IN (d.outcome, c.outcome)"""

# What was so at the end of the event's year: what happens later is an event of its own.
REFERRED = as_of_sql(
    ReferralStep,
    row="f.id",
    day=year_end("d.counts_on"),
)


def _of_right(value: str) -> str:
    return as_of_sql(
        EntitlementStep,
        row="e.id",
        day=year_end("e.opened_at"),
        value=value,
    )


LAW = joined_law(
    open_to_facts(
        "protection_referral",
        "protection_personentitlement",
        "protection_entitlementstep",
        "protection_referralstep",
        "protection_returnstep",
        "protection_staystep",
        "protection_return",
        "protection_servicedelivered",
        "protection_shelter",
        "protection_bed",
        "protection_shelterstay",
    ),
    fact_event(
        "identified",
        _with_standing(
            "screening_counted_decision d",
            "d",
            "d.counts_on",
            where="d.outcome = 'identified'",
        ),
        date="d.counts_on",
        key="d.id",
        person="d.person_id",
        agency="d.agency_id",
        place="coalesce(nullif(d.exploited_at, ''), home.place_code)",
        means="(SELECT coalesce(string_agg(m, ';' ORDER BY m), '') "
        "FROM jsonb_array_elements_text(d.means) m)",
        kind="d.origin",
        reason=f"CASE WHEN NOT EXISTS (SELECT 1 FROM protection_referral f "
        f"WHERE f.person_id = d.person_id AND {REFERRED} <> 'withdrawn') "
        "THEN 'not_referred' END",
        **person_columns("d"),
        **{
            **EXPLOITED,
            "form": "nullif(d.form, '')",
            "exploited_in": "nullif(d.exploited_in, '')",
            "exploited_at": "(SELECT v.province FROM facts_province v "
            "WHERE v.code = d.exploited_at)",
        },
    ),
    fact_event(
        "referred",
        _with_standing("protection_referral f", "f", "f.sent_at"),
        date="f.sent_at::date",
        key="f.id",
        person="f.person_id",
        agency="f.agency_id",
        place="home.place_code",
        kind=single_code("f.services"),
        outcome=as_of_sql(ReferralStep, row="f.id", day=year_end("f.sent_at")),
        **person_columns("f"),
        **EXPLOITED,
    ),
    fact_event(
        "referral_accepted",
        _with_standing(
            "protection_referral_history h "
            "JOIN protection_referral f ON f.id = h.referral_id",
            "f",
            "h.happened_on",
            where="h.move = 'accept' AND h.precision <> 'unknown'",
        ),
        date="h.happened_on",
        key="f.id",
        person="f.person_id",
        agency="f.receiver_id",
        place="home.place_code",
        kind=single_code("f.services"),
        **person_columns("f"),
        **EXPLOITED,
    ),
    fact_event(
        "entitlement_opened",
        "protection_personentitlement e",
        date="e.opened_at::date",
        key="e.id",
        person="e.person_id",
        agency=_of_right("CASE WHEN NOT s.opening THEN s.agency_id END"),
        place="e.place_code",
        kind="e.code",
        outcome=_of_right("s.state"),
        reason=_of_right("nullif(s.reason, '')"),
        **person_columns("e"),
    ),
    fact_event(
        "entitlement_given",
        "protection_personentitlement_history g JOIN protection_personentitlement e "
        "ON e.id = g.entitlement_id "
        "WHERE g.state = 'given' AND g.precision <> 'unknown'",
        date="g.happened_on",
        key="e.id",
        person="e.person_id",
        agency="g.agency_id",
        place="e.place_code",
        kind="e.code",
        **person_columns("e"),
    ),
    fact_event(
        "returned",
        _with_standing(
            "protection_return_history h "
            "JOIN protection_return r ON r.id = h.returned_id",
            "r",
            "h.happened_on",
            where="h.state = 'returned' AND h.precision <> 'unknown'",
        ),
        date="h.happened_on",
        key="r.id",
        person="r.person_id",
        agency="r.agency_id",
        place="r.place_code",
        kind="r.kind",
        reason="nullif(r.reason, '')",
        **person_columns("r"),
        **EXPLOITED,
    ),
    fact_event(
        "service_given",
        _with_standing(
            "protection_servicedelivered s",
            "s",
            "s.happened_on",
            where="s.struck_at IS NULL",
            decided=False,
        ),
        date="s.happened_on",
        key="s.id",
        person="s.person_id",
        agency="s.agency_id",
        place="s.place_code",
        kind="s.service",
        amount="s.amount",
        currency="nullif(s.currency, '')",
        **person_columns("s"),
        **EXPLOITED,
    ),
    fact_event(
        "sheltered",
        _with_standing(
            "protection_shelterstay_history c "
            "JOIN protection_shelterstay t ON t.id = c.stay_id "
            "JOIN protection_bed b ON b.id = t.bed_id "
            "JOIN protection_shelter h ON h.id = b.shelter_id",
            "t",
            "c.happened_on",
            where="c.move = 'come' AND c.precision <> 'unknown'",
            decided=False,
        ),
        date="c.happened_on",
        key="t.id",
        person="t.person_id",
        agency="t.agency_id",
        place=SHELTER_PLACE,
        reason=as_of_sql(
            StayStep,
            row="t.id",
            day=year_end("c.happened_on"),
            value="nullif(s.reason, '')",
        ),
        **person_columns("t"),
        **EXPLOITED,
    ),
    fact_event(
        "shelter",
        "protection_shelter h "
        + year_ends("h.added_at")
        + " WHERE h.added_at::date <= at.last "
        "AND (h.closed_on IS NULL OR h.closed_on > at.last)",
        date="at.last",
        key="h.id",
        agency="h.agency_id",
        place=SHELTER_PLACE,
        number="(SELECT count(*) FROM protection_bed b WHERE b.shelter_id = h.id "
        "AND b.added_on <= at.last AND (b.retired_on IS NULL OR b.retired_on > at.last))",
    ),
    steps_view("identified", DECISIONS),
    records_behind(
        "service_given",
        "protection_servicedelivered",
        day="r.happened_on",
        withdrawn="struck_at",
        reason="r.struck_reason",
    ),
    steps_behind("referred", ReferralStep),
    steps_behind("referral_accepted", ReferralStep, moves=["accept"]),
    steps_behind("entitlement_opened", EntitlementStep),
    steps_behind("entitlement_given", EntitlementStep, moves=["give"]),
    steps_behind("returned", ReturnStep, moves=["go"]),
    steps_behind("sheltered", StayStep, moves=["come"]),
)
