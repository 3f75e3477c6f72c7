import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

import sala
from sala.kit.forms import DayField, SalaRenderer

HOUSE = Path(sala.__file__).parent
TEMPLATES = sorted(HOUSE.glob("**/templates/**/*.html"))
PAGES = [
    "400.html",
    "403.html",
    "404.html",
    "429.html",
    "500.html",
    "kit/forged_form.html",
]
VIEWER = SimpleNamespace(
    name="Noy",
    role_label="Case worker",
    agency_name="Shelter",
    switchable=False,
)


class Small(forms.Form):
    default_renderer = SalaRenderer

    name = forms.CharField(label="Name")
    sex = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    born = DayField()


def page(source: str, **context: object) -> str:
    return (
        engines["django"]
        .from_string('{% extends "kit/base.html" %}' + source)
        .render(context)
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_no_template_breaks_the_content_security_policy(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=", text), "a style attribute"
    assert "<style" not in text
    assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), "an inline handler"
    assert "javascript:" not in text
    for attributes in re.findall(r"<script\b([^>]*)>", text):
        assert "src=" in attributes or 'type="application/json"' in attributes


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", ["en", "lo"])
def test_error_pages_need_no_context(name: str, language: str) -> None:
    with translation.override(language):
        html = get_template(name).render()
    assert f'<html lang="{language}"' in html
    assert "<h1" in html
    assert '<main class="govuk-main-wrapper" id="main-content"' in html


def test_not_found_reads_the_same_whatever_the_reason() -> None:
    text = (HOUSE / "kit/templates/404.html").read_text()
    assert "exception" not in text
    assert "request_path" not in text


def test_the_title_says_when_there_is_an_error() -> None:
    title = "{% block title %}Screening{% endblock %}"
    assert "<title>Screening – Sala</title>" in page(title, form=Small())
    assert "<title>Error: Screening – Sala</title>" in page(title, form=Small({}))


def test_the_error_summary_leads_to_the_fields() -> None:
    html = page("", form=Small({}))
    assert 'href="#id_name"' in html
    assert 'href="#id_sex_0"' in html
    assert 'href="#id_born_0"' in html
    fields = str(Small({}))
    assert 'id="id_sex_0"' in fields
    assert 'id="id_born_0"' in fields


def test_who_is_signed_in_and_where_they_are() -> None:
    items = [
        SimpleNamespace(
            label="People",
            url="/people/",
            current=True,
        ),
    ]
    parts = [
        SimpleNamespace(
            label="Protection",
            items=items,
            here=True,
        ),
    ]
    html = page(
        "",
        viewer=VIEWER,
        navigation=parts,
        request=RequestFactory().get("/people/"),
    )
    assert "Case worker, Shelter" in html
    assert re.search(r'href="/people/"\s+aria-current="page"', html)


def test_nobody_signed_in_shows_no_menu() -> None:
    html = page("")
    assert "sala-viewer" not in html
    assert "sala-nav" not in html


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"value": "Savannakhet"}, "Savannakhet"),
        ({"value": None}, "Not recorded"),
        ({"value": "Savannakhet", "hidden": True}, "Confidential"),
        ({"value": 0}, "0"),
    ],
)
def test_a_summary_row_is_never_blank(
    context: dict[str, object],
    expected: str,
) -> None:
    html = render_to_string("kit/summary_row.html", {"key": "Village", **context})
    assert expected in html
    assert not context.get("hidden") or "Savannakhet" not in html


def test_pages_keep_the_question() -> None:
    page = {
        "has_other_pages": True,
        "has_next": True,
        "next_url": "?q=x&page=3",
        "number": 2,
        "total": 3,
    }
    html = render_to_string("kit/pagination.html", {"page": page})
    assert 'href="?q=x&amp;page=3"' in html
    assert "Page 2 of 3" in html
