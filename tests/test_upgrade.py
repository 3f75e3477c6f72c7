"""An installation of 8fd54ef goes on with today's tables, law and steps, and counts the same."""

import json
import shutil
from pathlib import Path

import psycopg
import pytest

from sala.access.law.steps import HistoryTables
from sala.access.models import Step
from sala.config import addresses, testing

SAVED = Path(__file__).parent / "upgrade"

pytestmark = pytest.mark.skipif(
    addresses.is_remote(),
    reason="restores into a second database as superuser",
)


@pytest.fixture
def old_backup(tmp_path, monkeypatch):
    """The saved backup with its keyring, readable by its owner only."""
    for file in SAVED.iterdir():
        shutil.copy(file, tmp_path)
        (tmp_path / file.name).chmod(0o600)
    monkeypatch.setenv("SALA_KEYRING", str(tmp_path / "keyring.json"))
    return tmp_path / "8fd54ef.dump"


def test_a_database_of_8fd54ef_is_upgraded_and_counts_the_same(old_backup, tmp_path):
    with testing.empty_database("upgrade") as name:
        back = ("restore", str(old_backup), "--bring-back-what-ended")
        testing.run_command(*back, name=name)
        testing.run_command("setup", "--kind", "demo", name=name)
        checked = testing.run_command("check", name=name, check=False)
        assert checked.returncode == 1
        assert "run `sala keys reindex`" in " ".join(checked.stdout.split())
        testing.run_command("keys", "reindex", name=name)
        checked = testing.run_command("check", name=name, check=False)
        assert checked.returncode == 0, checked.stdout
        verified = testing.run_command("ledger", "verify", name=name, check=False)
        assert "none was changed, and none is missing in between" in verified.stdout
        # Nobody outside the database looked at it before today.
        assert verified.returncode == 3
        assert_each_state_is_its_last_step(name)

        facts = str(tmp_path / "facts")
        testing.run_command("facts", "export", facts, name=name)
        asked = ("figures", "--year", "2018", "--facts", facts, "--format", "json")
        answered = json.loads(testing.run_command(*asked, name=name).stdout)["figures"]
        said_now = {f["code"]: {"years": f["years"], "by": f["by"]} for f in answered}
        said_then = json.loads((SAVED / "figures.json").read_text())
        assert {code: said_now[code] for code in said_then} == said_then


def assert_each_state_is_its_last_step(name):
    """What the database asks of each change holds of what the upgrade made, too."""
    with psycopg.connect(testing.administrator_url(name)) as connection:
        for model in Step.__subclasses__():
            tables = HistoryTables.of_steps(model)
            connection.execute(f"SELECT {tables.steps}_hold(id) FROM {tables.noun}")
