"""Everything that an action of this room refuses: what was done, on which field, and in
which words; and who is told of what is not refused.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from sala.access import notices
from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.countries import queries as countries
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.screening.actions import (
    drafts,
    envelopes,
    identification,
    operations,
    quarantine,
)
from sala.screening.actions.sealed_submissions import FaultError
from sala.screening.models import NotScreened
from sala.screening.tests.conftest import TRIAGE, WOMAN, written
from sala.screening.tests.test_identification import (
    AUTHORITY,
    finding,
)

CHOOSE = "Choose from the list."
OFFICER, WORKER = Role.FRONTLINE_OFFICER, Role.CASE_WORKER
SUPERVISOR, DECIDER = Role.SUPERVISOR, Role.IDENTIFICATION_OFFICER


@dataclass(frozen=True)
class Refusal:
    """One thing that is refused: by whom it is tried, and what comes of it."""

    what: str
    role: Role
    do: Callable[..., Any]
    error: type[Exception] = ValidationError
    says: dict[str, str] | str = ""
    agency: str = "own"


@dataclass(frozen=True)
class Scene:
    """What the refused deeds are done to."""

    now: Any
    raid: Any
    asked: Any
    person: Any
    aside: Any
    user_of: Any

    @property
    def occasion(self):
        return operations.OperationInput("walk_in", self.now.date(), place_code="LA01")


@pytest.fixture
def scene(now, raid, asked, person, sent, user_of):
    return Scene(now, raid, asked, person, sent(version="9.9.9").id, user_of)


def recorded(**changes):
    def do(by, scene):
        occasion = replace(scene.occasion, **changes)
        operations.record_operation(by=by, at=scene.now, occasion=occasion)

    return do


def tomorrow(by, scene):
    day = scene.now.date() + timedelta(days=1)
    recorded(happened_on=day)(by, scene)


def changed(*, version=1, **changes):
    def do(by, scene):
        operations.change_operation(
            by=by,
            at=scene.now,
            operation=scene.raid,
            occasion=replace(scene.occasion, **changes),
            version=version,
        )

    return do


def explained(reason, number):
    def do(by, scene):
        operations.explain_unscreened(
            by=by,
            at=scene.now,
            operation=scene.raid,
            reason=reason,
            number=number,
        )

    return do


def taken_back_twice(by, scene):
    explained("refused", 1)(by, scene)
    key = NotScreened.objects.get().id
    for _again in range(2):
        operations.take_back(
            by=by,
            at=scene.now,
            operation=scene.raid,
            explained=key,
        )


def asked_again(by, scene):
    identification.request_identification(
        by=by,
        at=scene.now,
        person=scene.person.id,
        described=WOMAN,
    )


def asked_of_nobody(by, scene):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(countries, "identifying_agency_code", lambda: "NOBODY")
        asked_again(by, scene)


def decided(made):
    def do(by, scene):
        identification.record_decision(
            by=by,
            at=scene.now,
            request=scene.asked,
            finding=made,
        )

    return do


def decided_twice(by, scene):
    for _again in range(2):
        decided(finding())(by, scene)


def received(neighbour="TH", days=0, came=0):
    def do(by, scene):
        day = scene.now.date() - timedelta(days=days)
        home = scene.now.date() - timedelta(days=came)
        identification.receive_identification(
            by=by,
            at=scene.now,
            person=scene.person.id,
            abroad=identification.DecisionAbroad(neighbour, "", day, home),
            finding=finding(),
        )

    return do


def handed(to, reason):
    def do(by, scene):
        quarantine.hand_over(
            by=by,
            at=scene.now,
            key=scene.aside,
            to=scene.user_of(*to).id,
            reason=reason,
        )

    return do


def closed(reason, *, times=1):
    def do(by, scene):
        for _again in range(times):
            quarantine.close_quarantined(
                by=by, at=scene.now, key=scene.aside, reason=reason
            )

    return do


def opened_again(by, scene):
    quarantine.open_again(by=by, at=scene.now, key=scene.aside)


def opened_to_correct(by, scene):
    quarantine.open_to_correct(by=by, at=scene.now, key=scene.aside)


def corrected(by, scene):
    envelopes.correct_envelope(
        by=by, at=scene.now, key=scene.aside, said=written(scene.now)
    )


def tried_again_once_it_is_in(by, scene):
    corrected(by, scene)
    envelopes.try_again(by=by, at=scene.now, key=scene.aside)


def corrected_once_it_is_in(by, scene):
    for _again in range(2):
        corrected(by, scene)


def started(**changes):
    def do(by, scene):
        drafts.start_draft(by=by, at=scene.now, **TRIAGE | changes)

    return do


def discarded(by, _scene):
    drafts.discard_draft(by=by, draft=uuid4())


NEEDS = "To identify a victim this must be shown. Without it, ask for more."
HOME = "The person came home after the decision, and not in the future."
REFUSALS = [
    Refusal("an unknown kind", OFFICER, recorded(kind="raid"), says={"kind": CHOOSE}),
    Refusal(
        "nowhere",
        OFFICER,
        recorded(place_code=""),
        says={"place_code": "Choose a place or a crossing."},
    ),
    Refusal(
        "tomorrow",
        OFFICER,
        tomorrow,
        says={"happened_on": "The day is not in the future."},
    ),
    Refusal("a supervisor records", SUPERVISOR, recorded(), RefusedError),
    Refusal(
        "corrected to nowhere",
        OFFICER,
        changed(place_code=""),
        says={"place_code": "Choose a place or a crossing."},
    ),
    Refusal("somebody was faster", OFFICER, changed(version=2), ChangedMeanwhileError),
    Refusal("a supervisor corrects", SUPERVISOR, changed(), RefusedError),
    Refusal(
        "another agency corrects",
        OFFICER,
        changed(),
        ObjectDoesNotExist,
        agency="other",
    ),
    Refusal(
        "no time",
        OFFICER,
        explained("no_time", 1),
        says={"reason": "Choose why."},
    ),
    Refusal(
        "nobody is explained",
        OFFICER,
        explained("refused", 0),
        says={"number": "Say how many people: one or more."},
    ),
    Refusal("taken back twice", OFFICER, taken_back_twice, NotScreened.DoesNotExist),
    Refusal(
        "asked twice",
        WORKER,
        asked_again,
        says="It is asked already, and not yet decided.",
    ),
    Refusal(
        "no authority",
        WORKER,
        asked_of_nobody,
        says="The country names no authority that identifies victims.",
    ),
    Refusal("a supervisor asks", SUPERVISOR, asked_again, RefusedError),
    *(
        Refusal(
            f"an unknown {name}",
            DECIDER,
            decided(finding(**{name: value})),
            says={name: CHOOSE},
            agency=AUTHORITY,
        )
        for name, value in (
            ("act", "theft"),
            ("form", "theft"),
            ("means", ("theft",)),
            ("act_evidence", ("rumour",)),
            ("means_evidence", ("rumour",)),
            ("form_evidence", ("rumour",)),
        )
    ),
    *(
        Refusal(
            f"identified without {name}",
            DECIDER,
            decided(finding(**{name: nothing})),
            says={name: NEEDS},
            agency=AUTHORITY,
        )
        for name, nothing in (("act", ""), ("form", ""), ("means", ()))
    ),
    Refusal(
        "an unknown outcome",
        DECIDER,
        decided(finding("perhaps")),
        NotAllowedError,
        agency=AUTHORITY,
    ),
    Refusal(
        "decided twice",
        DECIDER,
        decided_twice,
        NotAllowedError,
        agency=AUTHORITY,
    ),
    Refusal("decided by who asked", WORKER, decided(finding()), RefusedError),
    Refusal(
        "another authority decides",
        DECIDER,
        decided(finding()),
        ObjectDoesNotExist,
    ),
    Refusal(
        "from nowhere",
        DECIDER,
        received(neighbour=""),
        says={"neighbour": "Choose the country whose authority decided."},
        agency=AUTHORITY,
    ),
    Refusal(
        "home before it was decided",
        DECIDER,
        received(days=1, came=2),
        says={"received_on": HOME},
        agency=AUTHORITY,
    ),
    Refusal(
        "home tomorrow",
        DECIDER,
        received(came=-1),
        says={"received_on": HOME},
        agency=AUTHORITY,
    ),
    Refusal(
        "handed to a stranger",
        SUPERVISOR,
        handed((WORKER, "other"), "away"),
        says={"to": CHOOSE},
    ),
    Refusal(
        "handed over for no reason",
        SUPERVISOR,
        handed((WORKER,), "sent_twice"),
        says={"reason": CHOOSE},
    ),
    Refusal(
        "handed to who has it",
        SUPERVISOR,
        handed((OFFICER,), "away"),
        says={"to": "They have it already. Choose somebody else."},
    ),
    Refusal("an officer hands it on", OFFICER, handed((WORKER,), "away"), RefusedError),
    Refusal(
        "closed for no reason",
        SUPERVISOR,
        closed("away"),
        says={"reason": CHOOSE},
    ),
    Refusal(
        "closed twice",
        SUPERVISOR,
        closed("sent_twice", times=2),
        NotAllowedError,
    ),
    Refusal("taken up before it is closed", SUPERVISOR, opened_again, NotAllowedError),
    Refusal(
        "another agency closes",
        SUPERVISOR,
        closed("sent_twice"),
        ObjectDoesNotExist,
        agency="other",
    ),
    Refusal(
        "opened without its instrument",
        OFFICER,
        opened_to_correct,
        FaultError,
        says="unknown_instrument",
    ),
    Refusal(
        "opened by who has it not",
        WORKER,
        opened_to_correct,
        ObjectDoesNotExist,
    ),
    Refusal("corrected by who has it not", WORKER, corrected, ObjectDoesNotExist),
    Refusal(
        "tried again once it is in",
        OFFICER,
        tried_again_once_it_is_in,
        ObjectDoesNotExist,
    ),
    Refusal(
        "corrected once it is in",
        OFFICER,
        corrected_once_it_is_in,
        NotAllowedError,
    ),
    Refusal(
        "an unknown instrument",
        OFFICER,
        started(version="9.9.9"),
        says={"instrument": CHOOSE},
    ),
    Refusal(
        "another agency's operation",
        WORKER,
        started(operation=uuid4()),
        ObjectDoesNotExist,
    ),
    Refusal("a supervisor screens", SUPERVISOR, started(), RefusedError),
    Refusal("another's draft", OFFICER, discarded, ObjectDoesNotExist),
]


@pytest.mark.django_db
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.what)
def test_it_is_refused_in_its_words(refusal, scene, actor):
    with actor(refusal.role, refusal.agency) as by:
        with pytest.raises(refusal.error) as refused, transaction.atomic():
            refusal.do(by, scene)
        if isinstance(refusal.says, dict):
            assert refused.value.message_dict == {
                name: [words] for name, words in refusal.says.items()
            }
        elif refusal.says:
            said = getattr(refused.value, "messages", [str(refused.value)])
            assert said == [refusal.says]


# Who is told of a thing: everybody else is not.
EVERYBODY = [(r, a) for r in (OFFICER, WORKER, SUPERVISOR) for a in ("own", "other")]
EVERYBODY.append((DECIDER, AUTHORITY))
HANDED_TO_YOU = "A screening that was set aside is handed to you"
HANDED_ON = "A screening that you had in hand was handed to a colleague"
PUT_RIGHT = "A colleague put right, and sent, a screening of yours"
CLOSED = "A screening that you had in hand was closed without being taken in"
SET_ASIDE = "A screening arrived and could not be taken in"
ASKED = "A request for identification waits for your decision"
TOLD = [
    # by whom, what, and to whom which words; the scene tells what it is made of
    (
        SUPERVISOR,
        "own",
        handed((WORKER,), "away"),
        {WORKER: HANDED_TO_YOU, OFFICER: HANDED_ON},
    ),
    (SUPERVISOR, "own", closed("sent_twice"), {OFFICER: CLOSED}),
    (OFFICER, "own", corrected, {}),
    (OFFICER, "own", explained("refused", 1), {}),
    (DECIDER, AUTHORITY, decided(finding("not_identified")), {}),
]


def news_of(actor, now):
    """What each is told, by role and agency."""
    found = {}
    for role, agency in EVERYBODY:
        with actor(role, agency) as by:
            words = {one.words for one in notices.latest_notices(by=by, at=now)}
        found |= {(role, agency): words} if words else {}
    return found


@pytest.mark.django_db
def test_what_cannot_be_taken_in_and_what_is_asked_is_told(scene, actor, now):
    assert news_of(actor, now) == {
        (SUPERVISOR, "own"): {SET_ASIDE},
        (DECIDER, AUTHORITY): {ASKED},
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "agency", "do", "told"), TOLD)
def test_those_concerned_are_told_and_nobody_else(
    role,
    agency,
    do,
    told,
    scene,
    actor,
    now,
):
    before = news_of(actor, now)
    with actor(role, agency) as by:
        do(by, scene)
    after = news_of(actor, now)
    news = {who: words - before.get(who, set()) for who, words in after.items()}
    expected = {(role, "own"): {words} for role, words in told.items()}
    assert {who: words for who, words in news.items() if words} == expected


@pytest.mark.django_db
def test_who_had_sent_it_is_told_that_a_colleague_put_it_right(scene, actor, now):
    with actor(SUPERVISOR) as by:
        handed((WORKER,), "away")(by, scene)
    with actor(WORKER) as by:
        corrected(by, scene)
    news = news_of(actor, now)
    assert news[OFFICER, "own"] == {HANDED_ON, PUT_RIGHT}
    assert news[WORKER, "own"] == {HANDED_TO_YOU}
