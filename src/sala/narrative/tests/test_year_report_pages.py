"""The pages and files of the year's report."""

import io

import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from sala.access.roles import Role
from sala.narrative.queries.worklist import worklist_items
from sala.narrative.views.report_presenters import trace_address
from sala.narrative.writing.compose import SentencePiece

from .conftest import YEAR


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "lo"])
def test_pages_edit_flag_acknowledge_and_approve(frozen, sign_in, language):
    analyst, oversight = sign_in(Role.ANALYST), sign_in(Role.OVERSIGHT)
    made = analyst.post(
        reverse("open_year_report"),
        {"year": YEAR, "language": language},
    )
    page = analyst.get(made.url).content.decode()
    assert f'href="/figures/incidents_investigated/?year={YEAR}"' in page
    assert 'href="/figures/incidents_investigated/?year=2017"' in page
    report = made.url.rstrip("/").rpartition("/")[2]
    edit = reverse("edit_sentence", args=[report, "incidents"])
    assert 'lang="' + language in analyst.get(edit).content.decode()
    sent = analyst.post(
        edit,
        {
            "change": "edited",
            "seen": "0",
            "text": "41 (69 in 2017).",
        },
    )
    assert sent.url.endswith("#s-incidents")
    page = analyst.get(made.url).content.decode()
    assert '<mark class="sala-wrong">41</mark>' in page
    assert 'name="digest"' not in page, (
        "it is not approved with a number nobody explained"
    )
    numbers = reverse("acknowledge_numbers", args=[report, "incidents"])
    assert analyst.post(numbers, {"reason": ""}).status_code == 200
    assert analyst.post(numbers, {"reason": "By letter."}).status_code == 302
    for client in (analyst, oversight):
        page = client.get(made.url).content.decode()
        digest = page.partition('name="digest" value="')[2][:64]
        assert client.post(made.url, {"digest": digest}).status_code == 302
    page = oversight.get(made.url).content.decode()
    assert "Approved" in page
    assert digest in page
    assert analyst.get(edit).status_code == 404


@pytest.mark.django_db
def test_files_say_who_approved_or_that_it_is_a_draft(
    frozen,
    opened,
    approve,
    sign_in,
):
    report = opened()
    client = sign_in(Role.ANALYST)

    def file(form):
        return client.get(reverse("download_year_report", args=[report, form]))

    assert "nobody has approved it" in file("html").content.decode()
    approve(report, Role.ANALYST)
    assert "nobody has approved it" in file("html").content.decode(), (
        "one is not enough"
    )
    approve(report, Role.OVERSIGHT)
    html = file("html").content.decode()
    assert "Secretariat analyst, Lao Women" in html
    assert "Oversight, Lao Women" in html
    pdf = PdfReader(io.BytesIO(file("pdf").content))
    assert "39 incidents" in " ".join(p.extract_text() for p in pdf.pages)
    paragraphs = [p.text for p in Document(io.BytesIO(file("docx").content)).paragraphs]
    assert any("Approved, version 1:" in text for text in paragraphs)
    assert file("exe").status_code == 404


@pytest.mark.django_db
def test_what_waits_is_said_to_whoever_it_waits_for(
    frozen,
    opened,
    edit,
    approve,
    actor,
    now,
):
    def waits(role):
        with actor(role) as by:
            return {
                line.url: (line.number, line.words)
                for line in worklist_items(by=by, today=now)
            }

    report = opened()
    page = reverse("show_year_report", args=[report])
    assert waits(Role.ANALYST)[page] == (
        1,
        "report of a year is ready for its first approval",
    )
    edit(report, "41 (66 in 2017).")
    assert waits(Role.ANALYST)[page] == (
        2,
        "numbers in reports disagree with their figures",
    )
    edit(report, "", change="restored")
    approve(report, Role.ANALYST)
    assert waits(Role.ANALYST) == {}
    assert waits(Role.OVERSIGHT)[reverse("list_year_reports")][0] == 1


@pytest.mark.django_db
def test_a_report_has_an_address_by_year_and_language(frozen, opened, sign_in):
    report, analyst = opened(), sign_in(Role.ANALYST)
    found = analyst.get(reverse("find_year_report", args=[YEAR, "en"]))
    assert found.url == reverse("show_year_report", args=[report])
    assert (
        analyst.get(reverse("find_year_report", args=[YEAR, "lo"])).status_code == 404
    )
    part = SentencePiece(
        "47",
        "victims_assisted",
        YEAR,
        "abroad",
        "abroad",
        47,
    )
    assert trace_address(part) == (
        f"/figures/victims_assisted/events/?year={YEAR}&by=abroad&key=abroad"
    )


@pytest.mark.django_db
def test_without_pango_the_page_says_what_to_install(
    facts,
    opened,
    sign_in,
    monkeypatch,
):
    from sala.narrative.views import papers

    def missing(*_said):
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setitem(
        papers.FORMATS,
        "pdf",
        papers.PaperFormat("application/pdf", missing),
    )
    answer = sign_in(Role.ANALYST).get(
        reverse("download_year_report", args=[opened(), "pdf"]),
    )
    assert answer.status_code == 503
    assert "libpangoft2-1.0-0" in answer.content.decode()
