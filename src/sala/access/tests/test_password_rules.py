"""Passwords that are tried first, or were stolen elsewhere, are refused."""

import hashlib

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from sala.access.password_rules import house_words
from sala.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password",
    ["sala-police-2026", "Victim.Shelter.99", "case worker 1234", "ສາລາ-supervisor-1"],
)
def test_words_of_the_house_make_no_password(password):
    with pytest.raises(ValidationError, match="try first"):
        validate_password(password)


def test_the_name_of_an_agency_makes_none(user_of, actor):
    """On the page that changes a password, where nobody acts, and in an action."""
    user = user_of(Role.CASE_WORKER)
    with pytest.raises(ValidationError, match="try first"):
        validate_password("LWU-lwu-2026!!", user)
    with actor(Role.CASE_WORKER), pytest.raises(ValidationError, match="try first"):
        validate_password("LWU-lwu-2026!!", user)
    assert {"sala", "lwu", "supervisor"} <= house_words(user)


@pytest.mark.parametrize(
    "password",
    [
        "sala-0f3c9d81b2e4",
        "sala-123456789012",
        "the shelter by the old ferry",
        "a very long sentence that only I would think of, " * 4,
        "ປູ່ຍ່າຕາຍາຍຢູ່ບ້ານນາ",
    ],
)
def test_with_words_of_ones_own_any_composition_is_taken(password):
    validate_password(password)


def test_what_was_stolen_elsewhere_is_refused(tmp_path, monkeypatch):
    stolen = ["correct horse battery", "ferry-ferry-ferry", "grandmother's loom"]
    digests = [hashlib.sha1(s.encode()).hexdigest().upper() for s in stolen]
    others = [hashlib.sha1(str(n).encode()).hexdigest().upper() for n in range(300)]
    file = tmp_path / "stolen"
    lines = sorted([*digests, *others])
    file.write_text("".join(f"{line}:{n}\r\n" for n, line in enumerate(lines)))
    validate_password(stolen[0])
    monkeypatch.setenv("SALA_STOLEN_PASSWORDS", str(file))
    for password in stolen:
        with pytest.raises(ValidationError, match="stolen"):
            validate_password(password)
    validate_password("grandmother's looms")
