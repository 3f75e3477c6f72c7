"""Who runs the operator's commands, or answers pages, reads no key that opens (F12).

tests/test_deploy.py holds the units that make them several users.
"""

import pytest
from django.conf import settings

from sala.config import addresses, server, testing
from sala.vault import person_keys, signing


@pytest.mark.skipif(addresses.is_remote(), reason="saves as the superuser of its own")
def test_an_operator_without_the_keyring_saves_and_verifies(
    scratch, tmp_path, monkeypatch
):
    """The vault signs for them; the keyring is another user's."""
    person_keys.blind_index("check", "check")  # a vault runs from here on
    monkeypatch.setenv("SALA_VAULT", str(settings.VAULT_FOLDER))
    monkeypatch.setenv("SALA_KEYRING", str(tmp_path / "of-another-user.json"))
    monkeypatch.setenv("SALA_BACKUP_KEY", str(tmp_path / "site.pub"))
    testing.run_command("keys", "offline", str(tmp_path / "offline.pem"))
    testing.run_command("backup", str(tmp_path / "b"), name=scratch)
    said = testing.run_command("ledger", "verify", name=scratch, check=False)
    assert "whole" in said.stdout
    assert "were changed" not in said.stdout
    key = testing.run_command("ledger", "key", name=scratch).stdout.strip()
    assert key == signing.signing_key().public_bytes_raw().hex()
    assert not (tmp_path / "of-another-user.json").exists()


def test_the_server_opens_no_second_door(monkeypatch):
    """Gunicorn would make a socket by which its workers are stopped and added."""
    served = []

    def run(house):
        served.append(house)

    monkeypatch.setattr(server.HouseServer, "run", run)
    server.serve_house(
        bind="127.0.0.1:0", workers=1, with_worker=False, with_vault=False
    )
    (house,) = served
    assert house.cfg.control_socket_disable is True
    assert house.cfg.accesslog is None
