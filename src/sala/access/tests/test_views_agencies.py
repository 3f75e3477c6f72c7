"""Units are added, renamed and closed by those who administer the agency above."""

import pytest
from django.urls import reverse

from sala.access import queries
from sala.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(sign_in):
    return sign_in(Role.ADMINISTRATOR)


@pytest.fixture
def unit(admin, actor):
    with actor(Role.ADMINISTRATOR) as by:
        above = queries.agency_by_id(by.agency_id)
    typed = {"parent": "LWU", "code": "lwu-test", "kind": above.kind, "level": above.level}
    done = admin.post(reverse("add_agency"), typed | {"name_en": "Test unit", "name_lo": "ທົດສອບ"})
    assert done.url == reverse("show_agency", args=["LWU-TEST"])
    return "LWU-TEST"


def found(actor, code):
    with actor(Role.ADMINISTRATOR):
        return queries.agency(code)


def test_a_unit_is_added_and_listed(admin, unit):
    assert "Test unit" in admin.get(reverse("list_agencies")).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [({"code": "LWU"}, "code"), ({"code": "1"}, "code"), ({"name_en": ""}, "name_en")],
)
def test_what_cannot_stand_is_said_at_its_field(admin, actor, typed, field):
    above = found(actor, "LWU")
    good = {
        "parent": "LWU",
        "code": "LWU-X",
        "kind": above.kind,
        "level": above.level,
        "name_en": "X",
    }
    assert admin.post(reverse("add_agency"), good | typed).context["form"].errors[field]


def test_names_change_and_the_code_stays(admin, unit, actor):
    admin.post(f"/agencies/{unit}/?do=rename", {"name_en": "Other name", "name_lo": ""})
    assert found(actor, unit).names == {"en": "Other name"}
    nameless = admin.post(f"/agencies/{unit}/?do=rename", {"name_en": " ", "name_lo": ""})
    assert nameless.context["form"].errors["name_en"]


def test_a_unit_is_closed_knowingly(admin, unit, actor):
    assert admin.post(f"/agencies/{unit}/?do=close").context["form"].errors["sure"]
    assert admin.post(f"/agencies/{unit}/?do=close", {"sure": "on"}).status_code == 302
    assert found(actor, unit).retired_on
    assert admin.post(f"/agencies/{unit}/?do=close", {"sure": "on"}).status_code == 404


def test_nobody_closes_the_agency_they_act_for(admin, actor):
    refused = admin.post("/agencies/LWU/?do=close", {"sure": "on"})
    assert refused.context["form"].non_field_errors()
    assert found(actor, "LWU").retired_on is None


def test_another_agency_is_not_found(admin):
    assert admin.get("/agencies/ATD/").status_code == 404
    assert admin.post("/agencies/ATD/?do=rename", {"name_en": "Mine"}).status_code == 404
