"""A case in words: its elements, its victims, and what happened in it when."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from sala.access.closed_words import require_open
from sala.desk import places
from sala.kit.templatetags.kit import day
from sala.people.described import Described
from sala.prosecution.labels import cases as labels
from sala.prosecution.labels.cases import Words
from sala.prosecution.queries import CasePage, CaseRow
from sala.prosecution.queries.people import VictimRow
from sala.prosecution.rules.timeline import timeline_picture

AGES: dict[str, Words] = {
    "adult": _("Adult"),
    "child": _("Child"),
    "in_doubt": _("Perhaps a child"),
}


def present_case(row: CaseRow) -> dict[str, Any]:
    """A case in words, with the elements that are missing named."""
    return {
        "row": row,
        "state": labels.CASE_STATES[row.state],
        "meets": labels.MEETS[row.definition.meets],
        "missing": [labels.MISSING[name] for name in row.definition.missing],
        "place": places.place_name(row.place_code),
    }


def present_elements(case: CasePage) -> list[tuple[Words, Any, list[Words]]]:
    """Each element of the definition: how it stands, and what was found."""
    stands = case.row.definition
    return [
        (
            labels.ELEMENTS["act"],
            labels.FOUND[stands.act],
            code_words(case.acts, labels.ACTS),
        ),
        (
            labels.ELEMENTS["means"],
            labels.FOUND[stands.means],
            code_words(case.means, labels.MEANS),
        ),
        (
            labels.ELEMENTS["form"],
            labels.FOUND[stands.form],
            code_words(case.forms, labels.FORMS),
        ),
    ]


def code_words(
    codes: tuple[str, ...] | None, known_words: dict[str, Words]
) -> list[Words]:
    """Codes in words."""
    return [known_words[code] for code in codes or ()]


def victim_words(victim: VictimRow) -> list[Words]:
    """What the case knows of a victim; what nobody recorded is left out."""
    told: list[Words] = []
    if victim.sex:
        told.append(Described.Sex(victim.sex).label)
    if victim.age_group:
        told.append(AGES[victim.age_group])
    if victim.citizenship:
        told.append(places.country_name(victim.citizenship))
    return told


def case_summary(case: CasePage) -> list[tuple[Words, object]]:
    """Where, when, and with whom the case is."""
    row = case.row
    return [
        (_("With"), row.held_by),
        (_("Opened by"), row.agency),
        (_("Place"), places.place_name(row.place_code)),
        (_("Country"), places.country_name(case.country) if case.country else ""),
        (_("Began"), case.began_on and day(case.began_on)),
        (_("Ended"), case.ended_on and day(case.ended_on)),
        (_("Victims named"), row.victims),
    ]


def case_initial(case: CasePage) -> dict[str, Any]:
    """What the form shows of what was found so far; raises `VaultAwayError` where it
    cannot be opened now.
    """
    require_open(case.account)
    names = ("country", "began_on", "ended_on", "acts", "means", "forms", "account")
    nothing = {
        f"{name}_none": getattr(case, name) == () for name in ("acts", "means", "forms")
    }
    return (
        {name: getattr(case, name) for name in names}
        | nothing
        | {"place_code": case.row.place_code}
    )


def present_timeline(case: CasePage, today: date) -> dict[str, Any]:
    """What happened, in order, and as a picture: a line for each side, a dot for each
    event.
    """
    lines = timeline_picture(
        [(event.kind, event.happened_on) for event in case.events], today
    )
    return {
        "timeline": [(event, labels.EVENTS[event.kind]) for event in case.events],
        # Dots keep off the edges, where half of one would be cut off.
        "lanes": [
            (name, labels.LANES[name], [f"{2 + 0.96 * place:.1f}%" for place in places])
            for name, places in lines.items()
        ],
        "first_on": case.events[0].happened_on if case.events else today,
        "today": today,
    }
