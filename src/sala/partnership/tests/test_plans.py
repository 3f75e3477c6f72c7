"""One plan in force; agencies report their own; what is late is seen; the past stays as it was."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.partnership import actions
from sala.partnership.actions import common
from sala.partnership.models import ActionPlan, Objective, ObjectiveStep
from sala.partnership.policy import WORKS
from sala.partnership.queries import plans as queries
from sala.partnership.queries.worklist import worklist_items


def report(
    by,
    now,
    key,
    move,
    step,
    days=0,
    **changes,
):
    day = now.date() - timedelta(days=days)
    told = actions.ProgressInput(move, day, step, **changes)
    actions.report_progress(
        by=by,
        at=now,
        objective=key,
        progress=told,
    )


@pytest.mark.django_db
def test_one_plan_is_in_force(actor, now, plan):
    with actor(Role.ANALYST) as by:
        told = actions.ActionPlanInput({"lo": "ແຜນ"}, now.date(), now.date())
        other = actions.write_plan(
            by=by,
            at=now,
            plan=told,
        )
        with pytest.raises(ValidationError):
            actions.move_plan(
                by=by,
                at=now,
                plan=other,
                move="adopt",
                version=1,
            )
        with (
            pytest.raises(DatabaseError, match="one_plan_in_force"),
            transaction.atomic(),
        ):
            ActionPlan.objects.filter(id=other).update(state="in_force")
        with pytest.raises(ChangedMeanwhileError):
            actions.move_plan(
                by=by,
                at=now,
                plan=plan,
                move="end",
                version=1,
            )
        actions.move_plan(
            by=by,
            at=now,
            plan=plan,
            move="end",
            version=2,
        )
        actions.move_plan(
            by=by,
            at=now,
            plan=other,
            move="adopt",
            version=1,
        )
        with pytest.raises(NotAllowedError):
            actions.move_plan(
                by=by,
                at=now,
                plan=plan,
                move="end",
                version=3,
            )


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ANALYST}))
def test_only_the_secretariat_writes_the_plan(
    role,
    actor,
    now,
    plan,
    objective,
    aim,
):
    with actor(role) as by:
        for attempt in (
            lambda: actions.write_plan(
                by=by,
                at=now,
                plan=actions.ActionPlanInput({"en": "x"}, now.date(), now.date()),
            ),
            lambda: actions.add_objective(
                by=by,
                at=now,
                plan=plan,
                aim=aim(number="2"),
            ),
            lambda: actions.change_objective(
                by=by,
                at=now,
                objective=objective,
                aim=aim(),
                version=1,
            ),
            lambda: actions.move_plan(
                by=by,
                at=now,
                plan=plan,
                move="end",
                version=2,
            ),
        ):
            with pytest.raises(RefusedError):
                attempt()
        assert ActionPlan.objects.update(state="ended") == 0
        works = role in WORKS
        refused = pytest.raises(DatabaseError, match="only the secretariat")
        with refused if works else nullcontext(), transaction.atomic():
            assert Objective.objects.update(target=1) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("number", {"number": " "}),
        ("number", {"number": "1.1"}),
        ("texts", {"number": "2", "texts": {"en": " "}}),
        ("agency", {"number": "2", "agency": "NOBODY"}),
        ("due_on", {"number": "2", "due_on": date(2090, 1, 1)}),
        ("indicators", {"number": "2", "indicators": {}}),
    ],
)
def test_an_objective_that_cannot_be_names_the_field(
    field,
    changes,
    actor,
    now,
    plan,
    objective,
    aim,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            actions.add_objective(
                by=by,
                at=now,
                plan=plan,
                aim=aim(**changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert Objective.objects.count() == 1


@pytest.mark.django_db
def test_its_agency_reports_and_the_secretariat_drops(actor, now, objective):
    with actor(Role.CASE_WORKER) as by:
        report(
            by,
            now,
            objective,
            "begin",
            0,
            days=20,
        )
        report(
            by,
            now,
            objective,
            "report",
            1,
            days=10,
            measured=7,
        )
        with pytest.raises(RefusedError):
            report(
                by,
                now,
                objective,
                "drop",
                2,
                reason="no_money",
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            step(
                by,
                now,
                objective,
                state="dropped",
                reason="no_money",
            )
        row = queries.load_objective(by=by, key=objective)
        assert (row.state, row.measured, row.moves) == (
            "under_way",
            7,
            ("report", "finish"),
        )
        assert [row.shown_state(now.date() - timedelta(days=n)) for n in (30, 15)] == [
            "not_begun",
            "under_way",
        ]
    with actor(Role.ANALYST, "other") as by:
        report(
            by,
            now,
            objective,
            "drop",
            2,
            reason="no_money",
        )
        assert queries.load_objective(by=by, key=objective).state == "dropped"


def step(by, now, objective, **changes):
    """A step past every check of Python."""
    entry = common.record_entry(by, "progress_reported", "objective", objective)
    usual = {
        "objective_id": objective,
        "number": 9,
        "move": "report",
        "state": "under_way",
        "happened_on": now.date(),
        "agency_id": by.agency,
        "recorded_by_id": by.user,
        "recorded_at": now,
        "ledger_lane": entry.lane,
        "ledger_seq": entry.seq,
    }
    return ObjectiveStep.objects.create(**usual | changes)


@pytest.mark.django_db
def test_another_agency_reports_nothing(
    actor,
    sign_in,
    now,
    objective,
):
    with actor(Role.CASE_WORKER, "other") as by:
        with pytest.raises(RefusedError):
            report(
                by,
                now,
                objective,
                "begin",
                0,
            )
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            step(by, now, objective)
    page = reverse("show_objective", args=[objective])
    day = {
        f"happened_on_{part}": getattr(now.date(), part)
        for part in ("day", "month", "year")
    }
    said = {
        "move": "begin",
        "step": "0",
        **day,
    }
    sign_in(Role.CASE_WORKER, "other").post(page, said)
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_objective(by=by, key=objective).state == "not_begun"
    assert sign_in(Role.CASE_WORKER).post(page, said).status_code == 302
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_objective(by=by, key=objective).state == "under_way"


@pytest.mark.django_db
def test_two_at_once_do_not_both_take_the_next_step(actor, now, objective):
    with actor(Role.CASE_WORKER) as by, connection.cursor() as cursor:
        report(
            by,
            now,
            objective,
            "begin",
            0,
        )
        with pytest.raises(ChangedMeanwhileError):
            report(
                by,
                now,
                objective,
                "begin",
                0,
            )
        with pytest.raises(NotAllowedError):
            report(
                by,
                now,
                objective,
                "reopen",
                1,
            )
        with pytest.raises(DatabaseError, match="objective_step"), transaction.atomic():
            step(by, now, objective, number=2)
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            cursor.execute("UPDATE partnership_objectivestep SET measured = 18")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "move", "changes"),
    [
        ("happened_on", "begin", {"days": -3}),
        ("reason", "begin", {"reason": "no_money"}),
        ("reason", "drop", {}),
    ],
)
def test_progress_that_cannot_be_names_the_field(
    field,
    move,
    changes,
    actor,
    now,
    objective,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError) as refused:
            report(
                by,
                now,
                objective,
                move,
                0,
                **changes,
            )
        assert set(refused.value.message_dict) == {field}


@pytest.mark.django_db
def test_what_is_due_waits_for_its_agency_and_the_secretariat(actor, now, objective):
    today, url = now.date(), reverse("list_objectives")
    for role, side, later, expected in (
        (Role.CASE_WORKER, "own", 0, (1, 0)),
        (Role.CASE_WORKER, "own", 11, (1, 1)),
        (Role.ANALYST, "other", 0, (1, 0)),
        (Role.CASE_WORKER, "other", 0, None),
        (Role.OVERSIGHT, "own", 0, None),
    ):
        with actor(role, side) as by:
            lines = worklist_items(by=by, today=today + timedelta(days=later))
            found = [(line.number, line.late) for line in lines if line.url == url]
            assert found == ([expected] if expected else [])


@pytest.mark.django_db
def test_the_plan_counts_what_is_late(
    sign_in,
    actor,
    now,
    plan,
    objective,
    aim,
):
    with actor(Role.ANALYST) as by:
        late = aim(number="1.10", due_on=now.date() - timedelta(days=1))
        actions.add_objective(
            by=by,
            at=now,
            plan=plan,
            aim=late,
        )
        actions.add_objective(
            by=by,
            at=now,
            plan=plan,
            aim=aim(number="1.9"),
        )
        numbers = [row.number for row in queries.load_objectives(by=by)]
        assert numbers == ["1.1", "1.9", "1.10"]
    page = sign_in(Role.CASE_WORKER).get(reverse("list_objectives")).content.decode()
    assert page.count(">Late</strong>") == 1


@pytest.mark.django_db
def test_an_objective_changes_for_who_read_it_last(
    actor,
    now,
    objective,
    aim,
):
    with actor(Role.ANALYST) as by:
        new = aim(
            texts={"en": "Committees everywhere"},
            target=None,
            indicators={},
        )
        actions.change_objective(
            by=by,
            at=now,
            objective=objective,
            aim=new,
            version=1,
        )
        row = queries.load_objective(by=by, key=objective)
        assert (row.text, row.target, row.number) == (
            "Committees everywhere",
            None,
            "1.1",
        )
        with pytest.raises(ChangedMeanwhileError):
            actions.change_objective(
                by=by,
                at=now,
                objective=objective,
                aim=new,
                version=1,
            )
