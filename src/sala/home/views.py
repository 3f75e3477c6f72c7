"""The start page, whether Sala answers, and the pages that say what went wrong."""

import json

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from sala.access import queries as access
from sala.access import security_log
from sala.access.guards import ActingRequest
from sala.home import queries
from sala.kit import clock

LONGEST_REPORT = 16 * 1024  # bytes of what a browser says of a refused resource


def show_start(request: ActingRequest) -> HttpResponse:
    """My work."""
    if not request.actor.role:
        return redirect("choose_membership")
    work = queries.start_page(
        by=request.actor,
        at=clock.now(),
        today=access.database_today(),
    )
    return render(request, "home/start.html", {"work": work})


@never_cache
def show_health(request: HttpRequest) -> HttpResponse:
    """Whether Sala and its database answer; for machines, with no details."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse(
            "unavailable",
            status=503,
            content_type="text/plain",
        )
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def note_policy_report(request: HttpRequest) -> HttpResponse:
    """Log that a browser refused something a page asked of it: which rule, no address.

    Anybody may send one, so that a line is a hint and no proof.
    """
    rule = "unknown"
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) <= LONGEST_REPORT:
        rule = broken_rule(request.body)
    security_log.log_event("policy_report", request, rule=rule)
    return HttpResponse(status=204)


def broken_rule(report: bytes) -> str:
    """The rule of our own policy that a browser's report names."""
    try:
        said = json.loads(report)["csp-report"]
        named = str(said.get("effective-directive") or said.get("violated-directive"))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "unknown"
    rule = named.split(" ", maxsplit=1)[0].removesuffix("-elem").removesuffix("-attr")
    return rule if rule in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"] else "unknown"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What the browser sent cannot be read."""
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Not there, or not the asker's: the same page, so that nothing is revealed."""
    return render(request, "404.html", status=404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """Somebody asks more often than a person does."""
    security_log.log_event("too_many_tries", request, limit="requests")
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something failed; the page needs neither the database nor a signed-in user."""
    return HttpResponseServerError(render_to_string("500.html"))


def refuse_forged_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that did not come from a page of Sala."""
    security_log.log_event("forged_form", request)
    return render(request, "kit/forged_form.html", status=403)
