"""Recommendations and their answers."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.fields import choice_field, count_field, text_field
from sala.kit.forms import DayField, KeptForm
from sala.kit.periods import FIRST, LAST
from sala.partnership.actions import (
    OwnershipInput,
    RecommendationAnswer,
    RecommendationInput,
)
from sala.partnership.forms.budget import offer_objectives
from sala.partnership.forms.common import (
    NO_NAMES,
    NOT_RECORDED,
    add_texts,
    document_itself,
    offer_agencies,
    require_texts,
    texts_by_language,
)
from sala.partnership.labels import DECLINED, PRIORITIES, PURPOSES, RECOMMENDATION_MOVES
from sala.partnership.queries.budget import BudgetRow
from sala.partnership.queries.plans import ObjectiveRow
from sala.partnership.queries.recommendations import RecommendationRow

NONE = _("None")


def chosen_key(said: str) -> UUID | None:
    """The key that was chosen; None where none was."""
    return UUID(said) if said else None


def offer_earlier(form: forms.Form, rows: Iterable[RecommendationRow]) -> None:
    """Recommendations that another may repeat."""
    known = [
        (str(r.id), f"{r.year}, {r.source}, {r.number}: {r.text[:60]}") for r in rows
    ]
    offer_choices(form, "repeats", [("", NONE), *known])


class RecommendationForm(forms.Form):
    """What a report recommends."""

    source = text_field(_("Which report?"), 64)
    year = count_field(
        _("Of which year?"),
        LAST,
        least=FIRST,
        required=True,
    )
    number = count_field(
        _("Which number?"),
        1000,
        least=1,
        required=True,
    )
    priority = choice_field(
        _("How much does it matter?"), PRIORITIES, blank=NOT_RECORDED
    )
    repeats = choice_field(_("Which earlier one does it repeat?"), blank=NONE)

    def __init__(
        self,
        *args: Any,
        earlier: Iterable[RecommendationRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_earlier(self, earlier)
        add_texts(self, "texts", _("What does it recommend?"), 2000)
        self.order_fields(
            [
                "source",
                "year",
                "number",
                *(n for n in self.fields if n.startswith("texts")),
            ],
        )

    def clean(self) -> None:
        """Words in one language at least."""
        super().clean()
        require_texts(self, "texts")

    def recommended(self) -> RecommendationInput:
        """The recommendation as it was filled in."""
        names = ("source", "year", "number", "priority")
        return RecommendationInput(
            **{name: self.cleaned_data[name] for name in names},
            texts=texts_by_language(self, "texts"),
            repeats=chosen_key(self.cleaned_data["repeats"]),
        )


class OwnershipForm(KeptForm):
    """Whose a recommendation is, and until when it is to be answered."""

    agency = choice_field(_("Which agency is to answer it?"), blank=NOT_RECORDED)
    priority = choice_field(
        _("How much does it matter?"), PRIORITIES, blank=NOT_RECORDED
    )
    due_on = DayField(label=_("Until when?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_agencies(self, "agency", NOT_RECORDED)

    def ownership(self) -> OwnershipInput:
        """As it was filled in."""
        names = ("agency", "priority", "due_on")
        return OwnershipInput(**{name: self.cleaned_data[name] for name in names})


class RepeatsForm(KeptForm):
    """Which recommendation of an earlier year this one repeats."""

    repeats = choice_field(_("Which earlier one does it repeat?"), blank=NONE)

    def __init__(
        self,
        *args: Any,
        earlier: Iterable[RecommendationRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_earlier(self, earlier)


class RecommendationAnswerForm(KeptForm):
    """A step of the answer."""

    move = forms.ChoiceField(label=_("What do you report?"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("On which day?"), latest=clock.today)
    objective = choice_field(_("Which objective answers it?"), blank=NONE)
    budget_line = choice_field(_("Which budget line answers it?"), blank=NONE)
    note = text_field(
        _("What was done?"),
        500,
        hint=NO_NAMES,
        required=False,
    )
    evidence = text_field(
        _("Where can that be checked?"),
        300,
        hint=_("A document with its number and day, a page, a figure."),
        required=False,
    )
    file = document_itself()
    reason = choice_field(
        _("Why is it not accepted?"), DECLINED, blank=_("It is accepted")
    )
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        moves: Iterable[str],
        objectives: list[ObjectiveRow],
        lines: Iterable[BudgetRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(
            self, "move", [(move, RECOMMENDATION_MOVES[move]) for move in moves]
        )
        offer_objectives(self, "objective", objectives, NONE)
        known = [
            (str(x.id), f"{x.fiscal_year} {x.agency}: {PURPOSES[x.purpose]}")
            for x in lines
        ]
        offer_choices(self, "budget_line", [("", NONE), *known])
        if "decline" not in moves:
            self.fields["reason"].widget = forms.HiddenInput()

    def answer(self) -> RecommendationAnswer:
        """The step as it was filled in."""
        said = self.said
        rests = {name: chosen_key(said[name]) for name in ("objective", "budget_line")}
        return RecommendationAnswer(**{**said, **rests})
