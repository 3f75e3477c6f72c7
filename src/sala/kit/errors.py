"""What an error report may say: which code failed, and nothing of what it worked on.

Log lines, mails and debug pages are read by people who may not see a victim's record,
and are kept where no key can be destroyed.
"""

import logging
import traceback
from collections.abc import ItemsView
from types import FrameType, TracebackType
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

HIDDEN = "hidden"
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
    """A log line whose traceback names the places and the kind of the error, never its
    words.
    """

    def formatException(self, ei: ExcInfo) -> str:  # noqa: N802
        """Each error of the chain as the lines of code it passed and its kind."""
        return "\n".join(_places_of_error(ei[1])) if ei[1] else ""


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
