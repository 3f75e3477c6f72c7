"""Who the vault answers, what it says to what it does not know, and what it writes."""

import os
import socket
import stat
import threading
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from sala.vault import client, keyring, protocol, public_keys, server
from sala.vault.client import VaultAwayError, ask_one
from sala.vault.key_publishing import publish_keys
from sala.vault.local_sockets import LONGEST
from sala.vault.protocol import DigestTerm, OpenBox, ProtocolError

NOBODY = 65534
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user")


@pytest.fixture
def vault(tmp_path, monkeypatch):
    """A vault of this test, in a folder of its own; `with vault():` runs it."""
    monkeypatch.setattr(settings, "VAULT_FOLDER", tmp_path)
    monkeypatch.setattr(settings, "KEYRING", tmp_path / "keyring.json")
    monkeypatch.setattr(client, "_starter", [])
    keyring.create_keyring()
    publish_keys(keyring.load_keyring())

    @contextmanager
    def running(**more):
        client.close_connection()
        path = client.vault_socket_path()
        with server.VaultServer(path, let_in=(), **more) as made:
            thread = threading.Thread(target=made.serve_forever)
            thread.start()
            try:
                yield path
            finally:
                made.shutdown()
                thread.join()
                path.unlink()
                client.close_connection()

    yield running
    client.close_connection()


def test_only_its_own_user_reaches_the_socket(vault):
    with vault() as path:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert len(ask_one(DigestTerm("name", "x"))) == 16


def asks_as(user, path):
    """Whether another user is answered, where the file lets them in."""
    child = os.fork()
    if child == 0:
        answered = 2  # not even connected
        try:
            os.setuid(user)
            with socket.socket(socket.AF_UNIX) as asking:
                asking.settimeout(5)
                asking.connect(str(path))
                answered = 1
                protocol.send_message(asking, [])
                answered = 0 if asking.recv(4) else 1
        finally:
            os._exit(answered)
    answered = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert answered in {0, 1}, "it did not come through the door"
    return answered == 0


@AS_ROOT
def test_another_user_is_not_answered_even_through_an_open_door(vault, monkeypatch):
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        monkeypatch.setattr(settings, "VAULT_FOLDER", folder)
        publish_keys(keyring.load_keyring())
        ask_others(vault)


def ask_others(vault):
    with vault() as path:
        path.chmod(0o666)
        assert not asks_as(NOBODY, path)
        assert asks_as(0, path)


@AS_ROOT
def test_who_only_listens_there_is_not_asked(vault):
    """Or another user's process could be handed what people are called."""
    with vault():
        os.chown(public_keys.public_keys_path(), NOBODY, NOBODY)
        with pytest.raises(VaultAwayError):
            ask_one(DigestTerm("name", "x"))


def test_what_it_does_not_know_is_refused_without_an_echo(vault):
    with vault() as path, socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(path))
        for said in (
            [["keyring"]],
            [["value", "secret"]],
            [["box", "a", "b", "Sombath!"]],
            ["x"],
            {"open": "all"},
            [["personal", "Sombath", *["x"] * 7]],
            [["pseudonyms", "x", "0", ""]],
        ):
            protocol.send_message(asking, said)
            answer = protocol.receive_message(asking)
            assert set(answer) == {"error"}
            assert "Sombath" not in answer["error"]
        protocol.send_message(asking, [])
        assert protocol.receive_message(asking) == {"answers": []}


def test_a_message_that_is_too_long_ends_the_connection(vault):
    with vault() as path, socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(path))
        asking.settimeout(5)
        asking.sendall(protocol.LENGTH.pack(protocol.LARGEST + 1))
        assert asking.recv(1) == b""


def test_who_asks_waits_for_nobody_where_none_runs(vault):
    with vault():
        assert client.vault_answers()
        ask_one(DigestTerm("name", "x"))
    assert not client.vault_answers()
    with pytest.raises(VaultAwayError):
        ask_one(DigestTerm("name", "x"))


def test_one_that_was_started_again_is_asked_without_a_word(vault):
    with vault():
        first = ask_one(DigestTerm("name", "x"))
    with vault():
        assert ask_one(DigestTerm("name", "x")) == first


def test_it_follows_a_keyring_that_changes(vault):
    box = b"k2:" + b"x" * 90
    with vault():
        with pytest.raises(client.CannotOpenError):
            ask_one(OpenBox("envelope", "x", box))
        keyring.save_keyring(keyring.with_new_wrapping_key(keyring.load_keyring()))
        keyring.keyring_path().write_text("{}")
        with pytest.raises(ProtocolError, match="damaged"):
            ask_one(DigestTerm("name", "x"))


def test_a_long_folder_has_an_address_too(tmp_path, vault, monkeypatch):
    folder = tmp_path / ("n" * LONGEST)
    folder.mkdir()
    monkeypatch.setattr(settings, "VAULT_FOLDER", folder)
    publish_keys(keyring.load_keyring())
    with vault():
        assert len(ask_one(DigestTerm("name", "x"))) == 16


def test_what_others_may_know_is_not_what_opens(vault):
    ring = keyring.load_keyring()
    said = public_keys.public_keys_path().read_text()
    said += public_keys.ledger_key_path().read_text()
    for secret in (*ring.wrapping.values(), ring.index, ring.sign_in, ring.signing):
        assert protocol._text(secret) not in said
