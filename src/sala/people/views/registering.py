"""Registering a person: search first, then write down what they say."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sala.access.guards import ActingRequest
from sala.desk import resuming
from sala.desk.refusals import reporting_to
from sala.desk.requests import DeskRequest
from sala.kit import clock
from sala.people import actions
from sala.people.forms.identity import RegistrationForm

CARRIED = ("name", "document_number_0", "phone_0")


def register_person(request: DeskRequest) -> HttpResponse:
    """Ask to search first; then the form, then the person's code."""
    if request.method != "POST":
        resumed = request.resumed()
        return (
            filled_in(request, RegistrationForm()) if resumed else search_first(request)
        )
    if request.POST.get("step") != "save":
        carried = {name: request.POST.get(name, "") for name in CARRIED}
        return filled_in(request, RegistrationForm(initial=carried))
    form = RegistrationForm(request.POST, request.FILES)
    if form.is_valid():
        with reporting_to(form):
            return register_and_show(request, form)
    return filled_in(request, form)


def search_first(request: DeskRequest) -> HttpResponse:
    """Ask to search; and say what was begun here."""
    return render(request, "people/search_first.html", {"begun": request.begun()})


def register_and_show(request: ActingRequest, form: RegistrationForm) -> HttpResponse:
    """Register, and go to the page that says the code."""
    person = actions.register_person(
        by=request.actor,
        at=clock.now(),
        identity=form.identity(),
        photo=form.photo_bytes(),
        form=resuming.form_of(request),
    )
    return redirect(f"{reverse('show_person', args=[person.code])}?registered")


def filled_in(request: ActingRequest, form: RegistrationForm) -> HttpResponse:
    """The form, as far as it is filled in."""
    return render(request, "people/register_person.html", {"form": form})
