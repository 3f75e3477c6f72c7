"""The pages of docs/security say what the code says: names, numbers, events, keys."""

import ast
import re
from dataclasses import fields
from importlib import import_module
from pathlib import Path

from sala.access.security_log import EVENTS
from sala.access.tries import TryLimit
from sala.vault.keyring import Keyring
from sala.vault.sealed_places import KeyUse

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "src" / "sala"
PAGES = ROOT / "docs" / "security"
CRYPTOGRAPHY = {"hashlib", "hmac", "secrets", "cryptography"}
DJANGOS = {
    "django.utils.crypto",
    "django.core.signing",
    "django.contrib.auth.tokens",
}
# What would ask something of another machine.
CALLS_OUT = {
    "aiohttp",
    "boto3",
    "ftplib",
    "http.client",
    "httpx",
    "imaplib",
    "ldap",
    "paramiko",
    "poplib",
    "requests",
    "smtplib",
    "telnetlib",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
}
# What makes code or objects of what is read.
MAKES_CODE = {"pickle", "marshal", "shelve", "dill", "yaml", "jinja2"}
CODE = [
    p
    for folder in (HOUSE, ROOT / "src" / "sala_reader")
    for p in folder.rglob("*.py")
    if not {"tests", "migrations"} & {*p.parts} and p.name != "testing.py"
]


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""}
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def does_cryptography(names: set[str]) -> bool:
    return bool(DJANGOS & names) or any(
        name.split(".")[0] in CRYPTOGRAPHY for name in names
    )


def rows_of(page: str, heading: str) -> list[list[str]]:
    """The cells of the first table below a heading."""
    text = (PAGES / page).read_text().split(f"\n## {heading}")[1]
    table = re.search(r"(?:^\|.*\n)+", text, re.MULTILINE)[0].splitlines()
    return [[c.strip() for c in line.strip("|").split("|")] for line in table[2:]]


def test_the_register_of_events_is_the_codes():
    listed = [row[0].strip("`") for row in rows_of("events.md", "Events of the")]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(EVENTS)
    record = (ROOT / "docs" / "adr").glob("0020-*.md").__next__().read_text()
    assert [event for event in EVENTS if f"`{event}`" not in record] == []


def plain(value: object) -> str:
    if isinstance(value, TryLimit):
        return f"{value.most} in {value.within}"
    return str(value)


def test_every_limit_says_the_number_of_the_code():
    text = (PAGES / "limits.md").read_text()
    rows = re.findall(r"^\| `([\w.]+)` \| ([^|]+) \|", text, re.MULTILINE)
    assert len(rows) > 30
    wrong = {}
    for dotted, said in rows:
        module, _dot, name = dotted.rpartition(".")
        found = getattr(
            import_module(module if module.startswith("sala_") else f"sala.{module}"),
            name,
        )
        if plain(found) != said.strip():
            wrong[dotted] = plain(found)
    assert wrong == {}


def test_every_limit_of_tries_is_in_the_register():
    tries = import_module("sala.access.tries")
    limits = {n for n, v in vars(tries).items() if isinstance(v, TryLimit)}
    text = (PAGES / "limits.md").read_text()
    assert [n for n in limits if f"`access.tries.{n}`" not in text] == []


def test_every_key_and_secret_is_in_the_register():
    text = (PAGES / "keys.md").read_text()
    ringed = {row[0].split("`")[1] for row in rows_of("keys.md", "The keyring")}
    assert ringed == {field.name for field in fields(Keyring)} - {"current"}
    assert [use for use in KeyUse if f'"{use}"' not in text] == []
    code = "\n".join(p.read_text() for p in CODE)
    secrets = set(
        re.findall(r'"(SALA_[A-Z_]*(?:PASSWORD|SECRET_KEY|SEED))"', code),
    )
    assert len(secrets) > 4
    assert [name for name in secrets if f"`{name}`" not in text] == []


def test_every_module_that_does_cryptography_is_in_the_inventory():
    """A new one is found here, and is to be looked at."""
    said = (PAGES / "keys.md").read_text().split("## Where cryptography is done")[1]
    found = {module_of(p) for p in CODE if does_cryptography(imported(p))}
    assert set(re.findall(r"`(sala[\w.]+)`", said)) == found


def test_nothing_is_asked_of_another_machine():
    found = {module_of(p): names for p in CODE if (names := imported(p) & CALLS_OUT)}
    assert found == {}


def test_sockets_are_those_that_the_page_names():
    """The vault's, and the virus scanner's; the database's driver makes its own."""
    assert {module_of(p) for p in CODE if "socket" in imported(p)} <= {
        "sala.vault.client",
        "sala.vault.local_sockets",
        "sala.vault.protocol",
        "sala.vault.server",
        "sala.kit.virus_scanner",
        "sala.config.embedded",
    }


def test_nothing_that_is_read_becomes_code():
    called = {
        f"{module_of(p)}:{node.lineno}"
        for p in CODE
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"eval", "exec", "compile", "__import__"}
    }
    assert called == set()
    assert {module_of(p) for p in CODE if imported(p) & MAKES_CODE} == set()


def test_no_program_is_started_through_a_shell():
    shells = {
        f"{module_of(p)}:{node.lineno}"
        for p in CODE
        for node in ast.walk(ast.parse(p.read_text()))
        if isinstance(node, ast.Call)
        and (
            any(k.arg == "shell" for k in node.keywords)
            or ast.unparse(node.func) in {"os.system", "os.popen"}
        )
    }
    assert shells == set()


def test_chance_that_guards_something_comes_from_the_system():
    """Python's own generator is for a synthetic country, and nothing else."""
    users = {module_of(p) for p in CODE if {"random", "random.Random"} & imported(p)}
    assert {m for m in users if not m.startswith("sala.simulation.")} == set()


def test_every_library_is_installed_by_its_hash():
    for file in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / file).read_text()
        listed = re.split(r"\n(?=[a-zA-Z0-9])", text.strip())
        assert len(listed) > 40
        assert [
            one.split("\n")[0] for one in listed if "--hash=sha256:" not in one
        ] == []
        assert not re.search(r"https?://|git\+|^-", text, re.MULTILINE)
    assert (ROOT / "Makefile").read_text().count("--require-hashes") == 2


def test_no_script_of_ours_reads_html_or_keeps_anything_but_a_screening():
    scripts = [p for p in HOUSE.rglob("static/**/*.js") if "mfa" not in p.parts]
    assert {p.name for p in scripts} == {"kit.js", "people.js"}
    for script in scripts:
        text = script.read_text()
        dangerous = (
            r"\beval\(|new Function|innerHTML|outerHTML|document\.write|postMessage"
        )
        kept = r"localStorage|sessionStorage|indexedDB|document\.cookie"
        assert not re.search(dangerous, text), script
        assert not re.search(kept, text), script


def test_no_page_loads_anything_of_another_site():
    templates = [*HOUSE.rglob("templates/**/*.html")]
    loads = re.compile(r"<(?:script|link|img|iframe|source)\b[^>]*https?://")
    assert [p.name for p in templates if loads.search(p.read_text())] == []
