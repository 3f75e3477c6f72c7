"""Writing an action plan, its objectives, and reporting progress."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.fields import choice_field, count_field, text_field
from sala.kit.forms import DayField, KeptForm
from sala.kit.number_fields import NamingCodeField
from sala.partnership.actions import ActionPlanInput, ObjectiveInput, ProgressInput
from sala.partnership.forms.common import (
    NO_NAMES,
    add_texts,
    offer_agencies,
    require_texts,
    texts_by_language,
)
from sala.partnership.labels import DROPPED, OBJECTIVE_MOVES, PLAN_MOVES

MOST = 100_000_000


class ActionPlanForm(forms.Form):
    """A plan: what it is called, from when to when."""

    from_on = DayField(label=_("First day"))
    to_on = DayField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_texts(self, "titles", _("Title"), 160)
        self.order_fields([name for name in self.fields if name.startswith("titles")])

    def clean(self) -> None:
        """A title in one language at least."""
        super().clean()
        require_texts(self, "titles")

    def plan(self) -> ActionPlanInput:
        """The plan as it was filled in."""
        said = self.cleaned_data
        return ActionPlanInput(
            texts_by_language(self, "titles"), said["from_on"], said["to_on"]
        )


class ObjectiveForm(KeptForm):
    """An objective; its number is given once."""

    number = NamingCodeField(
        label=_("Number of the objective"),
        max_length=16,
        help_text=_("As in the plan, for example 2.1."),
    )
    agency = choice_field(_("Which agency is to reach it?"))
    due_on = DayField(label=_("Until when?"))
    target = count_field(
        _("Target"), MOST, hint=_("How many of what the indicator counts.")
    )

    def __init__(self, *args: Any, numbered: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_agencies(self, "agency")
        add_texts(self, "texts", _("What is to be reached?"), 1000)
        add_texts(self, "indicators", _("Indicator"), 300)
        order = [
            "number",
            *(n for n in self.fields if n.startswith("texts")),
            "agency",
            "due_on",
        ]
        self.order_fields(
            [*order, *(n for n in self.fields if n.startswith("indicators"))],
        )
        if numbered:
            del self.fields["number"]

    def clean(self) -> None:
        """Words in one language at least, and an indicator for a target."""
        super().clean()
        require_texts(self, "texts")
        if self.cleaned_data.get("target") is not None:
            require_texts(self, "indicators")

    def aim(self, number: str = "") -> ObjectiveInput:
        """The objective as it was filled in."""
        said = self.cleaned_data
        return ObjectiveInput(
            number=said.get("number") or number,
            texts=texts_by_language(self, "texts"),
            agency=said["agency"],
            due_on=said["due_on"],
            indicators=texts_by_language(self, "indicators"),
            target=said["target"],
        )


class ProgressForm(KeptForm):
    """What became of an objective."""

    move = forms.ChoiceField(label=_("How far is it?"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("On which day?"), latest=clock.today)
    measured = count_field(
        _("What was measured?"),
        MOST,
        hint=_("The indicator, in all. Empty: not measured."),
    )
    reason = choice_field(
        _("Why is it dropped?"), DROPPED, blank=_("It is not dropped")
    )
    note = text_field(
        _("Note"),
        500,
        hint=NO_NAMES,
        required=False,
    )
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, moves: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "move", [(move, OBJECTIVE_MOVES[move]) for move in moves])
        if "drop" not in moves:
            self.fields["reason"].widget = forms.HiddenInput()

    def progress(self) -> ProgressInput:
        """The progress as it was filled in."""
        return ProgressInput(**self.said)


class MoveForm(KeptForm):
    """Putting a plan in force, or ending it."""

    move = forms.ChoiceField(
        label=_("What becomes of the plan?"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, moves: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "move", [(move, PLAN_MOVES[move]) for move in moves])
