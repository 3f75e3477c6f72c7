import logging
import sys
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from django.views.debug import ExceptionReporter, get_default_exception_reporter_filter

from sala.kit.errors import QuietFormatter, QuietReporter, ReportNothing

SECRET = "noy testname".title()  # whole in no line of code, which reports quote


def fail() -> None:
    name = SECRET
    try:
        {}[name]
    except KeyError as error:
        raise ValueError(f"row contains {name}") from error


def request() -> HttpRequest:
    made = RequestFactory().post(
        f"/people/?q={SECRET}",
        {"name": SECRET},
        headers={"X-Test": SECRET},
    )
    made.COOKIES["sala"] = SECRET
    made.user = SECRET
    return made


def report(kind: type[ExceptionReporter], *, mail: bool) -> str:
    try:
        fail()
    except ValueError:
        reporter = kind(request(), *sys.exc_info(), is_email=mail)
    return reporter.get_traceback_html() + reporter.get_traceback_text()


@pytest.fixture(autouse=True)
def _nothing(settings: Any) -> None:
    settings.DEFAULT_EXCEPTION_REPORTER_FILTER = "sala.kit.errors.ReportNothing"
    get_default_exception_reporter_filter.cache_clear()


def test_the_filter_gives_nothing_away() -> None:
    hides = ReportNothing()
    sent = request()
    assert hides.get_safe_settings() == {}
    assert hides.get_safe_request_meta(sent) == {}
    assert hides.get_safe_cookies(sent) == {}
    assert not hides.get_post_parameters(sent)
    assert not hides.get_cleansed_multivaluedict(sent, sent.POST)
    assert list(hides.get_traceback_frame_variables(sent, sys._getframe())) == []
    assert hides.cleanse_special_types(sent, SECRET) != SECRET
    assert hides.is_active(sent)


@pytest.mark.parametrize("mail", [True, False])
@pytest.mark.parametrize("debug", [True, False])
def test_a_report_names_the_place_and_no_person(mail: bool, debug: bool) -> None:
    with override_settings(DEBUG=debug, SECRET_KEY=SECRET):
        text = report(QuietReporter, mail=mail)
    assert SECRET not in text
    assert "Testname" not in text.replace(
        'SECRET = "noy testname".title()  # whole in no line of code, which reports quote',
        "",
    )
    assert "ValueError" in text
    assert "in fail" in text


def test_a_log_line_names_the_places_and_kinds_of_the_chain() -> None:
    try:
        fail()
    except ValueError:
        record = logging.LogRecord(
            "x",
            40,
            __file__,
            1,
            "failed",
            None,
            sys.exc_info(),
        )
    text = QuietFormatter("{message}", style="{").format(record)
    assert SECRET not in text
    assert "KeyError" in text
    assert text.endswith("ValueError")
    assert "test_errors.py" in text


def test_whatever_is_put_into_it_an_event_is_one_line() -> None:
    """Nobody writes a line of their own into the log."""
    forged = (
        "seen\r\n2026-12-01T00:00:00 INFO sala.security signed in\x0b\u2028and more"
    )
    for logger in ("sala.security", "django.request"):
        record = logging.LogRecord(logger, 40, __file__, 1, forged, None, None)
        text = QuietFormatter("{asctime} {message}", style="{").format(record)
        assert len(text.splitlines()) == 1
        assert "signed in" in text
