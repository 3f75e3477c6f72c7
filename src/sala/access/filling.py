"""One form on one page: shown, acted on, and where it leads."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from sala.access.forms import reporting_to
from sala.access.guards import ActingRequest
from sala.access.views.missing import as_404
from sala.kit.states import ChangedMeanwhileError, NotAllowedError

Words = str | Promise
T = TypeVar("T")


@dataclass(frozen=True)
class Page:
    """The words around a form, and the page that it came from."""

    title: Words
    button: Words
    back: str
    back_label: Words
    caption: Words = ""
    intro: Words = ""


def posted(request: ActingRequest) -> QueryDict | None:
    """What was sent; None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def seen(row: T | None) -> T:
    """The record an address names; "not found" where the asker sees none."""
    if row is None:
        raise Http404
    return row


def done(request: ActingRequest, form: forms.Form, do: Callable[[], T]) -> T | None:
    """What a valid form's action made; None where it was not sent, or refused at the form."""
    if not form.is_valid():
        return None
    with as_404(), reporting_to(form):
        try:
            made = do()
        except (ChangedMeanwhileError, NotAllowedError):
            form.add_error(
                None, _("Somebody changed this meanwhile. Look at it again, and decide.")
            )
        else:
            messages.success(request, _("It is recorded."))
            return made
    return None


def filled(
    request: ActingRequest,
    form: forms.Form,
    page: Page,
    do: Callable[[], T],
    then: Callable[[T], str],
) -> HttpResponse:
    """Show a form; once it is valid, do what it says and go where `then` says."""
    made = done(request, form, do)
    if made is not None:
        return redirect(then(made))
    return render(request, "kit/fill.html", {"form": form, "page": page})


@dataclass(frozen=True)
class Facts:
    """What is recorded of one thing, in words, and whether the reader may take it back."""

    page: Page
    facts: Sequence[tuple[Words, object]]
    written: Words = ""
    takes_back: bool = False


def told(
    request: ActingRequest,
    shown: Facts,
    take_back: Callable[[], None],
    template: str = "kit/facts.html",
    **more: object,
) -> HttpResponse:
    """Show one thing; where it is taken back, do so and return to the list."""
    if shown.takes_back and request.method == "POST" and "take_back" in request.POST:
        with as_404():
            take_back()
        messages.success(request, _("It is taken back."))
        return redirect(shown.page.back)
    return render(request, template, {**vars(shown), **more})
