"""Recording a training or an awareness activity."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from sala.access import queries as access
from sala.countries import queries as countries
from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.fields import choice_field, choices_field, count_field
from sala.kit.forms import DayField
from sala.prevention.actions import PreventionWorkInput, Training
from sala.prevention.labels import AUDIENCES, CHANNELS, PARTNERS, PAYERS, SEXES, TOPICS
from sala.prevention.rules.work import TrainedAgencies

LINES = 6  # agencies that send people to one training; more of them share a line
MOST = 1_000_000  # people at once; more is a slip of the keyboard
LONGEST = 366
WHOLE_COUNTRY = _("The whole country, or several places")
NOT_RECORDED = _("Not recorded")
NO_AGENCY = _("Not one of these, or not recorded")


def offer_places(form: forms.Form, blank: Any = WHOLE_COUNTRY) -> None:
    """Every place; leaving it empty says what `blank` says."""
    offer_choices(form, "place_code", [("", blank), *places.place_choices()[1:]])


class WorkForm(forms.Form):
    """What both have: the topic, for whom, where, when and who paid."""

    topics = choices_field(_("On what?"), TOPICS)
    audiences = choices_field(_("For whom?"), AUDIENCES)
    place_code = choice_field(_("Where?"), blank=WHOLE_COUNTRY)
    starts_on = DayField(label=_("On which day did it begin?"), latest=clock.today)
    paid_by = choice_field(_("Who paid?"), PAYERS, blank=NOT_RECORDED)
    partner = choice_field(
        _("With which kind of partner?"),
        PARTNERS,
        blank=_("None, or not recorded"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self)


class TrainingForm(WorkForm):
    """A training and who came."""

    days = count_field(
        _("How many days?"),
        LONGEST,
        least=1,
        required=True,
    )
    crossing_code = choice_field(
        _("At which border crossing?"), blank=_("Not at a crossing")
    )
    field_order = (
        "topics",
        "audiences",
        "starts_on",
        "days",
        "place_code",
        "crossing_code",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        crossings = [(c.code, c.name) for c in countries.border_crossings()]
        offer_choices(self, "crossing_code", [("", _("Not at a crossing")), *crossings])
        agencies = [(a.code, f"{a.name} ({a.code})") for a in access.list_agencies()]
        for line in range(LINES):
            self.fields[f"agency_{line}"] = choice_field(_("Agency"), blank=NO_AGENCY)
            offer_choices(self, f"agency_{line}", [("", NO_AGENCY), *agencies])
            for sex, words in SEXES.items():
                self.fields[f"trained_{line}_{sex or 'unknown'}"] = count_field(
                    words, MOST
                )

    def common(self) -> list[BoundField]:
        """The fields before the participants."""
        return [
            field
            for field in self
            if not field.name.startswith(("agency_", "trained_"))
        ]

    def lines(self) -> list[tuple[BoundField, list[BoundField]]]:
        """The participants, an agency a line."""
        return [
            (
                self[f"agency_{n}"],
                [self[f"trained_{n}_{sex or 'unknown'}"] for sex in SEXES],
            )
            for n in range(LINES)
        ]

    def clean(self) -> None:
        """Each agency in one line; an agency without a number is a slip."""
        super().clean()
        named: set[str] = set()
        for line in range(LINES):
            agency = self.cleaned_data.get(f"agency_{line}", "")
            counted = self._line(line)
            if counted and agency in named:
                self.add_error(
                    f"agency_{line}",
                    _("Each agency stands in one line only."),
                )
            elif agency and not counted and not self._faulty(line):
                self.add_error(
                    f"agency_{line}",
                    _("Say how many came from this agency."),
                )
            if counted:
                named.add(agency)

    def _faulty(self, line: int) -> bool:
        return any(name.startswith(f"trained_{line}_") for name in self.errors)

    def _line(self, line: int) -> list[TrainedAgencies]:
        said = {
            s: self.cleaned_data.get(f"trained_{line}_{s or 'unknown'}") for s in SEXES
        }
        agency = self.cleaned_data.get(f"agency_{line}", "")
        return [
            TrainedAgencies(agency, sex, n) for sex, n in said.items() if n is not None
        ]

    def training(self) -> Training:
        """The training as it was filled in; an empty number is not recorded."""
        names = (
            "topics",
            "audiences",
            "starts_on",
            "days",
            "paid_by",
            "partner",
            "place_code",
            "crossing_code",
        )
        trained = [cell for line in range(LINES) for cell in self._line(line)]
        return Training(
            **{name: self.cleaned_data[name] for name in names},
            trained=trained,
        )


class ActivityForm(WorkForm):
    """An awareness activity."""

    channel = choice_field(_("How were people told?"), CHANNELS)
    ends_on = DayField(
        label=_("Last day"),
        required=False,
        latest=clock.today,
    )
    reached = count_field(
        _("How many people were reached?"),
        MOST * 100,
        hint=_(
            "Leave empty where nobody counted. Write 0 only where you know that it was"
            " nobody.",
        ),
    )
    field_order = (
        "channel",
        "topics",
        "audiences",
        "starts_on",
        "ends_on",
        "place_code",
    )

    def activity(self) -> PreventionWorkInput:
        """The activity as it was filled in."""
        return PreventionWorkInput(**self.cleaned_data)
