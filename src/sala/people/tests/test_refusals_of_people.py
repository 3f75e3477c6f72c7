"""What the actions of this room refuse, at which field and in which words; and what
they enter in the ledger.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from sala.access.permissions import RefusedError
from sala.access.roles import Purpose, Role
from sala.access.tests.refusals import Refusal, assert_refused, refused_at
from sala.people import actions, rules
from sala.people.models import Consent, ErasureRequest

DAY = timedelta(days=1)
OFFICER = Role.DATA_PROTECTION_OFFICER


def answer_of(told, **changes):
    """An answer that nothing speaks against, but for what is changed."""
    usual = actions.ConsentInput(
        recipient=told.other,
        purpose=Purpose.SERVICES,
        given=True,
        manner=Consent.Manner.SPOKEN,
        language="lo",
        answered_on=told.today,
    )
    return replace(usual, **changes)


def agrees(told, **changes):
    return actions.record_consent(
        by=told.by,
        at=told.at,
        person=told.person,
        answer=answer_of(told, **changes),
    )


def shares(told, days, **changes):
    return actions.share_on_consent(
        by=told.by,
        at=told.at,
        consent=agrees(told, **changes),
        until=told.today + days * DAY,
    )


def shares_by_law(told, basis, days=1):
    return actions.share_on_lawful_basis(
        by=told.by,
        at=told.at,
        person=told.person,
        recipient=told.other,
        basis=basis,
        until=told.today + days * DAY,
    )


def asks_erasure(told, ground):
    return actions.ask_erasure(
        by=told.by,
        at=told.at,
        person=told.person,
        ground=ground,
    )


def breaks_glass(told, reason):
    return actions.break_glass(by=told.by, code="0000000000", reason=reason)


class Told:
    """Who acts, when, on whom."""

    def __init__(self, by, at, person, other):
        self.by, self.at, self.person, self.other = by, at, person, other
        self.today = at.date()


BEFORE_FIRST = "The last day must not be before the day of the answer."
GUARDIAN = "Say who the guardian is and how they are related to the child."
SENTENCE = "Say in a sentence why this cannot wait."
A_YEAR = "A record is opened for a year at most."
REFUSED_ANSWERS = [
    Refusal(
        "an unknown relation",
        lambda told: agrees(told, guardian_relation="neighbour"),
        "guardian_relation",
        "Choose how the guardian is related to the child.",
    ),
    Refusal(
        "a guardian without a name",
        lambda told: agrees(
            told,
            manner=Consent.Manner.BY_GUARDIAN,
            guardian=" ",
            guardian_relation="parent",
        ),
        "guardian",
        GUARDIAN,
    ),
    Refusal(
        "a guardian who is nobody's",
        lambda told: agrees(told, manner=Consent.Manner.BY_GUARDIAN, guardian="Noy"),
        "guardian",
        GUARDIAN,
    ),
    Refusal(
        "an answer of tomorrow",
        lambda told: agrees(told, answered_on=told.today + DAY),
        "answered_on",
        "The day must not be in the future.",
    ),
    Refusal(
        "over before it begins",
        lambda told: agrees(told, valid_until=told.today - DAY),
        "valid_until",
        BEFORE_FIRST,
    ),
    Refusal(
        "towards the own agency",
        lambda told: agrees(told, recipient=told.by.agency),
        "recipient",
        "Consent is asked for sharing with another agency.",
    ),
]
REFUSED_SHARING = [
    Refusal(
        "on a refusal",
        lambda told: shares(told, 0, given=False),
        "consent",
        "This consent is not in force.",
    ),
    Refusal(
        "on a consent that is over",
        lambda told: shares(
            told,
            0,
            answered_on=told.today - 2 * DAY,
            valid_until=told.today - DAY,
        ),
        "consent",
        "This consent is not in force.",
    ),
    Refusal(
        "for longer than agreed",
        lambda told: shares(told, 1, valid_until=told.today),
        "until",
        "The consent ends before this day.",
    ),
    Refusal("for longer than a year", lambda told: shares(told, 366), "until", A_YEAR),
    Refusal(
        "on no basis",
        lambda told: shares_by_law(told, "kindness"),
        "basis",
        "Choose a basis the law names.",
    ),
    Refusal(
        "on a basis, for longer than a year",
        lambda told: shares_by_law(told, "court_order", 366),
        "until",
        A_YEAR,
    ),
    Refusal(
        "erased for no reason",
        lambda told: asks_erasure(told, "rain"),
        "ground",
        "Choose why the identity should be erased.",
    ),
]


@pytest.fixture
def told(actor, now, kham, other):
    with actor(Role.CASE_WORKER) as by:
        yield Told(by, now, kham.id, other)


@pytest.mark.django_db
@pytest.mark.parametrize("row", REFUSED_ANSWERS, ids=lambda row: row.what)
def test_an_answer_is_refused_at_its_field(row, told):
    assert_refused(row, told=told)


@pytest.mark.django_db
@pytest.mark.parametrize("row", REFUSED_SHARING, ids=lambda row: row.what)
def test_sharing_and_erasing_are_refused_at_their_field(row, told):
    before = Consent.objects.count()
    said = {}
    with transaction.atomic():
        assert_refused_after_an_answer(row, told, said)
        transaction.set_rollback(True)
    assert said == {row.field: [row.says]}
    assert Consent.objects.count() == before


def assert_refused_after_an_answer(row, told, said):
    """As `assert_refused`, where a consent is recorded on the way."""
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        row.act(told=told)
    said |= refused_at(refused.value)


@pytest.mark.django_db
def test_a_second_request_to_erase_is_refused(told):
    asks_erasure(told, "asked_by_person")
    row = Refusal(
        "asked twice",
        lambda told: asks_erasure(told, "asked_by_person"),
        "ground",
        "A request is open already.",
    )
    assert_refused(row, told=told)


@pytest.mark.django_db
@pytest.mark.parametrize("reason", ["", "night work", " 123456789 "])
def test_the_glass_is_not_broken_on_a_word(reason, actor, now, kham, other):
    refused = len(reason.strip()) < 10
    with actor(Role.CASE_WORKER, "other") as by:
        told = Told(by, now, kham.id, other)
        row = Refusal(
            "a word", lambda told: breaks_glass(told, reason), "reason", SENTENCE
        )
        if refused:
            assert_refused(row, told=told)
        else:
            assert not breaks_glass(told, reason)


@pytest.mark.django_db
def test_what_a_record_was_not_opened_for_is_refused_and_what_it_was_is_not_told(
    told,
    actor,
    kham,
):
    shares(told, 1, valid_until=told.today + DAY)
    with actor(Role.CASE_WORKER, "other") as by:
        row = Refusal(
            "another purpose",
            lambda told: actions.open_identity(
                by=told.by,
                person=told.person,
                purpose=Purpose.REFERRAL,
            ),
            "purpose",
            "You cannot open this for that purpose. If the work is yours, ask the agency"
            " that keeps the record.",
        )
        assert_refused(row, told=Told(by, told.at, kham.id, told.other))
        opened = actions.open_identity(
            by=by,
            person=kham.id,
            purpose=Purpose.SERVICES,
        )
    assert opened.identity.names[0].text == "ຄຳ ວົງສາ"


@pytest.mark.django_db
def test_who_may_not_is_refused(actor, now, kham, other):
    with actor(Role.ANALYST) as by:
        told = Told(by, now, kham.id, other)
        for what, act in (
            (
                "search",
                lambda told: actions.search_persons(by=told.by, kind="code", text="1"),
            ),
            ("register", registers),
            (
                "erase",
                lambda told: actions.erase_person(by=told.by, request=told.person),
            ),
            ("glass", lambda told: breaks_glass(told, "It cannot wait until then.")),
        ):
            assert_refused(Refusal(what, act, raises=RefusedError), told=told)


def registers(told):
    return actions.register_person(
        by=told.by,
        at=told.at,
        identity=rules.Identity(),
    )


@pytest.mark.django_db
def test_each_action_is_entered_with_of_whom_and_what(actor, now, other, entered):
    with entered("people", other=other) as ledger:
        with actor(Role.CASE_WORKER) as by:
            told = Told(by, now, None, other)
            told.person = registers(told).id
            actions.search_persons(by=by, kind="phone", text="020 5555 9876")
            actions.change_identity(
                by=by,
                at=now,
                person=told.person,
                identity=rules.Identity(phones=("020 5555 9876",)),
                version=1,
            )
            actions.search_persons(by=by, kind="phone", text="020 5555 9876")
            actions.open_identity(by=by, person=told.person, purpose=Purpose.SERVICES)
            consent = agrees(told)
            actions.share_on_consent(
                by=by,
                at=now,
                consent=consent,
                until=told.today,
            )
            ends = actions.withdraw_consent(by=by, at=now, consent=consent)
            refusal = agrees(told, given=False, purpose=Purpose.REFERRAL)
            asked = asks_erasure(told, "asked_by_person")
        with actor(OFFICER) as by:
            actions.decline_erasure(by=by, at=now, request=asked)
            declined = ErasureRequest.objects.get(id=asked)
        with actor(Role.CASE_WORKER) as by:
            again = asks_erasure(Told(by, now, told.person, other), "asked_by_person")
        with actor(OFFICER) as by:
            actions.erase_person(by=by, request=again)
        ledger.names |= {"person": told.person, "consent": consent, "asked": asked}
        ledger.names |= {"refusal": refusal, "again": again}
    assert ends == 1
    assert (declined.state, declined.decided_at) == ("declined", now)
    assert ledger.said == [
        "registered person person",
        "searched search phone hits=0",
        "identity_changed person person photo=False version=2",
        "searched search phone hits=1",
        "identity_opened person person glass=False own=True photo=False",
        "consent_recorded consent consent given=True person=person purpose=services",
        "consent_withdrawn consent consent grants=1",
        "consent_recorded consent refusal given=False person=person purpose=referral",
        "erasure_asked erasure asked ground=asked_by_person person=person",
        "erasure_declined erasure asked",
        "erasure_asked erasure again ground=asked_by_person person=person",
        "erased person person",
    ]
