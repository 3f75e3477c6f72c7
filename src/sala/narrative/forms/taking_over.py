"""Confirming what is taken over from a published report."""

from typing import Any, NamedTuple
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit.fields import choice_field, text_field
from sala.narrative import labels
from sala.narrative.actions.taking_over import ConfirmedRecommendation, ConfirmedTier
from sala.narrative.queries.taking_over import RecommendationOffer, ReportToTakeOver

YES_NO = {"yes": _("Yes"), "no": _("No")}
SAID = {
    "yes": True,
    "no": False,
    "": None,
}
SHOWN = 90  # characters of an earlier recommendation in a list


class RecommendationFields(NamedTuple):
    """One recommendation with its two fields; none where it is kept already."""

    offer: RecommendationOffer
    take: Any
    repeats: Any


class TakeOverForm(forms.Form):
    """Which recommendations are kept, and which earlier one each is the same as."""

    unmarked = True
    source = text_field(_("What is the report called?"), 60)

    def __init__(self, *args: Any, page: ReportToTakeOver, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.fields["source"].initial = page.source
        if page.tier and not page.tier_kept:
            self._ask_tier()
        choices = [
            ("", _("None: it is new")),
            *((str(r.id), earlier_label(r)) for r in page.earlier),
        ]
        for offer in page.offers:
            if not offer.kept:
                self._add_fields(offer, choices)

    def _ask_tier(self) -> None:
        label = _("Keep the tier of %(year)s: %(tier)s") % {
            "year": self.page.year,
            "tier": labels.TIERS[self.page.tier],
        }
        self.fields["tier"] = forms.BooleanField(
            label=label,
            required=False,
            initial=True,
        )
        if self.page.tier == "2WL":
            self.fields["waiver"] = choice_field(
                _("Was it by waiver?"),
                YES_NO,
                blank=_("Not recorded"),
            )
        if self.page.tier == "3":
            self.fields["automatic"] = choice_field(
                _("Was it an automatic downgrade?"),
                YES_NO,
                blank=_("Not recorded"),
            )

    def _add_fields(
        self, offer: RecommendationOffer, choices: list[tuple[str, Any]]
    ) -> None:
        label = _("Keep recommendation %(number)s") % {"number": offer.number}
        self.fields[f"take_{offer.number}"] = forms.BooleanField(
            label=label,
            required=False,
            initial=True,
        )
        self.fields[f"repeats_{offer.number}"] = forms.ChoiceField(
            label=_("Which earlier one is it the same as?"),
            choices=choices,
            required=False,
            initial=str(offer.like.id) if offer.like else "",
        )

    @property
    def tier_fields(self) -> list[Any]:
        """The fields on the tier, where it is not kept yet."""
        return [
            self[name]
            for name in ("tier", "waiver", "automatic")
            if name in self.fields
        ]

    @property
    def recommendation_rows(self) -> list[RecommendationFields]:
        """Every recommendation of the report with its fields."""
        return [
            RecommendationFields(
                offer,
                None if offer.kept else self[f"take_{offer.number}"],
                None if offer.kept else self[f"repeats_{offer.number}"],
            )
            for offer in self.page.offers
        ]

    def confirmed_recommendations(self) -> list[ConfirmedRecommendation]:
        """The recommendations that were chosen."""
        said = self.cleaned_data
        chosen = [o.number for o in self.page.offers if said.get(f"take_{o.number}")]
        return [
            ConfirmedRecommendation(
                n, UUID(said[f"repeats_{n}"]) if said[f"repeats_{n}"] else None
            )
            for n in chosen
        ]

    def confirmed_tier(self) -> ConfirmedTier | None:
        """The tier, where it was chosen."""
        said = self.cleaned_data
        if not said.get("tier"):
            return None
        return ConfirmedTier(
            SAID[said.get("waiver", "")],
            SAID[said.get("automatic", "")],
        )


def earlier_label(row: Any) -> str:
    """An earlier recommendation in a list."""
    short = row.text if len(row.text) <= SHOWN else f"{row.text[:SHOWN].rstrip()}…"
    return f"{row.year}, {row.number}: {short}"
