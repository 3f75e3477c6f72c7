"""A goal, who agreed to the plan, and why it ends."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.protection import labels
from sala.protection.actions.plans import Goal
from sala.protection.forms.choices import radio_field
from sala.protection.forms.rights import offer_rights, right_field
from sala.protection.queries.entitlements import EntitlementRow
from sala.protection.rules import plans as rules


class AnswersForm(KeptForm):
    """Who answers for a goal, and by when."""

    responsible = forms.ChoiceField(
        label=_("Who answers for it?"),
        help_text=_("An agency or one of its units."),
    )
    by_when = DayField(
        label=_("By when?"),
        earliest=clock.today,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [
            (str(row.id), f"{row.name} ({row.code})") for row in access.list_agencies()
        ]
        offer_choices(self, "responsible", [("", _("Choose an agency")), *rows])


class GoalForm(AnswersForm):
    """What is needed, as which of the things that the law gives, and in words."""

    need = radio_field(_("What does the person need?"), labels.SERVICES)
    entitlement = right_field()
    note = forms.CharField(
        label=_("What is to be reached?"),
        help_text=_("Sealed like the identity, and erased with it."),
        widget=forms.Textarea({"rows": 4}),
        max_length=4000,
        required=False,
    )
    field_order = ("need", "entitlement", "responsible", "by_when", "note")

    def __init__(self, *args: Any, rights: list[EntitlementRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_rights(self, rights)
        self.fields["entitlement"].help_text = ""

    def goal(self) -> Goal:
        """The goal as it was filled in."""
        said = self.cleaned_data
        return Goal(
            need=said["need"],
            responsible=UUID(said["responsible"]),
            by_when=said["by_when"],
            entitlement=UUID(said["entitlement"]) if said["entitlement"] else None,
            note=said["note"],
        )


class GoalMoveForm(KeptForm):
    """What became of a goal."""

    move = forms.ChoiceField(label=_("What became of it?"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(
        label=_("Why is it dropped?"),
        choices=[
            ("", _("Choose why")),
            *((c, labels.REASONS[c]) for c in rules.DROPPED),
        ],
        required=False,
    )

    def __init__(self, *args: Any, moves: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "move", [(move, labels.GOAL_MOVES[move]) for move in moves])
        if "drop" not in moves:
            del self.fields["reason"]

    def clean(self) -> None:
        """A reason where it is dropped, and only there."""
        super().clean()
        drops = self.cleaned_data.get("move") == "drop"
        if drops and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose why."))
        elif not drops:
            self.cleaned_data["reason"] = ""


class AgreeForm(KeptForm):
    """Who agreed, when, and when the plan is looked at again."""

    agreed_by = radio_field(_("Who agreed to it?"), labels.AGREED)
    agreed_on = DayField(label=_("On which day?"), latest=clock.today)
    review_on = DayField(label=_("When is it looked at again?"))


class EndPlanForm(KeptForm):
    """Why a plan ends."""

    reason = radio_field(
        _("Why does it end?"),
        {code: labels.PLAN_ENDS[code] for code in rules.ENDED},
    )
