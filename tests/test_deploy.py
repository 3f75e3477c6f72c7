"""What is shipped for an operator: units of several users, each with what it needs alone."""

import re
import subprocess
from pathlib import Path

import pytest

from sala.config.commands import COMMAND_PLACES

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
OPERATORS = {"sala-backup", "sala-verify", "sala-check"}
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "IPAddressDeny": "any",
    "LimitCORE": "0",
    "RestrictNamespaces": "yes",
    "RestrictSUIDSGID": "yes",
    "ProtectKernelModules": "yes",
    "SystemCallArchitectures": "native",
}


def said_in(unit: Path) -> dict[str, str]:
    lines = [line for line in unit.read_text().splitlines() if "=" in line]
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


def words_of(unit: Path, name: str) -> str:
    return " ".join(re.findall(rf"^{name}=(.*)$", unit.read_text(), re.MULTILINE))


def test_there_is_a_unit_for_each_part():
    assert {u.stem for u in UNITS} == {
        "sala-vault",
        "sala-web",
        "sala-worker",
        *OPERATORS,
    }
    timers = {t.stem for t in (DEPLOY / "systemd").glob("*.timer")}
    assert timers == OPERATORS


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: u.stem)
def test_a_unit_is_hardened_and_runs_a_command_that_there_is(unit):
    said = said_in(unit)
    loose = {k: said.get(k) for k, v in HARDENED.items() if said.get(k) != v}
    assert loose == {}
    program, command, *_rest = said["ExecStart"].split()
    assert program == "/opt/sala/.venv/bin/sala"
    assert command in COMMAND_PLACES


def test_three_users_and_none_of_them_root():
    users = {u.stem: said_in(u)["User"] for u in UNITS}
    assert users.pop("sala-vault") == "sala-vault"
    assert {users.pop(o) for o in OPERATORS} == {"sala-owner"}
    assert set(users.values()) == {"sala"}
    made = (DEPLOY / "systemd" / "sala.sysusers.conf").read_text()
    assert set(re.findall(r"^u (\S+)", made, re.MULTILINE)) == {
        "sala-vault",
        "sala",
        "sala-owner",
    }


def test_the_vault_has_no_network_and_no_account_of_the_database():
    vault = DEPLOY / "systemd" / "sala-vault.service"
    said = said_in(vault)
    assert said["PrivateNetwork"] == "yes"
    assert said["RestrictAddressFamilies"] == "AF_UNIX"
    assert said["MemoryDenyWriteExecute"] == "yes"
    assert "DATABASE" not in vault.read_text()


@pytest.mark.parametrize(
    "unit", [u for u in UNITS if u.stem != "sala-vault"], ids=lambda u: u.stem
)
def test_nobody_else_is_shown_the_keyring_nor_runs_a_vault_of_their_own(unit):
    hidden = words_of(unit, "InaccessiblePaths")
    assert "/etc/sala-vault" in hidden
    assert "SALA_KEYRING" not in unit.read_text()
    if "start" in said_in(unit)["ExecStart"]:
        assert "--no-vault" in said_in(unit)["ExecStart"]


def test_pages_and_worker_do_not_know_the_owners_account():
    example = (DEPLOY / "systemd" / "web.env.example").read_text()
    assert not re.search(r"^DATABASE_URL|BACKUP", example, re.MULTILINE)
    for name in ("sala-web", "sala-worker"):
        unit = DEPLOY / "systemd" / f"{name}.service"
        assert words_of(unit, "EnvironmentFile") == "/etc/sala/web.env"
        assert "/etc/sala/owner.env" in words_of(unit, "InaccessiblePaths")


def test_each_name_of_the_environment_is_one_that_the_code_reads():
    code = "\n".join(p.read_text() for p in (ROOT / "src" / "sala").rglob("*.py"))
    files = [*UNITS, *(DEPLOY / "systemd").glob("*.example")]
    named = {n for f in files for n in re.findall(r"\b(SALA_[A-Z_]+)=", f.read_text())}
    assert len(named) > 8
    assert {n for n in named if f'"{n}"' not in code} == set()


def test_a_database_across_a_network_is_reached_with_its_certificate_checked():
    for file in (DEPLOY / "systemd").glob("*.example"):
        urls = re.findall(r"postgresql://\S+", file.read_text())
        assert urls
        assert all("sslmode=verify-full" in u and "sslrootcert=" in u for u in urls)
        assert all("sslcert=" in u and ":" not in u.split("//")[1] for u in urls)
    hba = (DEPLOY / "postgresql" / "pg_hba.conf").read_text()
    rules = [line.split() for line in hba.splitlines() if not line.startswith("#")]
    let_in = {(r[0], r[-1]) for r in rules if r[-1] not in {"reject", "peer"}}
    assert let_in == {("hostssl", "cert")}
    assert rules[-1][-1] == "reject"


def test_the_proxy_believes_no_browser_and_speaks_no_old_tls():
    proxy = (DEPLOY / "nginx" / "sala.conf").read_text()
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in proxy
    ciphers = re.search(r"ssl_ciphers (\S+);", proxy)[1].split(":")
    assert all(c.startswith("ECDHE-") for c in ciphers)
    assert all("GCM" in c or "POLY1305" in c for c in ciphers)
    for line in (
        "proxy_set_header X-Forwarded-For $remote_addr;",
        "proxy_set_header X-Forwarded-Proto https;",
        "access_log off;",
        "proxy_cache off;",
        "server_tokens off;",
    ):
        assert line in proxy, line


def test_what_only_builds_and_tests_is_not_on_a_server():
    """`git archive` makes what is installed: without tests, and without the history."""
    attributes = ROOT / ".gitattributes"
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    assert attributes.exists()
    tests = [p for p in (ROOT / "src").rglob("tests") if p.is_dir()]
    builds = [ROOT / n for n in ("tests", "benchmarks", "conftest.py", ".ci")]
    asked = [*tests, *builds, ROOT / "src/sala/config/testing.py"]
    said = subprocess.run(
        ["git", "check-attr", "export-ignore", "--", *map(str, asked)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    assert len(said) == len(asked)
    assert [line for line in said if not line.endswith(": set")] == []
