"""The cookie of a session that is over stays, where nobody ended it in this request."""

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers


class KeepingSessionMiddleware(SessionMiddleware):
    """Takes no cookie away for a key that lets nobody in any more.

    The browser may hold the next one by then: it asked for two things at once, and the
    first changed the key. A cookie that is taken away would sign its user out.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponse
    ) -> HttpResponse:
        """As Django's, but for the cookie that is left alone."""
        session = request.session
        sent = settings.SESSION_COOKIE_NAME in request.COOKIES
        if sent and session.is_empty() and not session.modified:
            patch_vary_headers(response, ("Cookie",))
            return response
        return super().process_response(request, response)
