"""Whatever is typed into a form of any page, the answer is a page: no failure, nothing half-done.

Each page is opened by roles that may open it, its forms are found as a browser finds them, and
sent with what nobody should type.
"""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from tests.forms_of_pages import forms_of
from tests.table import ATTACKERS, TABLE, address, attacked_pages

from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.config import testing

ATTEMPTS = 2 * testing.WIDTH  # at each form
ODD = [
    "",
    " ",
    "0",
    "-1",
    "99999999999999999999",
    "1e309",
    "NaN",
    "２０",
    "໒໐໑໘",
    "31",
    "2018",
    "null",
    "\x00",
    "\u202eabc",
    "ກ" * 5000,
    "x" * 70_000,
    "<script>alert(1)</script>",
    "'; DROP TABLE people_person; --",
    "../../etc/passwd",
    "00000000-0000-0000-0000-000000000000",
    "{{ 7 }}",
    "%s%n",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
]
ODD_FILES = [
    b"",
    b"%PDF-1.7 and nothing",
    b"\xff\xd8\xff\xe0 broken",
    b"PK\x03\x04",
    b"a,b\n1,2\n",
]
# Roles whose pages have no form but those around signing in.
QUIET = {Role.ANALYST}
LEAVES = ("/account/", "/language/")  # signing in and out is allauth's


def filled(form, chance: random.Random) -> dict:
    """A form sent by somebody who types anything; a listed value as often as an odd one."""
    data = {}
    for name, listed in form.fields.items():
        if name == "csrfmiddlewaretoken" or chance.random() < 0.1:
            continue
        data[name] = (
            chance.choice(listed)
            if listed and chance.random() < 0.6
            else chance.choice(ODD)
        )
    for name in form.files:
        if chance.random() < 0.8:
            data[name] = SimpleUploadedFile("x.bin", chance.choice(ODD_FILES))
    return data


@pytest.fixture
def written(actor):
    """How many entries the ledger has: whatever is written has one."""

    def count() -> int:
        with actor(Role.OVERSIGHT):
            return LedgerEntry.objects.count()

    return count


def test_every_page_is_attacked_by_roles_that_may_open_it():
    attacks = {role: attacked_pages(role) for role in Role}
    for name, row in TABLE.items():
        attackers = {role for role, pages in attacks.items() if name in pages}
        assert attackers <= row.own
        assert len(attackers) >= min(ATTACKERS, len(row.own)), name


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_no_form_of_any_page_can_be_made_to_fail(
    role,
    places,
    sign_in,
    written,
):
    client = sign_in(role)
    client.raise_request_exception = False
    chance = random.Random(f"{role}")
    failed, half, sent = {}, {}, 0
    before = written()  # each attempt begins from the same records
    for name in attacked_pages(role):
        url = address(name, places)
        for form in forms_of(client.get(url, follow=True).content.decode()):
            target = form.action or url
            if target.startswith(LEAVES):
                continue
            for _ in range(ATTEMPTS):
                data = filled(form, chance)
                with transaction.atomic():
                    answer = client.post(target, data)
                    refused = (
                        answer.status_code >= 400
                        or b"govuk-error-summary" in answer.content
                    )
                    if answer.status_code >= 500:
                        failed[f"{name} -> {target}"] = data
                    elif refused and written() != before:
                        half[f"{name} -> {target}"] = data
                    transaction.set_rollback(True)
                sent += 1
    assert failed == {}
    assert half == {}, "refused, and yet something was written"
    assert sent or role in QUIET
