"""Choosing among recommendations."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit.choices import offer_choices
from sala.kit.fields import choice_field
from sala.kit.tags import in_words
from sala.partnership.labels import RECOMMENDATIONS
from sala.partnership.queries.recommendations import RecommendationRow

NOBODY = "-"
LATE = {"late": _("Only late ones")}


class FilterForm(forms.Form):
    """By state, by owner, and those that are late."""

    unmarked = True
    state = choice_field(
        _("State"),
        in_words(RECOMMENDATIONS),
        blank=_("All"),
    )
    owner = choice_field(_("Owner"), blank=_("All"))
    late = choice_field(_("Late"), LATE, blank=_("All"))

    def __init__(
        self,
        *args: Any,
        rows: Iterable[RecommendationRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(
            {(row.agency_code, row.agency) for row in rows if row.agency_code},
        )
        offer_choices(
            self, "owner", [("", _("All")), (NOBODY, _("Nobody yet")), *known]
        )

    def lets_through(self, row: RecommendationRow, today: date) -> bool:
        """Whether a recommendation is among those asked for; a wrong choice asks for
        all.
        """
        said = self.cleaned_data if self.is_valid() else {}
        owner = said.get("owner")
        return (
            said.get("state") in {None, "", row.state}
            and owner in {None, "", row.agency_code or NOBODY}
            and (not said.get("late") or row.late(today))
        )
