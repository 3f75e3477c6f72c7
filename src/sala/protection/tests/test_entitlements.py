"""What the law owes a victim opens by itself, and what was not given cannot be overlooked."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.protection.actions import entitlements as actions
from sala.protection.models import PersonEntitlement
from sala.protection.queries import entitlements as queries
from sala.protection.queries.worklist import worklist_items
from sala.protection.rules.entitlements import REASONS, widest_gaps
from sala.protection.states import ENTITLEMENT
from sala.screening import signals
from sala.screening.models import Screening

STATES = st.sampled_from(ENTITLEMENT.all)


def rows_of(by, person):
    return queries.entitlements_of(by=by, person=person.id)


def step(
    by,
    now,
    row,
    move,
    reason="",
):
    return actions.move_entitlement(
        by=by,
        at=now,
        entitlement=row.id,
        move=move,
        happened_on=now.date(),
        version=row.version,
        reason=reason,
    )


@pytest.mark.django_db
def test_identification_opens_everything_the_law_gives(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        rows = rows_of(by, person)
        owed = {e.code for e in countries.entitlements_in_force(now.date())}
        assert {row.code for row in rows} == owed
        assert {(row.state, row.basis) for row in rows} == {("opened", "identified")}
        assert worklist_items(by=by, today=now.date())[0].number == 1


@pytest.mark.django_db
def test_identified_twice_opens_nothing_twice(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        codes = [row.code for row in rows_of(by, person)]
        assert len(codes) == len(set(codes))


@pytest.mark.django_db
def test_a_right_opens_on_nothing_but_a_decision_or_signs(actor, now, person):
    with (
        actor(Role.CASE_WORKER) as by,
        pytest.raises(ProgrammingError),
        transaction.atomic(),
    ):
        actions.open_entitlements(
            by=by,
            at=now,
            person=person.id,
            basis="identified",
            rests_on=person.id,
            described={
                "sex": "",
                "age_group": "",
                "citizenship": "",
            },
        )


@pytest.mark.django_db
def test_each_step_is_kept_with_its_day_and_reason(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        row = rows_of(by, person)[0]
        assert step(by, now, row, "offer") == "offered"
        row = queries.load_entitlement(by=by, key=row.id)
        with pytest.raises(ValidationError):
            step(by, now, row, "lack")
        step(
            by,
            now,
            row,
            "lack",
            "not_for_men",
        )
        row = queries.load_entitlement(by=by, key=row.id)
        assert [s.state for s in row.steps] == ["offered", "not_available"]
        assert row.reason == "not_for_men"
        with pytest.raises(NotAllowedError):
            step(by, now, row, "give")


@pytest.mark.django_db
def test_the_second_of_two_sees_the_first_ones_step(
    actor,
    sign_in,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        row = rows_of(by, person)[0]
        step(by, now, row, "offer")
        with pytest.raises(ChangedMeanwhileError):
            step(by, now, row, "offer")
    page = reverse("show_entitlement", args=[row.id])
    day = {
        f"happened_on_{part}": getattr(now, part) for part in ("day", "month", "year")
    }
    late = {
        "move": "accept",
        "version": row.version,
        **day,
    }
    answer = sign_in(Role.CASE_WORKER).post(page, late).content.decode()
    assert "changed this meanwhile" in answer
    assert 'value="accept"' in answer


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in Role if r != Role.CASE_WORKER])
def test_only_case_workers_record_steps(
    role,
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        key = rows_of(by, person)[0].id
    with actor(role):
        mine = PersonEntitlement.objects.filter(id=key)
        seen = role in {
            Role.SUPERVISOR,
            Role.IDENTIFICATION_OFFICER,
            Role.CONSULAR_OFFICER,
        }
        assert mine.exists() == seen
        assert mine.update(state="given") == 0


@pytest.mark.django_db
def test_a_third_agency_sees_nothing(
    actor,
    now,
    person,
    identify,
    sign_in,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        key = rows_of(by, person)[0].id
    with actor(Role.SUPERVISOR, "other"):
        assert PersonEntitlement.objects.exists(), "the authority sees it for a while"
    with actor(Role.ANALYST):
        assert not PersonEntitlement.objects.exists()
    page = reverse("show_entitlement", args=[key])
    assert sign_in(Role.ANALYST).get(page).status_code == 404


@pytest.mark.django_db
def test_the_gaps_of_the_country_are_numbers_for_the_analyst(
    actor,
    sign_in,
    now,
    person,
    identify,
):
    identify(person)
    today = clock.today()
    with actor(Role.ANALYST) as by:
        found = queries.all_gaps(
            by=by,
            since=today,
            until=today,
        )
    owed = len(countries.entitlements_in_force(today))
    assert [(gap.code, gap.missing) for gap in found.by_sex] == [("male", owed)]
    assert [gap.code for gap in found.by_citizenship] == ["own"]
    answer = sign_in(Role.ANALYST).get(reverse("list_gaps")).content.decode()
    assert "Men and boys" in answer
    assert person.code not in answer
    with actor(Role.SUPERVISOR) as by:
        mine = queries.all_gaps(
            by=by,
            since=today,
            until=today,
        )
    assert mine.by_sex == found.by_sex


@pytest.mark.django_db
def test_gaps_say_why_and_where_and_what_nobody_recorded(
    actor,
    sign_in,
    now,
    person,
    identify,
):
    identify(person)
    today = clock.today()
    with actor(Role.CASE_WORKER) as by:
        row = rows_of(by, person)[0]
        step(
            by,
            now,
            row,
            "lack",
            "not_for_men",
        )
    for role in (Role.ANALYST, Role.SUPERVISOR):
        with actor(role) as by:
            found = queries.all_gaps(
                by=by,
                since=today,
                until=today,
            )
        assert found.by_reason == [("not_for_men", 1)]
        assert [gap.code for gap in found.by_place] == [""]
        (men,) = found.by_sex
        assert (men.unavailable, men.never, men.waiting) == (1, men.total - 1, 0)
        page = sign_in(role).get(reverse("list_gaps")).content.decode()
        assert "It is not open to men or boys" in page
        assert "Not recorded, or abroad" in page


@pytest.mark.django_db
def test_districts_are_counted_in_their_province():
    tops = queries._provinces_of_places()
    for place in countries.list_places():
        assert tops[place.code] == (place.parent or place.code)


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), STATES, st.integers(1, 50)), max_size=30
    ),
)
def test_gaps_lose_and_invent_nothing(rows):
    found = widest_gaps(rows)
    assert sum(gap.total for gap in found) == sum(number for _c, _s, number in rows)
    for gap in found:
        assert gap.given + gap.declined + gap.missing == gap.total
        assert 0 <= gap.missing <= gap.total
        assert gap.never + gap.waiting + gap.unavailable == gap.missing


def test_every_way_to_not_available_or_declined_has_reasons():
    for move in ENTITLEMENT.moves:
        closes = move.after in {"declined", "not_available"}
        assert (move.name in REASONS) == (closes or move.before == "given")


@pytest.fixture
def presumed(actor, now, person):
    """The person, with rights that opened when the own agency screened them."""
    with actor(Role.CASE_WORKER) as by:
        seen = Screening.objects.create(
            id=uuid4(),
            receipt="1234567897",
            person_id=person.id,
            agency_id=by.agency,
            screened_by_id=by.user,
            instrument="triage",
            instrument_version="1.1.0",
            written_at=now,
            received_at=now,
            outcome="indicated",
        )
        signals.presumed.send(
            sender=Screening,
            by=by,
            at=now,
            person=person.id,
            screening=seen,
            described={},
        )
    return person


@pytest.mark.django_db
def test_identification_takes_over_what_another_agency_had_presumed(
    actor,
    now,
    presumed,
    identify,
):
    with actor(Role.CASE_WORKER) as by:
        before = rows_of(by, presumed)
        assert {row.basis for row in before} == {"presumed"}
        step(by, now, before[0], "offer")
    identify(presumed)
    with actor(Role.CASE_WORKER) as by:
        after = rows_of(by, presumed)
        assert {row.id for row in after} == {row.id for row in before}
        assert {row.basis for row in after} == {"identified"}
        assert {row.state for row in after} == {"opened", "offered"}


@pytest.mark.django_db
def test_the_authority_changes_nothing_else_of_a_right(actor, now, presumed):
    with actor(Role.IDENTIFICATION_OFFICER, "other"):
        rows = PersonEntitlement.objects.filter(person_id=presumed.id)
        assert rows.exists()
        for change in (
            {"state": "given"},
            {"basis": "identified", "rests_on": uuid4()},
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                rows.update(**change)


@pytest.mark.django_db
def test_whoever_was_never_offered_something_can_be_found(
    actor,
    sign_in,
    now,
    person,
    identify,
    monkeypatch,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        owed = len(rows_of(by, person))
        assert queries.load_untold_people(by=by) == ([(person.code, owed)], False)
        (line,) = [
            line for line in worklist_items(by=by, today=now.date()) if "#" in line.url
        ]
        assert line.number == 1
    page = sign_in(Role.CASE_WORKER).get(line.url).content.decode()
    assert f'href="/people/{person.code}/"' in page
    assert 'id="never-offered"' in page
    monkeypatch.setattr(queries, "PAGE", 0)
    with actor(Role.CASE_WORKER) as by:
        assert queries.load_untold_people(by=by) == ([], True)
    with actor(Role.CASE_WORKER, "other") as by:
        assert queries.load_untold_people(by=by) == ([], False)
