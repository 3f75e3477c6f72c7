"""What any answer lets a browser do, whatever was asked for and how (F14)."""

import gzip
import json
import os
import re
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.table import TABLE, address

from sala.access.roles import Role
from sala.config import responses

SOURCE = Path(__file__).parents[2] / "src" / "sala"
OTHER_METHODS = (
    "OPTIONS",
    "TRACE",
    "PUT",
    "PATCH",
    "DELETE",
    "CONNECT",
    "PROPFIND",
    "X",
)
CARRIED = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}


def what_is_missing(response) -> list[str]:
    found = [n for n, v in CARRIED.items() if v not in response.headers.get(n, "")]
    kind = response.headers.get("Content-Type", "")
    if kind.startswith("text/") and "charset=utf-8" not in kind.replace('"', ""):
        found.append("a browser may guess its letters")
    length = response.headers.get("Content-Length")
    if length and not response.streaming and int(length) != len(response.content):
        found.append("its length is another")
    if "Access-Control-Allow-Origin" in response.headers:
        found.append("everybody may read it")
    return found


@pytest.mark.django_db
def test_every_page_carries_what_keeps_others_out(places, sign_in):
    """And refusals, redirects and mistakes, signed in and not."""
    client, loose = sign_in(Role.CASE_WORKER), {}
    paths = [address(name, places) for name in TABLE]
    paths += ["/nowhere/", "/account/login/", "/account/2fa/", "/health", "/language/"]
    for who in (client, Client()):
        for path in paths:
            answer = who.get(path)
            if missing := what_is_missing(answer):
                loose[path] = missing
            if who is client and "no-store" not in answer.headers["Cache-Control"]:
                loose[path] = ["it is kept in a cache"]
    assert loose == {}


@pytest.mark.django_db
@pytest.mark.parametrize("method", OTHER_METHODS)
def test_no_other_method_reaches_a_page(method, places, sign_in):
    client = sign_in(Role.CASE_WORKER)
    paths = ["/health", "/account/login/", "/static/kit/sala.css"]
    paths += [address(name, places) for name in TABLE]
    answered = {p: client.generic(method, p).status_code for p in paths}
    assert answered == dict.fromkeys(answered, 405)


@pytest.mark.django_db
def test_health_is_only_looked_at():
    assert [getattr(Client(), m)("/health").status_code for m in ("get", "post")] == [
        200,
        405,
    ]


PRODUCTION = """
import django, sys, json
django.setup()
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
from django.conf import settings
from django.test import Client
from django.templatetags.static import static
(settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
(settings.STATIC_ROOT / "kit" / "settings.py").write_text("SECRET = 1")
slipped = "/static/kit/settings.py"
call_command("collectstatic", verbosity=0, interactive=False)
client = Client()
css, word = static("kit/sala.css"), "/static/staticfiles.json"
picture = static("kit/icon.svg")
said = {}
for path in (css, picture, "/static/nowhere.css", word, slipped):
    answer = client.get(path, headers={"accept-encoding": "gzip"}, secure=True)
    said[path] = [answer.status_code, dict(answer.headers)]
plain = client.get(css, secure=False)
sent = client.post("/account/login/", {"login": "x"}, secure=False)
said["plain"] = [plain.status_code, dict(plain.headers)]
said["sent"] = [sent.status_code, dict(sent.headers)]
print(json.dumps([css, picture, said]))
"""


def test_files_of_production_carry_it_too_and_no_list_is_served(tmp_path):
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PRODUCTION],
        env={
            **{k: v for k, v in os.environ.items() if k != "SALA_PLAIN_STATIC"},
            "DJANGO_SETTINGS_MODULE": "sala.config.settings",
            "SALA_VAR": str(tmp_path),
            "SALA_BEHIND_TLS": "1",
            "SALA_HOSTS": "testserver",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    css, picture, said = json.loads(done.stdout.splitlines()[-1])
    status, headers = said[css]
    assert re.search(r"sala\.[0-9a-f]{12}\.css$", css)
    assert status == 200
    for name, value in CARRIED.items():
        assert value in headers[name], name
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    assert "charset" in headers["Content-Type"]
    assert "charset" in said[picture][1]["Content-Type"]
    assert "includeSubDomains" in headers["Strict-Transport-Security"]
    assert said["/static/staticfiles.json"][0] == 404
    assert said["/static/kit/settings.py"][0] == 404
    assert (tmp_path / "static-list" / "staticfiles.json").exists()
    assert said["plain"][0] == 301
    assert said["sent"][0] == 403, (
        "what was sent in clear is not sent on as if it were well"
    )


@pytest.mark.django_db
def test_pages_are_compressed_and_their_length_tells_nothing(sign_in):
    """Two like pages differ in length by chance, more than a guessed letter would change."""
    client = sign_in(Role.CASE_WORKER)
    pages = [
        client.get("/people/", headers={"accept-encoding": "gzip"}) for _n in range(12)
    ]
    assert {p.headers["Content-Encoding"] for p in pages} == {"gzip"}
    assert all(b"</html>" in gzip.decompress(p.content) for p in pages)
    assert all(len(p.content) < len(zlib.decompress(p.content, 31)) / 2 for p in pages)
    assert len({len(p.content) for p in pages}) > 6
    tokens = {
        re.search(rb'csrfmiddlewaretoken" value="(\w+)"', gzip.decompress(p.content))[1]
        for p in pages
    }
    assert len(tokens) == len(pages), "no secret stands there twice in the same form"


def test_no_form_is_kept_by_the_browser_for_its_own_purposes():
    """Browsers write what is typed into a file, for after a crash, but not of such a form.

    tests/journeys/test_session_file.py looks into the file itself.
    """
    forms = {
        f"{p.relative_to(SOURCE)}: {tag}"
        for p in SOURCE.rglob("*.html")
        for tag in re.findall(r"<form\b[^>]*>?", p.read_text())
        if 'autocomplete="off"' not in tag
    }
    assert forms == set()


def test_the_middleware_stands_before_whoever_answers():
    order = settings.MIDDLEWARE
    assert order[0] == f"{responses.__name__}.ResponseMiddleware"
    assert order.index("csp.middleware.CSPMiddleware") < order.index(
        "whitenoise.middleware.WhiteNoiseMiddleware"
    )


@pytest.mark.django_db
def test_a_script_runs_with_the_word_of_its_own_page_alone(sign_in):
    """A file that somebody got onto this host is no script of a page."""
    client, seen = sign_in(Role.CASE_WORKER), set()
    asked = [(client, "/people/"), (client, "/people/"), (client, "/")]
    for who, path in [*asked, (Client(), "/account/login/")]:
        page = who.get(path)
        policy = page.headers["Content-Security-Policy"]
        (word,) = re.findall(r"script-src 'nonce-([^']+)';", policy)
        seen.add(word)
        scripts = re.findall(r"<script\b[^>]*\bsrc=[^>]*>", page.content.decode())
        assert scripts
        assert all(f'nonce="{word}"' in script for script in scripts)
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy
    assert len(seen) == 4


def test_every_script_of_a_template_has_the_word():
    loose = {
        f"{p.relative_to(SOURCE)}: {tag}"
        for p in SOURCE.rglob("*.html")
        for tag in re.findall(r"<script\b[^>]*>", p.read_text())
        if "json" not in tag and 'nonce="{{ request.csp_nonce }}"' not in tag
    }
    assert loose == set()


@pytest.mark.django_db
def test_what_a_browser_refused_is_logged_by_its_rule_alone(caplog):
    client = Client(enforce_csrf_checks=True)
    report = {"effective-directive": "script-src-elem", "blocked-uri": "/people/1234"}
    sent = [
        json.dumps({"csp-report": report}),
        json.dumps({"csp-report": {"effective-directive": "1234567890"}}),
        "[" * 9000,
        "x" * 20_000,
        "[]",
    ]
    with caplog.at_level("INFO", logger="sala.security"):
        for body in sent:
            answer = client.post("/policy-report", body, "application/csp-report")
            assert answer.status_code == 204
    rules = [json.loads(r.getMessage())["rule"] for r in caplog.records]
    assert rules == ["script-src", *["unknown"] * 4]
    assert "1234" not in caplog.text
    assert (
        "report-uri /policy-report"
        in client.get("/health").headers["Content-Security-Policy"]
    )


def test_every_file_that_a_page_loads_is_of_a_kind_that_is_handed_out():
    from django.contrib.staticfiles.finders import get_finders

    names = [n for finder in get_finders() for n, _storage in finder.list([])]
    assert len(names) > 10
    assert [n for n in names if not n.endswith(responses.ENDINGS)] == []
