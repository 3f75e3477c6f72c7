"""F1: a thief of a backup learns nothing and is nobody, whatever table they look for."""

import subprocess
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from sala.access import law_installer
from sala.config import addresses, backups, embedded, testing
from sala.kit.law import BackupShare
from sala.kit.rowsecurity import protect_table
from sala.vault import keyring, offline_files
from sala.vault.private_keys import key_of_use
from sala.vault.sealed_places import KeyUse

pytestmark = pytest.mark.skipif(
    addresses.is_remote(),
    reason="restores into a second database as superuser",
)
# Plain columns whose names sound like a secret, and why a thief gains nothing by them
# even if the offline key were lost too.
NO_BEARER = {
    "access_user.password": "a slow hash",
    "access_user.session_epoch": "a number",
    "mfa_authenticator.data": "sealed with the keyring",
}
SOUNDS_SECRET = """
SELECT c.relname || '.' || a.attname FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'
WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
  AND (a.attname ~ '(secret|token|password|session_|cookie|cache|typed|seed|nonce|totp)'
       OR c.relname ~ '(session|cache|draft|secret|throttle|attempt|confirmation)'
       OR (c.relname, a.attname) = ('mfa_authenticator', 'data'))
  AND c.relname !~ 'train(ed|ing)'  -- a training has sessions too
ORDER BY 1
"""


@pytest.fixture(scope="module")
def stolen(django_db_setup, django_db_blocker, tmp_path_factory):
    """A backup of a database in which somebody is signed in: its folder, the offline
    key, the cookie, and the name of the database.
    """
    folder = tmp_path_factory.mktemp("stolen")
    with (
        testing.scratch_copy("stolen") as name,
        testing.default_database(name),
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("SALA_BACKUP_KEY", str(folder / "site.pub"))
        testing.run_command("keys", "offline", str(folder / "offline.pem"))
        from sala.access.models import User

        client = Client()
        client.force_login(
            User.objects.get(username="case-worker.own"),
            "django.contrib.auth.backends.ModelBackend",
        )
        cookie = client.cookies["sala"].value
        testing.run_command("backup", str(folder / "b"), name=name)
        yield folder, cookie, name


def opened(folder: Path, use: str, file: Path) -> bytes:
    key = offline_files.parse_private_key((folder / "offline.pem").read_bytes())
    signer = keyring.load_keyring().signer.public_key()
    return b"".join(offline_files.OfflineFile(file, key, use, signer).opened())


def dump_of(folder: Path) -> Path:
    (found,) = (folder / "b").glob("*.dump")
    return found


def test_a_stolen_folder_shows_no_table_and_no_row(stolen):
    folder, cookie, _name = stolen
    for file in (folder / "b").iterdir():
        content = file.read_bytes()
        for sought in (b"PGDMP", cookie.encode(), b"access_user", b"case-worker.own"):
            assert sought not in content, (file.name, sought)
        listed = subprocess.run(
            [embedded.program_path("pg_restore"), "--list", str(file)],
            check=False,
            capture_output=True,
        )
        assert listed.returncode != 0


@pytest.mark.parametrize("key_use", KeyUse)
def test_the_sites_own_keys_do_not_open_it(stolen, key_use):
    """Whoever owns the server and its vault as well reads no backup of a day before."""
    folder, _cookie, _name = stolen
    ring = keyring.load_keyring()
    own = key_of_use(ring, ring.current, key_use)
    signer = ring.signer.public_key()
    file = offline_files.OfflineFile(dump_of(folder), own, backups.RECORDS_USE, signer)
    with pytest.raises(offline_files.CannotOpenFileError):
        list(file.opened())


def test_not_even_the_opened_dump_lets_anybody_in(stolen, tmp_path):
    """With the offline key too: no session, no secret, no form, no key of a person."""
    folder, cookie, name = stolen
    dump = tmp_path / "opened.dump"
    dump.write_bytes(opened(folder, backups.RECORDS_USE, dump_of(folder)))
    text = subprocess.run(
        [embedded.program_path("pg_restore"), "--data-only", "-f", "-", str(dump)],
        check=True,
        capture_output=True,
    ).stdout
    assert cookie.encode() not in text
    with psycopg.connect(testing.administrator_url(name)) as direct:
        tables = [t for (t,) in direct.execute(backups.TABLES).fetchall()]
        (secret,) = direct.execute(
            "SELECT encode(secret, 'hex') FROM access_contextsecret"
        )
    assert secret[0].encode() not in text
    saved = {
        line.split()[1].decode().removeprefix("public.")
        for line in text.splitlines()
        if line.startswith(b"COPY ")
    }
    shares = backups.table_shares(tables)
    assert saved == {t for t, share in shares.items() if share == BackupShare.WHOLE}
    assert (
        shares["access_signinsession"]
        == shares["access_contextsecret"]
        == BackupShare.NONE
    )
    assert shares["people_personkey"] == BackupShare.APART


def test_every_table_that_sounds_like_a_secret_or_a_form_is_left_out(stolen):
    """The kind: a table made tomorrow is found here, and by the law that declares it."""
    _folder, _cookie, name = stolen
    with psycopg.connect(testing.administrator_url(name)) as direct:
        found = [column for (column,) in direct.execute(SOUNDS_SECRET).fetchall()]
        tables = [t for (t,) in direct.execute(backups.TABLES).fetchall()]
    shares = backups.table_shares(tables)
    saved = [c for c in found if shares[c.split(".")[0]] == BackupShare.WHOLE]
    assert [c for c in saved if c not in NO_BEARER] == []
    assert "access_signinsession.key_hash" in found


def test_a_table_that_no_law_speaks_of_stops_the_backup(stolen, tmp_path, monkeypatch):
    folder, _cookie, name = stolen
    monkeypatch.setenv("SALA_BACKUP_KEY", str(folder / "site.pub"))
    testing.execute_statement("CREATE TABLE forgotten_keys (key text)", on=name)
    try:
        done = testing.run_command(
            "backup", str(tmp_path / "b"), name=name, check=False
        )
    finally:
        testing.execute_statement("DROP TABLE forgotten_keys", on=name)
    assert done.returncode == 1
    assert "forgotten_keys" in done.stderr
    assert not list((tmp_path / "b").glob("*.dump"))


@pytest.mark.parametrize("how", [{"delete": "true"}, {"ledger": False}])
def test_a_table_whose_rows_go_again_must_say_whether_it_is_saved(how):
    with pytest.raises(ValueError, match="backup"):
        protect_table("new_table", select="true", **how)


def test_the_law_names_each_table_once():
    named = [s.name for s in law_installer.house_law() if s.kind == "table"]
    assert len(named) == len(set(named))


def changed(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("place", [40, 400, -100, -70, -1])
def test_a_changed_backup_is_not_restored(stolen, tmp_path, place):
    folder, _cookie, _name = stolen
    content = dump_of(folder).read_bytes()
    file = tmp_path / "changed.dump"
    file.write_bytes(changed(content, place % len(content)))
    with pytest.raises(offline_files.CannotOpenFileError):
        read_with(folder, file)


@pytest.mark.parametrize("cut", [1, 64, 80, 5000])
def test_a_cut_backup_is_not_restored(stolen, tmp_path, cut):
    folder, _cookie, _name = stolen
    file = tmp_path / "cut.dump"
    file.write_bytes(dump_of(folder).read_bytes()[:-cut])
    with pytest.raises(offline_files.CannotOpenFileError):
        read_with(folder, file)


def read_with(folder: Path, file: Path, use: str = backups.RECORDS_USE) -> bytes:
    return opened(folder, use, file)


def test_keys_and_records_do_not_stand_in_for_each_other(stolen):
    folder, _cookie, _name = stolen
    with pytest.raises(offline_files.CannotOpenFileError):
        read_with(folder, folder / "b" / backups.KEYS)


def test_a_backup_that_somebody_else_sealed_is_not_restored(stolen, tmp_path):
    """The public key lies on the server: whoever has it can seal, and cannot sign."""
    import io

    folder, _cookie, _name = stolen
    file = tmp_path / "forged.dump"
    public = offline_files.parse_public_key((folder / "site.pub").read_text())
    with file.open("wb") as target:
        offline_files.seal_stream(
            io.BytesIO(b"DROP TABLE access_ledgerentry"),
            target,
            to=public,
            use=backups.RECORDS_USE,
            sign=Ed25519PrivateKey.generate().sign,
        )
    with pytest.raises(offline_files.CannotOpenFileError, match="not of this"):
        read_with(folder, file)


def test_a_restored_site_lets_in_no_cookie_and_no_invitation_of_before(
    stolen,
    monkeypatch,
):
    folder, cookie, name = stolen
    with testing.empty_database("thief") as restored:
        testing.run_command(
            "restore",
            str(dump_of(folder)),
            "--key",
            str(folder / "offline.pem"),
            name=restored,
        )
        secrets = set()
        for database in (name, restored):
            with psycopg.connect(testing.administrator_url(database)) as direct:
                secrets |= set(
                    direct.execute(
                        "SELECT secret FROM access_contextsecret"
                    ).fetchall(),
                )
        assert len(secrets) == 2
        with testing.default_database(restored):
            client = Client()
            client.cookies["sala"] = cookie
            page = client.get("/")
            assert page.status_code == 302
            assert page.url.startswith("/sign-in") or "login" in page.url
