"""What a court took, and what became of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField
from sala.prosecution.actions import ForfeitureInput
from sala.prosecution.forms.common import StateMoveForm, choice_field, money_field
from sala.prosecution.labels import forfeitures as labels
from sala.prosecution.queries.courts import DefendantRow


class ForfeitureForm(forms.Form):
    """What a court took from whom."""

    defendant = forms.ChoiceField(label=_("From whom was it taken?"))
    kind = choice_field(_("What was taken?"), labels.KINDS)
    what = forms.CharField(
        label=_("Describe it"),
        help_text=_("It is sealed like an identity."),
        max_length=500,
        required=False,
    )
    value = money_field(
        _("What is it worth?"),
        _("Leave it empty if nobody has said it: not known is not zero."),
    )
    ordered_on = DayField(label=_("When was it ordered?"), latest=clock.today)

    def __init__(
        self,
        *args: Any,
        defendants: list[DefendantRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        charged = [d for d in defendants if d.charges]
        offer_choices(
            self,
            "defendant",
            [(str(d.id), d.name or d.spoken_code) for d in charged],
        )

    def forfeiture_input(self) -> ForfeitureInput:
        """What was taken, as it was filled in."""
        said = self.cleaned_data
        return ForfeitureInput(
            said["kind"], said["ordered_on"], said["what"], said["value"]
        )


class MoveForfeitureForm(StateMoveForm):
    """Collected, or lifted by a higher court."""

    on = DayField(label=_("On which day?"), latest=clock.today)
    collected = money_field(
        _("What did it bring?"),
        _("In figures, in the currency of the country."),
    )

    def __init__(self, *args: Any, moves: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(
            *args,
            moves=moves,
            known=labels.MOVES,
            **kwargs,
        )
        if "collect" not in moves:
            del self.fields["collected"]

    def clean(self) -> None:
        """What was collected brought something, or nothing; it is said."""
        super().clean()
        collects = self.cleaned_data.get("way") == "collect"
        if collects and not self.errors and self.cleaned_data.get("collected") is None:
            self.add_error(
                "collected",
                _("Say what it brought; 0 if it brought nothing."),
            )
