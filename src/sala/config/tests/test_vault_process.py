"""The vault beside the web: back soon after it fell, gone with whoever started it."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings

from sala.config import secrets, vault_process
from sala.vault import client, keyring
from sala.vault.client import VaultAwayError, ask_one
from sala.vault.key_publishing import publish_keys
from sala.vault.protocol import DigestTerm

BACK_WITHIN = 10  # seconds
TERM = DigestTerm("name", "synthetic")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of this test's own, where no vault listens yet."""
    monkeypatch.setattr(settings, "VAULT_FOLDER", tmp_path)
    monkeypatch.setattr(settings, "KEYRING", tmp_path / "keyring.json")
    monkeypatch.setenv("SALA_VAULT", str(tmp_path))
    monkeypatch.setenv("SALA_KEYRING", str(tmp_path / "keyring.json"))
    monkeypatch.setattr(client, "_starter", [])
    keyring.create_keyring()
    publish_keys(keyring.load_keyring())
    client.close_connection()
    yield tmp_path
    client.close_connection()


def answers_within(seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if client.vault_answers():
            return True
        time.sleep(0.05)
    return False


def test_beside_the_web_it_is_back_within_ten_seconds_and_ends_with_it(folder):
    beside = vault_process.vault_beside()
    beside.start()
    try:
        assert answers_within(BACK_WITHIN)
        before = ask_one(TERM)
        fallen = beside._process
        fallen.send_signal(signal.SIGKILL)
        fallen.wait()
        assert answers_within(BACK_WITHIN)
        assert ask_one(TERM) == before
        assert beside._process is not fallen
    finally:
        beside.stop()
    assert not client.vault_answers()
    assert not client.vault_socket_path().exists()


def test_another_that_answers_is_left_alone(folder):
    own = vault_process.start_vault()
    try:
        beside = vault_process.vault_beside()
        beside.start()
        time.sleep(1.5)
        assert beside._process is None
        beside.stop()
        assert client.vault_answers()
    finally:
        own.terminate()
        own.wait()


def test_a_second_one_does_not_take_the_place_of_the_first(folder):
    own = vault_process.start_vault()
    try:
        done = subprocess.run(
            [sys.executable, "-m", vault_process.MODULE],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "A vault runs at" in done.stderr
        assert client.vault_answers()
    finally:
        own.terminate()
        own.wait()


def test_several_threads_of_a_command_start_one_together(folder, monkeypatch):
    started = []
    usual = vault_process.start_vault
    monkeypatch.setattr(
        vault_process, "start_vault", lambda: started.append(usual()) or started[-1]
    )
    with vault_process.vault_on_demand(), ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask_one, [TERM] * 4))
    assert len(set(answers)) == len(started) == 1


def test_a_command_starts_one_on_demand_and_takes_it_along(folder):
    with vault_process.vault_on_demand():
        assert not client.vault_answers(), "nobody asked yet"
        assert ask_one(TERM)
    with pytest.raises(VaultAwayError):
        ask_one(TERM)


def test_it_ends_when_its_starter_is_killed(folder):
    starter = (
        "import subprocess, sys, os\n"
        "from sala.config import processes, vault_process\n"
        "p = processes.start_process([sys.executable, '-m', vault_process.MODULE])\n"
        "print(p.pid, flush=True)\n"
        "p.wait()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", starter], stdout=subprocess.PIPE, text=True
    ) as parent:
        vault = int(parent.stdout.readline())
        assert answers_within(BACK_WITHIN)
        parent.send_signal(signal.SIGKILL)
    until = time.monotonic() + BACK_WITHIN
    while Path(f"/proc/{vault}").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not client.vault_answers()


def test_without_a_keyring_it_says_what_to_do(folder):
    keyring.keyring_path().unlink()
    done = subprocess.run(
        [sys.executable, "-m", vault_process.MODULE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "No keyring at" in done.stderr
    assert "Traceback" not in done.stderr


def test_its_memory_is_read_by_no_other_process_of_its_user_and_written_to_no_disk():
    told = (
        "import ctypes, resource\n"
        "from sala.vault import server\n"
        "server.keep_memory_private()\n"
        "dumpable = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"
        "print(dumpable, resource.getrlimit(resource.RLIMIT_CORE))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0 (0, 0)"


def test_it_keeps_its_memory_private_before_it_reads_a_key(folder):
    vault = vault_process.start_vault()
    try:
        limits = Path(f"/proc/{vault.pid}/limits").read_text()
        assert limits.count("Max core file size        0                    0")
    finally:
        vault.terminate()
        vault.wait()


def test_the_vaults_process_knows_nothing_of_the_database(folder):
    """It has no settings of the site, hence no password of an account."""
    loaded = (
        "import sys\n"
        "from sala.config import vault_process\n"
        "from sala.vault import server\n"
        "named = ('sala.config.settings', 'psycopg', 'django.db')\n"
        "print([name for name in named if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", loaded],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"SALA_VAR": str(folder)},
    )
    assert done.stdout.strip() == "[]"
    assert not (folder / "secrets.json").exists()
    assert folder != secrets.VAR
