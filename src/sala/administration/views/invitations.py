"""Choosing a password with the link that an administrator handed over."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.tokens import default_token_generator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlsafe_base64_decode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from sala.access import actions, sign_in
from sala.access.context import acting_member
from sala.access.models import User
from sala.administration.forms import PasswordForm
from sala.desk.refusals import reporting_to


@never_cache
@sensitive_post_parameters()
def accept_invitation(request: HttpRequest, user: str, token: str) -> HttpResponse:
    """Set the password of the user whom the link names, once."""
    invited = invited_user(user, token)
    if invited is None:
        return with_origin_only(
            render(request, "administration/invitation_invalid.html", status=404)
        )
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with reporting_to(form, otherwise="password"):
            choose_password(request, invited, form)
            return go_on_to_second_step(request, invited)
    page = {"form": form, "username": invited.username}
    return with_origin_only(
        render(request, "administration/accept_invitation.html", page)
    )


def choose_password(request: HttpRequest, invited: User, form: PasswordForm) -> None:
    """Set the password, where the number is the one that a second person said.

    The try is counted outside the transaction that a wrong number undoes.
    """
    typed = form.cleaned_data
    with (
        sign_in.counted_number(request, invited),
        acting_member(invited.id, None) as by,
    ):
        actions.choose_password(
            by=by,
            user=invited,
            password=typed["password"],
            number=typed["number"],
        )


def invited_user(user: str, token: str) -> User | None:
    """The user of a link that still holds, or nobody; which of the two is wrong is not
    told.
    """
    try:
        key = UUID(urlsafe_base64_decode(user).decode())
    except ValueError:
        return None
    found = User.objects.filter(id=key, is_active=True).first()
    return found if default_token_generator.check_token(found, token) else None


def go_on_to_second_step(request: HttpRequest, user: User) -> HttpResponse:
    """On to the second step with the password just chosen, which is not typed again;
    whoever was signed in on this browser is signed out.
    """
    logout(request)
    messages.success(request, _("Your password is set. Now the second step."))
    return with_origin_only(sign_in.enter_with_new_password(request, user))


def with_origin_only(response: HttpResponse) -> HttpResponse:
    """Keep the link out of the Referer header.

    Not `no-referrer`: with it browsers send the form's Origin as `null`, which reads as
    forged.
    """
    response.headers["Referrer-Policy"] = "strict-origin"
    return response
