"""Nobody opens a country in an afternoon: of people whom nothing ties to one's own work, a
number a day; the supervisor is told at half of it (finding F8).
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from sala.access import orders
from sala.access.models import Notice
from sala.access.roles import Purpose, Role
from sala.kit.uploaded_files import SentFile
from sala.people import actions, rules
from sala.screening import jobs
from sala.screening.actions import htcds, htcds_orders

NUMBER = 4
PAPER, PASSPORT = "identity_paper", SentFile("pdf", b"%PDF-1.4 a passport")


@pytest.fixture(autouse=True)
def number(monkeypatch):
    monkeypatch.setattr(rules, "OTHERS_A_DAY", NUMBER)


@pytest.fixture
def registered(actor, now):
    """`registered(role, agency)` is a person whom somebody of that role registered."""

    def register(role, agency="own"):
        with actor(role, agency) as by:
            return actions.register_person(
                by=by,
                at=now,
                identity=rules.Identity(names=(rules.PersonName("ສົມພອນ"),)),
            )

    return register


@pytest.fixture
def opens(actor):
    """`opens(person)` opens an identity as the case worker does."""

    def open_one(person, purpose=Purpose.SERVICES):
        with actor(Role.CASE_WORKER) as by:
            return actions.open_identity(by=by, person=person.id, purpose=purpose)

    return open_one


def told(actor, role, agency="own"):
    with actor(role, agency):
        return Notice.objects.filter(kind="people.many_opened").count()


@pytest.mark.django_db
def test_of_others_a_number_is_opened_and_then_only_an_emergency(
    actor, sign_in, registered, opens
):
    others = [registered(Role.IDENTIFICATION_OFFICER) for _ in range(NUMBER + 1)]
    for person in others[:NUMBER]:
        opens(person)
    with pytest.raises(ValidationError, match="You have opened 4 people today"):
        opens(others[NUMBER])
    opens(others[0])  # again is no other
    opens(registered(Role.CASE_WORKER))  # nor is whom one registered

    page = sign_in(Role.CASE_WORKER).post(
        reverse("open_identity", args=[others[NUMBER].code]),
        {"purpose": Purpose.SERVICES},
    )
    assert "use an emergency look" in page.content.decode()
    assert "ສົມພອນ" not in page.content.decode()

    with actor(Role.CASE_WORKER) as by:
        assert actions.break_glass(
            by=by, code=others[NUMBER].code, reason="She is in danger tonight."
        )
    assert opens(others[NUMBER], Purpose.EMERGENCY).identity.names


@pytest.mark.django_db
def test_the_supervisor_of_the_agency_is_told_once_at_half_of_it(
    actor, registered, opens
):
    others = [registered(Role.IDENTIFICATION_OFFICER) for _ in range(NUMBER)]
    opens(others[0])
    assert told(actor, Role.SUPERVISOR) == 0
    for person in others[1:]:
        opens(person)
        opens(person)
        assert told(actor, Role.SUPERVISOR) == 1
    assert told(actor, Role.SUPERVISOR, "other") == told(actor, Role.CASE_WORKER) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("door", ["correction", "paper", "file"])
def test_every_door_to_who_somebody_is_counts(actor, registered, opens, now, door):
    others = [registered(Role.IDENTIFICATION_OFFICER) for _ in range(NUMBER + 1)]
    with actor(Role.IDENTIFICATION_OFFICER) as by:
        paper = actions.add_attachment(
            by=by,
            at=now,
            person=others[NUMBER].id,
            what=PAPER,
            file=PASSPORT,
        )
    for person in others[:NUMBER]:
        opens(person)
    last = others[NUMBER]
    with (
        actor(Role.CASE_WORKER) as by,
        pytest.raises(ValidationError, match="You have opened 4 people today"),
    ):
        if door == "correction":
            actions.open_identity(by=by, person=last.id, purpose=Purpose.CORRECTION)
        elif door == "paper":
            actions.open_attachment(by=by, attachment=paper, purpose=Purpose.SERVICES)
        else:
            htcds.export_htcds(by=by, codes=[last.code], purpose=Purpose.SERVICES)


@pytest.mark.django_db
def test_papers_count_as_the_people_they_are_of(actor, registered, now):
    others = [registered(Role.IDENTIFICATION_OFFICER) for _ in range(2)]
    with actor(Role.CASE_WORKER) as by:
        papers = [
            actions.add_attachment(
                by=by,
                at=now,
                person=person.id,
                what=PAPER,
                file=PASSPORT,
            )
            for person in others
        ]
        for paper, person in zip(papers, others, strict=True):
            actions.open_attachment(by=by, attachment=paper, purpose=Purpose.SERVICES)
            actions.open_identity(by=by, person=person.id, purpose=Purpose.SERVICES)
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM people_opened_today(%s)", [others[0].id])
            assert cursor.fetchone() == (2, True, False)


@pytest.mark.django_db
def test_a_file_that_was_ordered_tells_the_supervisor_too(actor, registered, now):
    others = [registered(Role.IDENTIFICATION_OFFICER) for _ in range(NUMBER)]
    with actor(Role.CASE_WORKER) as by:
        order = htcds_orders.order_export(
            by=by,
            at=now,
            codes=[person.code for person in others],
            purpose=Purpose.SERVICES,
            form="csv",
        )
    jobs.make_export(order)
    with actor(Role.CASE_WORKER) as by:
        machine = htcds_orders.EXPORTER
        done = orders.own_order(by=by, order=order, machine=machine)
    assert done.state == "done"
    assert told(actor, Role.SUPERVISOR) == 1


@pytest.mark.django_db
def test_a_correction_past_the_number_says_so_on_the_record(sign_in, registered, opens):
    others = [registered(Role.IDENTIFICATION_OFFICER) for _ in range(NUMBER + 1)]
    for person in others[:NUMBER]:
        opens(person)
    address = reverse("change_identity", args=[others[NUMBER].code])
    said = sign_in(Role.CASE_WORKER).post(address, follow=True)
    assert said.status_code == 200
    assert "You have opened 4 people today" in said.content.decode()
    assert "ສົມພອນ" not in said.content.decode()


def test_at_once_is_no_way_past_it_nor_past_the_supervisor(scratch, actor, now):
    """Two requests that count at the same moment would both be the last but one."""
    with actor(Role.IDENTIFICATION_OFFICER) as by:
        others = [
            actions.register_person(
                by=by,
                at=now,
                identity=rules.Identity(names=(rules.PersonName("ສົມພອນ"),)),
            )
            for _ in range(2 * NUMBER)
        ]

    def open_one(person):
        try:
            with actor(Role.CASE_WORKER) as by:
                actions.open_identity(by=by, person=person.id, purpose=Purpose.SERVICES)
        except ValidationError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2 * NUMBER) as at_once:
        assert sum(at_once.map(open_one, others)) == NUMBER
    assert told(actor, Role.SUPERVISOR) == 1


def test_tomorrow_one_goes_on(in_the_past, actor, now):
    with actor(Role.IDENTIFICATION_OFFICER) as by:
        others = [
            actions.register_person(
                by=by,
                at=now,
                identity=rules.Identity(names=(rules.PersonName("ສົມພອນ"),)),
            )
            for _ in range(NUMBER + 1)
        ]
    with actor(Role.CASE_WORKER) as by:
        for person in others[:NUMBER]:
            actions.open_identity(by=by, person=person.id, purpose=Purpose.SERVICES)
    with in_the_past(Role.CASE_WORKER, days=-1) as (by, _tomorrow):
        opened = actions.open_identity(
            by=by, person=others[NUMBER].id, purpose=Purpose.SERVICES
        )
    assert opened.identity.names
