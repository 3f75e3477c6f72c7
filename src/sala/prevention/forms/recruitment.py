"""Registering recruitment agencies, moving licences, recording inspections."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.access.seats import OfferedMove
from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.fields import choice_field, choices_field, count_field, text_field
from sala.kit.forms import DayField, KeptForm
from sala.kit.number_fields import NamingCodeField
from sala.prevention.actions import InspectionInput, Recruiter
from sala.prevention.forms.work import MOST, NOT_RECORDED, offer_places
from sala.prevention.labels import FINDINGS, KINDS, MEASURES, REASONS, SECTORS

DESTINATIONS = 3


class RecruiterForm(forms.Form):
    """A recruitment agency and its licence."""

    code = NamingCodeField(
        label=_("Code"),
        max_length=32,
        help_text=_(
            "Short, public and for ever: it stands in exports. For example RA-024.",
        ),
    )
    name = text_field(_("Name of the business"), 160)
    place_code = choice_field(_("Where is its office?"), blank=NOT_RECORDED)
    licensed_on = DayField(label=_("Licensed since"), latest=clock.today)
    until = DayField(label=_("Licensed until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, NOT_RECORDED)
        for line in range(DESTINATIONS):
            name = f"destination_{line}"
            label = _("Recruits for") if line == 0 else _("and for")
            self.fields[name] = choice_field(label, blank=NOT_RECORDED)
            offer_choices(self, name, places.country_choices())

    def recruiter(self) -> Recruiter:
        """The recruitment agency as it was filled in."""
        names = ("code", "name", "place_code", "licensed_on", "until")
        asked = [self.cleaned_data[f"destination_{n}"] for n in range(DESTINATIONS)]
        return Recruiter(
            **{name: self.cleaned_data[name] for name in names},
            destinations=list(dict.fromkeys(code for code in asked if code)),
        )


class LicenceForm(KeptForm):
    """What becomes of a licence."""

    move = forms.ChoiceField(label=_("What happened?"), widget=forms.RadioSelect)
    happened_on = DayField(label=_("On which day?"), latest=clock.today)
    until = DayField(
        label=_("Licensed until"),
        required=False,
        help_text=_("For a licence that is given or renewed."),
    )
    reason = choice_field(_("Why was it taken?"), REASONS, blank=_("It was not taken"))
    step = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, moves: Iterable[OfferedMove], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "move", [(move.name, move.button) for move in moves])


class InspectionForm(forms.Form):
    """An inspection, what it found and what was done."""

    kind = forms.ChoiceField(
        label=_("What was inspected?"),
        choices=list(KINDS.items()),
        widget=forms.RadioSelect,
    )
    recruiter = choice_field(_("Which recruitment agency?"), blank=_("A worksite"))
    sector = choice_field(
        _("What kind of worksite?"), SECTORS, blank=_("A recruitment agency")
    )
    place_code = choice_field(_("Where?"), blank=NOT_RECORDED)
    happened_on = DayField(label=_("On which day?"), latest=clock.today)
    workers = count_field(
        _("How many workers did you meet?"),
        MOST,
        hint=_("Leave empty where nobody counted."),
    )
    findings = choices_field(_("What was found?"), FINDINGS)
    measures = choices_field(_("What was done about it?"), MEASURES)

    def __init__(
        self,
        *args: Any,
        recruiters: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self, NOT_RECORDED)
        offer_choices(self, "recruiter", [("", _("A worksite")), *recruiters])

    def look(self) -> InspectionInput:
        """The inspection as it was filled in."""
        return InspectionInput(**self.cleaned_data)
