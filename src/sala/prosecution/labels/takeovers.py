"""Why the central office took a case over, in words."""

from django.utils.translation import gettext_lazy as _

from sala.prosecution.labels.cases import Words

REASONS: dict[str, Words] = {
    "several_provinces": _("It reaches over several provinces"),
    "other_countries": _("Other countries have to be asked"),
    "too_large": _("It is too large for this office"),
    "safety": _("A victim or a colleague would be in danger"),
    "official": _("It concerns an official"),
}
