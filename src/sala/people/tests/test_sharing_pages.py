"""Consent, opening a record to another agency, the emergency look and erasure, page by page."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from sala.access import actions as access_actions
from sala.access import queries as access
from sala.access.context import acting_member, acting_operator
from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit import clock
from sala.people import actions, queries
from sala.people.models import ErasureRequest

pytestmark = pytest.mark.usefixtures(
    "scratch",
)  # a grant is in force once it is committed


def in_days(name, days):
    day = clock.today() + timedelta(days=days)
    return {
        f"{name}_day": day.day,
        f"{name}_month": day.month,
        f"{name}_year": day.year,
    }


@pytest.fixture
def answer(other):
    return {
        "recipient": str(other),
        "purpose": "services",
        "answer": "given",
        "manner": "spoken",
        "language": "lo",
        **in_days("answered_on", 0),
    }


@pytest.fixture
def consent(
    worker,
    kham,
    page,
    answer,
    actor,
):
    """A consent towards the other agency, for 30 days."""
    sent = answer | in_days("valid_until", 30)
    assert worker.post(page("record_consent", kham), sent).url == page(
        "show_person",
        kham,
    )
    with actor(Role.CASE_WORKER) as by:
        (row,) = queries.load_consents(by=by, person_id=kham.id)
    return row.id


@pytest.fixture
def shared(
    worker,
    kham,
    page,
    consent,
    actor,
):
    """The record, open to the other agency on that consent."""
    sent = {"consent": str(consent), **in_days("until", 10)}
    assert worker.post(page("share_person", kham), sent).url == page(
        "show_person",
        kham,
    )
    with actor(Role.CASE_WORKER) as by:
        (row,) = access.grants_of(
            by=by,
            record_kind="person",
            record_id=kham.id,
        )
    return row.id


def test_a_guardian_is_named(
    worker,
    kham,
    page,
    answer,
):
    sent = answer | {"manner": "by_guardian"}
    assert (
        worker.post(page("record_consent", kham), sent)
        .context["form"]
        .errors["guardian"]
    )
    named = sent | {"guardian": "Bounthavy", "guardian_relation": "relative"}
    worker.post(page("record_consent", kham), named)
    shown = worker.get(page("show_person", kham)).content.decode()
    assert "Another relative" in shown
    assert "Bounthavy" not in shown
    opened = worker.post(
        page("open_identity", kham),
        {"purpose": "services"},
    ).content.decode()
    assert "Bounthavy (Another relative)" in opened


@pytest.mark.parametrize("relation", ["", "aunt Bounthavy", "x" * 40])
def test_how_a_guardian_is_related_is_one_of_a_list(
    worker,
    kham,
    page,
    answer,
    relation,
):
    sent = answer | {
        "manner": "by_guardian",
        "guardian": "B",
        "guardian_relation": relation,
    }
    errors = worker.post(page("record_consent", kham), sent).context["form"].errors
    assert "guardian" in errors or "guardian_relation" in errors


def test_consent_ends_after_it_begins_and_not_with_the_own_agency(
    worker,
    kham,
    page,
    answer,
):
    form = worker.post(
        page("record_consent", kham),
        answer | in_days("valid_until", -1),
    ).context["form"]
    assert form.errors["valid_until"]
    assert "(LWU)" not in str(form["recipient"])


def test_a_refusal_is_recorded_and_nothing_can_rest_on_it(
    worker,
    kham,
    page,
    answer,
):
    worker.post(page("record_consent", kham), answer | {"answer": "refused"})
    assert "Refused" in worker.get(page("show_person", kham)).content.decode()
    offered = worker.get(page("share_person", kham)).context["form"]["consent"]
    assert [radio.data["value"] for radio in offered] == ["without"]


def test_the_receiver_sees_the_person_and_no_more(
    sign_in,
    kham,
    page,
    shared,
):
    receiver = sign_in(Role.CASE_WORKER, "other")
    shown = receiver.get(page("show_person", kham)).content.decode()
    assert "Only the agency that keeps this record may." in shown
    for name in ("record_consent", "share_person", "ask_erasure"):
        assert receiver.get(page(name, kham)).status_code == 404
    opened = receiver.post(page("open_identity", kham), {"purpose": "services"})
    assert "Kham Vongsa" in opened.content.decode()


def test_a_record_is_not_open_longer_than_the_consent(
    worker,
    kham,
    page,
    consent,
):
    sent = {"consent": str(consent), **in_days("until", 31)}
    assert worker.post(page("share_person", kham), sent).context["form"].errors["until"]


def test_without_consent_the_law_must_name_a_basis(
    worker,
    kham,
    page,
    other,
    sign_in,
):
    sent = {"consent": "without", **in_days("until", 5)}
    form = worker.post(page("share_person", kham), sent).context["form"]
    assert set(form.errors) == {"recipient", "basis"}
    basis = countries.lawful_bases()[0]
    sent |= {"recipient": str(other), "basis": basis.code}
    assert worker.post(page("share_person", kham), sent).status_code == 302
    receiver = sign_in(Role.INVESTIGATOR, "other")
    assert basis.name in receiver.get(page("show_person", kham)).content.decode()


def test_withdrawing_says_what_ends_and_ends_it(
    worker,
    sign_in,
    kham,
    page,
    consent,
    shared,
):
    receiver = sign_in(Role.CASE_WORKER, "other")
    address = page("withdraw_consent", kham, consent)
    assert len(worker.get(address).context["grants"]) == 1
    assert worker.post(address).url == page("show_person", kham)
    assert receiver.get(page("show_person", kham)).status_code == 404
    assert worker.post(address).status_code == 404, "only once"


def test_the_receiver_may_be_told_first(
    sign_in,
    kham,
    page,
    consent,
    shared,
):
    receiver = sign_in(Role.CASE_WORKER, "other")
    assert receiver.post(page("withdraw_consent", kham, consent)).url == reverse(
        "start",
    )
    assert receiver.get(page("show_person", kham)).status_code == 404


def test_the_giver_takes_back_and_the_consent_stays(
    worker,
    sign_in,
    kham,
    page,
    shared,
):
    assert worker.post(page("withdraw_grant", kham, shared)).url == page(
        "show_person",
        kham,
    )
    shown = worker.get(page("show_person", kham)).content.decode()
    assert "Taken back" in shown
    assert "Given" in shown
    receiver = sign_in(Role.INVESTIGATOR, "other")
    assert receiver.get(page("show_person", kham)).status_code == 404


def test_an_investigator_hands_back_what_was_opened_but_takes_nothing_back(
    sign_in,
    kham,
    page,
    shared,
):
    assert sign_in(Role.INVESTIGATOR).get(page("show_person", kham)).status_code == 404
    receiver = sign_in(Role.INVESTIGATOR, "other")
    assert receiver.post(page("withdraw_grant", kham, shared)).url == reverse("start")


REASON = "She is unconscious in hospital."


def test_the_glass_is_broken_for_an_hour_and_announced(
    sign_in,
    kham,
    page,
    ledger,
):
    stranger = sign_in(Role.SUPERVISOR, "other")
    assert stranger.get(page("show_person", kham)).status_code == 404
    done = stranger.post(reverse("break_glass"), {"code": kham.code, "reason": REASON})
    assert done.url == page("show_person", kham)
    assert "for one hour" in stranger.get(done.url).content.decode()
    opened = stranger.post(page("open_identity", kham), {"purpose": "emergency"})
    assert "Kham Vongsa" in opened.content.decode()
    assert sign_in(Role.SUPERVISOR).get(reverse("list_glass")).context["waiting"]
    assert len(ledger("people.glass_broken")) == 1


def test_a_code_that_opens_nothing_says_no_more_but_is_entered(sign_in, ledger):
    sent = {"code": "0000000000", "reason": REASON}
    form = sign_in(Role.COURT_CLERK).post(reverse("break_glass"), sent).context["form"]
    assert form.errors["code"] == ["No record with this code could be opened."]
    assert len(ledger("people.glass_broken")) == 1


def test_a_word_is_no_reason(sign_in, kham, ledger):
    sent = {"code": kham.code, "reason": "urgent"}
    form = sign_in(Role.COURT_CLERK).post(reverse("break_glass"), sent).context["form"]
    assert form.errors["reason"]
    assert ledger("people.glass_broken") == []


@pytest.fixture
def asked(
    worker,
    kham,
    page,
    actor,
):
    """The address at which a request to erase is decided."""
    worker.post(page("ask_erasure", kham), {"ground": "asked_by_person"})
    with actor(Role.DATA_PROTECTION_OFFICER) as by:
        (row,) = queries.erasure_requests(by=by)
    return reverse("decide_erasure", args=[row.id])


def test_a_request_is_asked_once(
    worker,
    kham,
    page,
    asked,
):
    again = worker.post(page("ask_erasure", kham), {"ground": "asked_by_person"})
    assert again.context["form"].errors["ground"]


def test_erasing_needs_the_code_typed(
    sign_in,
    worker,
    kham,
    page,
    asked,
):
    officer = sign_in(Role.DATA_PROTECTION_OFFICER)
    for typed in ("", "0000000000", "12"):
        sent = {"decision": "erase", "code": typed}
        assert officer.post(asked, sent).context["form"].errors["code"]
    done = officer.post(asked, {"decision": "erase", "code": kham.code})
    assert done.url == reverse("list_erasures")
    shown = worker.get(page("show_person", kham)).content.decode()
    assert "The identity was erased." in shown
    assert officer.post(asked, {"decision": "decline"}).status_code == 200, (
        "decided already"
    )


def test_declining_leaves_everything(
    sign_in,
    worker,
    kham,
    page,
    asked,
):
    officer = sign_in(Role.DATA_PROTECTION_OFFICER)
    assert officer.post(asked, {"decision": "decline", "code": "12"}).status_code == 302
    opened = worker.post(page("open_identity", kham), {"purpose": "services"})
    assert "Kham Vongsa" in opened.content.decode()


@pytest.fixture
def asked_and_decides(owner, user_of, actor, confirm_all):
    """One user who is a case worker and a data protection officer: acting as either."""
    user = user_of(Role.DATA_PROTECTION_OFFICER)
    with actor(Role.CASE_WORKER) as by:
        own = by.agency_id
    with owner(), acting_operator("test") as operator:
        given = access_actions.give_role(
            by=operator,
            user=user,
            agency=own,
            role=Role.CASE_WORKER,
            starts_on=date(2020, 1, 1),
        ).id
    confirm_all(user)
    return lambda role: acting_member(
        user.id,
        given if role == Role.CASE_WORKER else first_membership(user, given),
    )


def first_membership(user, later):
    with acting_member(user.id, None) as bare:
        return next(m.id for m in access.own_memberships(by=bare) if m.id != later)


@pytest.mark.parametrize("decide", ["erase", "decline"])
def test_nobody_decides_their_own_request(
    asked_and_decides,
    kham,
    now,
    decide,
):
    with asked_and_decides(Role.CASE_WORKER) as by:
        request = actions.ask_erasure(
            by=by,
            at=now,
            person=kham.id,
            ground="asked_by_person",
        )
    with asked_and_decides(Role.DATA_PROTECTION_OFFICER) as by:
        (row,) = queries.erasure_requests(by=by)
        assert row.asked_by_viewer
        with pytest.raises(ErasureRequest.DoesNotExist):
            if decide == "erase":
                actions.erase_person(by=by, request=request)
            else:
                actions.decline_erasure(
                    by=by,
                    at=now,
                    request=request,
                )


def test_nobody_is_sent_to_a_page_that_is_not_theirs(
    sign_in,
    worker,
    kham,
    page,
):
    ask = page("record_consent", kham)
    assert ask in worker.get(page("share_person", kham)).content.decode()
    supervisor = sign_in(Role.SUPERVISOR)
    assert ask not in supervisor.get(page("share_person", kham)).content.decode()
    assert supervisor.get(ask).status_code == 404
