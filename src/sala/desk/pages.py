"""One form on one page: shown, acted on, and where it leads.

Where two people are at one record, the second is told what the first did: `edit_page`
and `submit_form` for what has a version or a state; a view raises `MovedOnError` where
nothing is left to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from sala.access import security_log
from sala.access.guards import ActingRequest
from sala.access.labels import Words
from sala.desk import conflicts
from sala.desk.lookup import missing_as_404
from sala.desk.refusals import reporting_to
from sala.kit.forms import KeptForm
from sala.kit.merge_forms import EditConflict
from sala.kit.states import ChangedMeanwhileError, NotAllowedError

T = TypeVar("T")
# What a form says of a value that stands in no list of the page.
IMPOSSIBLE = {"invalid_choice", "invalid_list", "invalid_pk_value"}


@dataclass(frozen=True)
class PageWords:
    """The words around a form, and the page that it came from."""

    title: Words
    button: Words
    back: str
    back_label: Words
    caption: Words = ""
    intro: Words = ""


def posted_data(request: ActingRequest) -> QueryDict | None:
    """What was sent; None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def posted_files(request: ActingRequest) -> MultiValueDict[str, Any] | None:
    """The files that were sent; None while the form is only looked at."""
    return request.FILES if request.method == "POST" else None


def get_or_404(row: T | None) -> T:
    """The record an address names; "not found" where the asker sees none."""
    if row is None:
        raise Http404
    return row


def action_result(
    request: ActingRequest, form: forms.Form, do: Callable[[], T]
) -> T | None:
    """What a valid form's action made; None where it was not sent, or refused at the
    form.
    """
    return next(iter(run_action(request, form, do)), None)


def run_action(
    request: ActingRequest,
    form: forms.Form,
    do: Callable[[], T],
) -> tuple[T, ...]:
    """What a valid form's action made, be it nothing; empty where it was not sent, or
    refused.
    """
    if not form.is_valid():
        note_impossible(request, form)
        return ()
    with missing_as_404(), reporting_to(form):
        try:
            made = do()
        except (ChangedMeanwhileError, NotAllowedError):
            form.add_error(
                None,
                _("Somebody changed this meanwhile. Look at it again, and decide."),
            )
        else:
            messages.success(request, _("It is recorded."))
            return (made,)
    return ()


def note_impossible(request: ActingRequest, form: forms.Form) -> None:
    """Log that a form brought what no page offers to choose: somebody made it by hand,
    or the page was old.
    """
    fields = sorted(
        field
        for field, errors in form.errors.as_data().items()
        if IMPOSSIBLE & {error.code for error in errors}
    )
    if fields:
        security_log.log_event(
            "impossible_value",
            request,
            user=request.actor.user_id,
            fields=" ".join(fields),
        )


def form_page(
    request: ActingRequest,
    form: forms.Form,
    page: PageWords,
    do: Callable[[], T],
    then: Callable[[T], str],
) -> HttpResponse:
    """Show a form; once it is valid, do what it says and go where `then` says."""
    if made := run_action(request, form, do):
        return redirect(then(*made))
    return render(request, "kit/fill.html", {"form": form, "page": page})


class MovedOnError(Exception):
    """Somebody took a record past what its form is for; `to` is the page that shows it
    now.
    """

    def __init__(self, state: Words, to: str) -> None:
        super().__init__(str(state))
        self.state, self.to = state, to


@dataclass(frozen=True)
class LoadedForm:
    """A form of a record as it is kept now: its version, and where the room says them,
    its state in words and who changed it last.
    """

    form: KeptForm
    version: int = 0
    state: Words = ""
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class SubmittedForm(Generic[T]):
    """What came of a form on a record: what its action made, or the form to show."""

    form: KeptForm
    made: tuple[T, ...] = ()  # empty where nothing was done
    overtaken: EditConflict | None = None


def submit_form(
    request: ActingRequest,
    kept: Callable[[QueryDict | None], LoadedForm],
    do: Callable[[Any], T],
    said: Words = "",
    **shown_at: str,
) -> SubmittedForm[T]:
    """Do what the form on a record says, unless somebody changed the record since it
    was shown.

    `kept` looks the record up, and puts what was sent into its form; `do` is given that
    form. Who was overtaken sees the record as it is now with what they typed, and can
    send it again.
    """
    now = kept(posted_data(request))
    if request.method != "POST":
        conflicts.remember_version(now.form, version=now.version)
        return SubmittedForm(now.form)
    if conflicts.is_late(now.form, version=now.version):
        return late_form(kept(None), now.form)
    if now.form.is_valid():
        with missing_as_404(), reporting_to(now.form, **shown_at):
            try:
                made = do(now.form)
            except (ChangedMeanwhileError, NotAllowedError):
                return late_form(kept(None), now.form)
            messages.success(request, str(said) or _("It is recorded."))
            return SubmittedForm(now.form, (made,))
    note_impossible(request, now.form)
    return SubmittedForm(now.form)


def late_form(now: LoadedForm, sent: KeptForm) -> SubmittedForm[Any]:
    """The form of a record as it is now, with what was typed into one that came too
    late.
    """
    news = conflicts.merge_overtaken(
        now.form,
        sent,
        version=now.version,
        name=now.name,
        at=now.at,
    )
    return SubmittedForm(now.form, overtaken=replace(news, state=now.state))


def edit_page(
    request: ActingRequest,
    page: PageWords,
    kept: Callable[[QueryDict | None], LoadedForm],
    do: Callable[[Any], T],
    then: Callable[[T], str],
) -> HttpResponse:
    """Show a form on a record that others may change; go where `then` says."""
    found = submit_form(request, kept, do)
    if found.made:
        return redirect(then(*found.made))
    context = {
        "form": found.form,
        "page": page,
        "overtaken": found.overtaken,
    }
    return render(request, "kit/fill.html", context)


def redirect_late(request: HttpRequest, late: MovedOnError) -> HttpResponse:
    """Lead whoever comes too late to the page that shows what became of a record."""
    say_late(request, late.state)
    return redirect(late.to)


def say_late(request: HttpRequest, state: Words) -> None:
    """Say what became of a record before somebody came to it."""
    told = _(
        "Somebody was faster. It is now: %(state)s. Nothing of yours was recorded.",
    )
    if request.method != "POST":
        told = _("This can no longer be done. It is now: %(state)s.")
    messages.warning(request, told % {"state": state})


@dataclass(frozen=True)
class RecordDetail:
    """What is recorded of one thing in words; whether the reader may take it back."""

    page: PageWords
    facts: Sequence[tuple[Words, object]]
    written: Words = ""
    takes_back: bool = False


def detail_page(
    request: ActingRequest,
    shown: RecordDetail,
    take_back: Callable[[], None],
    template: str = "kit/facts.html",
    **more: object,
) -> HttpResponse:
    """Show one thing; where it is taken back, do so and return to the list."""
    if shown.takes_back and request.method == "POST" and "take_back" in request.POST:
        with missing_as_404():
            take_back()
        messages.success(request, _("It is taken back."))
        return redirect(shown.page.back)
    return render(request, template, {**vars(shown), **more})
