"""Addresses of `people`, each with who may enter. No name is ever part of one."""

from django.urls import path, register_converter

from sala.access.guards import needs
from sala.people.views import (
    attachments,
    consents,
    emergency,
    erasure,
    grants,
    identity,
    persons,
    registering,
    searching,
)


class CodeConverter:
    """A person's code in an address: ten digits."""

    regex = "[0-9]{10}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(CodeConverter, "code")

VIEW, CONSENT = "people.person.view", "people.consent.record"
DECIDE = "people.erasure.decide"

urlpatterns = [
    path("", needs(VIEW, persons.list_people), name="list_people"),
    path(
        "search/",
        needs("people.person.search", searching.search_people),
        name="search_people",
    ),
    path(
        "register/",
        needs("people.person.register", registering.register_person),
        name="register_person",
    ),
    path(
        "emergency/",
        needs("access.glass.break", emergency.break_glass),
        name="break_glass",
    ),
    path(
        "erasure-requests/",
        needs(DECIDE, erasure.list_erasures),
        name="list_erasures",
    ),
    path(
        "erasure-requests/<uuid:request_id>/",
        needs(DECIDE, erasure.decide_erasure),
        name="decide_erasure",
    ),
    path("<code:code>/", needs(VIEW, persons.show_person), name="show_person"),
    path(
        "<code:code>/identity/",
        needs("people.identity.open", identity.open_identity),
        name="open_identity",
    ),
    path(
        "<code:code>/identity/change/",
        needs("people.identity.change", identity.change_identity),
        name="change_identity",
    ),
    path(
        "<code:code>/attachments/add/",
        needs("people.attachment.add", attachments.add_attachment),
        name="add_attachment",
    ),
    path(
        "<code:code>/attachments/<uuid:attachment>/",
        needs("people.attachment.open", attachments.open_attachment),
        name="open_attachment",
    ),
    path(
        "<code:code>/attachments/<uuid:attachment>/remove/",
        needs("people.attachment.remove", attachments.remove_attachment),
        name="remove_attachment",
    ),
    path(
        "<code:code>/consents/add/",
        needs(CONSENT, consents.record_consent),
        name="record_consent",
    ),
    path(
        "<code:code>/consents/<uuid:consent>/withdraw/",
        needs(CONSENT, consents.withdraw_consent),
        name="withdraw_consent",
    ),
    path(
        "<code:code>/share/",
        needs("access.grant.give", grants.share_person),
        name="share_person",
    ),
    path(
        "<code:code>/grants/<uuid:grant>/withdraw/",
        needs(VIEW, grants.withdraw_grant),
        name="withdraw_grant",
    ),
    path(
        "<code:code>/erasure/",
        needs("people.erasure.ask", erasure.ask_erasure),
        name="ask_erasure",
    ),
]
