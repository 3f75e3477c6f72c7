"""A published number never changes in silence: two people, and a new snapshot for every change."""

import pytest
from django.db import transaction
from django.db.utils import InternalError, ProgrammingError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.figures import actions, queries
from sala.figures.models import Snapshot
from sala.figures.rules import changes_between
from sala.figures.tests.conftest import YEAR
from sala.figures.tests.countries import record

PARTS = st.lists(
    st.builds(
        lambda k, v: {"keys": [k], "value": v},
        st.sampled_from("xyz"),
        st.integers(1, 9),
    ),
    max_size=3,
    unique_by=lambda p: p["keys"][0],
)
FROZEN = st.lists(
    st.builds(
        lambda code, value, parts: {
            "code": code,
            "state": "number",
            "value": value,
            "by": {"sex": parts},
        },
        st.sampled_from("abc"),
        st.integers(0, 9),
        PARTS,
    ),
    max_size=3,
    unique_by=lambda f: f["code"],
)


@given(FROZEN, FROZEN)
def test_nothing_differs_from_itself_and_every_difference_has_two_sides(one, other):
    assert changes_between(one, one) == []
    there, back = changes_between(one, other), changes_between(other, one)
    sides = {(c.figure, c.by, c.keys, c.before, c.after) for c in there}
    assert sides == {(c.figure, c.by, c.keys, c.after, c.before) for c in back}


@pytest.fixture
def prepared(country, actor, now):
    with actor(Role.ANALYST) as by:
        return actions.prepare_snapshot(
            by=by,
            at=now,
            year=YEAR,
        )


@pytest.fixture
def approve(actor, now):
    def do(snapshot, role=Role.OVERSIGHT, agency="own"):
        with actor(role, agency) as by:
            actions.approve_snapshot(
                by=by,
                at=now,
                snapshot=snapshot,
            )

    return do


@pytest.mark.django_db
def test_whoever_prepared_does_not_approve(prepared, approve):
    with pytest.raises(RefusedError):
        approve(prepared, Role.ANALYST)
    approve(prepared, Role.ANALYST, "other")


@pytest.mark.django_db
def test_the_database_too_wants_two_people_and_no_change(
    prepared,
    actor,
    now,
    approve,
):
    with actor(Role.ANALYST) as by:
        with pytest.raises(ProgrammingError), transaction.atomic():
            Snapshot.objects.filter(id=prepared).update(
                approved_by_id=by.user,
                approved_at=now,
            )
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            Snapshot.objects.filter(id=prepared).update(figures=[])
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            Snapshot.objects.filter(id=prepared).delete()
    approve(prepared)
    with actor(Role.OVERSIGHT) as by:
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            Snapshot.objects.filter(id=prepared).update(approved_at=now)


@pytest.mark.django_db
def test_a_correction_is_a_new_snapshot_that_says_what_differs_and_why(
    prepared,
    approve,
    actor,
    now,
    site_facts,
):
    approve(prepared)
    site_facts(
        [
            record(
                "identified",
                key=i,
                person_key=i,
                year=YEAR,
            )
            for i in range(50)
        ],
    )
    with actor(Role.ANALYST) as by:
        _row, _before, since = queries.snapshot_with_changes(by=by, key=prepared)
        changed = {(c.figure, c.by): (c.before, c.after) for c in since}
        assert changed["victims_identified", ""] == (("number", 52), ("number", 50))
        with pytest.raises(actions.NotAReasonError):
            actions.prepare_snapshot(
                by=by,
                at=now,
                year=YEAR,
            )
        second = actions.prepare_snapshot(
            by=by,
            at=now,
            year=YEAR,
            reason="correction",
        )
        row, before, since = queries.snapshot_with_changes(by=by, key=second)
        assert since == []
        assert ("victims_identified", "", ()) in {
            (c.figure, c.by, c.keys) for c in before
        }
        assert row.reason == "correction"
        first, _before, _since = queries.snapshot_with_changes(by=by, key=prepared)
        assert first.approved_at, "the first stays as it was"


@pytest.mark.django_db
def test_the_year_says_that_the_record_differs_from_what_was_approved(
    prepared,
    approve,
    sign_in,
    site_facts,
):
    approve(prepared)
    analyst = sign_in(Role.ANALYST)
    page = reverse("list_figures")
    assert (
        "The approved figures hold"
        in analyst.get(page, {"year": YEAR}).content.decode()
    )
    site_facts(
        [
            record(
                "identified",
                key=i,
                person_key=i,
                year=YEAR,
            )
            for i in range(50)
        ],
    )
    told = analyst.get(page, {"year": YEAR}).content.decode()
    assert "differ from those that were approved" in told


@pytest.mark.django_db
def test_pages_freeze_and_approve(country, sign_in):
    analyst, oversight = sign_in(Role.ANALYST), sign_in(Role.OVERSIGHT)
    made = analyst.post(reverse("prepare_snapshot"), {"year": YEAR, "reason": "first"})
    assert made.status_code == 302
    assert "somebody else approves them" in analyst.get(made.url).content.decode()
    assert analyst.post(made.url).status_code == 404
    assert oversight.post(made.url).status_code == 302
    assert "Approved" in analyst.get(reverse("list_snapshots")).content.decode()
    wrong = analyst.post(reverse("prepare_snapshot"), {"year": YEAR, "reason": "first"})
    assert "why it differs" in wrong.content.decode()


@pytest.mark.django_db
def test_what_is_said_of_completeness_makes_a_zero_of_nothing(country, sign_in):
    analyst = sign_in(Role.ANALYST)
    page, figure = (
        reverse("state_coverage"),
        reverse("show_figure", args=["persons_screened"]),
    )
    assert "not recorded" in analyst.get(figure, {"year": YEAR}).content.decode()
    said = {
        "year": YEAR,
        "about": "screened",
        "answer": "complete",
    }
    assert analyst.post(page, said).status_code == 302
    assert (
        '<p class="sala-answer sala-number">0</p>'
        in analyst.get(figure, {"year": YEAR}).content.decode()
    )
    assert "Screenings" in analyst.get(page).content.decode()
    later = analyst.post(page, {**said, "year": 2999})
    assert "a year that has begun" in later.content.decode()
