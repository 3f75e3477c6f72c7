"""What is filled in for the report of a year."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sala.figures.forms import FigureYearForm
from sala.figures.queries import SnapshotRow
from sala.kit.forms import VersionField
from sala.kit.templatetags.kit import moment
from sala.narrative import labels
from sala.narrative.actions.year_reports import LONGEST, LONGEST_REASON
from sala.narrative.queries.year_reports import YearReportPage
from sala.narrative.writing import editing
from sala.narrative.writing.editing import DraftSentence
from sala.narrative.writing.templates import ROOMS

SHORT = 90  # characters of a sentence in a list


def sentence_field(language: str, **more: Any) -> forms.CharField:
    """A sentence in the report's language."""
    attrs = {
        "rows": 5,
        "lang": language,
        "autocomplete": "off",
    }
    return forms.CharField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs),
        **more,
    )


def reason_field(label: Any, hint: Any = "", **more: Any) -> forms.CharField:
    """A reason in a line or two."""
    widget = forms.Textarea({"rows": 2, "autocomplete": "off"})
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_REASON,
        widget=widget,
        **more,
    )


class OpenReportForm(FigureYearForm):
    """Which report, and why anew where it was approved."""

    language = forms.ChoiceField(
        label=_("Language of the report"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )
    reason = reason_field(
        _("Why a new version"),
        _("Only where the report was approved before; it stands with the new version."),
        required=False,
    )


class ReportFiguresForm(forms.Form):
    """What the report rests on."""

    snapshot = forms.UUIDField(label=_("Figures"), required=False)

    def __init__(
        self,
        *args: Any,
        snapshots: Sequence[SnapshotRow],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        frozen = [(str(s.id), frozen_name(s)) for s in snapshots]
        self.fields["snapshot"].widget = forms.RadioSelect(
            choices=[
                *frozen,
                ("", _("The facts as they are now; such a report stays a draft")),
            ],
        )


def frozen_name(row: SnapshotRow) -> str:
    """Frozen figures by who approved them and when."""
    told = _("Frozen figures approved by %(name)s, %(moment)s")
    return str(told) % {"name": row.approved_by, "moment": moment(row.approved_at)}


class EditSentenceForm(forms.Form):
    """What becomes of a sentence."""

    change = forms.ChoiceField(label=_("What do you want?"), widget=forms.RadioSelect)
    seen = VersionField()

    def __init__(
        self, *args: Any, line: DraftSentence, language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        change: Any = self.fields["change"]
        change.choices = [
            (code, labels.CHANGES_OF_SENTENCES[code]) for code in changes_of(line)
        ]
        self.fields["text"] = sentence_field(
            language,
            label=_("The sentence"),
            required=False,
        )
        self.order_fields(["change", "text", "seen"])


def changes_of(line: DraftSentence) -> list[str]:
    """What can be done to a sentence as it is."""
    own = line.kind in {editing.COMPOSED, editing.ADDED}
    changes = [editing.EDITED]
    changes += [] if line.kind == editing.LEFT_OUT else [editing.LEFT_OUT]
    return changes if own else [*changes, editing.RESTORED]


class AddSentenceForm(forms.Form):
    """A sentence of one's own, and where it goes."""

    place = forms.ChoiceField(label=_("Where it goes"))

    def __init__(self, *args: Any, page: YearReportPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.choices = [
            (
                labels.ROOMS[room],
                [
                    (room, _("At the end")),
                    *(
                        (f"{room}/{line.code}", place_after(line))
                        for line in page.draft
                        if line.room == room
                    ),
                ],
            )
            for room in ROOMS
        ]
        self.fields["text"] = sentence_field(page.row.language, label=_("The sentence"))
        self.order_fields(["text", "place"])

    def sentence_fields(self) -> dict[str, str]:
        """What the action takes."""
        room, _slash, code = self.cleaned_data["place"].partition("/")
        return {
            "room": room,
            "after": code,
            "text": self.cleaned_data["text"],
        }


def place_after(line: DraftSentence) -> str:
    """A place by the sentence that it comes after."""
    text = line.text or editing.plain_text(line.composed)
    short = text if len(text) <= SHORT else f"{text[:SHORT]}…"
    return str(_("After: %(sentence)s")) % {"sentence": short}


class AcknowledgeNumbersForm(forms.Form):
    """Why a number stands that is of no figure."""

    reason = reason_field(
        _("Where does the number come from?"),
        _("Whoever approves the report reads this."),
    )
