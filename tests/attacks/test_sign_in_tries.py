"""Guessing, keeping somebody out, and what is seen of it afterwards."""

import io
import json
import logging
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.test import Client
from tests import signed_in
from tests.table import TABLE, address

from sala.access import sign_in as signing
from sala.access import tickets, tries
from sala.access.models import Notice, TryCount, User
from sala.access.roles import Role
from sala.access.tries import IN_ONE_PLACE, OF_A_NAME, TooManyTriesError
from sala.kit.errors import QuietFormatter
from sala.vault.tests.rings import printed_codes

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # as tests/seed.py gives it to everybody
PASSWORD = "a long enough password"
ELSEWHERE = "203.0.113.9"
pytestmark = pytest.mark.django_db


def code_of_step(around: int = 0) -> str:
    """What the app of every seeded user shows now, or some steps of 30 seconds away."""
    step = int(time.time()) // 30 + around
    return str(format_hotp_value(hotp_value(SECRET, step)))


@pytest.fixture(autouse=True)
def early_in_a_step():
    """No step ends between a code that is made and the same that is taken."""
    while time.time() % 30 > 25:
        time.sleep(0.5)


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """How long one guess takes is not what is asked here."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def user(user_of):
    user = user_of(Role.FRONTLINE_OFFICER)
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return user


def gives_password(
    user: User | str, password: str = PASSWORD, client: Client | None = None, **extra
):
    client = client or Client()
    name = user if isinstance(user, str) else user.username
    page = client.post(
        "/account/login/", {"login": name, "password": password}, **extra
    )
    client.last = page
    return client


def gives_code(client: Client, code: str, **extra):
    return client.post("/account/2fa/authenticate/", {"code": code}, **extra)


def passed(client: Client) -> bool:
    return client.last.status_code == 302


LAO = str.maketrans("0123456789", "໐໑໒໓໔໕໖໗໘໙")
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


# A code is read aside, or a clock is wrong (shared case 15).


@pytest.mark.parametrize("around", [-1, 0, 1])
def test_the_step_before_and_after_are_taken_each_once(user, around):
    code = code_of_step(around)
    assert gives_code(gives_password(user), code).status_code == 302
    assert gives_code(gives_password(user), code).status_code == 200, "once"


@pytest.mark.parametrize("around", [-3, -2, 2, 3])
def test_no_other_step_is_taken(user, around):
    page = gives_code(gives_password(user), code_of_step(around))
    assert page.status_code == 200
    assert "your phone’s clock" in page.content.decode()


def test_no_earlier_code_is_taken_after_a_later_one(user):
    assert gives_code(gives_password(user), code_of_step(1)).status_code == 302
    assert gives_code(gives_password(user), code_of_step(0)).status_code == 200


@pytest.mark.parametrize("script", [LAO, THAI, ARABIC, WIDE])
def test_digits_of_any_script_are_taken(user, script):
    code = code_of_step().translate(script)
    spaced = f"{code[:3]} {code[3:]}"
    assert gives_code(gives_password(user), spaced).status_code == 302


def test_a_recovery_code_is_taken_once(user):
    made = Authenticator.objects.get(user=user, type="recovery_codes")
    code = next(printed_codes(made.data))[1]
    assert gives_code(gives_password(user), code).status_code == 302
    assert gives_code(gives_password(user), code).status_code == 200
    assert Authenticator.objects.filter(user=user).count() == 2


# A stranger guesses (shared case 16, F9).


def guesses(user, times, password="wrong", **extra):
    return [passed(gives_password(user, password, **extra)) for _n in range(times)]


def test_a_strangers_guesses_keep_nobody_out_elsewhere(user):
    guesses(user, 40, REMOTE_ADDR=ELSEWHERE)
    assert not passed(gives_password(user, REMOTE_ADDR=ELSEWHERE)), "it is locked there"
    assert passed(gives_password(user)), "and nowhere else"


def test_a_browser_known_before_passes_whatever_a_stranger_does(user):
    """Also from the stranger's own address, and after the name's whole day is used up."""
    own = gives_password(user)
    assert gives_code(own, code_of_step()).status_code == 302
    own.post("/account/logout/")
    for host in range(25):
        guesses(user, 6, REMOTE_ADDR=f"203.0.113.{host}")
    guesses(user, 6)
    assert not passed(gives_password(user)), "the name's day is used up"
    assert passed(gives_password(user, client=own))


def test_a_known_browser_guesses_no_more_than_another(user):
    own = gives_password(user)
    gives_code(own, code_of_step())
    own.post("/account/logout/")
    for _n in range(IN_ONE_PLACE.most):
        gives_password(user, "wrong", own)
    assert not passed(gives_password(user, client=own))


def test_a_made_up_cookie_makes_no_known_browser(user):
    thief = Client()
    thief.cookies["known"] = '["aaaa", ["0000000000000000"]]'
    for _n in range(IN_ONE_PLACE.most):
        gives_password(user, "wrong", thief)
    thief.cookies["known"] = '["bbbb", ["0000000000000000"]]'
    assert not passed(gives_password(user, client=thief))


def test_another_users_browser_is_not_known_for_this_one(user, user_of):
    other = user_of(Role.CASE_WORKER)
    other.set_password(PASSWORD)
    other.save(update_fields=["password"])
    theirs = gives_password(other)
    gives_code(theirs, code_of_step())
    theirs.post("/account/logout/")
    for _n in range(IN_ONE_PLACE.most):
        gives_password(user, "wrong", theirs)
    assert not passed(gives_password(user, client=Client())), "counted by the address"


def test_a_name_is_guessed_a_hundred_times_a_day_from_everywhere(user):
    tried = 0
    for host in range(60):
        tried += sum(
            b"Too many"
            not in gives_password(
                user, "wrong", REMOTE_ADDR=f"198.51.100.{host}"
            ).last.content
            for _n in range(2)
        )
    assert tried == OF_A_NAME.most


def test_an_address_guesses_names_thirty_times(user):
    said = [
        gives_password(f"name.{n}", "wrong", REMOTE_ADDR=ELSEWHERE).last.content
        for n in range(31)
    ]
    assert [b"Too many" in page for page in said] == [False] * 30 + [True]


def test_the_end_of_the_lock_is_said(user):
    guesses(user, 5)
    page = gives_password(user).last.content.decode()
    (said,) = re.findall(r"Try again after (\d\d:\d\d:\d\d)", page)
    assert said in {
        row.ends_at.astimezone().strftime("%H:%M:%S") for row in TryCount.objects.all()
    }


def test_the_right_one_is_not_counted(user):
    assert guesses(user, 12, PASSWORD) == [True] * 12


def test_a_crowd_of_names_pushes_no_count_out(user):
    """A cache of 300 forgot a third of its counts when it was full."""
    guesses(user, 5)
    for n in range(400):
        TryCount.objects.create(
            key_hash=f"{n:064}", tries=1, ends_at="2099-01-01T00:00Z"
        )
    assert not passed(gives_password(user))


def test_the_command_line_has_the_same_limits(user):
    def enter(password, code):
        with signing.on_the_server(
            username=user.username, password=password, code=code
        ) as actor:
            return actor

    for _n in range(IN_ONE_PLACE.most):
        assert enter("wrong", "000000") is None
    with pytest.raises(TooManyTriesError):
        enter(PASSWORD, code_of_step())


def test_no_name_and_no_address_is_in_the_table(user):
    guesses(user, 2, REMOTE_ADDR=ELSEWHERE)
    rows = repr(list(TryCount.objects.values_list()))
    assert ELSEWHERE not in rows
    assert user.username not in rows


# Afterwards.


def test_the_user_is_told_and_with_many_the_supervisors(user, actor):
    guesses(user, 5, REMOTE_ADDR=ELSEWHERE)
    with signed_in.by_tickets_alone():
        own = gives_password(user)
        gives_code(own, code_of_step())
        assert "5 tries with your name failed" in own.get("/").content.decode()
    with actor(Role.SUPERVISOR) as by:
        told = Notice.objects.filter(kind="access.sign_in_tried", agency_id=by.agency)
        assert told.count() == 1
    again = gives_password(user)
    gives_code(again, code_of_step(1))
    assert "with your name failed" not in again.get("/").content.decode(), "once"


def test_who_knew_the_password_is_told_apart(user):
    gives_code(gives_password(user, REMOTE_ADDR=ELSEWHERE), "000000")
    own = gives_password(user)
    gives_code(own, code_of_step())
    assert "The password was right" in own.get("/").content.decode()


@pytest.fixture
def log():
    """What the server's log holds, of every logger, as it is written."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(
        QuietFormatter(settings.LOGGING["formatters"]["line"]["format"], style="{")
    )
    root = logging.getLogger()
    root.addHandler(handler)
    yield text
    root.removeHandler(handler)


def security_events(log: io.StringIO) -> list[dict]:
    lines = [x for x in log.getvalue().splitlines() if " sala.security " in x]
    zoned = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d \w+ sala\.security \{"
    assert all(re.match(zoned, line) for line in lines), "a moment with its time zone"
    return [json.loads(line[line.index("{") :]) for line in lines]


def test_what_a_guesser_does_is_in_the_security_log(user, log):
    guesses(user, 6, REMOTE_ADDR=ELSEWHERE)
    gives_code(gives_password(user), "000000")
    events = security_events(log)
    named = [e["event"] for e in events]
    assert named == ["password_failed"] * 5 + ["too_many_tries", "code_failed"]
    assert {e["user"] for e in events if "user" in e} == {str(user.id)}
    assert {e["address"] for e in events} == {ELSEWHERE, "127.0.0.1"}


def test_a_password_typed_as_a_name_is_not_in_the_log(log):
    gives_password("my-secret-password", "x")
    assert security_events(log)[0]["event"] == "password_failed"
    assert "my-secret" not in log.getvalue()


def test_refusals_are_logged_and_no_logger_writes_a_code(places, sign_in, log):
    """Every page, asked for by who may not see it: no code of a person, case or row."""
    client = sign_in(Role.ANALYST, "other")
    client.get("/people/7466767084/identity/change/")
    for name in TABLE:
        client.get(address(name, places))
    Client(enforce_csrf_checks=True).post("/people/7466767084/", {"name": "x"})
    named = {e["event"] for e in security_events(log)}
    assert {"refused", "forged_form"} <= named
    codes = {
        str(v)
        for v in places.values()
        if re.fullmatch(r"[0-9]{6,}|[0-9a-f-]{36}", str(v))
    }
    assert len(codes) > 20
    mine = str(User.objects.get(username="analyst.other").id)
    text = log.getvalue().replace(mine, "")
    assert [c for c in codes | {"7466767084"} if c in text] == []
    assert "/people/" not in text


def test_other_loggers_write_no_code_either(log):
    code, key = "7466767084", "0d2b1f0a-9a51-4c0e-8b1a-0123456789ab"
    for name in ("gunicorn.error", "procrastinate.worker", "django.security.x"):
        logging.getLogger(name).error(
            "Error handling request %s", f"/people/{code}/?q=Kham"
        )
        logging.getLogger(name).error("Job made.export(order='%s') failed", key)
    assert code not in log.getvalue()
    assert key not in log.getvalue()
    assert "Kham" not in log.getvalue()


def test_the_servers_own_log_is_quiet_too():
    from gunicorn.config import Config

    from sala.config.server import QuietServerLog

    made = QuietServerLog(Config())
    assert made.error_log.handlers
    for handler in made.error_log.handlers:
        assert isinstance(handler.formatter, QuietFormatter)


def test_pages_of_signing_in_say_nothing_of_who_is_there():
    """Whether a name exists is told neither by words nor by the limits."""
    pages = [
        [gives_password(name, "wrong", REMOTE_ADDR=at).last.content for _n in range(6)]
        for name, at in (("case-worker.own", "192.0.2.1"), ("nobody.here", "192.0.2.2"))
    ]
    strip = re.compile(
        rb'name="(csrfmiddlewaretoken|next)" value="[^"]*"|value="[a-z.-]*"|nonce="[^"]*"'
        rb"|\d\d:\d\d:\d\d"
    )
    known, unknown = ([strip.sub(b"", page) for page in told] for told in pages)
    assert known == unknown


def test_codes_are_made_for_accounts_of_the_demo_alone():
    from sala.config import demo

    assert re.fullmatch(r"\d{6}", demo.code_of("border"))
    for name in ("frontline-officer.own", "administer.real", ""):
        with pytest.raises(demo.NotOfTheDemoError):
            demo.code_of(name)


def test_the_old_password_is_guessed_five_times_and_told(user, log):
    """Whoever sits at somebody's screen learns no password there."""
    inside = gives_password(user)
    gives_code(inside, code_of_step())
    new = "boat lamp river stone"

    def changes(old):
        sent = {"oldpassword": old, "password1": new, "password2": new}
        return inside.post("/account/password/", sent)

    for _n in range(5):
        assert changes("wrong").status_code == 200
    assert changes(PASSWORD).status_code == 429
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert tries.count_failures(user, "password") == 5
    events = [line["event"] for line in security_events(log)]
    assert events.count("password_failed") == 5


def test_the_code_that_set_an_app_up_signs_nobody_in(
    user, django_capture_on_commit_callbacks
):
    tickets.show_ticket(signed_in.ticket_for(user.id))
    Authenticator.objects.filter(user=user).delete()
    tickets.show_ticket("")
    inside = gives_password(user)
    page = inside.get("/account/2fa/totp/activate/")
    secret = page.context["form"].secret
    code = str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    with django_capture_on_commit_callbacks(execute=True):
        assert inside.post(page.request["PATH_INFO"], {"code": code}).status_code == 302
    assert gives_code(gives_password(user), code).status_code == 200
