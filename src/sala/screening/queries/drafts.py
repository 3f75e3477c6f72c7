"""Screenings that are being written: the writer's own, and nobody else's."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sala.access.context import Actor
from sala.access.permissions import may, require
from sala.countries import queries as countries
from sala.countries.instruments import InstrumentForm, InstrumentSection
from sala.screening.models import ScreeningDraft
from sala.screening.rules.frame import (
    FEW_QUESTIONS,
    FRAME,
    PERSON,
    QUESTIONS,
    SAFETY,
    described_fields,
    is_page_done,
    is_safe,
    page_order,
)
from sala.screening.rules.submission import FORM, NewPerson, Submission
from sala.vault import sealed_box

USE = "draft"
Content = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class DraftRow:
    """One draft in a list; nothing of the person."""

    id: UUID
    operation_id: UUID | None
    instrument: str
    instrument_version: str
    started_at: datetime
    saved_at: datetime
    corrects_id: UUID | None = None


@dataclass(frozen=True)
class DraftPage:
    """One draft as far as it is written."""

    row: DraftRow
    form: InstrumentForm
    content: Content

    @property
    def answers(self) -> dict[str, str]:
        """What was answered so far, by question."""
        return self.content.get("answers", {})

    @property
    def seen(self) -> frozenset[str]:
        """Pages of questions that were gone through, whatever was left unanswered."""
        return frozenset(self.content.get("seen", {}))

    @property
    def safe(self) -> bool:
        """Whether the safety check says that one may ask."""
        return is_safe(self.content)

    @property
    def urgent(self) -> tuple[str, ...]:
        """Needs that come before any question."""
        return tuple(self.content.get(SAFETY.name, {}).get("urgent", ()))

    @property
    def brief(self) -> bool:
        """Whether all questions stand on one page, with the person."""
        return len(self.form.questions) <= FEW_QUESTIONS

    @property
    def steps(self) -> tuple[str, ...]:
        """The pages in order."""
        sections = () if self.brief else self.form.sections
        return page_order(section.name for section in sections)

    def is_done(self, step: str) -> bool:
        """Whether a page was filled in, with every question that stands on it."""
        asked = self.form.sections if self.brief and step == PERSON.name else ()
        return is_page_done(self.content, step, self.seen) and all(
            QUESTIONS + section.name in self.seen for section in asked
        )

    def section(self, step: str) -> InstrumentSection | None:
        """The questions of a page."""
        found = (s for s in self.form.sections if QUESTIONS + s.name == step)
        return next(found, None)

    @property
    def next_step(self) -> str:
        """The first page that was not filled in; the last where none is left."""
        return next(
            (step for step in self.steps if not self.is_done(step)), self.steps[-1]
        )

    @property
    def ready(self) -> bool:
        """Whether it can be sent: every page was filled in."""
        return all(self.is_done(step) for step in self.steps)

    @property
    def written(self) -> Submission:
        """The draft as it would be sent; the conclusion is not known before somebody
        states it.
        """
        return as_written(self.row, self.content)


def load_draft(*, by: Actor, key: UUID) -> DraftPage | None:
    """One draft of the actor's."""
    require(may(by, "screening.screening.record"))
    row = ScreeningDraft.objects.filter(id=key).first()
    if row is None:
        return None
    form = countries.instrument_form(row.instrument, row.instrument_version)
    return DraftPage(_draft_row(row), form, content_of(row)) if form else None


def load_drafts(*, by: Actor) -> list[DraftRow]:
    """The actor's drafts, the latest first."""
    require(may(by, "screening.screening.record"))
    return [_draft_row(row) for row in ScreeningDraft.objects.order_by("-saved_at")]


def drafts_of(*, by: Actor, operation: UUID) -> list[DraftRow]:
    """The actor's drafts in an operation, the latest first."""
    return [row for row in load_drafts(by=by) if row.operation_id == operation]


def content_of(row: ScreeningDraft) -> Content:
    """What a draft says so far."""
    found: Content = json.loads(
        sealed_box.open_box(
            bytes(row.sealed),
            use=USE,
            about=row.id,
        ),
    )
    return found


def written_of(row: ScreeningDraft, content: Content) -> Submission:
    """A draft as the content of an envelope."""
    return as_written(_draft_row(row), content)


def as_written(row: DraftRow, content: Content) -> Submission:
    """The pages of a draft put together."""
    person, later = content.get("person", {}), content.get("later", {})
    own = NewPerson.model_fields
    who = (
        {"code": person["code"]}
        if person.get("code")
        else {name: person[name] for name in own if person.get(name)}
    )
    said = {
        field.name: content.get(page.name, {}).get(field.name, field.unsaid)
        for page in FRAME
        for field in described_fields(page)
    }
    return Submission.model_validate(
        {
            "form": later.get("form", FORM),
            "instrument": row.instrument,
            "version": row.instrument_version,
            "written_at": row.started_at,
            "operation": row.operation_id,
            "person": who,
            "place_code": content.get("place", {}).get("code", ""),
            **said,
            "answers": content.get("answers", {}),
            "outcome": said["outcome"] or "not_known",
            "later": later.get("fields", {}),
        },
    )


def _draft_row(row: ScreeningDraft) -> DraftRow:
    return DraftRow(
        **{name: getattr(row, name) for name in DraftRow.__dataclass_fields__},
    )
