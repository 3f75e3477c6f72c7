"""Emergency looks: told, acknowledged, judged, never by whoever looked."""

from uuid import uuid4

import pytest

from sala.access import actions as access
from sala.access import queries
from sala.access.models import BrokenGlass
from sala.access.roles import Role
from sala.people import actions, rules

pytestmark = pytest.mark.django_db
REASON = "The person is in danger tonight."


@pytest.fixture
def person(actor, now):
    with actor(Role.CASE_WORKER) as by:
        identity = rules.Identity(names=(rules.PersonName("Somphone"),))
        return actions.register_person(
            by=by,
            at=now,
            identity=identity,
        )


@pytest.fixture
def look(person, actor):
    """An investigator of another agency looks at a record of the own agency."""
    with actor(Role.INVESTIGATOR, "other") as by:
        assert actions.break_glass(
            by=by,
            code=person.code,
            reason=REASON,
        )
        return queries.emergency_accesses(by=by)[0]


def of(actor, role, look):
    with actor(role) as by:
        return next(g for g in queries.emergency_accesses(by=by) if g.id == look.id)


def test_the_supervisor_acknowledges_and_oversight_judges(look, sign_in, actor):
    page = f"/emergency-looks/{look.id}/"
    supervisor, oversight = sign_in(Role.SUPERVISOR), sign_in(Role.OVERSIGHT)
    assert REASON in supervisor.get(page).content.decode()
    assert supervisor.post(page).status_code == 302
    assert of(actor, Role.OVERSIGHT, look).seen_at
    assert oversight.post(page).context["form"].errors["finding"]
    assert oversight.post(page, {"finding": "not_justified"}).status_code == 302
    assert of(actor, Role.OVERSIGHT, look).finding == "not_justified"


def test_a_look_is_judged_once(look, sign_in, actor):
    page = f"/emergency-looks/{look.id}/"
    oversight = sign_in(Role.OVERSIGHT)
    assert oversight.post(page, {"finding": "justified"}).status_code == 302
    assert oversight.post(page, {"finding": "not_justified"}).status_code == 404
    assert of(actor, Role.OVERSIGHT, look).finding == "justified"


def test_a_supervisor_does_not_judge(look, sign_in, actor):
    sign_in(Role.SUPERVISOR).post(
        f"/emergency-looks/{look.id}/",
        {"finding": "justified"},
    )
    assert of(actor, Role.OVERSIGHT, look).finding == ""


@pytest.mark.parametrize(
    ("role", "side"),
    [(Role.SUPERVISOR, "other"), (Role.CASE_WORKER, "own")],
)
def test_others_do_not_find_the_look(
    look,
    sign_in,
    role,
    side,
):
    client = sign_in(role, side)
    assert client.get(f"/emergency-looks/{look.id}/").status_code == 404
    assert client.post(f"/emergency-looks/{look.id}/").status_code == 404


def test_an_unknown_look_is_not_found(sign_in):
    assert (
        sign_in(Role.OVERSIGHT).get(f"/emergency-looks/{uuid4()}/").status_code == 404
    )


def test_nobody_acknowledges_their_own_look(
    person,
    actor,
    sign_in,
    now,
):
    with actor(Role.SUPERVISOR) as by:
        assert actions.break_glass(
            by=by,
            code=person.code,
            reason=REASON,
        )
        own = queries.emergency_accesses(by=by)[0]
        assert not own.awaits
        assert queries.emergency_accesses(by=by, open_only=True) == []
        with pytest.raises(BrokenGlass.DoesNotExist):
            access.acknowledge_emergency_access(
                by=by,
                at=now,
                glass=own.id,
            )
    assert (
        sign_in(Role.SUPERVISOR).post(f"/emergency-looks/{own.id}/").status_code == 404
    )


def test_the_start_page_counts_what_waits(look, sign_in):
    def waiting(role):
        return [c.number for c in sign_in(role).get("/").context["work"].waiting]

    assert waiting(Role.SUPERVISOR) == waiting(Role.OVERSIGHT) == [1]
    sign_in(Role.SUPERVISOR).post(f"/emergency-looks/{look.id}/")
    assert waiting(Role.SUPERVISOR) == []
    assert waiting(Role.OVERSIGHT) == [1]
