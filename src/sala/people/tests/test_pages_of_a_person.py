"""Searching, registering, opening and correcting, as a case worker does it in the browser."""

import base64
import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from sala.access.roles import Purpose, Role
from sala.people import actions
from sala.people.tests.conftest import KHAM

pytestmark = pytest.mark.django_db
NAME = "ຄຳ ວົງສາ"


def text_of(response):
    return response.content.decode()


def spoken(code):
    return f"{code[:3]} {code[3:6]} {code[6:]}"


def test_a_list_names_nobody(worker, kham):
    shown = text_of(worker.get(reverse("list_people")))
    assert spoken(kham.code) in shown
    assert "Confidential" in shown
    assert NAME not in shown


def test_a_list_goes_on_on_another_page(worker, actor, now):
    with actor(Role.CASE_WORKER) as by:
        for _ in range(26):
            actions.register_person(
                by=by,
                at=now,
                identity=KHAM,
            )
    first, second = (worker.get(reverse("list_people"), {"page": n}) for n in "12")
    assert [len(p.context["tables"][0].rows) for p in (first, second)] == [25, 1]


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("name", "kham"),
        ("name", "ນາງ ວົງສາ"),
        ("document", "p123456"),
        ("phone", "+856 20 5555 1234"),
    ],
)
def test_a_person_is_found_and_the_search_is_entered_without_what_was_sought(
    worker,
    kham,
    ledger,
    what,
    text,
):
    found = worker.post(reverse("search_people"), {"what": what, "text": text})
    assert [row.code for row in found.context["found"]] == [kham.code]
    assert NAME not in text_of(found)
    assert ledger("people.searched") == [("people.searched", what, '{"hits":1}')]


def test_a_code_finds_whatever_its_script(worker, kham):
    lao = "".join(chr(0xED0 + int(digit)) for digit in kham.code)
    found = worker.post(reverse("search_people"), {"what": "code", "text": lao})
    assert [row.code for row in found.context["found"]] == [kham.code]


def test_another_agency_finds_nobody_and_is_offered_to_register_with_the_name(
    sign_in,
    kham,
):
    client = sign_in(Role.CASE_WORKER, "other")
    found = client.post(reverse("search_people"), {"what": "name", "text": NAME})
    assert found.context["found"] == []
    assert spoken(kham.code) not in text_of(found)
    form = client.post(
        reverse("register_person"),
        {"step": "start", **found.context["carried"]},
    )
    assert f'value="{NAME}"' in text_of(form)


def test_registering_asks_to_search_first(worker):
    asked = text_of(worker.get(reverse("register_person")))
    assert reverse("search_people") in asked
    assert "id_name" not in asked


def photo():
    out = BytesIO()
    Image.new("RGB", (20, 20), "teal").save(out, "PNG")
    return SimpleUploadedFile("face.png", out.getvalue(), "image/png")


def test_a_person_is_registered_and_the_code_is_said(worker, actor):
    typed = {
        "step": "save",
        "name": NAME,
        "sex": "female",
        "birth_age": "16",
        "photo": photo(),
    }
    done = worker.post(reverse("register_person"), typed, follow=True)
    (code,) = {page.split("/")[2] for page, _status in done.redirect_chain}
    assert text_of(done).count(spoken(code)) > 1
    with actor(Role.CASE_WORKER) as by:
        row = actions.queries.find_person(by=by, code=code)
        opened = actions.open_identity(
            by=by,
            person=row.id,
            purpose=Purpose.SERVICES,
        )
    assert opened.identity.display_name == NAME
    assert opened.identity.birth.age == 16
    assert opened.photo


def test_a_person_without_any_name_is_registered(worker):
    done = worker.post(
        reverse("register_person"),
        {"step": "save", "name_unknown": "on"},
    )
    assert done.status_code == 302


def test_what_is_no_photograph_is_said_at_the_field(worker):
    bad = SimpleUploadedFile("face.png", b"no picture", "image/png")
    shown = worker.post(
        reverse("register_person"),
        {
            "step": "save",
            "name": NAME,
            "photo": bad,
        },
    )
    assert shown.context["form"].errors["photo"]
    assert f'value="{NAME}"' in text_of(shown)


def test_a_record_keeps_the_identity_closed(worker, kham, page):
    shown = text_of(worker.get(page("show_person", kham)))
    assert NAME not in shown
    assert "Confidential" in shown


def test_an_identity_opens_with_a_purpose_and_an_entry(
    worker,
    kham,
    page,
    ledger,
):
    opened = worker.post(page("open_identity", kham), {"purpose": "services"})
    assert NAME in text_of(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    assert len(ledger("people.identity_opened")) == 1


def test_without_a_purpose_nothing_opens_and_nothing_is_entered(
    worker,
    kham,
    page,
    ledger,
):
    asked = worker.post(page("open_identity", kham), {"purpose": ""})
    assert asked.context["form"].errors["purpose"]
    assert NAME not in text_of(asked)
    assert ledger("people.identity_opened") == []


@pytest.mark.parametrize("name", ["open_identity", "change_identity"])
def test_an_identity_has_no_address(
    worker,
    kham,
    page,
    name,
):
    assert worker.get(page(name, kham)).url == page("show_person", kham)


def test_a_photograph_is_part_of_the_page(
    worker,
    actor,
    now,
    page,
):
    with actor(Role.CASE_WORKER) as by:
        raw = photo().read()
        kham = actions.register_person(
            by=by,
            at=now,
            identity=KHAM,
            photo=raw,
        )
    opened = worker.post(page("open_identity", kham), {"purpose": "services"})
    encoded = text_of(opened).split("data:image/jpeg;base64,")[1].split('"')[0]
    with Image.open(BytesIO(base64.b64decode(encoded))) as picture:
        assert picture.format == "JPEG"


@pytest.fixture
def correcting(worker, kham, page):
    """Open for correction; a function that saves what was changed."""
    opened = worker.post(page("change_identity", kham), {"step": "open"})
    form = opened.context["form"]
    typed = {f.html_name: f.value() for f in form if f.value() not in (None, False, "")}

    def save(**changed):
        sent = typed | {"step": "save"} | changed
        return worker.post(page("change_identity", kham), sent)

    return save


def test_an_identity_is_corrected_and_found_by_its_new_name(
    worker,
    correcting,
    kham,
    page,
    ledger,
):
    assert correcting(name="ແກ້ວ").url == page("show_person", kham)
    opened = text_of(worker.post(page("open_identity", kham), {"purpose": "services"}))
    assert "ແກ້ວ" in opened
    assert "P 123456" in opened, "what was not changed is kept"
    found = worker.post(reverse("search_people"), {"what": "name", "text": NAME})
    assert found.context["found"] == []
    assert len(ledger("people.identity_changed")) == 1


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    worker,
    correcting,
    kham,
    page,
    ledger,
):
    correcting(name="ແກ້ວ")
    late = correcting(name="ບົວ")
    assert late.context["overtaken"]
    assert 'value="ບົວ"' in text_of(late), "what was typed is not lost"
    opened = text_of(worker.post(page("open_identity", kham), {"purpose": "services"}))
    assert "ແກ້ວ" in opened
    assert "ບົວ" not in opened
    assert len(ledger("people.identity_changed")) == 1


@pytest.mark.parametrize("version", ["", "x", "99999999999999999999", "-1"])
def test_a_version_that_cannot_be_overwrites_nothing(correcting, version):
    assert correcting(version=version).context["overtaken"]


def test_a_supervisor_reads_why_the_identity_stays_closed(sign_in, kham, page):
    client = sign_in(Role.SUPERVISOR)
    shown = client.get(page("show_person", kham))
    assert "only in an emergency" in text_of(shown)
    refused = client.post(page("open_identity", kham), {"purpose": "services"})
    assert refused.status_code == 404


def test_frontline_sees_its_own_for_a_day_and_is_told_until_when(sign_in):
    client = sign_in(Role.FRONTLINE_OFFICER)
    done = client.post(
        reverse("register_person"),
        {"step": "save", "name": NAME},
        follow=True,
    )
    assert "You see it until" in text_of(done)
    assert "To whom the record is open" not in text_of(done)


@pytest.mark.parametrize("code", ["0000000000", "9999999999"])
def test_a_code_nobody_has_is_not_found(worker, code):
    assert worker.get(reverse("show_person", args=[code])).status_code == 404


def test_nobody_signed_in_sees_nothing(kham, page):
    assert Client().get(page("show_person", kham)).url.startswith("/account/login/")


def test_what_is_not_for_the_viewer_is_a_grey_placeholder(
    actor,
    now,
    sign_in,
    worker,
    kham,
    page,
):
    with actor(Role.FRONTLINE_OFFICER) as by:
        mine = actions.register_person(
            by=by,
            at=now,
            identity=KHAM,
        )
    hidden = sign_in(Role.FRONTLINE_OFFICER).get(page("show_person", mine))
    cases = re.search(
        r"<h2[^>]*>\s*Cases\s*<span class=\"sala-placeholder\">",
        text_of(hidden),
    )
    assert cases
    assert not re.search(
        r"Cases\s*<span class=\"sala-placeholder\">",
        text_of(worker.get(page("show_person", kham))),
    )
