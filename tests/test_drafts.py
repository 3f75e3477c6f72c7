"""Every form of the house that can be put off comes back as it was typed, on a page of its own."""

import random

import pytest
from tests.forms_of_pages import forms_of
from tests.table import address, attacked_pages
from tests.test_fuzz import ODD

from sala.access.roles import Role
from sala.desk import drafts
from sala.kit import clock

# Roles whose pages have no form that can be put off.
QUIET = {Role.DATA_PROTECTION_OFFICER}
HIDDEN = {"csrfmiddlewaretoken", "_role", "_form", "_title", "_later"}


def typed_into(form, chance: random.Random) -> dict[str, str]:
    """Anything, but in lists what is listed."""
    plain = [text for text in ODD if "\x00" not in text and len(text) < 100]
    return {
        name: chance.choice(listed) if name in form.selects else chance.choice(plain)
        for name, listed in form.fields.items()
        if name not in HIDDEN
        and name not in form.ticked
        and (name not in form.selects or listed)
    }


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_what_was_typed_comes_back(
    role,
    places,
    sign_in,
    actor,
):
    client, chance, lost, seen = sign_in(role), random.Random(f"{role}"), {}, 0
    for name in attacked_pages(role):
        url = address(name, places)
        for form in forms_of(client.get(url).content.decode()):
            if "_later" not in form.fields or "keep" not in form.fields["_later"]:
                continue
            seen += 1
            text = typed_into(form, chance)
            key = {n: form.fields[n][0] for n in ("_form", "_title") if form.fields[n]}
            client.post(form.action or url, text | key | {"_later": "keep"})
            with actor(role) as by:
                (kept,) = drafts.unfinished_forms(by=by, at=clock.now())
            (again,) = (
                f
                for f in forms_of(client.get(kept.url).content.decode())
                if "_title" in f.fields
            )
            for field, said in text.items():
                if again.shown.get(field, "").split() != said.split():
                    lost[f"{name}.{field}"] = (said, again.shown.get(field))
            assert kept.title, f"{name} has no title"
            with actor(role) as by:
                drafts.forget_form(
                    by=by,
                    at=clock.now(),
                    form=kept.form,
                )
    assert lost == {}
    assert seen or role in QUIET
