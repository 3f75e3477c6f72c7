"""When a crossing is open."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.fields import choice_field
from sala.kit.forms import DayField
from sala.kit.number_fields import TimeOfDayField
from sala.prevention.actions import OpeningHoursInput
from sala.prevention.labels import MANAGED_BY


def hour_field(label: object) -> TimeOfDayField:
    """A time of day."""
    return TimeOfDayField(
        label=label,  # type: ignore[arg-type]
        required=False,
        help_text=_("In figures, for example 08:00."),
        widget=forms.TimeInput(
            {"class": "govuk-input--width-5", "autocomplete": "off"},
            format="%H:%M",
        ),
        error_messages={"invalid": _("Enter a time of day, for example 08:00.")},
    )


class HoursForm(forms.Form):
    """From when on it is open from when to when, and who runs it."""

    from_on = DayField(label=_("Since which day?"), latest=clock.today)
    all_day = forms.BooleanField(label=_("It is open day and night"), required=False)
    opens_at = hour_field(_("It opens at"))
    closes_at = hour_field(_("It closes at"))
    managed_by = choice_field(_("Who runs it?"), MANAGED_BY, blank=_("Not recorded"))

    def hours(self) -> OpeningHoursInput:
        """The hours as they were filled in."""
        return OpeningHoursInput(**self.cleaned_data)
