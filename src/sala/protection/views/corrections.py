"""Putting right what was recorded of somebody's care."""

from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.desk.pages import (
    LoadedForm,
    MovedOnError,
    PageWords,
    edit_page,
    get_or_404,
)
from sala.kit import clock
from sala.kit.templatetags.kit import day
from sala.people import codes
from sala.protection import labels
from sala.protection.actions import corrections as actions
from sala.protection.forms.corrections import CorrectionForm
from sala.protection.labels import Words
from sala.protection.queries import entitlements, plans, returns, shelters
from sala.protection.queries.entitlements import EntitlementRow
from sala.protection.queries.plans import GoalRow, SupportPlanRow
from sala.protection.queries.returns import FollowUpRow, ReturnRow
from sala.protection.queries.shelters import StayRow
from sala.protection.states import FOLLOW_UP
from sala.protection.views.plan_words import goal_line
from sala.protection.views.returns import follow_up_line
from sala.protection.views.shelters import stay_line


def correct_follow_up(request: ActingRequest, follow_up: UUID) -> HttpResponse:
    """Take back what was recorded of a follow-up."""

    def load() -> FollowUpRow:
        return get_or_404(returns.follow_up(by=request.actor, key=follow_up))

    row = load()
    back = reverse("show_return", args=[row.return_id])

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = load()
        state = labels.STATES[now.state].words
        if not now.correctable:
            raise MovedOnError(state, back)
        return LoadedForm(CorrectionForm(sent), FOLLOW_UP.place(now.state), state)

    line = follow_up_line(row)
    when = row.happened_on or row.due_on
    said = f"{day(when)} – {line['found']}"
    return edit_page(
        request,
        correction_page(said, back, _("Return"), row.spoken_code),
        kept,
        lambda form: actions.correct_follow_up(
            by=request.actor, at=clock.now(), follow_up=follow_up, **form.said
        ),
        lambda _done: back,
    )


def correct_entitlement(request: ActingRequest, entitlement: UUID) -> HttpResponse:
    """Take back what was recorded last of a right."""

    def load() -> EntitlementRow:
        key = entitlement
        return get_or_404(entitlements.load_entitlement(by=request.actor, key=key))

    row, back = load(), reverse("show_entitlement", args=[entitlement])

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = load()
        state = labels.STATES[now.state].words
        if not now.correctable:
            raise MovedOnError(state, back)
        form = CorrectionForm(sent)
        return LoadedForm(form, now.version, state, now.changed_by, now.changed_at)

    parts = (labels.STATES[row.state].words, labels.REASONS.get(row.reason, ""))
    return edit_page(
        request,
        correction_page(recorded_words(*parts), back, row.name, row.spoken_code),
        kept,
        lambda form: actions.correct_entitlement(
            by=request.actor,
            at=clock.now(),
            entitlement=entitlement,
            **form.said_of_version,
        ),
        lambda _done: back,
    )


def correct_plan(request: ActingRequest, plan: UUID) -> HttpResponse:
    """Take back that a plan was ended."""

    def load() -> SupportPlanRow:
        return get_or_404(plans.load_plan(by=request.actor, key=plan))

    row = load()
    back = reverse("show_plan", args=[row.person_code])
    title, code = _("Plan of support"), codes.grouped_for_reading(row.person_code)

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = load()
        state = labels.PLAN_STATES[now.state].words
        if now.state != "ended":
            raise MovedOnError(state, back)
        form = CorrectionForm(sent)
        return LoadedForm(form, now.version, state, now.changed_by, now.changed_at)

    parts = (
        labels.PLAN_STATES[row.state].words,
        labels.PLAN_ENDS.get(row.reason, ""),
    )
    return edit_page(
        request,
        correction_page(recorded_words(*parts), back, title, code),
        kept,
        lambda form: actions.correct_plan(
            by=request.actor, at=clock.now(), plan=plan, **form.said_of_version
        ),
        lambda _done: back,
    )


def correct_goal(request: ActingRequest, goal: UUID) -> HttpResponse:
    """Take back that a goal was reached or dropped."""

    def load() -> tuple[SupportPlanRow, GoalRow]:
        return get_or_404(plans.load_goal(by=request.actor, key=goal))

    _plan, row = load()
    back = reverse("show_goal", args=[goal])
    line, code = goal_line(row), codes.grouped_for_reading(row.person_code)

    def kept(sent: QueryDict | None) -> LoadedForm:
        whole, now = load()
        state = labels.GOAL_STATES[now.state].words
        if not now.correctable:
            raise MovedOnError(state, back)
        form = CorrectionForm(sent)
        by, at = whole.changed_by, whole.changed_at
        return LoadedForm(form, whole.version, state, by, at)

    parts = (line["label"], line["state"].words, line["reason"])
    return edit_page(
        request,
        correction_page(recorded_words(*parts), back, line["label"], code),
        kept,
        lambda form: actions.correct_goal(
            by=request.actor, at=clock.now(), goal=goal, **form.said_of_version
        ),
        lambda _done: back,
    )


def recorded_words(*parts: Words | None) -> str:
    """What was recorded, one thing after the other, without what was not."""
    return ", ".join(str(part) for part in parts if part)


def correct_return(request: ActingRequest, returned: UUID) -> HttpResponse:
    """Take back what was recorded last of a return."""

    def load() -> ReturnRow:
        return get_or_404(returns.one_return(by=request.actor, key=returned))

    row, back = load(), reverse("show_return", args=[returned])
    if not row.own:
        raise Http404

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = load()
        state = labels.STATES[now.state].words
        if not now.correctable:
            raise MovedOnError(state, back)
        form = CorrectionForm(sent)
        return LoadedForm(form, now.version, state, now.changed_by, now.changed_at)

    when = row.happened_on or row.confirmed_on
    parts = (
        labels.STATES[row.state].words,
        day(when) if when else "",
        labels.REASONS.get(row.reason, ""),
    )
    return edit_page(
        request,
        correction_page(recorded_words(*parts), back, _("Return"), row.spoken_code),
        kept,
        lambda form: actions.correct_return(
            by=request.actor, at=clock.now(), returned=returned, **form.said_of_version
        ),
        lambda _done: back,
    )


def correct_stay(request: ActingRequest, stay: UUID) -> HttpResponse:
    """Take back what was recorded last of a stay."""

    def load() -> StayRow:
        return get_or_404(shelters.load_stay(by=request.actor, key=stay))

    row, back = load(), reverse("show_stay", args=[stay])
    if not row.own:
        raise Http404

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = load()
        state = labels.STATES[now.state].words
        if not now.correctable:
            raise MovedOnError(state, back)
        form = CorrectionForm(sent)
        return LoadedForm(form, now.version, state, now.changed_by, now.changed_at)

    line = stay_line(row)
    when = row.until_on or row.from_on
    parts = (line["state"].words, day(when), line["reason"], line["destination"])
    said = recorded_words(*parts)
    return edit_page(
        request,
        correction_page(said, back, _("Stay in a shelter"), line["spoken"]),
        kept,
        lambda form: actions.correct_stay(
            by=request.actor, at=clock.now(), stay=stay, **form.said_of_version
        ),
        lambda _done: back,
    )


def correction_page(said: str, back: str, back_label: Words, code: str) -> PageWords:
    """The words around a correction: what was recorded, and what becomes of it."""
    intro = _(
        "Recorded is: %(said)s. Taken back, it stays in the history and no longer"
        " counts. Then record what is right.",
    )
    return PageWords(
        title=_("Put it right"),
        button=_("Take it back"),
        back=back,
        back_label=back_label,
        caption=code,
        intro=intro % {"said": said},
    )
