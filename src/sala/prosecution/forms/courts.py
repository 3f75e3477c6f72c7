"""Defendants, charges and verdicts."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.countries import queries as countries
from sala.desk import places
from sala.kit import clock
from sala.kit.choices import offer_choices
from sala.kit.forms import DayField, KeptForm
from sala.kit.number_fields import WholeNumberField
from sala.people.described import Described
from sala.prosecution.actions import ChargeArticle, Judgment
from sala.prosecution.forms.common import StateMoveForm, choice_field, money_field
from sala.prosecution.labels import courts as labels
from sala.prosecution.queries.people import VictimRow
from sala.prosecution.rules.sentences import CourtSentence


def months_field(label: Any, hint: Any = "") -> forms.Field:
    """A number of months."""
    return WholeNumberField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=1200,
        required=False,
    )


class DefendantForm(forms.Form):
    """Who is charged."""

    kind = forms.ChoiceField(
        label=_("Who is charged?"),
        choices=list(labels.KINDS.items()),
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("It is sealed like an identity."),
        max_length=200,
        required=False,
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        required=False,
        choices=[("", _("Not recorded")), *Described.Sex.choices],
    )
    citizenship = forms.ChoiceField(label=_("Citizenship"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "citizenship", places.country_choices())


class ChargeForm(forms.Form):
    """Under which article, and for when."""

    article = forms.ChoiceField(label=_("Which article?"))
    victim = forms.ChoiceField(label=_("Which victim is it about?"), required=False)
    circumstance = choice_field(_("In which circumstance?"), labels.CIRCUMSTANCES)
    offence_on = DayField(
        label=_("When was the offence?"),
        help_text=_("The article that was in force on this day counts."),
        latest=clock.today,
    )
    filed_on = DayField(label=_("When was the charge filed?"), latest=clock.today)

    def __init__(self, *args: Any, victims: list[VictimRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = [("", _("Every victim of the case"))]
        offer_choices(
            self,
            "victim",
            [*everybody, *((str(v.id), v.spoken_code) for v in victims)],
        )
        known = [
            (f"{a.law}/{a.article}", f"{a.name} ({a.article})")
            for a in countries.list_articles()
        ]
        offer_choices(self, "article", [("", _("Choose")), *known])

    def charge_article(self) -> ChargeArticle:
        """The article as it was filled in."""
        law, article = self.cleaned_data["article"].split("/", 1)
        said = self.cleaned_data
        victim = UUID(said["victim"]) if said["victim"] else None
        return ChargeArticle(
            law,
            article,
            said["circumstance"],
            said["offence_on"],
            victim,
        )


class MoveChargeForm(StateMoveForm):
    """What becomes of a charge, and when."""

    on = DayField(label=_("On which day?"), latest=clock.today)


class VerdictForm(KeptForm):
    """What the court said, and the sentence."""

    instance = choice_field(_("Which court?"), labels.INSTANCES)
    outcome = forms.ChoiceField(
        label=_("What did it say?"),
        choices=list(labels.OUTCOMES.items()),
        widget=forms.RadioSelect,
    )
    decided_on = DayField(label=_("On which day?"), latest=clock.today)
    prison_months = months_field(
        _("Prison, in months"),
        _("Fifteen years and six months are 186."),
    )
    suspended_months = months_field(_("Of these suspended, in months"))
    life = forms.BooleanField(label=_("For life"), required=False)
    fine = money_field(_("Fine"), _("In figures, in the currency of the country."))
    outside_reason = choice_field(
        _("Outside the range of the article: why?"),
        labels.OUTSIDE,
        hint=_("Only then. A supervisor looks at it."),
        required=False,
    )

    def stated_judgment(self) -> Judgment:
        """The verdict as it was filled in."""
        said = self.cleaned_data
        sentence = CourtSentence(
            said["life"],
            said["prison_months"],
            said["suspended_months"],
            said["fine"],
        )
        return Judgment(
            said["instance"],
            said["outcome"],
            said["decided_on"],
            sentence,
            said["outside_reason"],
        )
