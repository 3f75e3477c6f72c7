"""Who was named in a case that is not about them is no victim of it, and claims nothing."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from sala.access.models import Grant, LedgerEntry
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.facts import queries as facts
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.models import (
    Case,
    CaseIdentityRequest,
    CaseVictim,
    ClaimStep,
    RestitutionClaim,
    VictimCorrection,
)
from sala.prosecution.queries import case_page, cases, restitution
from sala.prosecution.tests.conftest import CODE, OTHER, checked, going_on

TAKE_OUT = "SELECT prosecution_take_out_victim(%s, 'mistyped')"

pytestmark = pytest.mark.django_db


@pytest.fixture
def take_out(actor, now, victim):
    """Say that the only victim was named by mistake."""

    def put_right(role=Role.INVESTIGATOR, side=OTHER, reason="mistyped"):
        with actor(role, side) as by:
            told = {"victim": victim, "reason": reason}
            actions.take_out_victim(by=by, at=now, **told)
            checked()

    return put_right


@pytest.fixture
def name_again(actor, now, case, person):
    """Name them in the case after all; the key of the victim."""

    def name(age_group="adult"):
        told = {"case": case.id, "code": person.code, "age_group": age_group}
        with actor(Role.INVESTIGATOR, OTHER) as by:
            made = actions.add_victim(by=by, at=now, **told)
            checked()
            return made

    return name


@pytest.fixture
def named(actor, case):
    """The victims that the page of the case names."""

    def read(role=Role.INVESTIGATOR):
        with actor(role, OTHER) as by:
            page = case_page(by=by, code=case.code)
            return [row.id for row in page.victims]

    return read


def test_they_are_no_victim_and_the_history_says_so(
    take_out, named, victim, actor, case, person
):
    assert named() == [victim]
    take_out()
    assert named() == []
    with actor(Role.INVESTIGATOR, OTHER) as by:
        page = case_page(by=by, code=case.code)
        assert "victim_taken_out" in [event.kind for event in page.events]
        correction = VictimCorrection.objects.get()
        assert (correction.victim_id, correction.reason) == (victim, "mistyped")
        with pytest.raises(CaseVictim.DoesNotExist):
            actions.ask_identity(by=by, at=clock.now(), victim=victim, reason="charge")
    with actor(Role.CASE_WORKER) as by:
        assert cases.cases_of_person(by=by, person_id=person.id) == []
    with actor(Role.SUPERVISOR, OTHER):
        entry = LedgerEntry.objects.get(action="prosecution.victim_taken_out")
        assert (entry.subject, "mistyped" in entry.detail) == (str(victim), True)


def test_their_claim_is_none_and_keeps_no_case_open(
    charge, take_out, facts_of, actor, now, case, person
):
    assert [year for year, _sum in facts_of("restitution_claimed")] == [2019]
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert restitution.restitution_totals(by=by, today=now.date()).claims == 1
    take_out(Role.PROSECUTOR)
    assert facts_of("restitution_claimed") == []
    with actor(Role.CASE_WORKER) as by:
        told = {"person_id": person.id, "today": now.date()}
        assert restitution.restitution_of_person(by=by, **told) == []
    with actor(Role.PROSECUTOR, OTHER) as by:
        assert restitution.restitution_totals(by=by, today=now.date()).claims == 0
        assert not RestitutionClaim.objects.exists()
        order = actions.RestitutionOrder(5, now.date(), None, {})
        with pytest.raises(ValidationError, match="No claim is open"):
            actions.order_restitution(by=by, at=now, case=case.id, order=order)
        closing = {"case": case.id, "reason": "no_offence"}
        actions.close_case(by=by, at=now, **closing)
        checked()


def test_who_is_a_victim_after_all_claims_again(
    charge, take_out, name_again, named, facts_of, victim, actor, now
):
    told = facts_of("restitution_claimed")
    take_out()
    assert name_again("child") == victim
    assert named() == [victim]
    assert facts_of("restitution_claimed") == told
    with actor(Role.PROSECUTOR, OTHER):
        assert CaseVictim.objects.get().age_group == "child"
        assert RestitutionClaim.objects.get().state == "open"
        assert [c.named for c in VictimCorrection.objects.order_by("named")] == [
            False,
            True,
        ]
    take_out()
    assert named() == []


def test_a_charge_filed_meanwhile_opens_the_claim_once_they_are_named_again(
    with_prosecution, take_out, name_again, actor, now
):
    take_out()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        case = with_prosecution.id
        who = actions.add_defendant(**told, case=case, kind="person")
        under = actions.ChargeArticle(CODE, "215", "basic", date(2019, 10, 1))
        filed = {"under": under, "filed_on": date(2019, 11, 1)}
        actions.file_charge(**told, defendant=who, **filed)
        assert not RestitutionClaim.objects.exists()
    name_again()
    with actor(Role.PROSECUTOR, OTHER):
        assert RestitutionClaim.objects.get().state == "open"
        begun = ClaimStep.objects.get().happened_on
        assert begun == clock.today(), "they were no victim on the day of the charge"


def test_what_was_opened_for_the_case_is_closed(
    take_out, victim, actor, now, person, agency_of
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        asked = actions.ask_identity(by=by, at=now, victim=victim, reason="charge")
    with actor(Role.CASE_WORKER) as by:
        until = now.date() + timedelta(days=9)
        actions.grant_identity(by=by, at=now, request=asked, until=until)
    opened = Grant.objects.filter(rests_on=asked, withdrawn_at=None)
    with actor(Role.INVESTIGATOR, OTHER):
        assert opened.count() == 1
    take_out()
    with actor(Role.CASE_WORKER):
        assert opened.count() == 0
        assert Grant.objects.filter(rests_on=asked).exists()


def test_what_was_asked_for_the_case_is_taken_back(take_out, victim, actor, now):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        actions.ask_identity(by=by, at=now, victim=victim, reason="charge")
    take_out()
    with actor(Role.CASE_WORKER):
        assert CaseIdentityRequest.objects.get().state == "withdrawn"


def test_not_while_a_charge_is_about_them_or_a_court_decided(
    charge, take_out, named, victim, actor, now, case
):
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        who = actions.add_defendant(**told, case=case.id, kind="person")
        article = CODE, "215", "basic", date(2019, 10, 1)
        under = actions.ChargeArticle(*article, victim=victim)
        about = actions.file_charge(
            **told, defendant=who, under=under, filed_on=now.date()
        )
    with pytest.raises(ValidationError, match="A charge is about"):
        take_out()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"by": by, "at": now}
        actions.move_charge(**told, charge=about, way="withdraw", on=now.date())
        order = actions.RestitutionOrder(5, now.date(), None, {})
        actions.order_restitution(**told, case=case.id, order=order)
    with pytest.raises(ValidationError, match="restitution is decided"):
        take_out()
    with pytest.raises(ValidationError, match="Choose why"):
        take_out(reason="misread")
    assert named() == [victim]
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"claim": RestitutionClaim.objects.get().id, "reason": "other_record"}
        actions.correct_claim(by=by, at=now, **told)
    take_out()
    assert named() == []


def test_nobody_else_takes_anybody_out(take_out, named, victim, actor):
    for role in (Role.SUPERVISOR, Role.CASE_WORKER):
        with pytest.raises(RefusedError):
            take_out(role)
    with pytest.raises(CaseVictim.DoesNotExist):
        take_out(side="own")
    for role, side in ((Role.SUPERVISOR, OTHER), (Role.INVESTIGATOR, "own")):
        with actor(role, side), connection.cursor() as cursor:
            cursor.execute(TAKE_OUT, [victim])
            assert cursor.fetchone() == (False,)
    for change in ("UPDATE prosecution_casevictim SET named = false",):
        with (
            actor(Role.INVESTIGATOR, OTHER),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)
    assert named() == [victim]


def test_a_case_that_was_taken_over_stays_as_it_was(
    take_out, named, victim, actor, now, case
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        told = {"case": case.id, "reason": "too_large", "official_agency": ""}
        actions.take_over_case(by=by, at=now, **told)
    with pytest.raises(Case.DoesNotExist):
        take_out()
    with actor(Role.INVESTIGATOR, OTHER), connection.cursor() as cursor:
        cursor.execute(TAKE_OUT, [victim])
        assert cursor.fetchone() == (False,)
    assert named() == [victim]


def test_it_goes_with_a_case_that_was_taken_over_and_comes_back(
    charge, take_out, named, facts_of, actor, now, case
):
    take_out()
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"case": case.id, "reason": "too_large", "official_agency": ""}
        actions.take_over_case(by=by, at=now, **told)
    with actor(Role.OVERSIGHT) as by:
        live = going_on(case.id)
        assert not CaseVictim.objects.filter(case_id=live.id).exists()
        actions.give_back_case(by=by, at=now, case=live.id)
        checked()
    assert named(Role.PROSECUTOR) == []
    assert facts_of("restitution_claimed") == []


def test_the_claim_that_was_none_is_named_behind_its_figure(charge, victim, actor, now):
    later = now + timedelta(seconds=1)
    with actor(Role.PROSECUTOR, OTHER) as by:
        told = {"victim": victim, "reason": "told_wrong"}
        actions.take_out_victim(by=by, at=later, **told)
    with actor(Role.ANALYST):
        told = {"year": 2019, "since": now - timedelta(hours=1)}
        counts = facts.count_steps(
            "restitution_claimed", **told, until=later + timedelta(minutes=1)
        )
    assert (counts.late, counts.corrections) == (1, 1)


def test_the_page_takes_them_out(sign_in, victim, case, person, named):
    police = sign_in(Role.INVESTIGATOR, OTHER)
    shown = reverse("show_case", args=[case.code])
    page = reverse("take_out_victim", args=[case.code, victim])
    assert page in police.get(shown).text
    assert person.code[:3] in police.get(page).text
    assert set(police.post(page, {}).context["form"].errors) == {"reason"}
    assert police.post(page, {"reason": "mistyped"}).url == shown
    assert named() == []
    after = police.get(shown).text
    assert page not in after
    assert "Not a victim of this case" in after, "its history says so"
    assert police.get(page).status_code == 404
