"""What an error report may say: which code failed, and nothing of what it worked on.

Log lines, mails and debug pages are read by people who may not see a victim's record,
and are kept where no key can be destroyed.
"""

import logging
import re
import traceback
from collections.abc import ItemsView
from copy import copy
from datetime import datetime
from types import FrameType, TracebackType
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = "hidden"
# Codes of people and cases, keys of rows, and what follows an address's question mark.
CODES = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|(?<![0-9A-Za-z])\d[\d-]{5,}|\?[^\s'\"]+"
)
LINE_FORMAT = "{asctime} {levelname} {name} {message}"
# What it writes holds no code by itself (access/security_log.py).
SAFE_LOGGERS = {"sala.security"}
ExcInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


class ReportNothing(SafeExceptionReporterFilter):
    """Hides settings, form values, cookies, request headers and variables, in debug
    mode too.
    """

    def get_safe_settings(self) -> dict[str, Any]:
        return {}

    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        return {}

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def get_cleansed_multivaluedict(
        self,
        request: HttpRequest | None,
        multivaluedict: MultiValueDict[str, str],
    ) -> QueryDict:
        return QueryDict()

    def get_post_parameters(
        self,
        request: HttpRequest | None,
    ) -> MultiValueDict[str, object]:
        return MultiValueDict()

    def cleanse_special_types(self, request: HttpRequest | None, value: Any) -> Any:
        return HIDDEN

    def get_traceback_frame_variables(
        self,
        request: HttpRequest | None,
        tb_frame: FrameType,
    ) -> ItemsView[str, Any]:
        return dict[str, Any]().items()


class QuietReporter(ExceptionReporter):
    """A report that leaves out the address, the files, the user and the error's own
    words too.
    """

    def get_traceback_data(self) -> dict[str, Any]:
        """The places in the code and the kind of the error; a database error quotes the
        row.
        """
        data = super().get_traceback_data()
        data.update(
            user_str=HIDDEN,
            request_GET_items=[],
            request_FILES_items=[],
            request_insecure_uri=HIDDEN,
            unicode_hint="",
            template_info=None,
        )
        for key in ("exception_value", "exception_notes"):
            if key in data:
                data[key] = HIDDEN
        data["request"] = None
        return data

    def get_traceback_frames(self) -> list[dict[str, Any]]:
        """The frames without their variables and without the words of the errors
        between them.
        """
        frames = super().get_traceback_frames()
        for frame in frames:
            frame["vars"] = []
            cause = frame.get("exc_cause")
            frame["exc_cause"] = type(cause).__name__ if cause is not None else None
        return frames


class QuietFormatter(logging.Formatter):
    """A log line with the moment and its time zone, without codes or words of records.

    Of an error it names the places and the kind, never its words; of a request the page
    by its name, never the address: that holds codes of people. Whatever else looks like
    a code, a key or what was asked for is left out of the message of any logger.
    """

    def formatTime(  # noqa: N802
        self, record: logging.LogRecord, datefmt: str | None = None
    ) -> str:
        """The moment with its time zone."""
        at = datetime.fromtimestamp(record.created).astimezone()
        return at.isoformat(timespec="milliseconds")

    def format(self, record: logging.LogRecord) -> str:
        """The line, without what may not be in a log."""
        said = copy(record)
        request = getattr(record, "request", None)
        if request is not None:
            said.msg = f"{getattr(record, 'status_code', '')} {page_name(request)}"
        elif record.name not in SAFE_LOGGERS:
            said.msg = CODES.sub("…", record.getMessage())
        else:
            said.msg = record.getMessage()
        # One event is one line, whatever somebody put into it.
        said.msg = "\\n".join(str(said.msg).splitlines())
        said.args = ()
        said.exc_text = None  # what another's formatter made of it may quote
        return super().format(said)

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        """Each error of the chain as the lines of code it passed and its kind."""
        return "\n".join(_places_of_error(ei[1])) if ei[1] else ""


def page_name(request: Any) -> str:
    """The name of a request's page in the code; of none, that it is unknown."""
    match = getattr(request, "resolver_match", None)
    return str(match.view_name if match else "unknown page")


def _places_of_error(error: BaseException) -> list[str]:
    earlier = error.__cause__ or (
        None if error.__suppress_context__ else error.__context__
    )
    lines = [*_places_of_error(earlier), "and then"] if earlier else []
    lines += [
        f"  {at.filename}:{at.lineno} in {at.name}" for at in _frames_of_error(error)
    ]
    return [*lines, type(error).__name__]


def _frames_of_error(error: BaseException) -> traceback.StackSummary:
    return traceback.extract_tb(error.__traceback__)
