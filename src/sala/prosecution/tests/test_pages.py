"""A case lived in the browser, from a village to what is missing; and one about an official."""

from datetime import date

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from sala.access import queries as access
from sala.access.roles import Role
from sala.desk import paging
from sala.kit import clock
from sala.prosecution import actions, queries
from sala.prosecution.labels.cases import EVENTS
from sala.prosecution.models import Case, Complaint, Incident
from sala.prosecution.queries.people import INVESTIGATES, agencies_with
from sala.prosecution.queries.worklist import worklist_items
from sala.prosecution.rules.complaints import SIGNS
from sala.prosecution.rules.timeline import (
    LANES,
    event_lane,
    places_on_line,
    timeline_picture,
)

pytestmark = pytest.mark.django_db
OTHER = "other"


def day(name, on):
    """A day as the three fields of a form."""
    return {
        f"{name}_day": on.day,
        f"{name}_month": on.month,
        f"{name}_year": on.year,
    }


@pytest.fixture
def complain(sign_in):
    """`complain(**changes)` registers a complaint as a case worker of `own`; its code."""

    def register(**changes):
        form = {
            "channel": "village_mediation",
            "about": "work",
            **day("received_on", clock.today()),
        }
        answer = sign_in(Role.CASE_WORKER).post(
            reverse("register_complaint"),
            form | changes,
        )
        assert answer.status_code == 302, answer.content.decode()
        return answer.url.rstrip("/").split("/")[-1]

    return register


def test_a_village_complaint_with_signs_becomes_a_case_and_is_not_settled(
    sign_in,
    actor,
    complain,
):
    code = complain(account="The wages of Synthetic Person are kept.")
    village = sign_in(Role.CASE_WORKER)
    told = {
        **dict.fromkeys(SIGNS, "no"),
        "wages_withheld": "yes",
        "version": 1,
    }
    assert (
        village.post(reverse("screen_complaint", args=[code]), told).status_code == 302
    )
    settled = village.post(
        reverse("close_complaint", args=[code]),
        {"reason": "settled_between_parties", "version": 2},
    )
    assert settled.status_code == 200, "it says why not"
    assert "reason" in settled.context["form"].errors
    with actor(Role.CASE_WORKER, OTHER) as by:
        police = str(by.agency)
    assert (
        village.post(
            reverse("refer_complaint", args=[code]),
            {"agency": police},
        ).status_code
        == 302
    )
    officer = sign_in(Role.INVESTIGATOR, OTHER)
    with actor(Role.INVESTIGATOR, OTHER):
        incident = Incident.objects.get().code
    assert (
        "Synthetic Person"
        in officer.get(reverse("show_incident", args=[incident])).text
    )
    made = officer.post(
        reverse("decide_incident", args=[incident]),
        {"way": "open_case"},
    )
    page = officer.get(made.url).text
    assert "Unclear whether it meets the definition" in page
    assert "the act, the means, the purpose" in page


def test_a_complaint_is_referred_only_to_who_investigates(sign_in, actor, complain):
    code = complain()
    village = sign_in(Role.CASE_WORKER)
    village.post(
        reverse("screen_complaint", args=[code]),
        {SIGNS[0]: "yes", "version": 1},
    )
    shown = village.get(reverse("refer_complaint", args=[code])).context["form"]
    offered = {key for key, _name in shown.fields["agency"].choices if key}
    with actor(Role.CASE_WORKER) as by:
        assert offered == {str(a.id) for a in agencies_with(by=by, word=INVESTIGATES)}
        assert offered < {str(a.id) for a in access.list_agencies()}


def test_a_case_is_handed_only_to_who_can_take_it_up(sign_in, actor, case):
    officer, page = (
        sign_in(Role.INVESTIGATOR, OTHER),
        reverse("move_case", args=[case.code]),
    )
    offered = {
        key for key, _name in officer.get(page).context["form"].fields["agency"].choices
    }
    with actor(Role.INVESTIGATOR, OTHER) as by:
        takers = agencies_with(by=by, word="prosecution.charge.file")
    assert offered == {"", *(str(a.id) for a in takers)}


def test_what_was_found_names_what_is_missing(sign_in, case):
    officer = sign_in(Role.INVESTIGATOR, OTHER)
    found = {
        "acts": ["recruitment"],
        "forms": ["forced_marriage"],
        "version": 1,
    }
    change = reverse("change_case", args=[case.code])
    both = officer.post(change, found | {"acts_none": "on"})
    assert set(both.context["form"].errors) == {"acts"}
    assert officer.post(change, found).status_code == 302
    unclear = officer.get(reverse("list_cases"), {"meets": "unclear"})
    (table,) = unclear.context["tables"]
    assert [row.definition.missing for row in table.rows] == [("means",)]
    assert "the means" in unclear.text
    late = officer.post(change, found | {"means": ["fraud"]})
    assert late.status_code == 200, "somebody else was faster"
    assert (
        officer.post(change, found | {"means": ["fraud"], "version": 2}).status_code
        == 302
    )
    assert (
        "Meets the definition"
        in officer.get(reverse("show_case", args=[case.code])).text
    )


def test_a_complaint_about_an_official_leaves_the_hands_of_who_wrote_it(
    sign_in,
    complain,
    actor,
):
    complain(about="official", official_agency="BORDER")
    assert not listed(sign_in(Role.CASE_WORKER), "list_complaints")
    oversight = sign_in(Role.OVERSIGHT)
    (row,) = listed(oversight, "list_complaints")
    code = row.code
    told = {**dict.fromkeys(SIGNS, "yes"), "version": 1}
    assert (
        oversight.post(reverse("screen_complaint", args=[code]), told).status_code
        == 302
    )
    made = oversight.post(reverse("take_up_complaint", args=[code]))
    assert oversight.get(made.url).status_code == 200
    for role in set(Role) - {Role.OVERSIGHT}:
        assert sign_in(role).get(made.url).status_code == 404
        with actor(role):
            assert not Case.objects.exists()
            assert not Complaint.objects.exists()


def test_who_hands_a_case_over_sees_it_as_it_was(sign_in, case):
    officer = sign_in(Role.INVESTIGATOR, OTHER)
    answer = officer.post(
        reverse("take_over_case", args=[case.code]),
        {"reason": "official", "official_agency": "BORDER"},
    )
    assert answer.url == reverse("show_case", args=[case.code])
    page = officer.get(answer.url).text
    assert "Taken over by the central office" in page
    for never in ("official", "BORDER", "Record what was found", "Name a victim"):
        assert never not in page


def test_a_case_goes_to_prosecution_and_the_record_is_opened_to_it(
    sign_in,
    actor,
    case,
    person,
    victim,
):
    officer = sign_in(Role.INVESTIGATOR, OTHER)
    asked = officer.post(
        reverse("ask_identity", args=[case.code, victim]),
        {"reason": "charge"},
    )
    assert asked.status_code == 302
    keeper = sign_in(Role.CASE_WORKER)
    row = listed(keeper, "list_identity_requests")[0]
    answer = reverse("answer_identity", args=[row.id])
    assert keeper.post(answer, {"answer": "grant"}).context["form"].errors
    granted = keeper.post(answer, {"answer": "grant", **day("until", clock.today())})
    assert granted.status_code == 302
    assert officer.get(reverse("show_person", args=[person.code])).status_code == 200
    with actor(Role.CASE_WORKER, OTHER) as by:
        agency = access.agency_by_id(by.agency).id
    way = {"way": "hand_to_prosecution", "agency": str(agency)}
    assert officer.post(reverse("move_case", args=[case.code]), way).status_code == 302
    page = (
        sign_in(Role.PROSECUTOR, OTHER).get(reverse("show_case", args=[case.code])).text
    )
    assert "With the prosecution" in page


def test_the_picture_of_a_case_begins_with_its_first_day_and_ends_today(now):
    today = now.date()
    assert places_on_line([], today) == []
    assert places_on_line([today], today) == [0]
    begun = today.replace(year=today.year - 1)
    assert places_on_line([today, begun], today) == [100, 0]


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_has_its_line_in_the_picture(kind, now):
    assert timeline_picture([(kind, now.date())], now.date()) == {event_lane(kind): [0]}
    assert event_lane(kind) in LANES


@given(
    st.lists(st.tuples(st.sampled_from(sorted(EVENTS)), st.dates()), max_size=30),
    st.dates(),
)
def test_every_event_is_one_dot_within_the_picture(events, today):
    dots = [
        place for places in timeline_picture(events, today).values() for place in places
    ]
    assert len(dots) == len(events)
    assert all(0 <= dot <= 100 for dot in dots)


def shown(client, query):
    """Which cases a list shows, and which of its filters is on."""
    (table,) = client.get(reverse("list_cases") + query).context["tables"]
    chosen = [
        str(dict(field.field.choices)[field.value()])
        for field in (table.form.filter_fields if table.form else [])
        if field.value()
    ]
    return {row.code for row in table.rows}, chosen


def listed(client, name):
    """What a list shows."""
    (table,) = client.get(reverse(name)).context["tables"]
    return table.rows


def test_what_waits_leads_to_the_cases_that_wait(
    actor,
    sign_in,
    now,
    case,
    full_case,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        free = actions.open_case(
            by=by,
            at=now,
            facts=actions.CaseFindings(began_on=date(2018, 7, 2)),
        )
    supervisor = sign_in(Role.SUPERVISOR, OTHER)
    with actor(Role.SUPERVISOR, OTHER) as by:
        lines = {
            line.url: line.number for line in worklist_items(by=by, today=now.date())
        }
        assert lines[reverse("list_cases") + "?free=yes"] == 1
    assert shown(supervisor, "?free=yes") == ({free.code}, ["Nobody works on it"])
    assert shown(supervisor, "") == ({case.code, free.code}, [])
    assert shown(supervisor, "?state=closed") == (set(), ["Closed"])
    supervisor.cookies[settings.LANGUAGE_COOKIE_NAME] = "lo"
    page = supervisor.get(reverse("show_case", args=[free.code])).content.decode()
    assert "July" not in page


def test_cases_by_definition_are_found_however_many_there_are(
    actor,
    now,
    case,
    monkeypatch,
):
    with actor(Role.INVESTIGATOR, OTHER) as by:
        for form in ("forced_labour", "sexual_exploitation"):
            facts = actions.CaseFindings(
                acts=("recruitment",),
                means=("deception",),
                forms=(form,),
            )
            actions.open_case(
                by=by,
                at=now,
                facts=facts,
            )
        monkeypatch.setattr(paging, "BATCH", 1)
        unclear = queries.find_cases(
            by=by,
            wanted=queries.CaseFilter(meets="unclear"),
        )
        assert [row.code for row in unclear] == [case.code]
        meets = queries.find_cases(by=by, wanted=queries.CaseFilter(meets="meets"))
        (one,), more = paging.cut_page(meets, 1, 1)
        (two,), last = paging.cut_page(meets, 2, 1)
        assert (more, last) == (True, False)
        assert one.code != two.code
