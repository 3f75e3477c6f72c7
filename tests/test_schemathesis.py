"""Schemathesis against every form that a page offers: the pages describe themselves as OpenAPI.

It makes up what the description allows, and looks for failures of the server. `test_fuzz.py` sends what no description allows.
"""

import pytest
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from tests.forms_of_pages import forms_of
from tests.table import address, attacked_pages
from tests.test_fuzz import LEAVES

from sala.access.roles import Role
from sala.config import testing

EXAMPLES = 3 * testing.WIDTH  # for each form


def described(client, role, places) -> dict:
    """The forms that a role is offered, as OpenAPI."""
    paths: dict = {}
    for name in attacked_pages(role):
        url = address(name, places)
        for form in forms_of(client.get(url, follow=True).content.decode()):
            target = (form.action or url).partition("?")[0]
            if target.startswith(LEAVES):
                continue
            known = paths.setdefault(target, {"post": operation()})["post"]
            content = known["requestBody"]["content"][
                "application/x-www-form-urlencoded"
            ]
            for field, listed in form.fields.items():
                if field and field != "csrfmiddlewaretoken":
                    content["schema"]["properties"][field] = value(listed)
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Forms of {role}", "version": "1"},
        "paths": paths,
    }


def operation() -> dict:
    schema = {
        "type": "object",
        "properties": {},
        "additionalProperties": False,
    }
    body = {
        "required": True,
        "content": {"application/x-www-form-urlencoded": {"schema": schema}},
    }
    return {"requestBody": body, "responses": {"default": {"description": "a page"}}}


def value(listed: list[str]) -> dict:
    """A listed value, or any text: a form from outside may send what it likes."""
    anything = {"type": "string", "maxLength": 300}
    return {"anyOf": [{"enum": sorted(set(listed))}, anything]} if listed else anything


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_server_never_fails_on_a_form(role, places, sign_in):
    client = sign_in(role)
    client.raise_request_exception = False
    schema = schemathesis.openapi.from_dict(described(client, role, places))
    for found in schema.get_all_operations():
        sent(found.ok(), client)


def sent(operation, client) -> None:
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(case=operation.as_strategy())
    def send(case):
        body = case.body if isinstance(case.body, dict) else {}
        with transaction.atomic():  # each attempt begins from the same records
            answer = client.post(case.formatted_path, body)
            transaction.set_rollback(True)
        assert answer.status_code < 500, (case.path, case.body)

    send()
