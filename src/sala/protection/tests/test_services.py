"""What was given is kept, brings the right as far as it goes, and is never changed in silence."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.ledger import record
from sala.access.models import LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.protection.actions import services as actions
from sala.protection.actions import shelters
from sala.protection.models import Bed, PersonEntitlement, ServiceDelivered
from sala.protection.queries import entitlements, referrals
from sala.protection.queries import services as queries
from sala.protection.rules import services as rules
from sala.protection.states import STATES

DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 1))


def served(by, now, person, **changes):
    usual = {
        "service": "health_care",
        "happened_on": clock.today(),
        "sex": "male",
    }
    service = actions.Service(**usual | changes)
    return actions.give_service(
        by=by,
        at=now,
        person=person.id,
        given=service,
    )


def right(by, person, code="health_care"):
    rows = entitlements.entitlements_of(by=by, person=person.id)
    return next(row for row in rows if row.code == code)


@pytest.mark.django_db
def test_what_fulfils_a_right_is_every_step_to_it(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person)
        served(by, now, person, entitlement=owed.id)
        assert right(by, person).state == "accepted", "more of it is owed"
        served(
            by,
            now,
            person,
            entitlement=owed.id,
            fulfils=True,
        )
        got = right(by, person)
        assert got.state == "given"
        assert [step.state for step in got.steps] == ["offered", "accepted", "given"]
        served(by, now, person, entitlement=owed.id)
        assert right(by, person).state == "given", "what was given stays given"
        assert not referrals.without_referral(by=by)


@pytest.mark.django_db
def test_a_right_that_was_declined_can_be_given_after_all(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person)
        declined = {"state": "declined", "changed_by_id": by.user}
        PersonEntitlement.objects.filter(id=owed.id).update(**declined)
        record(
            by=by,
            action="protection.entitlement_declined",
            kind="entitlement",
            subject=owed.id,
        )
        served(
            by,
            now,
            person,
            entitlement=owed.id,
            fulfils=True,
        )
        assert right(by, person).state == "given"


@pytest.mark.django_db
def test_what_was_struck_out_is_not_counted_and_its_right_is_owed_again(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person).id
        one = served(
            by,
            now,
            person,
            entitlement=owed,
            fulfils=True,
            amount=500_000,
        )
        two = served(
            by,
            now,
            person,
            entitlement=owed,
            fulfils=True,
            amount=250_000,
        )
        with pytest.raises(ValidationError):
            actions.strike_service(
                by=by,
                at=now,
                service=one,
                reason="",
            )
        actions.strike_service(
            by=by,
            at=now,
            service=one,
            reason="twice",
        )
        with pytest.raises(ChangedMeanwhileError):
            actions.strike_service(
                by=by,
                at=now,
                service=one,
                reason="twice",
            )
        (sums, rows) = queries.services_of(by=by, person=person.id)
        assert [(s.times, s.amount) for s in sums] == [(1, 250_000)]
        assert len(rows) == 2, "it stays to be seen"
        assert right(by, person).state == "given", "the other one still fulfils it"
        actions.strike_service(
            by=by,
            at=now,
            service=two,
            reason="not_given",
        )
        assert right(by, person).state == "accepted"


@pytest.mark.django_db
def test_a_stay_gives_the_right_to_a_place(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.SUPERVISOR) as by:
        house = shelters.add_shelter(
            by=by,
            at=now,
            code="HOUSE-9",
            name="Nine",
        )
        shelters.add_beds(
            by=by,
            at=now,
            shelter=house,
            number=1,
            kind=shelters.BedKind(),
        )
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person, "accommodation")
        bed = shelters.Bed.objects.get(shelter_id=house).id
        held = shelters.BedBooking(
            bed,
            clock.today(),
            arrived=False,
            entitlement=owed.id,
        )
        stay = shelters.give_bed(
            by=by,
            at=now,
            person=person.id,
            booking=held,
        )
        assert right(by, person, "accommodation").state == "opened", (
            "a held bed is no bed"
        )
        shelters.record_arrival(
            by=by,
            at=now,
            stay=stay,
            on=clock.today(),
            version=1,
        )
        assert right(by, person, "accommodation").state == "given"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("service", {"service": "gold"}),
        ("happened_on", {"happened_on": clock.today() + timedelta(days=1)}),
        ("entitlement", {"fulfils": True}),
        ("quantity", {"quantity": 0}),
        ("amount", {"amount": -5}),
        ("amount", {"amount": 10**15}),
    ],
)
def test_a_faulty_service_names_its_field(
    field,
    changes,
    actor,
    now,
    person,
):
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            served(by, now, person, **changes)
        assert set(refused.value.message_dict) == {field}
        assert not ServiceDelivered.objects.exists()


@pytest.mark.django_db
def test_anothers_right_is_not_served(
    actor,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person).id
        other = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        with pytest.raises(PersonEntitlement.DoesNotExist):
            served(by, now, other, entitlement=owed)
        with pytest.raises(ProgrammingError), transaction.atomic():
            ServiceDelivered.objects.create(
                person_id=other.id,
                agency_id=by.agency,
                service="work",
                entitlement_id=owed,
                happened_on=clock.today(),
                recorded_by_id=by.user,
                recorded_at=now,
            )


@pytest.mark.django_db
def test_a_note_is_sealed_and_its_opening_is_in_the_ledger(
    actor,
    sign_in,
    now,
    person,
):
    with actor(Role.CASE_WORKER) as by:
        key = served(by, now, person, note="She was afraid of the corridor.")
        assert b"corridor" not in bytes(ServiceDelivered.objects.get(id=key).note)
    page = reverse("show_service", args=[key])
    worker = sign_in(Role.CASE_WORKER)
    assert "corridor" not in worker.get(page).content.decode()
    assert "corridor" in worker.post(page, {"open": "yes"}).content.decode()
    assert sign_in(Role.SUPERVISOR).post(page, {"open": "yes"}).status_code == 404
    with actor(Role.OVERSIGHT):
        opened = LedgerEntry.objects.filter(action="protection.service_note_opened")
        assert opened.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_who_sees_and_who_records(
    role,
    actor,
    now,
    person,
):
    with actor(Role.CASE_WORKER) as by:
        key = served(by, now, person)
    with actor(role) as by:
        mine = ServiceDelivered.objects.filter(id=key)
        sees = {
            Role.CASE_WORKER,
            Role.SUPERVISOR,
            Role.IDENTIFICATION_OFFICER,
            Role.CONSULAR_OFFICER,  # of a mission, until the person is handed on
        }
        assert mine.exists() == (role in sees)
        if role == Role.CASE_WORKER:
            return
        strike = {
            "struck_at": now,
            "struck_by_id": by.user,
            "struck_reason": "twice",
        }
        assert mine.update(**strike) == 0
        with pytest.raises(RefusedError):
            served(by, now, person)


@pytest.mark.django_db
def test_a_service_is_never_changed(actor, now, person):
    with actor(Role.CASE_WORKER) as by:
        key = served(by, now, person, amount=1000)
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            transaction.atomic(),
        ):
            ServiceDelivered.objects.filter(id=key).update(amount=2000)


@pytest.mark.django_db
def test_the_agency_keeps_its_list_and_another_does_not_see_it(
    actor,
    sign_in,
    now,
    person,
):
    with actor(Role.CASE_WORKER) as by:
        served(by, now, person, amount=300_000)
    page = reverse("list_services")
    assert "300,000" in sign_in(Role.SUPERVISOR).get(page).content.decode()
    assert "300,000" not in sign_in(Role.SUPERVISOR, "other").get(page).content.decode()


@pytest.mark.django_db
def test_the_form_records_a_service(
    actor,
    sign_in,
    now,
    person,
    identify,
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person).id
    worker, today = sign_in(Role.CASE_WORKER), clock.today()
    page = reverse("record_service", args=[person.code])
    day = {
        f"happened_on_{part}": getattr(today, part) for part in ("day", "month", "year")
    }
    said = {"service": "health_care", "fulfils": "yes"} | day
    assert "Choose which of the things" in worker.post(page, said).content.decode()
    assert worker.post(page, said | {"entitlement": str(owed)}).status_code == 302
    shown = worker.get(
        reverse("protection_of_person", args=[person.code]),
    ).content.decode()
    assert "Health care: once" in shown


ONLY_SCHOOL = (
    "“Education or vocational training” is fulfilled only by: School or training."
    " Choose another of the things that the law gives, or none of them."
)


@pytest.mark.django_db
def test_a_right_is_fulfilled_by_a_service_of_its_kind_alone(
    actor, now, person, identify
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person, "education").id
        for fulfils in (False, True):
            with pytest.raises(ValidationError) as refused, transaction.atomic():
                served(by, now, person, entitlement=owed, fulfils=fulfils)
            assert refused.value.message_dict == {"entitlement": [ONLY_SCHOOL]}
        assert right(by, person, "education").state == "opened"
        assert not ServiceDelivered.objects.exists()
        served(by, now, person, service="education", entitlement=owed, fulfils=True)
        assert right(by, person, "education").state == "given"


@pytest.mark.django_db
def test_where_the_pack_names_no_service_any_may_fulfil_a_right(
    actor, now, person, identify, monkeypatch
):
    identify(person)
    silent = {"education": (), "accommodation": ()}
    monkeypatch.setattr(entitlements.countries, "entitlement_services", lambda: silent)
    with actor(Role.CASE_WORKER) as by:
        owed = right(by, person, "education")
        assert owed.services == ()
        served(by, now, person, entitlement=owed.id, fulfils=True)
        assert right(by, person, "education").state == "given"


@pytest.mark.django_db
def test_a_stay_gives_no_other_right_than_a_place(actor, now, person, identify):
    identify(person)
    with actor(Role.SUPERVISOR) as by:
        house = shelters.add_shelter(by=by, at=now, code="KIND-1", name="House")
        shelters.add_beds(
            by=by, at=now, shelter=house, number=1, kind=shelters.BedKind()
        )
    with actor(Role.CASE_WORKER) as by:
        usual = {"bed": Bed.objects.get().id, "from_on": clock.today(), "arrived": True}
        wrong = shelters.BedBooking(entitlement=right(by, person).id, **usual)
        with pytest.raises(ValidationError, match="is fulfilled only by: Health care"):
            shelters.give_bed(by=by, at=now, person=person.id, booking=wrong)
        place = right(by, person, "accommodation").id
        booking = shelters.BedBooking(entitlement=place, **usual)
        shelters.give_bed(by=by, at=now, person=person.id, booking=booking)
        assert right(by, person, "accommodation").state == "given"


@pytest.mark.django_db
def test_the_form_offers_what_the_service_fulfils(
    actor, sign_in, now, person, identify
):
    identify(person)
    with actor(Role.CASE_WORKER) as by:
        school, care = (
            right(by, person, code).id for code in ("education", "health_care")
        )
    worker, today = sign_in(Role.CASE_WORKER), clock.today()
    page = reverse("record_service", args=[person.code])
    shown = worker.get(page).content.decode()
    group = shown[shown.index('<optgroup label="School or training"') :]
    assert str(school) in group[: group.index("</optgroup>")]
    day = {
        f"happened_on_{part}": getattr(today, part) for part in ("day", "month", "year")
    }
    said = {"service": "health_care", "entitlement": str(school), "fulfils": "yes"}
    told = worker.post(page, said | day)
    assert told.status_code == 200
    assert ONLY_SCHOOL in told.content.decode()
    assert str(care) in told.content.decode()
    assert f'value="{school}"' not in told.content.decode(), "it is not offered"
    assert worker.post(page, said | day | {"service": "education"}).status_code == 302
    bed = worker.get(reverse("give_bed", args=[person.code])).content.decode()
    assert f'value="{school}"' not in bed


@given(st.data())
def test_a_path_leads_where_it_says_and_none_is_shorter(data):
    states = data.draw(st.sampled_from(STATES))
    before, target = (data.draw(st.sampled_from(states.all)) for _ in range(2))
    moves = rules.shortest_path(states, before, target)
    state = before
    for move in moves:
        state = states.after(state, move)
    reached = {before}
    for _ in range(len(moves)):
        assert target not in reached, "a shorter path would do"
        reached |= {states.after(s, m) for s in reached for m in states.moves_from(s)}
    if moves:
        assert state == target


ROWS = st.tuples(
    st.sampled_from("abc"),
    st.integers(1, 4),
    DAYS,
    st.none() | st.integers(1, 10**9),
)


@given(st.lists(ROWS, max_size=30))
def test_sums_lose_and_invent_nothing(rows):
    found = {given.service: given for given in rules.sum_services(rows)}
    assert {name: g.times for name, g in found.items()} == Counter(
        row[0] for row in rows
    )
    for name, summed in found.items():
        amounts = [row[3] for row in rows if row[0] == name and row[3] is not None]
        assert summed.amount == (sum(amounts) if amounts else None), (
            "no amount is not zero"
        )
        assert summed.people == len({row[1] for row in rows if row[0] == name})
