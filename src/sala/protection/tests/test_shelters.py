"""A bed has one person, a person one bed, whoever comes at the same moment; outside, numbers only."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit import clock
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.people.models import Person
from sala.protection.actions import shelters as actions
from sala.protection.models import Bed, Shelter, ShelterStay
from sala.protection.queries import shelters as queries
from sala.protection.queries.worklist import worklist_items
from sala.protection.rules import shelters as rules

DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 1))


@pytest.fixture
def house(actor, now):
    """A shelter of the agency `own` with two beds for women and one for anybody; its key."""
    return build(actor, now)


def build(actor, now):
    with actor(Role.SUPERVISOR) as by:
        key = actions.add_shelter(
            by=by,
            at=now,
            code="HOUSE-1",
            name="Frangipani",
        )
        women = actions.BedKind("female", "adult")
        actions.add_beds(
            by=by,
            at=now,
            shelter=key,
            number=2,
            kind=women,
        )
        actions.add_beds(
            by=by,
            at=now,
            shelter=key,
            number=1,
            kind=actions.BedKind(),
        )
    return key


@pytest.fixture
def somebody(actor, now):
    """`somebody()` registers a person of the agency `own`; the key."""

    def register(which="own"):
        with actor(Role.CASE_WORKER, which) as by:
            return people.register_person(
                by=by,
                at=now,
                identity=people_rules.Identity(),
            ).id

    return register


def beds(by):
    (row,) = queries.load_shelters(by=by)
    return row.beds


def give(
    by,
    now,
    person,
    bed,
    **changes,
):
    usual = {
        "from_on": clock.today(),
        "arrived": True,
        "sex": "female",
        "age_group": "adult",
    }
    booking = actions.BedBooking(bed=bed, **usual | changes)
    return actions.give_bed(
        by=by,
        at=now,
        person=person,
        booking=booking,
    )


def leave(
    by,
    now,
    stay,
    on=None,
    version=1,
):
    actions.record_departure(
        by=by,
        at=now,
        stay=stay,
        on=on or clock.today(),
        reason="goes_home",
        destination="home",
        version=version,
    )


@pytest.mark.django_db
def test_a_bed_is_one_persons_until_they_leave(
    actor,
    now,
    house,
    somebody,
):
    first, second = somebody(), somebody()
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
        stay = give(by, now, first, bed)
        with pytest.raises(ValidationError) as refused:
            give(by, now, second, bed)
        assert set(refused.value.message_dict) == {"bed"}
        assert [b.stay is None for b in beds(by)] == [False, True, True]
        leave(by, now, stay)
        assert give(by, now, second, bed), "free again on the day of leaving"


@pytest.mark.django_db
def test_a_person_is_not_in_two_beds_nor_in_two_agencies(
    actor,
    now,
    house,
    somebody,
    identify,
):
    person = somebody()
    with actor(Role.CASE_WORKER) as by:
        one, two, _three = beds(by)
        give(by, now, person, one.id)
        with pytest.raises(ValidationError) as refused:
            give(
                by,
                now,
                person,
                two.id,
                arrived=False,
            )
        assert set(refused.value.message_dict) == {"from_on"}


@pytest.mark.django_db
def test_a_stay_written_down_late_finds_who_was_there_then(
    actor,
    now,
    house,
    somebody,
):
    first, second = somebody(), somebody()
    today = clock.today()
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
        stay = give(
            by,
            now,
            first,
            bed,
            from_on=today - timedelta(days=9),
        )
        leave(by, now, stay, today - timedelta(days=3))
        with pytest.raises(ValidationError):
            give(
                by,
                now,
                second,
                bed,
                from_on=today - timedelta(days=5),
            )
        give(
            by,
            now,
            second,
            bed,
            from_on=today - timedelta(days=3),
        )


@pytest.mark.django_db
def test_a_bed_for_others_needs_a_reason(
    actor,
    now,
    house,
    somebody,
):
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
        for described in ({"sex": "male"}, {"age_group": "in_doubt"}, {"sex": ""}):
            with pytest.raises(ValidationError) as refused:
                give(
                    by,
                    now,
                    somebody(),
                    bed,
                    **described,
                )
            assert set(refused.value.message_dict) == {"exception"}
        key = give(
            by,
            now,
            somebody(),
            bed,
            age_group="child",
            exception="family",
        )
        assert queries.load_stay(by=by, key=key).exception == "family"


@pytest.mark.django_db
def test_a_held_bed_is_taken_and_late_when_nobody_comes(
    actor,
    now,
    house,
    somebody,
):
    person, today = somebody(), clock.today()
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
        with pytest.raises(ValidationError):
            give(
                by,
                now,
                person,
                bed,
                from_on=today + timedelta(days=2),
            )
        key = give(
            by,
            now,
            person,
            bed,
            arrived=False,
        )
        with pytest.raises(ValidationError):
            give(by, now, somebody(), bed)
    with actor(Role.SUPERVISOR) as by:
        tomorrow = today + timedelta(days=1)
        (line,) = [
            w for w in worklist_items(by=by, today=tomorrow) if "places" in w.url
        ]
        assert (line.number, line.late) == (1, 1)
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(NotAllowedError):
            leave(by, now, key)
        actions.cancel_stay(
            by=by,
            at=now,
            stay=key,
            reason="did_not_come",
            version=1,
        )
        assert give(by, now, somebody(), bed)


@pytest.mark.django_db
def test_who_comes_to_a_held_bed_is_in(
    actor,
    now,
    house,
    somebody,
):
    with actor(Role.CASE_WORKER) as by:
        key = give(
            by,
            now,
            somebody(),
            beds(by)[0].id,
            arrived=False,
        )
        actions.record_arrival(
            by=by,
            at=now,
            stay=key,
            on=clock.today(),
            version=1,
        )
        with pytest.raises(ChangedMeanwhileError):
            leave(by, now, key, version=1)
        leave(by, now, key, version=2)
        assert queries.load_stay(by=by, key=key).moves == ()


def test_two_at_the_same_moment_get_one_bed_between_them(
    scratch,
    actor,
    now,
    somebody,
):
    build(actor, now)
    people_ = [somebody() for _ in range(6)]
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
    start = Barrier(len(people_))

    def rush(person):
        try:
            with actor(Role.CASE_WORKER) as worker:
                start.wait(timeout=10)
                return give(worker, now, person, bed)
        except ValidationError as error:
            return error.message_dict
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people_)) as pool:
        answers = list(pool.map(rush, people_))
    assert sum(isinstance(a, dict) for a in answers) == len(people_) - 1
    assert all(set(a) == {"bed"} for a in answers if isinstance(a, dict))
    with actor(Role.CASE_WORKER) as by:
        assert ShelterStay.objects.count() == 1


def test_one_person_rushed_into_two_beds_gets_one(
    scratch,
    actor,
    now,
    somebody,
):
    build(actor, now)
    person = somebody()
    with actor(Role.CASE_WORKER) as by:
        keys = [bed.id for bed in beds(by)]
    start = Barrier(len(keys))

    def rush(bed):
        try:
            with actor(Role.CASE_WORKER) as worker:
                start.wait(timeout=10)
                return give(worker, now, person, bed)
        except ValidationError:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(keys)) as pool:
        assert sum(bool(made) for made in pool.map(rush, keys)) == 1


@pytest.mark.django_db
def test_the_database_itself_refuses_a_second_person(
    actor,
    now,
    house,
    somebody,
):
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
        give(by, now, somebody(), bed)
        row = {
            "person_id": somebody(),
            "bed_id": bed,
            "agency_id": by.agency,
            "state": "in",
            "from_on": clock.today() + timedelta(days=300),
            "recorded_by_id": by.user,
            "recorded_at": now,
            "changed_by_id": by.user,
            "changed_at": now,
        }
        with (
            pytest.raises(IntegrityError, match="one_person_a_bed"),
            transaction.atomic(),
        ):
            ShelterStay.objects.create(**row)


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_another_agency_learns_numbers_and_nothing_else(
    role,
    actor,
    sign_in,
    now,
    house,
    somebody,
):
    person = somebody()
    with actor(Role.CASE_WORKER) as by:
        give(by, now, person, beds(by)[0].id)
        code = Person.objects.get(id=person).code
    with actor(role, "other") as by:
        for table in (Shelter, Bed, ShelterStay):
            assert not table.objects.exists()
    page = sign_in(role, "other").get(reverse("list_places"))
    counts = {
        Role.FRONTLINE_OFFICER,
        Role.CONSULAR_OFFICER,
        Role.IDENTIFICATION_OFFICER,
        Role.CASE_WORKER,
        Role.SUPERVISOR,
        Role.ANALYST,
    }
    assert page.status_code == (200 if role in counts else 404)
    text = page.content.decode()
    assert code not in text
    assert "Frangipani" not in text
    assert "HOUSE-1" not in text
    assert ("2 of 3 free" in text) == (role in counts)


@pytest.mark.django_db
def test_who_sees_the_person_learns_of_the_stay_and_not_of_the_house(
    actor,
    now,
    house,
    person,
):
    with actor(Role.CASE_WORKER) as by:
        key = give(by, now, person.id, beds(by)[0].id)
    with actor(Role.IDENTIFICATION_OFFICER, "other") as by:
        row = queries.load_stay(by=by, key=key)
        assert (row.shelter, row.bed, row.moves, row.own) == ("", None, (), False)
        assert ShelterStay.objects.filter(id=key).update(state="left") == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "role",
    [r for r in Role if r not in {Role.CASE_WORKER, Role.SUPERVISOR}],
)
def test_no_other_role_of_the_agency_sees_the_house(
    role,
    actor,
    now,
    house,
):
    with actor(role) as by:
        assert not Shelter.objects.exists()
        assert not Bed.objects.exists()
        with pytest.raises(RefusedError):
            actions.add_shelter(
                by=by,
                at=now,
                code="HOUSE-2",
                name="Two",
            )
        with pytest.raises(ProgrammingError), transaction.atomic():
            Shelter.objects.create(
                agency_id=by.agency,
                code="HOUSE-2",
                name="x",
                added_by_id=by.user,
                added_at=now,
            )


@pytest.mark.django_db
def test_no_bed_of_another_agency_is_given(
    actor,
    now,
    house,
    somebody,
):
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
    person = somebody("other")
    with actor(Role.CASE_WORKER, "other") as by, pytest.raises(Bed.DoesNotExist):
        give(by, now, person, bed)


@pytest.mark.django_db
def test_a_bed_with_somebody_in_it_is_not_taken_away(
    actor,
    now,
    house,
    somebody,
):
    with actor(Role.CASE_WORKER) as by:
        one, two, _ = beds(by)
        give(by, now, somebody(), one.id)
    with actor(Role.SUPERVISOR) as by:
        with pytest.raises(ValidationError):
            actions.retire_bed(
                by=by,
                at=now,
                bed=one.id,
            )
        actions.retire_bed(
            by=by,
            at=now,
            bed=two.id,
        )
    with actor(Role.CASE_WORKER) as by, pytest.raises(Bed.DoesNotExist):
        give(by, now, somebody(), two.id)


@pytest.mark.django_db
def test_a_code_is_given_once_and_is_a_code(actor, now, house):
    with actor(Role.SUPERVISOR) as by:
        for code in ("HOUSE-1", "at the market", "1"):
            with pytest.raises(ValidationError) as refused:
                actions.add_shelter(
                    by=by,
                    at=now,
                    code=code,
                    name="Again",
                )
            assert set(refused.value.message_dict) == {"code"}


@pytest.mark.django_db
def test_the_pages_of_a_shelter(
    actor,
    sign_in,
    now,
    house,
    somebody,
):
    person = somebody()
    with actor(Role.CASE_WORKER) as by:
        code, bed = Person.objects.get(id=person).code, beds(by)[0].id
    worker = sign_in(Role.CASE_WORKER)
    page = reverse("give_bed", args=[code])
    assert "Frangipani" in worker.get(page).content.decode()
    today = clock.today()
    day = {f"from_on_{part}": getattr(today, part) for part in ("day", "month", "year")}
    said = {
        "bed": str(bed),
        "arrived": "yes",
        "sex": "female",
        "age_group": "adult",
    } | day
    stay = worker.post(page, said).url
    assert "In the shelter" in worker.get(stay).content.decode()
    assert code in worker.get(reverse("show_shelter", args=[house])).content.decode()
    late = {"move": "leave", "version": 1} | {
        k.replace("from", "happened"): v for k, v in day.items()
    }
    assert "Choose where to" in worker.post(stay, late).content.decode()
    done = worker.post(stay, late | {"reason": "goes_home", "destination": "relatives"})
    assert done.status_code == 302
    assert "To relatives" in worker.get(stay).content.decode()
    second = worker.post(stay, late | {"reason": "goes_home", "destination": "home"})
    assert second.status_code == 200
    fragment = worker.get(reverse("protection_of_person", args=[code])).content.decode()
    assert "Left the shelter" in fragment


@given(
    st.sampled_from(rules.SEXES),
    st.sampled_from(rules.AGES),
    st.sampled_from(["", "female", "male", "other"]),
    st.sampled_from(["", "adult", "child", "in_doubt"]),
)
def test_a_bed_fits_whom_it_is_for(
    bed_sex,
    bed_age,
    sex,
    age_group,
):
    fits = rules.bed_fits(bed_sex, bed_age, sex, age_group)
    assert rules.bed_fits("", "", sex, age_group)
    if fits and bed_sex:
        assert sex == bed_sex
    if fits and bed_age == "adult":
        assert age_group == "adult", "an age in doubt is a child's"
    assert rules.needs_exception((bed_sex, bed_age), (sex, age_group), "") != fits
    assert not rules.needs_exception((bed_sex, bed_age), (sex, age_group), "family")


SPANS = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 400)).map(
        lambda pair: (
            pair[0],
            None if pair[1] is None else pair[0] + timedelta(days=pair[1]),
        ),
    ),
    max_size=8,
)


@given(SPANS, DAYS, st.integers(0, 200))
def test_nights_are_counted_as_one_counts_them_by_hand(spans, first, length):
    after = first + timedelta(days=length)
    slow = sum(
        begin <= night and (end is None or night < end)
        for begin, end in spans
        for night in (first + timedelta(days=n) for n in range(length))
    )
    assert rules.count_nights(spans, first, after) == slow


@given(st.lists(DAYS, max_size=5), DAYS, st.integers(1, 24))
def test_full_is_never_more_than_there_is(added, today, months):
    spans = [(day, None) for day in added]
    for month in rules.monthly_occupancy(spans, spans, today, months):
        assert month.slept == month.there
        assert month.share in {None, 100}
    assert len(rules.month_starts(today, months)) == months
    assert rules.month_starts(today, months)[-1] == today.replace(day=1)


@pytest.mark.django_db
def test_whoever_comes_second_to_a_bed_reads_that_it_is_taken(
    actor,
    sign_in,
    now,
    house,
    somebody,
):
    first, second = somebody(), somebody()
    worker = sign_in(Role.CASE_WORKER)
    with actor(Role.CASE_WORKER) as by:
        bed = beds(by)[0].id
        page = reverse("give_bed", args=[Person.objects.get(id=second).code])
    assert str(bed) in worker.get(page).content.decode()
    with actor(Role.CASE_WORKER) as by:
        give(by, now, first, bed)
    today = clock.today()
    days = {
        f"from_on_{part}": getattr(today, part) for part in ("day", "month", "year")
    }
    answer = worker.post(
        page,
        {
            "bed": str(bed),
            "arrived": "yes",
            **days,
        },
    )
    assert answer.context["form"].errors["bed"] == [
        "This bed was taken meanwhile. Choose another.",
    ]
    text = answer.content.decode()
    assert str(bed) not in text
    assert "Which bed? This bed was taken meanwhile." in text


@pytest.mark.parametrize(
    ("bed", "person", "fits"),
    [
        (("", "child"), ("", "in_doubt"), True),
        (("", "child"), ("", "child"), True),
        (("", "child"), ("", "adult"), False),
        (("", "adult"), ("", "in_doubt"), False),
        (("", "adult"), ("", ""), False),
        (("female", ""), ("female", ""), True),
        (("female", ""), ("", ""), False),
    ],
)
def test_an_age_in_doubt_is_a_child_s_and_what_is_not_recorded_fits_anybody_s(
    bed,
    person,
    fits,
):
    assert rules.bed_fits(*bed, *person) is fits
