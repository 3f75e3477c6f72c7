"""Which of the things that the law gives something fulfils."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit.choices import offer_choices
from sala.protection.actions.entitlements import wrong_kind
from sala.protection.labels import services_in_words
from sala.protection.queries.entitlements import EntitlementRow
from sala.protection.rules.services import may_fulfil


def right_field() -> forms.ChoiceField:
    """A choice among what the law gives the person; its choices come with
    `offer_rights`.
    """
    return forms.ChoiceField(
        label=_("Which of the things that the law gives is it?"),
        help_text=_("It then counts as given, and every step to it is recorded."),
        required=False,
    )


def offer_rights(
    form: forms.Form, rights: list[EntitlementRow], service: str = ""
) -> None:
    """Offer what the law gives the person, or nothing of it: what a service fulfils,
    or, where none is chosen yet, everything under the services that fulfil it.
    """
    listed: dict[str, list[tuple[str, str]]] = {}
    for row in rows_once(rights):
        if not service or may_fulfil(service, row.services):
            under = services_in_words(row.services) or str(_("Any service"))
            listed.setdefault(under, []).append((str(row.id), row.name))
    offer_choices(form, "entitlement", [("", _("None of them")), *listed.items()])
    chosen = form.data.get("entitlement", "")
    wrong = next((row for row in rights if str(row.id) == chosen), None)
    if wrong and service and not may_fulfil(service, wrong.services):
        message = wrong_kind(wrong.name, wrong.services)
        form.fields["entitlement"].error_messages["invalid_choice"] = message


def rows_once(rights: list[EntitlementRow]) -> list[EntitlementRow]:
    """Each right once: one that was opened anew hides its earlier self."""
    return list({row.code: row for row in rights}.values())
