"""The law of moves that belong to seats, read off their declaration.

Row and step are held by seat, permission and state before and after; that the two fit
is what the history asks at commit. What SQL of its own makes is in neither policy.
"""

from collections.abc import Iterable

from django.conf import settings

from sala.access.law.asking import AGENCY, DEFINER, may_word
from sala.access.law.steps import OPEN, SHUT, HistoryTables, history_law
from sala.access.models import Step
from sala.kit.law import Statement, joined, statements
from sala.kit.seated_states import MoveTerms, SeatedStates


def seated_history_law(model: type[Step], *, page: str = "") -> tuple[Statement, ...]:
    """The history of a noun with seats: whose steps they are, and who is told of them.

    `page` is the name of the address, with the key of the row, that a notice leads to;
    where no move has a notice nobody is told.
    """
    telling = [move for move, t in seated_states(model).terms.items() if t.notice]
    return joined(
        history_law(model, writes=seated_writes(model)),
        statements(_telling_sql(model, page, telling)) if telling else (),
    )


def seated_writes(model: type[Step]) -> str:
    """Who may write a later step: the seat that each move belongs to."""
    tables, states = HistoryTables.of_steps(model), seated_states(model)
    return _any(
        f"move = '{name}' AND {may_word(terms.permission)} AND EXISTS ("
        f"SELECT 1 FROM {tables.noun} n WHERE n.id = {tables.key} "
        f"AND n.{states.seats[terms.seat]} = {AGENCY})"
        for name, terms in written_moves(states).items()
    )


def seated_updates(states: SeatedStates) -> str:
    """Which rows may be moved: by the seat of a move that goes from their state."""
    return _any(
        f"state IN ({_quoted(states.before(name))}) AND {_from_seat(states, terms)}"
        for name, terms in written_moves(states).items()
    )


def seated_becoming(states: SeatedStates) -> str:
    """What a moved row may be: in a state that a move of the same seat leads to."""
    return _any(
        f"state IN ({_quoted(_afters(states, name))}) AND {_from_seat(states, terms)}"
        for name, terms in written_moves(states).items()
    )


def written_moves(states: SeatedStates) -> dict[str, MoveTerms]:
    """The moves that the application writes itself, after the beginning."""
    return {
        name: terms
        for name, terms in states.terms.items()
        if name != states.opening and not terms.by_function
    }


def seated_states(model: type[Step]) -> SeatedStates:
    """The declaration behind a table of steps."""
    states = model.states
    assert isinstance(states, SeatedStates)  # noqa: S101 a programming error
    return states


def _from_seat(states: SeatedStates, terms: MoveTerms) -> str:
    return f"{states.seats[terms.seat]} = {AGENCY} AND {may_word(terms.permission)}"


def _afters(states: SeatedStates, name: str) -> tuple[str, ...]:
    return tuple(move.after for move in states.moves if move.name == name)


def _any(conditions: Iterable[str]) -> str:
    return "(" + "\n OR ".join(f"({condition})" for condition in conditions) + ")"


def _quoted(codes: tuple[str, ...]) -> str:
    return ", ".join(f"'{code}'" for code in dict.fromkeys(codes))


def _telling_sql(model: type[Step], page: str, telling: list[str]) -> str:
    tables, states = HistoryTables.of_steps(model), seated_states(model)
    name = f"{tables.steps}_tell"
    seats = ", ".join(f"n.{column}" for column in states.seats.values())
    kind = f"'{states.room}.{states.kind}_' || NEW.state"
    said = "".join(
        f" WHEN '{reason}' THEN '{more}'"
        for reason, more in states.reason_notices.items()
    )
    if said:
        kind = f"CASE NEW.reason{said} ELSE {kind} END"
    return f"""
-- Word to the ends of a {states.noun} that do not act now.
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    IF NEW.move NOT IN ({_quoted(tuple(telling))}) THEN RETURN NULL; END IF;
    {OPEN}
    INSERT INTO access_notice (id, agency_id, roles, kind, url_name, args, sent_by_id,
                               sent_by_agency_id, sent_at)
        SELECT gen_random_uuid(), seat.agency_id,
               access_roles_including('{states.told}'), {kind}, '{page}',
               jsonb_build_array(n.id), access_actor(), access_agency(), access_now()
        FROM {tables.noun} n, unnest(ARRAY[{seats}]) seat (agency_id)
        WHERE n.id = NEW.{tables.key} AND seat.agency_id <> access_agency();
    {SHUT}
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION {name} FROM PUBLIC, {settings.APPLICATION_ROLE};
CREATE TRIGGER {name} AFTER INSERT ON {tables.steps}
    FOR EACH ROW EXECUTE FUNCTION {name}();
"""
