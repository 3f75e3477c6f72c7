"""Which steps stand behind an event of the facts: what was recorded late, and which
correction.

A room says it beside the event, in its own `law/facts.py`. Each view has the rights of
whoever asks: it shows the steps of the records that they may see anyhow.
"""

from collections.abc import Sequence

from django.conf import settings

from sala.access.law.steps import HistoryTables
from sala.access.models import Step
from sala.kit.law import LawStatement, cut_statements

# What such a view says of a step, whatever the noun.
COLUMNS = (
    "step_id",
    "record_id",
    "record_code",
    "state",
    "happened_on",
    "precision",
    "reason",
    "agency_id",
    "recorded_at",
    "ledger_lane",
    "ledger_seq",
    "corrects_id",
    "corrected_state",
    "corrected_on",
    "counted_on",
)


def steps_behind(
    event: str,
    model: type[Step],
    *,
    moves: Sequence[str] = (),
    code: str = "id",
) -> tuple[LawStatement, ...]:
    """The steps of a noun that an event is made of, and those that correct them.

    `moves` are those that make the event; without any it is the beginning of the thing,
    and every step of the same year says how the event ended (`outcome`). `code` is the column by which people
    know the record.
    """
    tables = HistoryTables.of_steps(model)
    if moves:
        names = ", ".join(f"'{move}'" for move in moves)
        counted = (
            f"ARRAY[CASE WHEN s.move IN ({names}) THEN s.happened_on END, "
            f"CASE WHEN c.move IN ({names}) THEN c.happened_on END]"
        )
        which = f"s.move IN ({names}) OR c.move IN ({names})"
    else:
        counted = (
            f"ARRAY(SELECT o.happened_on FROM {tables.steps} o "
            f"WHERE o.{tables.key} = s.{tables.key} AND o.opening "
            "AND extract(year FROM least(s.happened_on, c.happened_on)) "
            "<= extract(year FROM o.happened_on))"
        )
        which = "true"
    return steps_view(
        event,
        f"""
    SELECT s.id, n.id, n.{code}::text, s.state::text, s.happened_on, s.precision::text,
           s.reason::text, s.agency_id, s.recorded_at, s.ledger_lane::int, s.ledger_seq,
           s.corrects_id, c.state::text, c.happened_on, {counted}
    FROM {tables.steps} s
    JOIN {tables.noun} n ON n.id = s.{tables.key}
    LEFT JOIN {tables.steps} c ON c.id = s.corrects_id
    WHERE {which}""",
    )


def records_behind(
    event: str,
    table: str,
    *,
    day: str,
    recorded: str = "recorded_at",
    withdrawn: str = "",
    reason: str = "''",
) -> tuple[LawStatement, ...]:
    """The records of a table without states that an event is made of: each is a step
    when it was recorded, and one that corrects it when it was `withdrawn`.
    """
    query = f"""
    SELECT r.id, r.id, r.id::text, 'recorded', {day}, 'day', '', r.agency_id,
           r.{recorded}, NULL::int, NULL::bigint, NULL::uuid, NULL, NULL::date,
           ARRAY[{day}]
    FROM {table} r"""
    if withdrawn:
        query += f"""
    UNION ALL
    SELECT r.id, r.id, r.id::text, NULL, r.{withdrawn}::date, 'day', {reason},
           r.agency_id, r.{withdrawn}, NULL, NULL, r.id, 'recorded', {day},
           ARRAY[{day}]
    FROM {table} r WHERE r.{withdrawn} IS NOT NULL"""
    return steps_view(event, query)


def steps_view(event: str, query: str) -> tuple[LawStatement, ...]:
    """The steps behind an event as a query says them, in the order of `COLUMNS`.

    For nouns that have no steps because each row of theirs is written once, and names
    the one that it takes the place of.
    """
    return cut_statements(
        f"""
CREATE VIEW facts_steps_of_{event} ({", ".join(COLUMNS)})
    WITH (security_invoker = true) AS {query};
REVOKE ALL ON facts_steps_of_{event} FROM PUBLIC;
GRANT SELECT ON facts_steps_of_{event} TO {settings.APPLICATION_ROLE};
""",
    )
