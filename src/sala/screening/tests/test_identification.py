"""Only the authority decides, on act, means and purpose; a child needs no means; nothing is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from sala.access import notices
from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit.states import NotAllowedError
from sala.people import actions as people
from sala.people import rules as people_rules
from sala.people.tests.test_overtaken import browser
from sala.protection.models import PersonEntitlement
from sala.screening.actions import identification as actions
from sala.screening.models import IdentificationDecision, IdentificationRequest
from sala.screening.queries import identification as queries
from sala.screening.queries.worklist import worklist_items
from sala.screening.rules import identification as rules
from sala.screening.tests.conftest import WOMAN
from sala.standards.palermo import ACTS, MEANS

BASES = ("statement",)
AUTHORITY = "other"


def finding(outcome="identified", **changes):
    shown = {
        "act": "recruitment",
        "act_evidence": BASES,
        "means": ("deception",),
        "means_evidence": BASES,
        "form": "forced_marriage",
        "form_evidence": BASES,
        "described": WOMAN,
    }
    return actions.Finding(outcome, **shown | changes)


def decide(
    actor,
    now,
    request,
    made,
):
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
        return actions.record_decision(
            by=by,
            at=now,
            request=request,
            finding=made,
        )


@pytest.mark.django_db
def test_the_authority_sees_the_person_once_it_is_asked(actor, now, person):
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
        assert queries.describe_person(by=by, person=person.id).status == ""
        assert queries.to_decide(by=by) == []
    with actor(Role.CASE_WORKER) as by:
        actions.request_identification(
            by=by,
            at=now,
            person=person.id,
            described=WOMAN,
        )
        assert queries.describe_person(by=by, person=person.id).status == "presumed"
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
        (row,) = queries.to_decide(by=by)
        assert (row.person_code, row.sex) == (person.code, "female")
        days = countries.deadline_days(countries.DeadlineCode.IDENTIFICATION_DECISION)
        assert row.due_on == timezone.localdate(now) + timedelta(days=days)
        assert not row.late(row.due_on)
        assert row.late(row.due_on + timedelta(days=1))
        (line,) = worklist_items(by=by, today=row.due_on + timedelta(days=1))
        assert (line.number, line.late) == (1, 1)


@pytest.mark.django_db
def test_identified_opens_what_the_law_gives(
    actor,
    now,
    person,
    asked,
):
    decide(actor, now, asked, finding())
    with actor(Role.CASE_WORKER) as by:
        assert queries.describe_person(by=by, person=person.id).status == "identified"
        owed = PersonEntitlement.objects.filter(person_id=person.id, basis="identified")
        assert owed.count() == len(countries.entitlements_in_force(now.date())) > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"act": ""}, "act"),
        ({"act_evidence": ()}, "act_evidence"),
        ({"means": ()}, "means"),
        ({"form_evidence": ()}, "form_evidence"),
        ({"form": "marriage"}, "form"),
    ],
)
def test_an_adult_is_identified_on_every_element(
    changes,
    missing,
    actor,
    now,
    asked,
):
    with pytest.raises(ValidationError) as refused:
        decide(actor, now, asked, finding(**changes))
    assert set(refused.value.message_dict) == {missing}
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY):
        assert not IdentificationDecision.objects.exists()
        assert IdentificationRequest.objects.get(id=asked).state == "asked"


@pytest.mark.django_db
@pytest.mark.parametrize("age", ["child", "in_doubt", ""])
def test_a_child_or_one_whose_age_is_in_doubt_needs_no_means(
    age,
    actor,
    now,
    asked,
):
    child = actions.DescriptionInput("female", age, "LA")
    decide(
        actor,
        now,
        asked,
        finding(
            means=(),
            means_evidence=(),
            described=child,
        ),
    )


@pytest.mark.django_db
def test_more_information_keeps_the_request_open_and_a_decision_closes_it(
    actor,
    now,
    asked,
):
    unclear = finding(
        "more_information",
        means=(),
        means_evidence=(),
    )
    decide(actor, now, asked, unclear)
    with actor(Role.CASE_WORKER) as by:
        request = IdentificationRequest.objects.get()
        (row,) = queries.decisions_on(by=by, person=request.person_id)
        assert row.unmet == ("means",), "the element that is missing is named"
    decide(actor, now, asked, finding())
    with pytest.raises(NotAllowedError):
        decide(actor, now, asked, finding("not_identified"))


@pytest.mark.django_db
@pytest.mark.parametrize("role", [r for r in Role if r != Role.IDENTIFICATION_OFFICER])
def test_no_other_role_and_no_other_agency_decides(
    role,
    actor,
    now,
    asked,
    person,
):
    for side, who in ((AUTHORITY, role), ("own", Role.IDENTIFICATION_OFFICER)):
        with actor(who, side) as by, transaction.atomic():
            with pytest.raises(ProgrammingError), transaction.atomic():
                IdentificationDecision.objects.create(
                    person_id=person.id,
                    agency_id=by.agency,
                    decided_by_id=by.user,
                    decided_on=now.date(),
                    recorded_at=now,
                    outcome="not_identified",
                )
            assert IdentificationRequest.objects.update(state="decided") == 0


@pytest.mark.django_db
def test_a_review_is_decided_by_another_officer(actor, now, asked):
    decision = decide(actor, now, asked, finding("not_identified"))
    with actor(Role.CASE_WORKER) as by:
        with pytest.raises(ValidationError):
            actions.ask_review(
                by=by,
                at=now,
                decision=decision,
                reason="  ",
            )
        review = actions.ask_review(
            by=by,
            at=now,
            decision=decision,
            reason="She was not heard.",
        )
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT review_reason FROM screening_identificationrequest WHERE id = %s",
                [review],
            )
            assert b"heard" not in bytes(cursor.fetchone()[0])
    with pytest.raises(ProgrammingError), transaction.atomic():
        decide(actor, now, review, finding())


@pytest.mark.django_db
def test_who_was_identified_abroad_and_received_home_is_a_victim_here(actor, now):
    day = now.date()
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
        person = people.register_person(
            by=by,
            at=now,
            identity=people_rules.Identity(),
        )
        abroad = actions.DecisionAbroad(
            "TH", "Department of Special Investigation", day, day
        )
        bare = actions.Finding("identified", exploited_in="TH")
        wrong = actions.DecisionAbroad("TH", "", day, day - timedelta(days=1))
        with pytest.raises(ValidationError):
            actions.receive_identification(
                by=by,
                at=now,
                person=person.id,
                abroad=wrong,
                finding=bare,
            )
        actions.receive_identification(
            by=by,
            at=now,
            person=person.id,
            abroad=abroad,
            finding=bare,
        )
        assert queries.describe_person(by=by, person=person.id).status == "identified"
        (row,) = queries.decisions_on(by=by, person=person.id)
        assert (row.origin, row.neighbour, row.received_on) == (
            "by_neighbour",
            "TH",
            day,
        )
        assert PersonEntitlement.objects.filter(person_id=person.id).exists()


@pytest.mark.django_db
def test_the_second_who_decides_sees_what_the_first_decided(
    actor,
    sign_in,
    now,
    asked,
    person,
):
    decide(actor, now, asked, finding())
    client = sign_in(Role.IDENTIFICATION_OFFICER, AUTHORITY)
    late = {
        "outcome": "not_identified",
        "sex": "female",
        "age_group": "adult",
        "citizenship": "LA",
    }
    page = reverse("decide_identification", args=[asked])
    answer = client.post(page, late)
    assert "Somebody was faster. It is now: A victim of trafficking." in answer.text
    assert ("What do you decide?", "Not a victim of trafficking") in answer.context[
        "typed"
    ]
    shown = client.get(page, follow=True)
    assert shown.redirect_chain == [(reverse("show_decision", args=[asked]), 302)]
    assert (
        "This can no longer be done. It is now: A victim of trafficking." in shown.text
    )
    assert "Identification officer other" in shown.text, "a colleague is named"
    assert "Forced or fraudulent marriage" in shown.text


@pytest.mark.django_db
def test_who_would_identify_sees_that_more_information_was_asked_meanwhile(
    actor,
    sign_in,
    now,
    asked,
):
    client = sign_in(Role.IDENTIFICATION_OFFICER, AUTHORITY)
    page = reverse("decide_identification", args=[asked])
    opened = client.get(page).context["form"]
    decide(actor, now, asked, finding("more_information"))
    said = {
        "outcome": "not_identified",
        "sex": "female",
        "age_group": "adult",
        "citizenship": "LA",
    }
    late = client.post(page, browser(opened) | said)
    assert "It is now: More information is wanted." in late.text
    assert client.post(page, browser(late.context["form"])).status_code == 302, (
        "what was typed"
    )


@pytest.mark.django_db
def test_what_was_decided_is_shown_to_the_authority_only(
    sign_in,
    actor,
    now,
    asked,
):
    decide(actor, now, asked, finding())
    page = reverse("show_decision", args=[asked])
    assert sign_in(Role.SUPERVISOR, AUTHORITY).get(page).status_code == 200
    assert sign_in(Role.IDENTIFICATION_OFFICER).get(page).status_code == 404


@pytest.mark.django_db
def test_the_officers_of_the_authority_are_told_that_a_request_came(actor, now, asked):
    with actor(Role.CASE_WORKER) as by:
        assert notices.latest_notices(by=by, at=now) == []
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
        (told,) = notices.latest_notices(by=by, at=now)
        assert told.words == "A request for identification waits for your decision"
        assert told.url == reverse("decide_identification", args=[asked])
    for role, side in (
        (Role.SUPERVISOR, AUTHORITY),
        (Role.IDENTIFICATION_OFFICER, "own"),
    ):
        with actor(role, side) as by:
            assert notices.latest_notices(by=by, at=now) == []
    decision = decide(actor, now, asked, finding("not_identified"))
    with actor(Role.CASE_WORKER) as by:
        actions.ask_review(
            by=by,
            at=now,
            decision=decision,
            reason="She was not heard.",
        )
    with actor(Role.IDENTIFICATION_OFFICER, AUTHORITY) as by:
        assert "A review of a decision on identification is asked for" in {
            one.words for one in notices.latest_notices(by=by, at=now)
        }


@pytest.mark.django_db
def test_nobody_is_asked_about_twice(
    actor,
    now,
    asked,
    person,
):
    with actor(Role.CASE_WORKER) as by, pytest.raises(ValidationError):
        actions.request_identification(
            by=by,
            at=now,
            person=person.id,
            described=WOMAN,
        )


@given(
    st.sampled_from(["adult", "child", "in_doubt", ""]),
    st.sampled_from(["", *ACTS]),
    st.lists(st.sampled_from(MEANS), max_size=2),
    st.sampled_from(["", *rules.FORMS]),
    st.lists(st.sampled_from(rules.EVIDENCE), max_size=2),
)
def test_whatever_suffices_for_an_adult_suffices_for_a_child(
    age,
    act,
    means,
    form,
    evidence,
):
    shown = tuple(evidence)

    def lacking(of):
        return rules.missing_or_unproven(
            rules.DefinitionElements(
                of,
                act,
                tuple(means),
                form,
                shown,
                shown,
                shown,
            ),
        )

    assert set(lacking("child")) <= set(lacking("adult"))
    assert lacking("in_doubt") == lacking("child")
    assert ("means" in lacking(age)) == (age == "adult" and not means)
