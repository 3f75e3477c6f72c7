"""Whoever was met is screened, or it is said why not; a blank is no zero."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit.bar_charts import share_of_whole
from sala.kit.states import ChangedMeanwhileError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.screening.actions import operations as actions
from sala.screening.models import Operation, Screening
from sala.screening.queries import operations as queries
from sala.screening.queries.worklist import worklist_items
from sala.screening.rules.operations import (
    GroupAccount,
    MetAtOperation,
    OperationAccount,
    group_accounts,
)

WOMEN = (
    MetAtOperation("female", "adult", True, 93),
    MetAtOperation("female", "adult", False, 35),
)
COUNTS = st.integers(0, 500)


def october(now, met=WOMEN):
    return actions.OperationInput(
        "police_operation",
        now.date(),
        place_code="LA01",
        met=met,
    )


@pytest.fixture
def raid(actor, now):
    with actor(Role.INVESTIGATOR) as by:
        return actions.record_operation(
            by=by,
            at=now,
            occasion=october(now),
        )


def screened(
    actor,
    now,
    operation,
    number,
    outcome="not_indicated",
):
    for at in range(number):
        with actor(Role.CASE_WORKER) as by:
            person = people.register_person(
                by=by,
                at=now,
                identity=people_rules.Identity(),
            )
            Screening.objects.create(
                id=person.id,
                receipt=person.code,
                person_id=person.id,
                operation_id=operation,
                agency_id=by.agency,
                screened_by_id=by.user,
                instrument="triage",
                instrument_version="1",
                written_at=now + timedelta(microseconds=at),
                received_at=now,
                outcome=outcome,
            )


@pytest.mark.django_db
def test_128_women_met_and_none_screened_looks_like_the_failure_it_is(
    raid,
    actor,
    sign_in,
    now,
):
    client = sign_in(Role.SUPERVISOR)
    page = client.get(reverse("show_operation", args=[raid])).content.decode()
    assert "128 met, nobody screened" in page
    assert "128 people not screened, and nobody says why" in page
    with actor(Role.SUPERVISOR) as by:
        (line,) = worklist_items(by=by, today=now.date())
        assert (line.number, line.late) == (1, 1)
    assert "not accounted for" in client.get("/").content.decode()


@pytest.mark.django_db
def test_it_stays_on_the_list_until_each_is_screened_or_explained(raid, actor, now):
    screened(
        actor,
        now,
        raid,
        3,
        "indicated",
    )
    with actor(Role.SUPERVISOR) as by:
        account = queries.load_operation(by=by, key=raid).row.account
        assert (
            account.met,
            account.screened,
            account.indicated,
            account.unscreened,
        ) == (128, 3, 3, 125)
        assert account.not_referred == 3
        actions.explain_unscreened(
            by=by,
            at=now,
            operation=raid,
            reason="not_done",
            number=124,
        )
        assert queries.count_unaccounted(by=by) == 1
        actions.explain_unscreened(
            by=by,
            at=now,
            operation=raid,
            reason="refused",
            number=1,
        )
        assert queries.count_unaccounted(by=by) == 0
        page = queries.load_operation(by=by, key=raid)
        assert page.row.state == "settled"
        actions.take_back(
            by=by,
            at=now,
            operation=raid,
            explained=page.explained[0].id,
        )
        assert queries.count_unaccounted(by=by) == 1, (
            "what was taken back is a gap again"
        )


@pytest.mark.django_db
def test_a_number_nobody_wrote_down_is_no_zero(actor, now):
    with actor(Role.FRONTLINE_OFFICER) as by:
        nobody = (MetAtOperation("", "", None, 0),)
        empty = actions.record_operation(
            by=by,
            at=now,
            occasion=october(now, ()),
        )
        zero = actions.record_operation(
            by=by,
            at=now,
            occasion=october(now, nobody),
        )
        assert queries.load_operation(by=by, key=empty).row.account.met is None
        assert queries.load_operation(by=by, key=empty).row.account.unscreened is None
        assert queries.load_operation(by=by, key=empty).row.state == "open"
        assert queries.load_operation(by=by, key=zero).row.account.met == 0


@pytest.mark.django_db
def test_the_second_who_corrects_sees_what_the_first_wrote(
    raid,
    actor,
    sign_in,
    now,
):
    with actor(Role.INVESTIGATOR) as by:
        fewer = october(now, WOMEN[:1])
        actions.change_operation(
            by=by,
            at=now,
            operation=raid,
            occasion=fewer,
            version=1,
        )
        with pytest.raises(ChangedMeanwhileError):
            actions.change_operation(
                by=by,
                at=now,
                operation=raid,
                occasion=fewer,
                version=1,
            )
    form = {
        "kind": "police_operation",
        "place_code": "LA01",
        "version": "1",
        "met_female_adult_national": "92",
    } | {f"happened_on_{part}": getattr(now, part) for part in ("day", "month", "year")}
    client, page = sign_in(Role.INVESTIGATOR), reverse("change_operation", args=[raid])
    late = client.post(page, form)
    told = {(d.now, d.typed) for d in late.context["overtaken"].differences}
    assert ("93", "92") in told
    assert 'value="92"' in late.text, "what was typed is not lost"
    assert client.post(
        page,
        form | {"version": late.context["form"]["version"].value()},
    ).url


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("kind", {"kind": "raid"}),
        ("place_code", {"place_code": ""}),
        ("happened_on", {"happened_on": timedelta(days=2)}),
    ],
)
def test_what_cannot_be_names_its_field(
    field,
    changes,
    actor,
    now,
):
    given_day = changes.pop("happened_on", timedelta())
    usual = {
        "kind": "walk_in",
        "place_code": "LA01",
        "happened_on": now.date() + given_day,
    }
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_operation(
                by=by,
                at=now,
                occasion=actions.OperationInput(**usual | changes),
            )
        assert set(refused.value.message_dict) == {field}
        assert not Operation.objects.exists()


@pytest.mark.django_db
def test_another_agency_sees_no_operation_and_no_number_of_it(raid, actor):
    for role in Role:
        with actor(role, "other"):
            assert not Operation.objects.exists()
    with actor(Role.SUPERVISOR, "other") as by:
        assert queries.load_operation(by=by, key=raid) is None


@pytest.mark.django_db
def test_nobody_says_that_an_operation_is_settled(raid, actor):
    from django.db import ProgrammingError, transaction

    with actor(Role.SUPERVISOR), pytest.raises(ProgrammingError), transaction.atomic():
        Operation.objects.filter(id=raid).update(state="settled")


@given(
    COUNTS,
    COUNTS,
    COUNTS,
    COUNTS,
    COUNTS,
)
def test_an_account_adds_up(
    met,
    screened,
    indicated,
    referred,
    explained,
):
    account = OperationAccount(
        met,
        screened,
        indicated,
        referred,
        explained,
    )
    left = account.unscreened - account.too_many
    assert left == met - screened - explained
    assert (account.state == "settled") == (left == 0)
    assert 0 <= share_of_whole(screened, met) <= 100


@pytest.mark.django_db
def test_a_longer_list_asks_the_database_no_more(actor, now, sign_in):
    crossing = countries.border_crossings()[0].code
    client = sign_in(Role.SUPERVISOR)

    def queries_for_one_more() -> int:
        with actor(Role.INVESTIGATOR) as by:
            met = actions.OperationInput(
                "border_return", now.date(), crossing_code=crossing, met=WOMEN
            )
            actions.record_operation(by=by, at=now, occasion=met)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("list_operations")).content.decode()
        assert countries.border_crossings()[0].name in page
        return len(asked)

    queries_for_one_more()
    assert queries_for_one_more() == queries_for_one_more()


def test_a_group_says_how_many_of_it_are_not_screened():
    screened = (
        MetAtOperation("female", "adult", True, 90),
        MetAtOperation("female", "child", True, 1),
        MetAtOperation("female", "in_doubt", True, 2),
        MetAtOperation("other", "adult", True, 1),
        MetAtOperation("female", "", None, 1),
    )
    found = group_accounts(WOMEN, screened)
    assert found == (
        GroupAccount("female", "adult", True, 93, 90),
        GroupAccount("female", "adult", False, 35, 0),
        GroupAccount("female", "child", True, None, 3),
        GroupAccount("", "", True, None, 1),
        GroupAccount("", "", None, None, 1),
    )
    assert [group.unscreened for group in found] == [3, 35, None, None, None]


@given(COUNTS, COUNTS)
def test_a_group_has_no_negative_gap(met, screened):
    group = GroupAccount("female", "adult", True, met, screened)
    assert group.unscreened == max(met - screened, 0)


@pytest.mark.django_db
def test_the_page_shows_each_group_with_its_gap(actor, now, raid, sign_in):
    screened(actor, now, raid, 2)
    page = reverse("show_operation", args=[raid])
    shown = sign_in(Role.INVESTIGATOR).get(page).content.decode()
    assert "93 met, 0 screened" in shown
    assert "93 not screened" in shown
    assert "2 screened; nobody counted them among those met" in shown
    other = sign_in(Role.INVESTIGATOR, "other").get(page)
    assert other.status_code == 404
