"""The law of a history: who writes steps, in which order they stand, and that the thing
itself is what its last step says.
"""

from dataclasses import dataclass

from django.conf import settings

from sala.access.law.asking import ACTOR, AGENCY, DEFINER, SOON
from sala.access.models import Step
from sala.access.steps import noun_model
from sala.kit.law import LawStatement, cut_statements, joined_law
from sala.kit.rowsecurity import protect_table
from sala.kit.states import States

# A step whose day is not known stands where it was recorded.
DAY = "coalesce({0}.happened_on, {0}.recorded_at::date)"
TURN = f"{{0}}.opening DESC, {DAY}, {{0}}.number"
COUNTS = (
    "{0}.move <> '' AND NOT EXISTS (SELECT 1 FROM {1} c WHERE c.corrects_id = {0}.id)"
)

CHECKING = "(SELECT coalesce(current_setting('sala.history', true), '') = 'open')"
OPEN = "PERFORM set_config('sala.history', 'open', true);"
SHUT = "PERFORM set_config('sala.history', '', true);"


@dataclass(frozen=True)
class HistoryTables:
    """The two tables of a noun's history, and the states that they walk."""

    noun: str
    steps: str
    key: str
    states: States
    room: str
    kinds: tuple[tuple[str, str], ...]
    precedes: tuple[str, ...]
    columns: tuple[str, ...]

    @classmethod
    def of_steps(cls, model: type[Step]) -> "HistoryTables":
        """The tables of one noun's steps."""
        return cls(
            noun=noun_model(model)._meta.db_table,  # noqa: SLF001 Django's own door
            steps=model._meta.db_table,  # noqa: SLF001
            key=f"{model.noun_field}_id",
            states=model.states,
            room=model._meta.app_label,  # noqa: SLF001
            kinds=((model.ledger_kind, "id"), *model.entered_with.items()),
            precedes=model.moves_before_opening,
            columns=model.columns_of_moves,
        )


def history_law(model: type[Step], *, writes: str) -> tuple[LawStatement, ...]:
    """Who sees and writes the steps of one noun, and what their order must be.

    Who sees the thing sees its steps. The first step belongs to the making of the thing;
    `writes` is the SQL condition for every later one, over and above seeing the thing;
    whoever corrects a step fulfils it for that one too.
    """
    tables = HistoryTables.of_steps(model)
    return joined_law(
        protect_table(
            tables.steps,
            select=sees_noun(tables),
            insert=(
                f"agency_id = {AGENCY} AND recorded_by_id = {ACTOR} "
                f"AND recorded_at {SOON} AND ledger_seq IS NOT NULL AND (happened_on IS "
                f"NULL OR happened_on <= (SELECT access_now())::date) "
                f"AND (number = 1 OR ({sees_noun(tables)} AND {writes}))"
            ),
        ),
        cut_statements(history_sql(tables)),
        cut_statements(_correction_sql(tables, writes)),
    )


def as_of_sql(model: type[Step], *, row: str, day: str, value: str = "s.state") -> str:
    """SQL of what a thing was at the end of a day: of its last step until then, `s`."""
    tables = HistoryTables.of_steps(model)
    return (
        f"(SELECT {value} FROM {tables.steps} s WHERE s.{tables.key} = {row} "
        f"AND {COUNTS.format('s', tables.steps)} AND {DAY.format('s')} <= {day} "
        f"ORDER BY s.opening, {DAY.format('s')} DESC, s.number DESC LIMIT 1)"
    )


def sees_noun(tables: HistoryTables) -> str:
    """The condition that a session sees the thing whose step it is."""
    return f"EXISTS (SELECT 1 FROM {tables.noun} n WHERE n.id = {tables.key})"


def history_sql(tables: HistoryTables) -> str:
    """Functions, triggers, policies of the owner and the view of one noun's history."""
    return "\n".join(
        (
            _owner_sql(tables),
            _check_sql(tables),
            _entry_sql(tables),
            _columns_sql(tables) if tables.columns else "",
            _step_sql(tables),
            _view_sql(tables),
            _as_of_sql(tables),
        ),
    )


def _owner_sql(tables: HistoryTables) -> str:
    return f"""
-- The check at commit reads what was written, whoever acts by then; nothing else does so.
CREATE POLICY owner_checks_history ON {tables.noun} FOR SELECT TO CURRENT_USER
    USING ({CHECKING});
CREATE POLICY owner_checks_history ON {tables.steps} FOR SELECT TO CURRENT_USER
    USING ({CHECKING});
CREATE POLICY owner_takes_step ON {tables.steps} FOR INSERT TO CURRENT_USER
    WITH CHECK (access_proven() AND recorded_by_id = access_actor()
                AND agency_id = access_agency());
"""


def _check_sql(tables: HistoryTables) -> str:
    return (
        f"{_hold_sql(tables)}\n{_row_trigger_sql(tables)}\n{_step_trigger_sql(tables)}"
    )


def _hold_sql(tables: HistoryTables) -> str:
    lawful = ", ".join(
        f"('{before}', '{move}', '{after}')"
        for before, move, after in sorted(tables.states.lawful_moves)
    )
    return f"""
-- Refuse a thing whose state is not what its last step says, and steps out of turn.
CREATE FUNCTION {tables.steps}_hold(p_row uuid) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    stands text;
    before text := '';
    step record;
BEGIN
    {OPEN}
    SELECT n.state INTO stands FROM {tables.noun} n WHERE n.id = p_row;
    FOR step IN SELECT s.move, s.state FROM {tables.steps} s
        WHERE s.{tables.key} = p_row AND {COUNTS.format("s", tables.steps)}
        ORDER BY {TURN.format("s")}
    LOOP
        IF (before, step.move, step.state) NOT IN ({lawful}) THEN
            RAISE EXCEPTION 'history: a {tables.states.noun} that is % cannot %',
                coalesce(nullif(before, ''), 'not begun'), step.move
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        before := step.state;
    END LOOP;
    IF stands IS DISTINCT FROM before THEN
        RAISE EXCEPTION 'history: a {tables.states.noun} is %, and its last step says %',
            stands, coalesce(nullif(before, ''), 'nothing')
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    {SHUT}
END $$;
REVOKE ALL ON FUNCTION {tables.steps}_hold FROM PUBLIC;
"""


def _row_trigger_sql(tables: HistoryTables) -> str:
    return f"""\
CREATE FUNCTION {tables.steps}_of_row() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    PERFORM {tables.steps}_hold(NEW.id);
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION {tables.steps}_of_row
    FROM PUBLIC, {settings.APPLICATION_ROLE};
CREATE CONSTRAINT TRIGGER {tables.steps}_of_row AFTER INSERT OR UPDATE OF state
    ON {tables.noun} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION {tables.steps}_of_row();
"""


def _step_trigger_sql(tables: HistoryTables) -> str:
    return f"""\
-- A step is of its thing, corrects a step of the same thing, and has its own entry.
CREATE FUNCTION {tables.steps}_of_step() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM access_ledgerentry e
                   WHERE e.lane = NEW.ledger_lane AND e.seq = NEW.ledger_seq
                     AND e.xact = pg_current_xact_id()::text::bigint) THEN
        RAISE EXCEPTION 'history: a step of % has no ledger entry', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    {OPEN}
{_moved_sql(tables)}    IF NEW.number > 1 AND NOT EXISTS (
        SELECT 1 FROM {tables.steps} b
        WHERE b.{tables.key} = NEW.{tables.key} AND b.number = NEW.number - 1) THEN
        RAISE EXCEPTION 'history: a step of % is not the next', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {tables.steps} c WHERE c.id = NEW.corrects_id
          AND c.{tables.key} = NEW.{tables.key} AND c.number < NEW.number) THEN
        RAISE EXCEPTION 'history: a step of % corrects another thing', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.opening AND NEW.number > 1 AND NOT EXISTS (
        SELECT 1 FROM {tables.steps} c WHERE c.id = NEW.corrects_id AND c.opening) THEN
        RAISE EXCEPTION 'history: a step of % begins what has begun', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    IF NEW.move NOT IN ({_quoted(("", *tables.precedes))}) AND NOT NEW.opening
       AND NEW.happened_on < (
        SELECT max({DAY.format("b")}) FROM {tables.steps} b
        WHERE b.{tables.key} = NEW.{tables.key} AND b.opening
          AND {COUNTS.format("b", tables.steps)}) THEN
        RAISE EXCEPTION 'history: a step of % is before the beginning', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    PERFORM {tables.steps}_hold(NEW.{tables.key});
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION {tables.steps}_of_step
    FROM PUBLIC, {settings.APPLICATION_ROLE};
CREATE CONSTRAINT TRIGGER {tables.steps}_of_step AFTER INSERT
    ON {tables.steps} DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION {tables.steps}_of_step();
"""


def _moved_sql(tables: HistoryTables) -> str:
    return f"""\
    -- One that the owner's own function laid at another thing meanwhile is that one's.
    IF NOT EXISTS (SELECT 1 FROM {tables.steps} t
                   WHERE t.id = NEW.id AND t.{tables.key} = NEW.{tables.key}) THEN
        {SHUT}
        RETURN NULL;
    END IF;
"""


def _owner_looks(function: str, found: str, refused: str) -> str:
    """SQL of a trigger's function that refuses where the owner, who sees every step and
    entry, finds nothing.
    """
    return f"""\
CREATE FUNCTION {function}() RETURNS trigger
LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    found boolean;
BEGIN
    {OPEN}
    found := EXISTS (SELECT 1 FROM {found});
    {SHUT}
    IF NOT found THEN
        RAISE EXCEPTION {refused}
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION {function}
    FROM PUBLIC, {settings.APPLICATION_ROLE};"""


def _entry_sql(tables: HistoryTables) -> str:
    subjects = "\n            OR ".join(
        f"e.subject_kind = '{kind}' AND e.subject = n.{column}::text"
        for kind, column in tables.kinds
    )
    found = f"""access_ledgerentry e
        JOIN {tables.noun} n ON n.id = NEW.{tables.key}
        WHERE e.lane = NEW.ledger_lane AND e.seq = NEW.ledger_seq
          AND starts_with(e.action, '{tables.room}.')
          AND ({subjects})"""
    refused = "'history: a step of % has no ledger entry of its own', TG_TABLE_NAME"
    return f"""
-- The entry of a step tells of its thing, or of what the thing hangs on, in the words of its room.
-- What the owner's own functions write is entered by whoever calls them.
{_owner_looks(f"{tables.steps}_of_entry", found, refused)}
CREATE TRIGGER {tables.steps}_of_entry AFTER INSERT ON {tables.steps} FOR EACH ROW
    WHEN (current_user = '{settings.APPLICATION_ROLE}')
    EXECUTE FUNCTION {tables.steps}_of_entry();
"""


def _correction_sql(tables: HistoryTables, writes: str) -> str:
    return f"""
-- Whoever puts a step right may take that step: nobody corrects what is for another to do.
CREATE FUNCTION {tables.steps}_of_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM {tables.steps}
                   WHERE {tables.steps}.id = NEW.corrects_id AND ({writes})) THEN
        RAISE EXCEPTION 'history: a step of % corrects what is for another to do', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {tables.steps}_of_correction AFTER INSERT ON {tables.steps} FOR EACH ROW
    WHEN (current_user = '{settings.APPLICATION_ROLE}' AND NEW.corrects_id IS NOT NULL)
    EXECUTE FUNCTION {tables.steps}_of_correction();
"""


def _columns_sql(tables: HistoryTables) -> str:
    before, after = (
        ", ".join(f"{row}.{column}" for column in tables.columns)
        for row in ("OLD", "NEW")
    )
    found = f"""{tables.steps} s
        JOIN access_ledgerentry e ON e.lane = s.ledger_lane AND e.seq = s.ledger_seq
        WHERE s.{tables.key} = NEW.id
          AND e.xact = pg_current_xact_id()::text::bigint"""
    refused = f"'history: a {tables.states.noun} changed without a step'"
    return f"""
-- What a move says of a thing changes with a step of the same transaction, or not at all.
{_owner_looks(f"{tables.steps}_of_columns", found, refused)}
CREATE CONSTRAINT TRIGGER {tables.steps}_of_columns AFTER UPDATE ON {tables.noun}
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (current_user = '{settings.APPLICATION_ROLE}'
        AND ROW({before}) IS DISTINCT FROM ROW({after}))
    EXECUTE FUNCTION {tables.steps}_of_columns();
"""


def _quoted(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in codes)


def _step_sql(tables: HistoryTables) -> str:
    return f"""
-- For the owner's own functions: one step in the session's name, today if no day is given.
-- Its entry is the next one of this transaction, or as many later as are entered between; without
-- one the commit is refused.
CREATE FUNCTION {tables.steps}_take(p_row uuid, p_move text, p_state text, p_reason text,
                                    p_day date DEFAULT NULL, p_later int DEFAULT 0)
RETURNS void LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    last record;
    entry record;
BEGIN
    {OPEN}
    SELECT coalesce(max(s.number), 0) AS number, max({DAY.format("s")}) AS day
        INTO last FROM {tables.steps} s WHERE s.{tables.key} = p_row;
    {SHUT}
    SELECT n.lane, n.seq INTO entry FROM access_ledger_next() n;
    INSERT INTO {tables.steps} (id, {tables.key}, number, opening, move, state,
            happened_on, precision, reason, agency_id, recorded_by_id, recorded_at,
            ledger_lane, ledger_seq)
        VALUES (gen_random_uuid(), p_row, last.number + 1, last.number = 0, p_move,
                p_state, coalesce(p_day, greatest(access_now()::date, last.day)), 'day', p_reason,
                access_agency(), access_actor(), access_now(), entry.lane, entry.seq + p_later);
END $$;
REVOKE ALL ON FUNCTION {tables.steps}_take FROM PUBLIC, {settings.APPLICATION_ROLE};
"""


def _view_sql(tables: HistoryTables) -> str:
    counts = COUNTS.format("s", tables.steps)
    return f"""
-- The steps that count, each with the day on which the next one ended it.
CREATE VIEW {tables.noun}_history WITH (security_invoker = true) AS
    SELECT s.id, s.{tables.key}, s.number, s.opening, s.move, s.state, s.happened_on,
           s.precision, s.reason, s.agency_id, s.recorded_by_id, s.recorded_at,
           s.corrects_id, {DAY.format("s")} AS day,
           lead({DAY.format("s")}) OVER (
               PARTITION BY s.{tables.key} ORDER BY {TURN.format("s")}) AS until_on
    FROM {tables.steps} s WHERE {counts};
GRANT SELECT ON {tables.noun}_history TO {settings.APPLICATION_ROLE};
"""


def _as_of_sql(tables: HistoryTables) -> str:
    return f"""
-- What each thing was at the end of a day, as was known at the end of another.
CREATE FUNCTION {tables.noun}_as_of(p_day date, p_known date)
RETURNS TABLE (row_id uuid, state varchar, reason varchar, agency_id uuid, since date)
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (s.{tables.key}) s.{tables.key}, s.state, s.reason, s.agency_id,
           {DAY.format("s")}
    FROM {tables.steps} s
    WHERE s.move <> '' AND s.recorded_at::date <= p_known
      AND {DAY.format("s")} <= p_day
      AND NOT EXISTS (SELECT 1 FROM {tables.steps} c WHERE c.corrects_id = s.id
                      AND c.recorded_at::date <= p_known)
    ORDER BY s.{tables.key}, s.opening, {DAY.format("s")} DESC, s.number DESC
$$;
"""
