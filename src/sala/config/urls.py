"""The addresses of the house. Each room names the permission beside its URL."""

from allauth.account import views as account
from django.urls import include, path

# Of allauth only what Sala's users need: nobody signs up, and there is no mail.
sign_in = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("closed/", account.signup, name="account_signup"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", include("sala.home.urls")),
    path("people/", include("sala.people.urls")),
    path("screening/", include("sala.screening.urls")),
    path("protection/", include("sala.protection.urls")),
    path("narratives/", include("sala.narrative.urls")),
    path("prosecution/", include("sala.prosecution.urls")),
    path("prevention/", include("sala.prevention.urls")),
    path("partnership/", include("sala.partnership.urls")),
    path("figures/", include("sala.figures.urls")),
    path("", include("sala.administration.urls")),
    path("account/", include(sign_in)),
]

handler400 = "sala.home.views.bad_request"
handler403 = "sala.home.views.not_found"
handler404 = "sala.home.views.not_found"
handler500 = "sala.home.views.server_error"
handler429 = "sala.home.views.too_many_requests"  # allauth asks for it
