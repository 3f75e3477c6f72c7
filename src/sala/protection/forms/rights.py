"""Which of the things that the law gives something fulfils."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit.choices import offer_choices
from sala.protection.queries.entitlements import EntitlementRow


def right_field() -> forms.ChoiceField:
    """A choice among what the law gives the person; its choices come with
    `offer_rights`.
    """
    return forms.ChoiceField(
        label=_("Which of the things that the law gives is it?"),
        help_text=_("It then counts as given, and every step to it is recorded."),
        required=False,
    )


def offer_rights(form: forms.Form, rights: list[EntitlementRow]) -> None:
    """Offer what the law gives the person, or nothing of it."""
    listed = [(str(row.id), row.name) for row in rows_once(rights)]
    offer_choices(form, "entitlement", [("", _("None of them")), *listed])


def rows_once(rights: list[EntitlementRow]) -> list[EntitlementRow]:
    """Each right once: one that was opened anew hides its earlier self."""
    return list({row.code: row for row in rights}.values())
