"""Charges, verdicts and sentences: the article of the day, its range, and who looks outside it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.states import NotAllowedError
from sala.prosecution import actions
from sala.prosecution.models import Case, Charge, Defendant, Verdict
from sala.prosecution.queries.worklist import worklist_items
from sala.prosecution.rules import sentences
from sala.prosecution.rules.courts import instance_fits
from sala.prosecution.states import CHARGE
from sala.prosecution.tests.conftest import CODE, OTHER

ADULT = {
    "sex": "female",
    "age_group": "adult",
    "citizenship": "",
}  # the victim of conftest.py
bounds = st.none() | st.integers(0, 300)


@pytest.mark.django_db
def test_the_article_is_the_one_in_force_on_the_day(actor, now, with_prosecution):
    with actor(Role.PROSECUTOR, OTHER) as by:
        who = actions.add_defendant(
            by=by,
            at=now,
            case=with_prosecution.id,
            kind="company",
        )
        too_new = actions.ChargeArticle(CODE, "215", "basic", date(2017, 1, 1))
        with pytest.raises(ValidationError) as refused:
            actions.file_charge(
                by=by,
                at=now,
                defendant=who,
                under=too_new,
                filed_on=date(2019, 1, 1),
            )
        assert set(refused.value.message_dict) == {"article"}
        then = actions.ChargeArticle("penal_law_2006", "134", "basic", date(2017, 1, 1))
        actions.file_charge(
            by=by,
            at=now,
            defendant=who,
            under=then,
            filed_on=date(2019, 1, 1),
        )


@pytest.mark.django_db
def test_a_sentence_outside_the_range_needs_a_reason_and_is_shown_to_the_supervisor(
    sign_in,
    actor,
    now,
    charge,
):
    def judged(
        months,
        reason="",
        instance="first",
        fine=50_000_000,
    ):
        sentence = sentences.CourtSentence(prison_months=months, fine=fine)
        return actions.Judgment(
            instance,
            "convicted",
            now.date(),
            sentence,
            reason,
        )

    with actor(Role.COURT_CLERK, OTHER) as by, pytest.raises(RefusedError):
        actions.file_charge(
            by=by,
            at=now,
            defendant=charge,
            under=None,
            filed_on=now.date(),
        )
    with actor(Role.PROSECUTOR, OTHER) as by:
        with pytest.raises(ValidationError) as refused:
            actions.record_verdict(
                by=by,
                at=now,
                charge=charge,
                judgment=judged(13),
            )
        assert set(refused.value.message_dict) == {"outside_reason"}
        with pytest.raises(ValidationError):
            actions.record_verdict(
                by=by,
                at=now,
                charge=charge,
                judgment=judged(60, "mitigating"),
            )
        actions.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=judged(13, "mitigating"),
        )
        actions.move_charge(
            by=by,
            at=now,
            charge=charge,
            way="appeal",
            on=now.date(),
        )
        with pytest.raises(ValidationError, match="higher court"):
            actions.record_verdict(
                by=by,
                at=now,
                charge=charge,
                judgment=judged(60),
            )
        higher = judged(60, instance="appeal")
        actions.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=higher,
        )
        actions.move_charge(
            by=by,
            at=now,
            charge=charge,
            way="finish",
            on=now.date(),
        )
        with pytest.raises(NotAllowedError):
            actions.record_verdict(
                by=by,
                at=now,
                charge=charge,
                judgment=judged(60),
            )
        assert Verdict.objects.count() == 2, "the earlier one is kept"
    supervisor = sign_in(Role.SUPERVISOR, OTHER)
    page = reverse("list_sentences")
    ((_charge, line),) = supervisor.get(page).context["lines"]
    assert line["row"].outside == ("prison_below",)
    assert supervisor.post(page, {"verdict": line["row"].id}).status_code == 302
    assert not supervisor.get(page).context["lines"]


@pytest.fixture
def named(actor, now, with_prosecution):
    """A defendant, not yet charged."""
    with actor(Role.PROSECUTOR, OTHER) as by:
        return actions.add_defendant(
            by=by,
            at=now,
            case=with_prosecution.id,
            kind="person",
        )


def charged(circumstance, victim=None):
    """A charge of trafficking in 2019."""
    return actions.ChargeArticle(
        CODE,
        "215",
        circumstance,
        date(2019, 10, 1),
        victim,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("age", ["child", "in_doubt"])
def test_where_a_victim_is_a_child_the_article_says_more(
    actor,
    now,
    named,
    victim,
    age,
):
    told = {
        "sex": "female",
        "age_group": age,
        "citizenship": "LA",
    }
    filed = {
        "at": now,
        "defendant": named,
        "filed_on": date(2019, 11, 1),
    }
    with actor(Role.PROSECUTOR, OTHER) as by:
        actions.describe_victim(
            by=by,
            victim=victim,
            now=told,
            before=ADULT,
        )
        for about in (None, victim):
            with pytest.raises(ValidationError) as refused:
                actions.file_charge(
                    by=by,
                    under=charged("basic", about),
                    **filed,
                )
            assert set(refused.value.message_dict) == {"circumstance"}
        charge = actions.file_charge(
            by=by,
            under=charged("child_victim"),
            **filed,
        )
        low = sentences.CourtSentence(prison_months=60, fine=50_000_000)
        said = actions.Judgment("first", "convicted", now.date(), low)
        with pytest.raises(ValidationError):
            actions.record_verdict(
                by=by,
                at=now,
                charge=charge,
                judgment=said,
            )
        high = sentences.CourtSentence(prison_months=60, fine=100_000_000)
        said = actions.Judgment("first", "convicted", now.date(), high)
        actions.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=said,
        )


@pytest.mark.django_db
def test_a_victim_who_turns_out_to_be_a_child_changes_the_range(
    actor,
    now,
    charge,
    victim,
):
    low = sentences.CourtSentence(prison_months=60, fine=50_000_000)
    said = actions.Judgment("first", "convicted", now.date(), low)
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {
            "sex": "female",
            "age_group": "child",
            "citizenship": "LA",
        }
        actions.describe_victim(
            by=by,
            victim=victim,
            now=told,
            before=ADULT,
        )
        with pytest.raises(ValidationError) as refused:
            actions.record_verdict(
                by=by,
                at=now,
                charge=charge,
                judgment=said,
            )
        assert set(refused.value.message_dict) == {"outside_reason"}


@pytest.fixture
def corrected(actor, victim):
    """`corrected("child")` corrects the victim's age, as the investigator of `other`."""

    def correct(age, before="adult"):
        with actor(Role.INVESTIGATOR, OTHER) as by:
            now, then = ADULT | {"age_group": age}, ADULT | {"age_group": before}
            actions.describe_victim(
                by=by,
                victim=victim,
                now=now,
                before=then,
            )

    return correct


@pytest.mark.django_db
def test_a_sentence_that_a_corrected_age_puts_outside_the_range_comes_to_the_supervisor(
    sign_in,
    actor,
    now,
    charge,
    corrected,
):
    low = sentences.CourtSentence(prison_months=60, fine=50_000_000)
    with actor(Role.PROSECUTOR, OTHER) as by:
        said = actions.Judgment("first", "convicted", now.date(), low)
        actions.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=said,
        )
    client, page = sign_in(Role.SUPERVISOR, OTHER), reverse("list_sentences")
    assert not client.get(page).context["lines"]
    corrected("")
    assert not client.get(page).context["lines"], "not recorded is no child"
    corrected("child", "")
    ((_charge, line),) = client.get(page).context["lines"]
    assert line["row"].outside == ("fine_below",)
    assert (
        "The age of a victim was corrected after the verdict" in client.get(page).text
    )
    with actor(Role.SUPERVISOR, OTHER) as by:
        assert [
            w.number for w in worklist_items(by=by, today=now.date()) if w.url == page
        ] == [1]
    assert client.post(page, {"verdict": line["row"].id}).status_code == 302
    assert not client.get(page).context["lines"]
    corrected("in_doubt", "child")
    assert not client.get(page).context["lines"], "to the law it is the same"
    corrected("adult", "in_doubt")
    assert not client.get(page).context["lines"], "it is in the range again"
    corrected("child")
    assert len(client.get(page).context["lines"]) == 1, "and comes back"


@pytest.mark.django_db
def test_a_corrected_age_does_not_bring_back_what_a_higher_court_replaced(
    sign_in,
    actor,
    now,
    charge,
    corrected,
):
    low = sentences.CourtSentence(prison_months=60, fine=50_000_000)
    high = sentences.CourtSentence(prison_months=60, fine=100_000_000)
    later = now + timedelta(seconds=1)
    with actor(Role.PROSECUTOR, OTHER) as by:
        said = actions.Judgment("first", "convicted", now.date(), low)
        actions.record_verdict(
            by=by,
            at=now,
            charge=charge,
            judgment=said,
        )
        said = actions.Judgment("first", "convicted", now.date(), high)
        actions.record_verdict(
            by=by,
            at=later,
            charge=charge,
            judgment=said,
        )
    corrected("child")
    assert (
        not sign_in(Role.SUPERVISOR, OTHER)
        .get(reverse("list_sentences"))
        .context["lines"]
    )


@pytest.mark.django_db
def test_a_prosecutor_of_an_agency_that_neither_holds_nor_prosecutes_charges_nobody(
    actor,
    now,
    case,
    victim,
    agency_of,
):
    """The police of `other` keep seeing the case; their own prosecutors have no hand in it."""
    with actor(Role.INVESTIGATOR, OTHER) as by:
        way = {"way": "hand_to_prosecution", "agency": agency_of("own")}
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            **way,
        )
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert Case.objects.exists()
        with pytest.raises(ObjectDoesNotExist):
            actions.add_defendant(
                by=by,
                at=now,
                case=case.id,
                kind="person",
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            Defendant.objects.create(
                case_id=case.id,
                code="1",
                kind="person",
                added_by_id=by.user,
                added_at=now,
            )
    with actor(Role.PROSECUTOR) as by:
        actions.add_defendant(
            by=by,
            at=now,
            case=case.id,
            kind="person",
        )


@pytest.mark.django_db
def test_the_database_lets_no_charge_into_a_case_that_police_still_have(
    actor,
    now,
    case,
    named,
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        actions.hand_on(
            by=by,
            at=now,
            case=case.id,
            way="send_back",
        )
        row = {
            "case_id": case.id,
            "defendant_id": named,
            "law": CODE,
            "article": "215",
        }
        who = {
            "filed_by_id": by.user,
            "filed_at": now,
            "changed_by_id": by.user,
        }
        days = {
            "offence_on": now.date(),
            "filed_on": now.date(),
            "changed_at": now,
        }
        with (
            pytest.raises(DatabaseError, match="no charge is filed"),
            transaction.atomic(),
        ):
            Charge.objects.create(**row, **who, **days, circumstance="basic")


@pytest.mark.django_db
def test_what_belongs_to_one_case_is_not_put_into_another(
    actor,
    now,
    case,
    named,
    charge,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        second = actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(),
        )
        way = {"way": "hand_to_prosecution", "agency": by.agency}
        actions.hand_on(
            by=by,
            at=now,
            case=second.id,
            **way,
        )
    with (
        actor(Role.PROSECUTOR, OTHER) as by,
        pytest.raises(DatabaseError),
        transaction.atomic(),
    ):
        Verdict.objects.create(
            case_id=second.id,
            charge_id=charge,
            agency_id=by.agency,
            instance="first",
            outcome="acquitted",
            decided_on=now.date(),
            recorded_by_id=by.user,
            recorded_at=now,
        )


@given(st.sampled_from(CHARGE.all), st.sampled_from(sentences.INSTANCES))
def test_after_an_appeal_only_a_higher_court_judges(state, instance):
    assert instance_fits(state, instance) == (
        state != "appealed" or instance != "first"
    )


@given(st.lists(st.sampled_from(["adult", "child", "in_doubt", ""])))
def test_the_suggested_circumstance_is_never_one_that_is_refused(ages):
    known = ["basic", "child_victim", "aggravated"]
    assert not sentences.says_less(
        sentences.usual_circumstance(known, ages), known, ages
    )
    assert sentences.says_less("basic", known, ages) == bool(
        {"child", "in_doubt"} & set(ages),
    )


def test_where_life_is_allowed_the_basic_term_is_no_bound():
    basic = sentences.PenaltyRange(
        prison_min=60,
        prison_max=180,
        life=False,
    )
    lifelong = sentences.PenaltyRange(life=True, fine_min=5).over_basic(basic)
    assert (
        sentences.outside_range(sentences.CourtSentence(life=True, fine=5), lifelong)
        == ()
    )
    assert (
        sentences.outside_range(
            sentences.CourtSentence(prison_months=240, fine=5), lifelong
        )
        == ()
    )
    assert sentences.outside_range(
        sentences.CourtSentence(life=True, fine=5), basic
    ) == ("life",)


@given(bounds, bounds, st.none() | st.integers(0, 400))
def test_a_bound_that_is_not_recorded_is_no_bound(least, most, months):
    found = sentences.outside_range(
        sentences.CourtSentence(prison_months=months),
        sentences.PenaltyRange(prison_min=least, prison_max=most),
    )
    below = least is not None and (months or 0) < least
    above = most is not None and (months or 0) > most
    assert ("prison_below" in found) == below
    assert bool(found) == (below or above)


@given(bounds, bounds)
def test_a_circumstance_says_more_and_the_basic_case_the_rest(own, basic):
    found = sentences.PenaltyRange(prison_min=own).over_basic(
        sentences.PenaltyRange(prison_min=basic, fine_min=7),
    )
    assert found.fine_min == 7
    assert found.prison_min == (basic if own is None else own)
