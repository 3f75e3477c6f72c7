"""A form on a page, and what is noticed of one that was made by hand."""

import json
from uuid import uuid4

import pytest
from django import forms
from django.test import RequestFactory

from sala.desk.pages import run_action


class OneOfTwo(forms.Form):
    which = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    many = forms.IntegerField(min_value=1)


class Somebody:
    user_id = uuid4()


@pytest.mark.parametrize(
    ("sent", "logged"),
    [
        ({"which": "c", "many": "1"}, ["which"]),
        ({"which": "482 913 7064", "many": "0"}, ["which"]),
        ({"which": "", "many": "0"}, []),
        ({"which": "a", "many": "no"}, []),
    ],
)
def test_what_no_page_offers_is_logged_by_its_field_alone(sent, logged, caplog):
    request = RequestFactory().post("/people/4829137064/", sent)
    request.actor = Somebody()
    with caplog.at_level("INFO", logger="sala.security"):
        made = run_action(request, OneOfTwo(sent), lambda: pytest.fail("it was done"))
    assert made == ()
    said = [json.loads(record.getMessage()) for record in caplog.records]
    assert [one["fields"] for one in said] == logged
    assert "7064" not in caplog.text


def test_a_form_that_was_not_sent_is_nothing_to_notice(caplog):
    request = RequestFactory().get("/")
    request.actor = Somebody()
    with caplog.at_level("INFO", logger="sala.security"):
        assert run_action(request, OneOfTwo(), lambda: 1) == ()
    assert caplog.records == []
