"""Forms around signing in: allauth's, with what Sala asks besides."""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal.auth import get_state
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sala.access import second_factor, sessions, sign_in, tickets
from sala.kit import clock


class SignInForm(LoginForm):  # type: ignore[misc]
    """Name and password, and whether others use this browser too."""

    shared = forms.BooleanField(
        required=False,
        label=_("Others use this phone or computer too"),
        help_text=_("Sala then asks for a code again after 5 minutes without use."),
    )

    def login(
        self, request: HttpRequest, redirect_url: str | None = None
    ) -> HttpResponseBase:
        """Go on to the second step, and remember whose browser this is."""
        sessions.mark_shared(request, shared=self.cleaned_data["shared"])
        answer: HttpResponseBase = super().login(request, redirect_url)
        return answer


class OwnPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """A new password of somebody who is signed in and types the old one."""

    def clean_oldpassword(self) -> str:
        """The old password, if it is right.

        Raises `ValidationError`: it is wrong, or there were too many tries.
        """
        typed: str = self.cleaned_data["oldpassword"]
        if not sign_in.check_own_password(context.request, self.user, typed):
            raise account_adapter().validation_error("enter_current_password")
        return typed


class CodeTaking:
    """A code is taken in any script's digits, each once, a step early or late."""

    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code, if it is right.

        Raises `ValidationError`: it is wrong, or there were too many tries.
        """
        code: str = self.cleaned_data["code"]
        factor = sign_in.check_code(context.request, self.user, code)
        if factor is None:
            raise ValidationError(wrong_code_words(), "incorrect_code")
        factor.user = self.user
        self.authenticator = factor
        return code


class SignInCodeForm(CodeTaking, AuthenticateForm):  # type: ignore[misc]
    """The code that is asked after the password."""


class ConfirmingCodeForm(CodeTaking, ReauthenticateForm):  # type: ignore[misc]
    """The code that is asked again of who is signed in."""

    code = forms.CharField(
        label=_("Code"),
        widget=forms.TextInput({"autocomplete": "one-time-code"}),
    )


class TouchTaking:
    """A touch of a passkey is taken if the vault takes it too."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Authenticator:
        """The passkey that was touched; raises `ValidationError` for a wrong one."""
        adapter = get_adapter()
        touch = {
            "site": adapter.get_public_key_credential_rp_entity()["id"],
            "state": get_state(),
            "answer": self.cleaned_data["credential"],
        }
        factor: Authenticator = super().clean_credential()  # type: ignore[misc]
        if not tickets.prove_touch(context.request.session, factor, touch):
            raise adapter.validation_error("incorrect_code")
        return factor


class SignInKeyForm(TouchTaking, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A touch of a passkey after the password."""


class KeyAloneForm(TouchTaking, LoginWebAuthnForm):  # type: ignore[misc]
    """A touch of a passkey in place of name and password."""


class ConfirmingKeyForm(TouchTaking, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A touch of a passkey in place of the code."""


class FirstCodeForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of an app that is being set up."""

    def clean_code(self) -> str:
        """The code in the digits 0 to 9.

        Raises `ValidationError` for one that the app cannot have shown.
        """
        self.cleaned_data["code"] = second_factor.plain_digits(
            self.cleaned_data["code"]
        )
        try:
            code: str = super().clean_code()
        except ValidationError as error:
            if error.code == "incorrect_code":
                raise ValidationError(wrong_code_words(), error.code) from error
            raise
        return code


def wrong_code_words() -> str:
    """What somebody reads whose code is wrong: also that a clock may be."""
    said = _(
        "This code is not right, or was used before. Wait for the next one. If that is"
        " refused too, look at your phone’s clock: here it is %(time)s."
    )
    return str(said) % {"time": timezone.localtime(clock.now()).strftime("%H:%M:%S")}
