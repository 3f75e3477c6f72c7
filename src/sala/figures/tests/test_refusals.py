"""Each refusal of each action of `figures`: what it says, which field it names, and that
nothing was done.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.urls import reverse

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.figures import actions
from sala.figures.models import Snapshot
from sala.figures.rules import REASONS
from sala.figures.tests.conftest import YEAR

pytestmark = pytest.mark.django_db
NO_FACTS = "Nobody has made figures from the record yet."
WHY = "Choose “The first for this year” if none was approved, and else why it differs."
STATED = {"year": YEAR, "about": "screened", "answer": "complete"}
FROZEN = {"year": YEAR, "reason": "first"}


@pytest.fixture
def prepare(actor, now):
    """`prepare(reason)` freezes the year as an analyst."""

    def make(reason="first", role=Role.ANALYST):
        with actor(role) as by:
            return actions.prepare_snapshot(by=by, at=now, year=YEAR, reason=reason)

    return make


@pytest.fixture
def approve(actor, now):
    """`approve(snapshot)` stands by a year that was frozen, as oversight."""

    def make(snapshot, role=Role.OVERSIGHT, side="own", at=now):
        with actor(role, side) as by:
            actions.approve_snapshot(by=by, at=at, snapshot=snapshot)

    return make


def snapshots_held(actor):
    """How many years are frozen, and how many of them approved."""
    with actor(Role.ANALYST):
        held = Snapshot.objects.all()
        return held.count(), held.filter(approved_at__isnull=False).count()


def test_each_role_but_the_analysts_is_refused_to_freeze(country, prepare, actor):
    for role in set(Role) - {Role.ANALYST}:
        with pytest.raises(RefusedError) as refused:
            prepare(role=role)
        assert refused.value.decision.reason == "role", role
    assert snapshots_held(actor) == (0, 0)


@pytest.mark.parametrize("reason", [*REASONS, "", "because"])
@pytest.mark.parametrize("approved", [False, True])
def test_the_first_has_no_reason_and_each_later_one_has(
    country,
    prepare,
    approve,
    actor,
    reason,
    approved,
):
    if approved:
        approve(prepare())
    before = snapshots_held(actor)
    lawful = reason in REASONS and (reason != "first") == approved
    if lawful:
        prepare(reason)
    else:
        with pytest.raises(actions.NotAReasonError):
            prepare(reason)
    assert snapshots_held(actor) == (before[0] + lawful, before[1])


def test_without_facts_nothing_is_frozen(prepare, actor, tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "FACTS", tmp_path / "nothing")
    with pytest.raises(actions.NoFactsError):
        prepare()
    assert snapshots_held(actor) == (0, 0)


def test_who_may_approve_is_refused_what_is_gone_approved_or_their_own(
    country,
    prepare,
    approve,
    actor,
    now,
):
    made = prepare()
    refusals = [
        (uuid4(), Role.OVERSIGHT, "not_found"),
        (made, Role.ANALYST, "own_snapshot"),
    ]
    for snapshot, role, reason in refusals:
        with pytest.raises(RefusedError) as refused:
            approve(snapshot, role)
        assert refused.value.decision.reason == reason
    assert snapshots_held(actor) == (1, 0)
    approve(made)
    with pytest.raises(RefusedError) as refused:
        approve(made, Role.ANALYST, "other", now + timedelta(seconds=1))
    assert refused.value.decision.reason == "not_found", "it is approved once"
    with actor(Role.ANALYST):
        assert Snapshot.objects.get(id=made).approved_at == now


def test_each_other_role_is_refused_to_approve(country, prepare, approve, actor):
    made = prepare()
    for role in set(Role) - {Role.ANALYST, Role.OVERSIGHT}:
        with pytest.raises(RefusedError) as refused:
            approve(made, role)
        assert refused.value.decision.reason == "role", role
    assert snapshots_held(actor) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"year": "2999"}, "year", "Enter a year that has begun."),
        ({"year": "1989"}, "year", "Enter 1990 or more."),
        ({"year": "last"}, "year", "Enter a whole number."),
        ({"year": ""}, "year", "This field is required."),
        ({"reason": "correction"}, "reason", WHY),
        ({"reason": ""}, "reason", "This field is required."),
    ],
)
def test_the_page_of_freezing_says_what_is_wrong_beside_its_field(
    country,
    sign_in,
    actor,
    changes,
    field,
    says,
):
    page = sign_in(Role.ANALYST).post(reverse("prepare_snapshot"), FROZEN | changes)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert says in page.context["form"].errors[field]
    assert says in page.content.decode()
    assert snapshots_held(actor) == (0, 0)


def test_the_page_of_freezing_says_that_there_are_no_facts(
    sign_in,
    tmp_path,
    monkeypatch,
):
    monkeypatch.setattr(settings, "FACTS", tmp_path / "nothing")
    page = sign_in(Role.ANALYST).post(reverse("prepare_snapshot"), FROZEN)
    assert page.context["form"].non_field_errors() == [NO_FACTS]


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"year": "2999"}, "year", "Enter a year that has begun."),
        ({"about": "dancing"}, "about", "dancing"),
        ({"about": ""}, "about", "This field is required."),
        ({"answer": "mostly"}, "answer", "mostly"),
        ({"answer": ""}, "answer", "This field is required."),
    ],
)
def test_the_page_on_completeness_says_what_is_wrong_beside_its_field(
    country,
    sign_in,
    changes,
    field,
    says,
):
    page = sign_in(Role.ANALYST).post(reverse("state_coverage"), STATED | changes)
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert says in " ".join(page.context["form"].errors[field])
    assert page.context["said"] == [], "nothing was noted"


@pytest.mark.parametrize(
    ("page", "form"),
    [("prepare_snapshot", FROZEN), ("state_coverage", STATED), ("renew_facts", {})],
)
def test_a_page_that_is_not_theirs_is_not_found_by_the_others(
    country,
    sign_in,
    actor,
    page,
    form,
):
    for role in (Role.OVERSIGHT, Role.SUPERVISOR, Role.CASE_WORKER):
        assert sign_in(role).post(reverse(page), form).status_code == 404, role
    assert snapshots_held(actor) == (0, 0)
