"""The law of moves that belong to seats, read off their declaration.

Row and step are held by seat, permission and state before and after; that the two fit
is what the history asks at commit. What SQL of its own makes is in neither policy.
"""

from collections.abc import Iterable

from django.conf import settings

from sala.access.law.asking import AGENCY, DEFINER, may_word
from sala.access.law.steps import OPEN, SHUT, HistoryTables, history_law
from sala.access.models import Step
from sala.kit.law import LawStatement, cut_statements, joined_law
from sala.kit.seated_states import MoveTerms, SeatedStates


def seated_history_law(
    model: type[Step], *, page: str = ""
) -> tuple[LawStatement, ...]:
    """The history of a noun with seats: whose steps they are, and who is told of them.

    `page` is the name of the address, with the key of the row, that a notice leads to;
    where no move has a notice nobody is told.
    """
    telling = [move for move, t in seated_states(model).terms.items() if t.notice]
    return joined_law(
        history_law(model, writes=seated_writes(model)),
        cut_statements(_telling_sql(model, page, telling)) if telling else (),
    )


def seated_writes(model: type[Step]) -> str:
    """Who may write a later step: the seat that each move belongs to.

    Whoever makes every later move also says of one that it never was; where two share
    them, neither takes back what the other did.
    """
    tables, states = HistoryTables.of_steps(model), seated_states(model)
    hands = _moves_by_hand(states)
    shared = len(hands) > 1 or any(t.by_function for t in states.terms.values())
    undoes = "" if shared else " OR move = '' AND corrects_id IS NOT NULL"
    return _any_condition(
        f"(move IN ({_quoted_codes(moves)}){undoes}) "
        f"AND {may_word(permission)} AND EXISTS ("
        f"SELECT 1 FROM {tables.noun} n WHERE n.id = {tables.key} "
        f"AND {seat_sql(states, seat, 'n.')})"
        for (seat, permission), moves in hands.items()
    )


def seated_updates(states: SeatedStates) -> str:
    """Which rows may be moved: by the seat of a move that goes from their state."""
    return _any_condition(
        f"state IN ({_quoted_codes(_befores(states, moves))}) "
        f"AND {seat_sql(states, seat)} AND {may_word(permission)}"
        for (seat, permission), moves in _moves_by_hand(states).items()
    )


def seated_becoming(states: SeatedStates) -> str:
    """What a moved row may be: in a state that a move of the same seat leads to."""
    return _any_condition(
        f"state IN ({_quoted_codes(_states_after(states, moves))}) "
        f"AND {seat_sql(states, seat)} AND {may_word(permission)}"
        for (seat, permission), moves in _moves_by_hand(states).items()
    )


def written_moves(states: SeatedStates) -> dict[str, MoveTerms]:
    """The moves that the application writes itself, after the beginning."""
    return {
        name: terms
        for name, terms in states.terms.items()
        if name != states.opening and not terms.by_function
    }


def seat_sql(states: SeatedStates, seat: str, row: str = "") -> str:
    """The condition that the session sits in a seat of a row."""
    held = states.seats[seat]
    return (
        f"{row}{held} = {AGENCY}" if isinstance(held, str) else held.sql.format(row=row)
    )


def seated_states(model: type[Step]) -> SeatedStates:
    """The declaration behind a table of steps."""
    states = model.states
    assert isinstance(states, SeatedStates)  # noqa: S101 a programming error
    return states


def _moves_by_hand(states: SeatedStates) -> dict[tuple[str, str], list[str]]:
    """The moves that the application writes, by who may: the seat and permission."""
    hands: dict[tuple[str, str], list[str]] = {}
    for name, terms in written_moves(states).items():
        hands.setdefault((terms.seat, terms.permission), []).append(name)
    return hands


def _befores(states: SeatedStates, moves: list[str]) -> list[str]:
    return [move.before for move in states.moves if move.name in moves]


def _states_after(states: SeatedStates, moves: list[str]) -> list[str]:
    return [move.after for move in states.moves if move.name in moves]


def _any_condition(conditions: Iterable[str]) -> str:
    return "(" + "\n OR ".join(f"({condition})" for condition in conditions) + ")"


def _quoted_codes(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in dict.fromkeys(codes))


def _telling_sql(model: type[Step], page: str, telling: list[str]) -> str:
    tables, states = HistoryTables.of_steps(model), seated_states(model)
    name = f"{tables.steps}_tell"
    seats = ", ".join(f"n.{column}" for column in states.seat_columns.values())
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
    IF NEW.move NOT IN ({_quoted_codes(telling)}) THEN RETURN NULL; END IF;
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
