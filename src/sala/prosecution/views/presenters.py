"""Charges, verdicts and claims in words, for the pages that show them."""

from typing import Any

from django.utils.translation import gettext as _

from sala.kit.templatetags.kit import day, number
from sala.people import codes
from sala.prosecution.labels import corrections, forfeitures, restitution
from sala.prosecution.labels import courts as words
from sala.prosecution.queries.courts import ChargeRow, DefendantRow, VerdictRow
from sala.prosecution.queries.forfeitures import ForfeitureRow
from sala.prosecution.queries.restitution import ClaimRow
from sala.prosecution.rules.sentences import PenaltyRange
from sala.prosecution.templatetags.money import money


def defendant_line(row: DefendantRow) -> dict[str, Any]:
    """A defendant with their charges in words."""
    return {
        "row": row,
        "kind": words.KINDS[row.kind],
        "charges": [charge_line(charge) for charge in row.charges],
    }


def charge_line(row: ChargeRow) -> dict[str, Any]:
    """A charge in words, with what the article prescribes."""
    return {
        "row": row,
        "state": words.CHARGE_STATES[row.state],
        "circumstance": words.CIRCUMSTANCES.get(row.circumstance, row.circumstance),
        "about": codes.grouped_for_reading(row.about) if row.about else "",
        "range": range_words(row.range),
        "verdicts": [
            verdict_line(verdict) | {"may_correct": row.may_put_right(verdict)}
            for verdict in row.verdicts
        ],
        "may_take_back": row.files and row.state != "filed",
        "open": [move for move in row.moves if move in words.CHARGE_MOVES],
        "judged": "judge" in row.moves,
    }


def range_words(known: PenaltyRange) -> str:
    """What an article prescribes, in a sentence; what is not recorded is left out."""
    said = [*_prison_words(known), *_fine_words(known)]
    return " ".join(said) if said else _("What the article prescribes is not recorded.")


def _prison_words(known: PenaltyRange) -> list[str]:
    least, most = known.prison_min, known.prison_max
    said = []
    if least is not None and most is not None:
        months = {"least": number(least), "most": number(most)}
        said.append(_("Prison from %(least)s to %(most)s months.") % months)
    elif least is not None:
        said.append(_("Prison from %(least)s months.") % {"least": number(least)})
    elif most is not None:
        said.append(_("Prison to %(most)s months.") % {"most": number(most)})
    if known.life:
        said.append(_("Or for life."))
    return said


def _fine_words(known: PenaltyRange) -> list[str]:
    least, most = known.fine_min, known.fine_max
    if least is not None and most is not None:
        bounds = {"least": money(least), "most": money(most)}
        return [_("A fine from %(least)s to %(most)s.") % bounds]
    if least is not None:
        return [_("A fine from %(least)s.") % {"least": money(least)}]
    if most is not None:
        return [_("A fine to %(most)s.") % {"most": money(most)}]
    return []


def verdict_line(row: VerdictRow) -> dict[str, Any]:
    """A verdict in words."""
    return {
        "row": row,
        "instance": words.INSTANCES[row.instance],
        "outcome": words.OUTCOMES[row.outcome],
        "left": [words.LEFT[name] for name in row.outside],
        "wrong": corrections.REASONS.get(row.wrong, ""),
        "why": words.OUTSIDE.get(row.outside_reason, ""),
    }


def verdict_words(row: VerdictRow) -> str:
    """What is recorded of a verdict, in a sentence; its sentence stands in the form."""
    said = verdict_line(row)
    parts = (day(row.decided_on), str(said["instance"]), str(said["outcome"]))
    return _("Recorded: %(verdict)s.") % {"verdict": ", ".join(parts)}


def claim_line(row: ClaimRow) -> dict[str, Any]:
    """A claim in words."""
    return {
        "row": row,
        "state": restitution.CLAIM_STATES[row.state],
        "reason": (
            restitution.REFUSED.get(row.reason)
            or restitution.WAIVED.get(row.reason, "")
        ),
        "how": restitution.WAIVED_HOW.get(row.waived_how, ""),
    }


def claim_words(row: ClaimRow) -> str:
    """What is recorded of a claim, in a sentence."""
    said = claim_line(row)
    parts = [str(said["state"].words)]
    if row.decided_on:
        parts.append(day(row.decided_on))
    if row.share is not None:
        parts.append(money(row.share))
    parts += [str(said[name]) for name in ("reason", "how") if said[name]]
    return ", ".join(parts) + "."


def forfeiture_line(row: ForfeitureRow) -> dict[str, Any]:
    """A forfeiture in words."""
    return {
        "row": row,
        "kind": forfeitures.KINDS[row.kind],
        "state": forfeitures.STATES[row.state],
    }
