"""The steps of what there is: from the ledger, which has an entry for every move, with the
day that the case's events, its verdicts and the columns say.

The ledger has its own clock; where that is another than the record's (a country in
simulated time), only its order counts. A day that nobody recorded is not made up: such a
step is only placed. What was moved without
an entry of its own (an investigation handed on with its case, a claim opened again with a new
charge) is put where it must have been.
"""

import json
from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import migrations
from django.utils import timezone

from sala.prosecution.migrations._step_sources import (
    ENTRIES,
    MOVES,
    REASONS,
    TABLES,
    THINGS,
)


@dataclass
class Taken:
    """A step that was taken: what is known of it."""

    move: str
    day: date | None
    agency: UUID
    actor: UUID
    at: datetime | None
    lane: int | None = None
    seq: int | None = None
    reason: str = ""
    amount: int | None = None
    key: UUID = field(default_factory=uuid4)
    instance: str = ""
    state: str = ""
    corrects: UUID | None = None


def day_of(moment):
    """The day of a moment in the country."""
    return timezone.localdate(moment)


def moves_of(noun):
    """From each state the moves that go from it, and where to."""
    found = defaultdict(dict)
    for row in MOVES[noun].split(","):
        before, move, after = row.split()
        found[before][move] = after
    return found


def way(moves, start, reached):
    """The moves that lead from a state to one of which something holds; the shortest."""
    ahead, seen = deque([(start, [])]), {start}
    while ahead:
        state, taken = ahead.popleft()
        if reached(state):
            return taken
        for move, after in moves[state].items():
            if after not in seen:
                seen.add(after)
                ahead.append((after, [*taken, move]))
    return None


def replayed(noun, initial, ends, first, later):
    """Every step with the state after it, and those between that had no entry."""
    moves, state, steps = moves_of(noun), initial, [first]
    first.state = initial
    for step in later:
        bridge = way(moves, state, lambda s, step=step: step.move in moves[s])
        if bridge is None:
            continue
        for move in bridge:
            state = moves[state][move]
            steps.append(
                Taken(move, None, step.agency, step.actor, step.at, state=state),
            )
        state = moves[state][step.move]
        step.state = state
        last = steps[-1]
        if step.move == "judge" == last.move and step.instance == last.instance:
            step.corrects = last.key
        steps.append(step)
    for move in way(moves, state, lambda s: s == ends) or ():
        last = steps[-1]
        state = moves[state][move]
        steps.append(Taken(move, None, last.agency, last.actor, last.at, state=state))
    return steps


def placed(steps):
    """The day and its precision of each step: none stands after one that followed it."""
    latest, found = None, []
    for step in reversed(steps):
        known = step.day or day_of(step.at)
        opening = step is steps[0]
        day = known if opening or latest is None else min(known, latest)
        precise = step.day is not None and day == step.day
        found.append((day, "day" if precise else "unknown"))
        latest = day
    return found[::-1]


def said_of(detail):
    """Why, as an entry of the ledger says it."""
    try:
        return str(json.loads(detail or "{}").get("reason", ""))[:32]
    except ValueError:
        return ""


class Record:
    """What the database says of the things of this room and of their moves."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.entries = defaultdict(list)
        names = {f"prosecution.{n}" for of in ENTRIES.values() for n in of}
        names |= {f"prosecution.{first}" for _m, _s, first, _sql in THINGS.values()}
        names.add("prosecution.restitution_paid")
        for subject, *entry in self.rows(
            """SELECT subject, replace(action, 'prosecution.', ''), lane, seq, at, actor,
                   agency, detail
               FROM access_ledgerentry WHERE action = ANY (%s) ORDER BY at, lane, seq""",
            [sorted(names)],
        ):
            self.entries[subject].append(entry)
        self.days = defaultdict(deque)
        self.handed = defaultdict(list)
        for case, record, kind, day, at, agency, actor in self.rows(
            """SELECT case_id, record_id, kind, happened_on, recorded_at, agency_id,
                   recorded_by_id
               FROM prosecution_caseevent ORDER BY recorded_at, id""",
        ):
            if kind == "hand_to_prosecution":
                handed = Taken("submit", day, agency, actor, at)
                self.handed[str(case)].append(handed)
            name = f"case_{kind}" if kind.startswith(("hand_", "send_")) else kind
            self.days[str(record or case), name].append((day, at))
        self.verdicts = defaultdict(deque)
        for charge, *verdict in self.rows(
            """SELECT charge_id, id, instance, decided_on, recorded_at
               FROM prosecution_verdict ORDER BY recorded_at, id""",
        ):
            self.verdicts[str(charge)].append(verdict)
        self.case_of = {
            str(key): str(case)
            for key, case in self.rows(
                "SELECT id, case_id FROM prosecution_investigation",
            )
        }

        ((apart,),) = self.rows(
            """SELECT count(*) FROM access_ledgerentry e JOIN prosecution_case c
                   ON c.id::text = e.subject AND e.action = 'prosecution.case_opened'
               WHERE e.at NOT BETWEEN c.opened_at - interval '1 day'
                   AND c.opened_at + interval '1 day'""",
        )
        self.one_clock = not apart

    def rows(self, sql, told=()):
        """The rows of a query."""
        self.cursor.execute(sql, told)
        return self.cursor.fetchall()

    def later(self, noun, key, times):
        """The moves of one thing that the ledger knows of, in their order.

        The time of a move is the event's or the verdict's; of the last one of its kind,
        that of the column; else the ledger's, where that has the record's clock.
        """
        found, last = [], {}
        for name, lane, seq, at, actor, agency, detail in self.entries[key]:
            if name not in ENTRIES[noun] or actor is None or agency is None:
                continue
            known = at if self.one_clock else None
            step = Taken(ENTRIES[noun][name], None, agency, actor, known, lane, seq)
            step.reason = said_of(detail) if step.move in REASONS else ""
            if days := self.days[key, name]:
                step.day, step.at = days.popleft()
            elif times.get(step.move):
                last[step.move] = step
            if step.move == "judge" and self.verdicts[key]:
                verdict = self.verdicts[key].popleft()
                step.key, step.instance, step.day, step.at = verdict
            found.append(step)
        for move, step in last.items():
            step.at = datetime.fromisoformat(times[move])
        return found

    def opening_entry(self, key, name):
        """Where the ledger tells of the making of a thing, who made it and for whom."""
        found = (e for e in self.entries[key] if e[0] == name and e[4] and e[5])
        return next(found, None)


def steps_of(record, noun, row):
    """The steps of one thing."""
    key, state, day, agency, actor, at, *_now, times = row
    opening, initial, name, _sql = THINGS[noun]
    first = Taken(opening, day, agency, actor, at)
    if entry := record.opening_entry(str(key), name):
        _name, first.lane, first.seq, _at, first.actor, first.agency, _detail = entry
    later = record.later(noun, str(key), json.loads(times))
    if noun == "claim":
        later += settled(record, str(key), state)
    before = first
    for step in later:
        step.at = step.at or before.at
        before = step
    if noun == "investigation":
        handed = record.handed[record.case_of[str(key)]]
        later = with_handing_on(later, handed, at)
    steps = replayed(noun, initial, state, first, later)
    dated(noun, row, steps)
    return steps


def with_handing_on(later, handed, at):
    """The moves of an investigation, and the handing on of its case where it was open."""
    found, state = [], "open"
    moves = moves_of("investigation")
    also = [replace(step, key=uuid4()) for step in handed if step.at >= at]
    for step in sorted([*later, *also], key=lambda s: s.at):
        if step in also and state != "open":
            continue
        state = moves[state].get(step.move, state)
        found.append(step)
    return found


def settled(record, key, state):
    """The last payment, with which a claim that is paid was settled."""
    paid = [e for e in record.entries[key] if e[0] == "restitution_paid" and e[4]]
    if state != "paid" or not paid:
        return []
    _name, lane, seq, at, actor, agency, _detail = paid[-1]
    days = record.days[key, "restitution_paid"]
    last, recorded_at = max(days)[0] if days else None, days[-1][1] if days else at
    return [Taken("settle", last, agency, actor, recorded_at, lane, seq)]


def dated(noun, row, steps):
    """What the columns of a thing still say of its last steps."""
    _key, state, *_began, changed_on, reason, amount, _times = row
    last = steps[-1]
    if len(steps) > 1 and last.day is None and changed_on:
        last.day = changed_on
    if last.state == state and reason and not last.reason and last.move in REASONS:
        last.reason = reason
    if len(steps) > 1 and noun in {"complaint", "incident", "case"}:
        before = steps[0]
        for step in steps[1:]:
            known = step.at not in {None, before.at}
            step.day = step.day or (day_of(step.at) if known else None)
            before = step
    orders = [s for s in steps if s.move in {"order", "collect"} and s is not steps[0]]
    for step in orders:
        stands = step is orders[-1] and state in {"ordered", "paid", "collected"}
        step.amount = amount if stands else None
        if noun == "claim" and not stands:
            step.day = None  # what was ordered, and since lifted, nobody kept


def make_steps(_apps, schema_editor):
    """Write the steps of every thing of the room."""
    with schema_editor.connection.cursor() as cursor:
        record = Record(cursor)
        for noun, (_opening, _initial, _name, sql) in THINGS.items():
            rows = record.rows(sql)
            write_steps(cursor, noun, ((r[0], steps_of(record, noun, r)) for r in rows))


def write_steps(cursor, noun, things):
    """Put the steps of one noun's things into their table."""
    table, key = TABLES[noun]
    sums = noun in {"forfeiture", "claim"}
    columns = (
        f"id, {key}, number, opening, move, state, happened_on, precision, reason, "
        "agency_id, recorded_by_id, recorded_at, corrects_id, ledger_lane, ledger_seq"
    ) + (", amount" if sums else "")
    values = [
        (
            *(
                step.key,
                thing,
                number,
                number == 1,
                step.move,
                step.state,
                day,
                precision,
            ),
            *(step.reason, step.agency, step.actor, step.at, step.corrects),
            *(step.lane, step.seq),
            *((step.amount,) if sums else ()),
        )
        for thing, steps in things
        for number, (step, (day, precision)) in enumerate(
            zip(steps, placed(steps), strict=True),
            start=1,
        )
    ]
    if values:
        places = ", ".join(["%s"] * len(values[0]))
        cursor.executemany(
            f"INSERT INTO prosecution_{table} ({columns}) VALUES ({places})",
            values,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("prosecution", "0004_step_tables"),
        ("access", "0001_tables"),
    ]
    operations = [migrations.RunPython(make_steps, migrations.RunPython.noop)]
