"""The addresses of the house. Each room names the permission beside its URL."""

from django.urls import include, path

urlpatterns = [
    path("", include("sala.home.urls")),
    path("people/", include("sala.people.urls")),
    path("", include("sala.access.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "sala.home.views.bad_request"
handler403 = "sala.home.views.not_found"
handler404 = "sala.home.views.not_found"
handler500 = "sala.home.views.server_error"
