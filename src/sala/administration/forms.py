"""What administrators, supervisors and oversight fill in."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sala.access.ledger_terms import collect_words
from sala.access.queries import AgencyRow, database_today
from sala.access.roles import WATCHES_ADMINISTRATORS, Role
from sala.kit.forms import DayField, KeptForm
from sala.kit.number_fields import NamingCodeField


def agency_choices(rows: Iterable[AgencyRow]) -> list[tuple[str, str]]:
    """Open agencies by code and name."""
    return [(r.code, f"{r.name} ({r.code})") for r in rows if r.retired_on is None]


def unit_choices(rows: Iterable[AgencyRow]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Open units under the agencies that they belong to."""
    known = {row.code: row for row in rows if row.retired_on is None}
    inside = [row for row in known.values() if row.parent_code in known]
    return [
        (
            known[above].name,
            [
                (r.code, f"{r.name} ({r.code})")
                for r in inside
                if r.parent_code == above
            ],
        )
        for above in dict.fromkeys(row.parent_code for row in inside)
    ]


def role_sentence(code: str) -> str:
    """A pack's own code, readable: police_unit as Police unit."""
    return code.replace("_", " ").replace("-", " ").capitalize()


# An administrator is not offered what only the operator gives.
GIVABLE = [(r.value, r.label) for r in Role if r not in WATCHES_ADMINISTRATORS]


class PasswordForm(forms.Form):
    """A password chosen, twice, since it may be typed unseen, with a number."""

    number = forms.CharField(
        label=_("The number that was told to you"),
        max_length=32,
        help_text=_(
            "Nine digits. A supervisor or oversight tells it to you when they have"
            " confirmed who you are. It is not in the message with the link.",
        ),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=256,
        help_text=_(
            "At least 12 characters. Four words that do not belong together are good.",
        ),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> None:
        """Refuse two passwords that differ."""
        typed = self.cleaned_data
        if "again" in typed and typed.get("password", typed["again"]) != typed["again"]:
            self.add_error("again", _("The two passwords are not the same."))


class RoleForm(forms.Form):
    """A role in an agency the administrator administers."""

    agency = forms.ChoiceField(label=_("Agency"))
    unit = forms.ChoiceField(
        label=_("Only for a unit of it"),
        required=False,
        help_text=_("A supervisor of a unit reads the ledger of that unit only."),
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[("", _("Choose a role")), *GIVABLE],
    )
    starts_on = DayField(label=_("First day"), initial=database_today)
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_(
            "For somebody who helps out for a time. You can also end the role later.",
        ),
    )

    def __init__(self, *args: Any, agencies: list[AgencyRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {a.code: a for a in agencies}
        choices: dict[str, list[Any]] = {
            "agency": agency_choices(agencies),
            "unit": [("", _("The whole agency")), *unit_choices(agencies)],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
            field.choices = values

    def clean_unit(self) -> UUID | None:
        """The key of the unit."""
        unit = self.agencies.get(self.cleaned_data["unit"])
        return unit.id if unit else None

    def clean(self) -> None:
        """Refuse a unit of another agency."""
        super().clean()
        agency, unit = self.cleaned_data.get("agency"), self.data.get("unit", "")
        within = self.agencies[unit].parent_code if unit in self.agencies else ""
        if agency and within and within != agency.code:
            self.add_error("unit", _("This unit does not belong to the agency."))

    def clean_agency(self) -> AgencyRow:
        """The agency itself."""
        return self.agencies[self.cleaned_data["agency"]]

    def clean_role(self) -> Role:
        """The role itself."""
        return Role(self.cleaned_data["role"])


class UserForm(RoleForm):
    """A new user with a first role, from today."""

    field_order = ("full_name", "username", "agency", "unit", "role")
    starts_on = ends_on = None  # type: ignore[assignment]  # Django's way to leave fields out
    full_name = forms.CharField(
        label=_("Name"),
        max_length=128,
        help_text=_("As colleagues know them. It stands beside everything they do."),
    )
    username = forms.RegexField(
        label=_("Sign-in name"),
        regex=r"^[A-Za-z0-9._-]+$",
        max_length=64,
        help_text=_("Letters a to z, figures, dot and dash, for example k.vongsa."),
        error_messages={
            "invalid": _("Use only letters a to z, figures, dot and dash."),
        },
        widget=forms.TextInput(
            {
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
            },
        ),
    )


class EndRoleForm(forms.Form):
    """When a role ends."""

    when = forms.ChoiceField(
        label=_("When does the role end?"),
        widget=forms.RadioSelect,
        choices=[
            ("now", _("Now: nothing can be opened in this role any more")),
            ("day", _("At the end of a day")),
        ],
    )
    last_day = DayField(
        label=_("Last day"),
        required=False,
        earliest=database_today,
        help_text=_("If not now."),
    )

    def clean(self) -> None:
        """The last day in force: yesterday, when the role ends now."""
        if self.cleaned_data.get("when") == "now":
            self.errors.pop("last_day", None)
            self.cleaned_data["last_day"] = database_today() - timedelta(days=1)
        elif "last_day" in self.cleaned_data and not self.cleaned_data["last_day"]:
            self.add_error("last_day", _("Enter the day, the month and the year."))


class NamesForm(forms.Form):
    """The names of an agency, one a language of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in settings.LANGUAGES:
            self.fields[f"name_{code}"] = forms.CharField(
                label=_("Name in %(language)s") % {"language": language},
                required=False,
                max_length=160,
                widget=forms.TextInput({"lang": code}),
            )

    @property
    def names(self) -> dict[str, str]:
        """What was typed, by language."""
        typed = {
            code: self.cleaned_data[f"name_{code}"]
            for code, _label in settings.LANGUAGES
        }
        return {code: name for code, name in typed.items() if name}


class RenameForm(KeptForm, NamesForm):
    """New names for an agency; it knows the names it was opened with."""

    def clean(self) -> None:
        """Refuse an agency without a name."""
        if not self.names:
            self.add_error(
                self.first_name,
                _("Give the name in at least one language."),
            )

    @property
    def first_name(self) -> str:
        """The first of the name fields."""
        return f"name_{settings.LANGUAGES[0][0]}"


class AgencyForm(NamesForm):
    """A new unit below an agency that the administrator administers."""

    parent = forms.ChoiceField(label=_("Part of"))
    code = NamingCodeField(
        label=_("Code"),
        max_length=32,
        help_text=_("Short and for ever: it stands in exports. For example LWU-VTE."),
        widget=forms.TextInput({"autocapitalize": "characters", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"))
    level = forms.ChoiceField(label=_("Level"))

    def __init__(
        self,
        *args: Any,
        administered: list[AgencyRow],
        all_agencies: list[AgencyRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.agencies = {a.code: a for a in administered}
        choices = {
            "parent": agency_choices(administered),
            "kind": [
                (kind, role_sentence(kind))
                for kind in sorted({a.kind for a in all_agencies})
            ],
            "level": [
                (level, role_sentence(level))
                for level in sorted({a.level for a in all_agencies})
            ],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 for the type checker
            field.choices = values

    def clean_parent(self) -> AgencyRow:
        """The agency above."""
        return self.agencies[self.cleaned_data["parent"]]


class CloseAgencyForm(forms.Form):
    """Closing an agency, knowingly."""

    sure = forms.BooleanField(
        label=_("I understand that nobody can work for it any more, from this moment"),
        error_messages={"required": _("Tick the box, or go back.")},
    )


class AdministrationConfirmForm(forms.Form):
    """A button alone."""


class TakeBackForm(forms.Form):
    """A button alone, that takes back."""


class SecondPersonForm(forms.Form):
    """What the second person says, of what was on the page."""

    shown = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("What do you say?"),
        widget=forms.RadioSelect,
        choices=[
            (
                "confirm",
                _("I have met or spoken with this person, and they work here"),
            ),
            ("refuse", _("No: I do not know of it, or it is not right")),
        ],
    )

    def clean_shown(self) -> list[UUID]:
        """The keys of what was shown.

        Raises `ValidationError` for a list that somebody made up.
        """
        try:
            return [UUID(key) for key in self.cleaned_data["shown"].split(",")]
        except ValueError as error:
            raise forms.ValidationError(_("Open the page again.")) from error


class FindingForm(forms.Form):
    """The judgement on an emergency look."""

    finding = forms.ChoiceField(
        label=_("Was the look justified?"),
        help_text=_("You judge once. The judgement is entered in the ledger."),
        widget=forms.RadioSelect,
        choices=[
            ("justified", _("Yes, it could not wait")),
            ("not_justified", _("No, it was not justified")),
        ],
    )


class LedgerFilterForm(forms.Form):
    """What to look for in the ledger; all of it may be left empty."""

    unmarked = True
    what = forms.ChoiceField(
        label=_("What happened"),
        required=False,
        choices=lambda: [("", _("Everything")), *collect_words("ACTIONS").items()],
    )
    user = forms.CharField(
        label=_("Who: sign-in name"),
        required=False,
        max_length=64,
        widget=forms.TextInput({"autocapitalize": "none", "autocomplete": "off"}),
    )
    subject = NamingCodeField(
        label=_("Record key"),
        required=False,
        max_length=64,
        help_text=_("Taken from an entry below, not the code of a person."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
