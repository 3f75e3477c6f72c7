"""What every answer says to the browser, pages and files alike, and which methods there
are.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

from sala.access import security_log

METHODS = ("GET", "HEAD", "POST")
# What a file of ours may be: nothing else is handed out, whatever came into the folder.
ENDINGS = (".css", ".js", ".svg", ".png", ".ico", ".woff2", ".txt", ".webmanifest")
HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(),"
        " publickey-credentials-create=(self), publickey-credentials-get=(self), usb=()"
    ),
}


class ResponseMiddleware:
    """Lets through the methods that pages have, and adds what every answer carries."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with its headers; a refusal of what no page answers to."""
        response = self.refusal(request) or self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        say_letters(response)
        return response

    def refusal(self, request: HttpRequest) -> HttpResponseBase | None:
        """The answer to a method that no page has, to what was sent in clear, and to a
        file that is of no kind of ours.
        """
        if request.method not in METHODS:
            security_log.log_event("method_refused", request)
            return HttpResponseNotAllowed(METHODS)
        # Sent on to https it would seem to work, and was read on the way.
        if (
            request.method == "POST"
            and settings.SECURE_SSL_REDIRECT
            and not request.is_secure()
        ):
            return HttpResponse(status=403)
        files = f"/{settings.STATIC_URL.strip('/')}/"
        if request.path.startswith(files) and not request.path.endswith(ENDINGS):
            return HttpResponse(status=404)
        return None


def say_letters(response: HttpResponseBase) -> None:
    """Say in which encoding a text is, lest a browser guesses one in which it reads
    otherwise.
    """
    kind = response.headers.get("Content-Type", "")
    is_text = kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    if is_text and "charset" not in kind:
        response.headers["Content-Type"] = f"{kind}; charset=utf-8"


class UnlistedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files whose list is not one of them: it is for the server alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kept = FileSystemStorage(location=settings.STATIC_LIST)
        super().__init__(*args, manifest_storage=kept, **kwargs)

    def save_manifest(self) -> None:
        """Write the list, and take away one that an earlier version served."""
        super().save_manifest()
        if self.exists(self.manifest_name):
            self.delete(self.manifest_name)
