"""Cases: what was found, who works on them, whom they are about."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sala.access.labels import role_words
from sala.access.queries import AgencyRow
from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.people.forms.described import DescribedForm
from sala.people.forms.searching import CodeField
from sala.prosecution.actions import CaseFindings
from sala.prosecution.forms.common import (
    StateMoveForm,
    account_field,
    choice_field,
    offer_agencies,
    offer_officials,
    official_field,
)
from sala.prosecution.labels import cases as labels
from sala.prosecution.queries import AssignablePost
from sala.prosecution.rules import cases as rules

MOVES = {
    **labels.CASE_MOVES,
    "close": _("Close it"),
    "reopen": _("Open it again"),
}
# Who takes a case up on the other side.
# What somebody in the agency must be allowed to do that takes a case on.
HANDS_ON = {
    "hand_to_prosecution": "prosecution.charge.file",
    "hand_to_court": "prosecution.case.try",
}
ELEMENTS = ("acts", "means", "forms")


class WhereForm(forms.Form):
    """Where and when it happened."""

    place_code = forms.ChoiceField(label=_("Where did it happen?"), required=False)
    country = forms.ChoiceField(label=_("In which country?"), required=False)
    began_on = DayField(
        label=_("When did it begin?"),
        latest=clock.today,
        required=False,
    )
    ended_on = DayField(
        label=_("When did it end?"),
        latest=clock.today,
        required=False,
    )
    account = account_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "place_code", places.place_choices())
        offer_choices(self, "country", places.country_choices())

    def place_and_days(self) -> dict[str, Any]:
        """Place, days and account as they were filled in."""
        names = ("place_code", "country", "began_on", "ended_on", "account")
        return {name: self.cleaned_data[name] for name in names}


class OpenCaseForm(WhereForm):
    """A new case."""

    official_agency = official_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_officials(self)

    def case_findings(self) -> CaseFindings:
        """What is known at the beginning."""
        return CaseFindings(**self.place_and_days())


def element_field(label: Any, known: dict[str, Any]) -> forms.MultipleChoiceField:
    """The kinds of one element of the definition."""
    return forms.MultipleChoiceField(
        label=label,
        choices=list(known.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


def not_found_field() -> forms.BooleanField:
    """That an element was looked for and is not there."""
    return forms.BooleanField(label=_("Looked for, not found"), required=False)


class FactsForm(KeptForm, WhereForm):
    """What was found: the three elements of the definition, each found, not found or
    not yet.
    """

    acts = element_field(labels.ELEMENTS["act"], labels.ACTS)
    acts_none = not_found_field()
    means = element_field(labels.ELEMENTS["means"], labels.MEANS)
    means_none = not_found_field()
    forms = element_field(labels.ELEMENTS["form"], labels.FORMS)
    forms_none = not_found_field()
    as_one = ELEMENTS  # what was found, and that nothing was
    field_order = ("acts", "acts_none", "means", "means_none", "forms", "forms_none")

    def clean(self) -> None:
        """An element is found or not found, never both."""
        super().clean()
        for name in ELEMENTS:
            if self.cleaned_data.get(name) and self.cleaned_data.get(f"{name}_none"):
                self.add_error(
                    name,
                    _("Choose what was found, or that nothing was found."),
                )

    def case_findings(self) -> CaseFindings:
        """What was found."""
        found: dict[str, Any] = {name: self._element_codes(name) for name in ELEMENTS}
        return CaseFindings(**self.place_and_days(), **found)

    def _element_codes(self, name: str) -> list[str] | None:
        chosen: list[str] = self.cleaned_data[name]
        return chosen or ([] if self.cleaned_data[f"{name}_none"] else None)


class MoveCaseForm(StateMoveForm):
    """Hand it on, send it back, close it or open it again."""

    agency = forms.ChoiceField(label=_("To which agency does it go?"), required=False)
    reason = choice_field(
        _("Why is it closed?"),
        {code: labels.REASONS[code] for code in rules.CLOSED_REASONS},
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        moves: tuple[str, ...],
        agencies: list[AgencyRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(
            *args,
            moves=moves,
            known=MOVES,
            **kwargs,
        )
        offer_agencies(self, agencies)
        if not set(moves) & HANDS_ON.keys():
            del self.fields["agency"]
        if "close" not in moves:
            del self.fields["reason"]

    def clean(self) -> None:
        """An agency to hand it to, a reason to close it for."""
        super().clean()
        way = self.cleaned_data.get("way")
        if way in HANDS_ON and not self.cleaned_data.get("agency"):
            self.add_error("agency", _("Choose an agency."))
        if way == "close" and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose why the case is closed."))


class AssignForm(forms.Form):
    """Whom the case is given to."""

    who = forms.ChoiceField(label=_("Who works on it?"))

    def __init__(self, *args: Any, known: list[AssignablePost], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = [
            (one.post_key, f"{one.name}, {role_words(one.role)}, {one.agency}")
            for one in known
        ]
        offer_choices(self, "who", [("", _("Choose")), *posts])

    def chosen_post(self) -> dict[str, Any]:
        """The user in one of their posts."""
        user, agency, role = self.cleaned_data["who"].split("/")
        return {
            "user": UUID(user),
            "agency": UUID(agency),
            "role": role,
        }


class VictimFactsForm(KeptForm, DescribedForm):
    """What the case says of a victim."""


class VictimForm(DescribedForm):
    """A victim, by the code of their record."""

    code = CodeField(
        label=_("The code of the victim’s record"),
        help_text=_(
            "Ten figures, from the paper that the person carries. It opens nothing.",
        ),
    )
    field_order = ("code",)


class AskIdentityForm(forms.Form):
    """Why the case needs to know who somebody is."""

    reason = choice_field(_("Why does the case need it?"), labels.IDENTITY_REASONS)


class AnswerIdentityForm(KeptForm):
    """Whether the record is opened to those who asked."""

    answer = forms.ChoiceField(
        label=_("Do you open the record to them?"),
        help_text=_("Ask the person first, if you can."),
        choices=[("grant", _("Yes, until a day")), ("decline", _("No"))],
        widget=forms.RadioSelect,
    )
    until = DayField(
        label=_("Until which day?"),
        earliest=clock.today,
        required=False,
    )
    reason = choice_field(_("Why not?"), labels.DECLINED_REASONS, required=False)

    def clean(self) -> None:
        """A day to open it until, or a reason to decline it for."""
        super().clean()
        if not self.errors:
            needed = "until" if self.cleaned_data["answer"] == "grant" else "reason"
            if not self.cleaned_data.get(needed):
                message = gettext("Say until when, or why not.")
                raise ValidationError({needed: message})


class InvestigationForm(forms.Form):
    """A new investigation."""

    opened_on = DayField(label=_("When was it opened?"), latest=clock.today)


class MoveInvestigationForm(StateMoveForm):
    """What became of an investigation, and when."""

    on = DayField(label=_("On which day?"), latest=clock.today)
    reason = choice_field(
        _("Why is it suspended or closed?"), labels.REASONS, required=False
    )
