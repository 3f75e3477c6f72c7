"""What the next report may bring, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sala.partnership.rules.tiers import (
    CLOSED,
    LOWEST,
    OPEN,
    WATCH,
    TierOutlook,
    WatchListStanding,
)


def of_tier(tier: str, found: TierOutlook) -> list[str]:
    """What the years before say of one tier in the next report."""
    if tier == WATCH:
        return [
            *so_far(found.standing),
            watch_list_words(found.standing),
            *staying_words(found),
        ]
    if tier == LOWEST and found.standing.way == CLOSED:
        return [
            _(
                "It would come by itself if the country met no more than what the Watch"
                " List asks.",
            ),
        ]
    if tier == LOWEST and found.automatic_in:
        told = _(
            "By itself it comes in %(year)s at the earliest, after the years on the"
            " list.",
        )
        return [told % {"year": found.automatic_in}]
    return []


def so_far(now: WatchListStanding) -> list[str]:
    """How long the country was on the Watch List until now."""
    said = []
    if now.run:
        told = ngettext(
            "Just before, the country was on it for %(run)s year.",
            "Just before, the country was on it for %(run)s years in a row.",
            now.run,
        )
        said.append(told % {"run": now.run})
    if now.at_least and now.run:
        told = _("The tier of %(year)s is not recorded: there may be more years.")
        said.append(told % {"year": now.year - now.run - 1})
    if now.returned:
        said.append(
            _(
                "It came back to it from an automatic downgrade; then it may stay no"
                " more than one year.",
            ),
        )
    return said


def watch_list_words(now: WatchListStanding) -> str:
    """Whether the Watch List is open in that report."""
    if now.way == OPEN:
        return _("In %(year)s it is open, without a waiver.") % {"year": now.year}
    if now.way == CLOSED:
        told = _(
            "In %(year)s it is closed: the country reaches Tier 2, or goes to Tier 3 by"
            " itself.",
        )
        return told % {"year": now.year}
    return _("In %(year)s it is open by waiver only.") % {"year": now.year}


def staying_words(found: TierOutlook) -> list[str]:
    """Where it leads to stay on the list from that report on."""
    if found.standing.way == CLOSED or found.automatic_in is None:
        return []
    said = []
    if found.last_open:
        said.append(_("Without a waiver until %(year)s.") % {"year": found.last_open})
    if found.last_waiver:
        said.append(_("By waiver until %(year)s.") % {"year": found.last_waiver})
    told = _("Then, in %(year)s, Tier 3 by itself.")
    return [
        _("If the country is on it in every report from then on:"),
        *said,
        told % {"year": found.automatic_in},
    ]
