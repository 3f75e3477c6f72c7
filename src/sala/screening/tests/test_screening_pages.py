"""The pages of a screening: made from the country's form, safe first, nothing typed is lost."""

import re

import pytest
from django.urls import reverse

from sala.access.roles import Role
from sala.people.models import Person
from sala.screening.models import Screening, ScreeningDraft

SAFE = {"alone": "yes", "interpreter": "not_needed"}


@pytest.fixture
def client(sign_in):
    return sign_in(Role.FRONTLINE_OFFICER)


@pytest.fixture
def begun(client):
    """A draft; its pages' addresses by name."""
    answer = client.post(reverse("start_screening"), {"instrument": "triage"})
    draft = re.search(r"drafts/([0-9a-f-]{36})/safety/", answer.url)[1]
    return lambda step: reverse("write_screening", args=[draft, step])


@pytest.mark.django_db
def test_the_pages_are_the_pack_s_form(client, begun):
    client.post(begun("safety"), SAFE)
    page = client.get(begun("q-control")).content.decode()
    assert "Does somebody keep your papers from you?" in page
    names = re.findall(r'name="(\w+)" value="(\w+)"', page)
    said = [value for name, value in names if name == "papers_kept"]
    assert said == ["yes", "no", "not_known", "refused"], "always in this order"
    assert client.get(begun("q-nowhere")).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "said",
    [
        {"alone": "no", "interpreter": "not_needed"},
        {"alone": "yes", "interpreter": "linked"},
    ],
)
def test_nothing_is_asked_before_it_is_safe(said, client, begun):
    answer = client.post(begun("safety"), said, follow=True)
    assert "Do not ask yet" in answer.content.decode()
    for step in ("person", "q-work", "conclusion", "check"):
        assert client.get(begun(step)).url == begun("safety")
        assert client.post(begun(step), {"outcome": "indicated"}).url == begun("safety")
    assert client.post(begun("safety"), SAFE).url == begun("person"), (
        "and goes on where it was"
    )


@pytest.mark.django_db
def test_help_comes_before_the_questions(client, begun):
    said = {**SAFE, "urgent": ["medical", "danger"]}
    page = client.post(begun("safety"), said, follow=True).content.decode()
    assert "Ask another agency for help now" in page
    client.post(begun("person"), {"sex": "female", "name": "Synthetic"})
    steps = begun("safety").removesuffix("safety/")
    for _again in range(2):
        asked = client.post(steps, {"do": "refer"})
        code = re.search(r"/protection/people/(\d{10})/refer/", asked.url)[1]
    assert client.get(reverse("show_person", args=[code])).status_code == 200
    page = client.get(begun("person")).content.decode()
    assert 'name="name"' not in page, "their record says who they are"


@pytest.mark.django_db
def test_what_was_written_is_there_again_and_sent_once(client, begun, actor, sign_in):
    client.post(begun("safety"), SAFE)
    client.post(
        begun("person"),
        {
            "sex": "male",
            "age_group": "adult",
            "exploitation": "labour",
        },
    )
    client.post(begun("q-before"), {"need_used": "yes"})
    client.post(begun("q-before"), {"taken_or_sold": "refused"})
    page = client.get(begun("q-before")).content.decode()
    assert re.search(r'name="need_used" value="yes"[^>]*checked', page)
    assert re.search(r'name="taken_or_sold" value="refused"[^>]*checked', page)
    assert client.get(begun("check")).url == begun("q-work"), (
        "first the pages that were not seen"
    )
    client.post(begun("q-work"), {"long_hours": "yes", "little_pay": "yes"})
    client.post(begun("q-control"), {})
    page = client.get(begun("conclusion")).content.decode()
    assert "strong sign" in page
    assert "not shown, which is no evidence against it" in page
    client.post(begun("conclusion"), {"outcome": "indicated"})
    shown = client.post(begun("check"))
    assert "?sent" in shown.url
    for step in ("check", "safety", "conclusion"):
        assert client.get(begun(step)).url == shown.url, "Back leads to the receipt"
        assert client.post(begun(step), SAFE).url == shown.url, "and so does Send"
    with actor(Role.FRONTLINE_OFFICER):
        assert Screening.objects.count() == Person.objects.count() == 1
        assert not ScreeningDraft.objects.exists(), "it is a draft no more"
    stranger = sign_in(Role.FRONTLINE_OFFICER, "other")
    assert stranger.get(begun("check")).status_code == 404
    opened = client.post(shown.url.partition("?")[0]).content.decode()
    assert "Did you have to work too many hours or days?" in opened
    assert "Yes" in opened


@pytest.mark.django_db
def test_an_age_and_adult_do_not_contradict_each_other(client, begun):
    client.post(begun("safety"), SAFE)
    page = client.post(
        begun("person"),
        {"age": "15", "age_group": "adult"},
    ).content.decode()
    assert "Somebody of this age is a child" in page
    assert 'value="15"' in page


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["?operation=x", "?operation=", "?person=0000000000"])
def test_an_address_that_names_nothing(query, client):
    status = client.get(reverse("start_screening") + query).status_code
    assert status == (200 if query.endswith("=") else 404)


@pytest.mark.django_db
def test_another_agency_s_operation_is_none(raid, sign_in):
    page = f"{reverse('start_screening')}?operation={raid}"
    assert sign_in(Role.FRONTLINE_OFFICER, "other").get(page).status_code == 404
    assert sign_in(Role.FRONTLINE_OFFICER).get(page).status_code == 200


@pytest.mark.django_db
def test_the_paper_twin_asks_the_same(client):
    page = client.get(
        reverse("show_instrument", args=["full", "1.1.0"]),
    ).content.decode()
    assert page.count("<ol") == 6
    assert (
        "Was the work, the place or the employer different from what you had been told?"
        in page
    )
    missing = reverse("show_instrument", args=["full", "7.0.0"])
    assert client.get(missing).status_code == 404


@pytest.mark.django_db
def test_a_correction_that_is_sent_twice_leads_to_its_receipt(client, sent):
    left = sent(answers={"no_such_question": "yes"})
    opened = client.post(reverse("correct_envelope", args=[left.id])).url
    check = f"{opened}check/"
    shown = client.post(check)
    assert "?sent" in shown.url
    assert client.post(check).url == client.get(opened).url == shown.url


@pytest.mark.django_db
def test_a_correction_that_was_thrown_away_says_why_the_screening_waits(client, sent):
    left = sent(answers={"no_such_question": "yes"})
    opened = client.post(reverse("correct_envelope", args=[left.id])).url
    client.post(opened, {"do": "discard"})
    page = client.get(f"{opened}check/", follow=True)
    assert page.redirect_chain == [(reverse("list_screenings"), 302)]
    assert "question" in page.content.decode()
