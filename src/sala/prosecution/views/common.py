"""One form on one page: shown, acted on, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.views.missing import as_404
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.prosecution.words.cases import Words

T = TypeVar("T")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Page:
    """The words around a form, and the page that it came from."""

    title: Words
    button: Words
    back: str
    back_label: Words
    caption: str = ""
    intro: Words = ""


def posted(request: ActingRequest) -> QueryDict | None:
    """What was sent; None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def seen(row: T | None) -> T:
    """The record an address names; "not found" where the asker sees none."""
    if row is None:
        raise Http404
    return row


def filled(
    request: ActingRequest,
    form: forms.Form,
    page: Page,
    do: Callable[[], Made],
    then: Callable[[Made], str],
) -> HttpResponse:
    """Show a form; once it is valid, do what it says and go where `then` says."""
    if form.is_valid():
        with as_404(), reporting_to(form):
            try:
                made = do()
            except (ChangedMeanwhileError, NotAllowedError):
                message = _("Somebody changed this meanwhile. Go back and look at it again.")
                form.add_error(None, message)
            else:
                messages.success(request, _("It is recorded."))
                return redirect(then(made))
    return render(request, "prosecution/fill.html", {"form": form, "page": page})
