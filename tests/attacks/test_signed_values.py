"""What comes back from a browser, and is believed for its signature: for its time and use."""

import re
import time
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.test import Client, RequestFactory
from fido2.server import Fido2Server
from fido2.webauthn import PublicKeyCredentialRpEntity
from gunicorn.config import Config
from gunicorn.http.errors import InvalidHeader
from gunicorn.http.parser import RequestParser

from sala.access import known_browsers
from sala.access.roles import Role


@pytest.fixture
def later(monkeypatch):
    """Move the clock by which signatures are judged."""
    now = time.time()

    def move(by):
        monkeypatch.setattr(time, "time", lambda: now + by.total_seconds())

    return move


def cookie_of(user) -> str:
    request = RequestFactory().get("/")
    known_browsers.remember_browser(request, user)
    response = SimpleNamespace(set_cookie=lambda *said, **_more: made.append(said[1]))
    made: list[str] = []
    known_browsers.set_cookie(request, response)
    return made[0]


def is_known(cookie: str, username: str) -> bool:
    request = RequestFactory().get("/")
    request.COOKIES[known_browsers.COOKIE] = cookie
    return bool(known_browsers.known_browser(request, username))


@pytest.mark.django_db
def test_a_known_browser_is_forgotten_after_its_time(user_of, later):
    user = user_of(Role.CASE_WORKER)
    cookie = cookie_of(user)
    assert is_known(cookie, user.username)
    later(known_browsers.KEPT * 1.01)
    assert not is_known(cookie, user.username)


@pytest.mark.django_db
def test_an_invitation_ends(user_of, monkeypatch):
    user = user_of(Role.CASE_WORKER)
    token = default_token_generator.make_token(user)
    assert default_token_generator.check_token(user, token)
    monkeypatch.setattr(settings, "PASSWORD_RESET_TIMEOUT", -1)
    assert not default_token_generator.check_token(user, token)


@pytest.mark.django_db
def test_what_was_signed_for_another_use_is_not_believed(user_of):
    user = user_of(Role.CASE_WORKER)
    name = known_browsers._name_hash(user.username)
    other = signing.dumps(["0123456789abcdef", [name]], salt="sala.something_else")
    assert not is_known(other, user.username)
    right = signing.dumps(["0123456789abcdef", [name]], salt=known_browsers.SALT)
    assert is_known(right, user.username)
    assert not is_known(right[:-1] + ("A" if right[-1] != "A" else "B"), user.username)


def test_no_cookie_is_longer_than_browsers_keep():
    fullest = ["f" * 16, ["f" * 16] * known_browsers.MOST]
    longest = signing.dumps(fullest, salt=known_browsers.SALT)
    assert len(known_browsers.COOKIE) + len("__Host-") + len(longest) < 4096


def test_a_passkey_is_asked_something_new_each_time():
    server = Fido2Server(PublicKeyCredentialRpEntity(id="sala.example", name="Sala"))
    asked = {server.authenticate_begin()[0].public_key.challenge for _n in range(8)}
    assert len(asked) == 8
    assert min(map(len, asked)) >= 16


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 5\r\n",
        b"Transfer-Encoding: chunked, identity\r\n",
        b"Content-Length: +4\r\n",
    ],
)
def test_where_a_request_ends_is_not_for_its_sender_to_blur(headers):
    sent = b"POST / HTTP/1.1\r\nHost: sala.example\r\n" + headers + b"\r\nabcd"
    parser = RequestParser(Config(), iter([sent]), ("127.0.0.1", 1))
    with pytest.raises((InvalidHeader, ValueError, NotImplementedError)):
        next(parser)


@pytest.mark.django_db
def test_a_password_is_masked_and_may_be_pasted():
    page = Client().get("/account/login/").content.decode()
    (field,) = re.findall(r'<input[^>]*name="password"[^>]*>', page)
    assert 'type="password"' in field
    assert "onpaste" not in page
    assert 'autocomplete="current-password"' in field


@pytest.mark.django_db
def test_a_password_is_changed_by_who_knows_it_alone(user_of, sign_in):
    user = user_of(Role.CASE_WORKER)
    user.set_password("a long enough password")
    user.save(update_fields=["password"])
    new = "another long enough one"
    sent = {"oldpassword": "a wrong one here", "password1": new, "password2": new}
    assert sign_in(Role.CASE_WORKER).post("/account/password/", sent).status_code == 200
    user.refresh_from_db()
    assert user.check_password("a long enough password")


def test_passwords_are_hashed_slowly():
    hasher = get_hasher()
    assert hasher.algorithm == "scrypt"
    assert hasher.work_factor >= 2**14
    assert hasher.block_size * hasher.parallelism >= 8 * 5


@pytest.mark.django_db
def test_every_cookie_says_to_whom_it_goes(sign_in, user_of):
    client = sign_in(Role.CASE_WORKER)
    client.get("/people/")
    client.post("/language/", {"language": "lo", "next": "/"})
    said = {name: morsel["samesite"] for name, morsel in client.cookies.items()}
    assert said[settings.CSRF_COOKIE_NAME] == "Strict"
    assert said[settings.LANGUAGE_COOKIE_NAME] == "Lax"
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    kept: dict[str, object] = {}
    request = RequestFactory().get("/")
    known_browsers.remember_browser(request, user_of(Role.CASE_WORKER))
    response = SimpleNamespace(set_cookie=lambda *_said, **more: kept.update(more))
    known_browsers.set_cookie(request, response)
    assert kept["samesite"] == "Strict"


@pytest.mark.django_db
def test_every_page_has_the_way_out(sign_in):
    client = sign_in(Role.CASE_WORKER)
    for path in ("/", "/people/", "/screening/screenings/", "/sessions/", "/nowhere/"):
        page = client.get(path, follow=True).content.decode()
        assert 'action="/account/logout/"' in page or 'href="/account/logout/"' in page
