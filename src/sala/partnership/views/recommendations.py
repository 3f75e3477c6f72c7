"""Recommendations of published reports: whose, how far, and what answers them."""

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.desk.listing import ListColumn, Listing, ListTable, list_page
from sala.desk.pages import (
    LoadedForm,
    PageWords,
    edit_page,
    form_page,
    get_or_404,
    posted_data,
    posted_files,
    submit_form,
)
from sala.kit import clock
from sala.kit.fields import Words
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import day
from sala.partnership import actions, labels
from sala.partnership.forms.recommendations import (
    OwnershipForm,
    RecommendationAnswerForm,
    RecommendationForm,
    RepeatsForm,
    chosen_key,
)
from sala.partnership.queries import budget, plans, threads
from sala.partnership.queries import recommendations as queries
from sala.partnership.queries.committees import keeps_coordination
from sala.partnership.queries.recommendations import RecommendationRow

RECOMMENDATIONS = gettext_lazy("Recommendations")
SHORT = 120  # characters of a recommendation in a list


def list_recommendations(request: ActingRequest) -> HttpResponse:
    """Every recommendation, the latest year first."""
    rows = queries.load_recommendations(by=request.actor)
    table = ListTable(
        page=recommendation_address,
        columns=RECOMMENDATION_COLUMNS,
        rows=rows,
        file="sala-recommendations",
        empty=_("No recommendation is kept yet."),
    )
    shown = Listing(
        title=RECOMMENDATIONS,
        tables=[table],
        intro=_("What published reports recommend, kept until it is answered."),
        add_url=reverse("record_recommendation")
        if keeps_coordination(by=request.actor)
        else "",
        add_label=_("Add a recommendation"),
        back=reverse("show_partnership"),
        back_label=_("Partnership"),
    )
    return list_page(request, shown, "partnership/list_recommendations.html")


def record_recommendation(request: ActingRequest) -> HttpResponse:
    """Keep a recommendation of a report."""
    earlier = queries.load_recommendations(by=request.actor)
    form = RecommendationForm(
        posted_data(request),
        earlier=earlier,
        initial={"year": clock.today().year},
    )
    title = _("Add a recommendation")
    page = PageWords(title, _("Save"), reverse("list_recommendations"), RECOMMENDATIONS)
    return form_page(
        request,
        form,
        page,
        lambda: actions.record_recommendation(
            by=request.actor,
            at=clock.now(),
            recommended=form.recommended(),
        ),
        lambda made: reverse("show_recommendation", args=[made]),
    )


def assign_recommendation(request: ActingRequest, recommendation: UUID) -> HttpResponse:
    """Say whose it is, and until when it is to be answered."""
    row = get_or_404(queries.load_recommendation(by=request.actor, key=recommendation))

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(
            queries.load_recommendation(by=request.actor, key=recommendation)
        )
        first = {
            "agency": now.agency_code,
            "priority": now.priority,
            "due_on": now.due_on,
        }
        return LoadedForm(OwnershipForm(sent, initial=first), now.version)

    def assign(form: OwnershipForm) -> None:
        actions.assign_recommendation(
            by=request.actor,
            at=clock.now(),
            recommendation=row.id,
            ownership=form.ownership(),
            version=form.cleaned_data["version"],
        )

    return edit_page(
        request,
        page_of(row, _("Whose is it?")),
        kept,
        assign,
        lambda _done: recommendation_address(row),
    )


def link_recommendation(request: ActingRequest, recommendation: UUID) -> HttpResponse:
    """Say which one of an earlier year it repeats."""
    row = get_or_404(queries.load_recommendation(by=request.actor, key=recommendation))
    earlier = [
        r for r in queries.load_recommendations(by=request.actor) if r.year < row.year
    ]

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(
            queries.load_recommendation(by=request.actor, key=recommendation)
        )
        first = {"repeats": str(now.repeats.id) if now.repeats else ""}
        return LoadedForm(
            RepeatsForm(
                sent,
                earlier=earlier,
                initial=first,
            ),
            now.version,
        )

    def link(form: RepeatsForm) -> None:
        actions.link_repeated(
            by=request.actor,
            at=clock.now(),
            recommendation=row.id,
            earlier=chosen_key(form.cleaned_data["repeats"]),
            version=form.cleaned_data["version"],
        )

    title = _("Is it repeated from an earlier year?")
    return edit_page(
        request,
        page_of(row, title),
        kept,
        link,
        lambda _done: recommendation_address(row),
    )


def show_recommendation(request: ActingRequest, recommendation: UUID) -> HttpResponse:
    """One recommendation, and each step of the answer."""

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = get_or_404(
            queries.load_recommendation(by=request.actor, key=recommendation)
        )
        form = RecommendationAnswerForm(
            sent,
            posted_files(request) if sent else None,
            moves=now.moves,
            objectives=plans.load_objectives(by=request.actor) if now.moves else [],
            lines=budget.budget_lines(by=request.actor) if now.moves else [],
            initial={"step": len(now.steps), "happened_on": clock.today()},
        )
        return LoadedForm(
            form, len(now.steps) + 1, labels.RECOMMENDATIONS[now.state].words
        )

    answer = submit_form(
        request, kept, lambda form: save_answer(request, recommendation, form)
    )
    if answer.made:
        return redirect("show_recommendation", recommendation)
    row = get_or_404(queries.load_recommendation(by=request.actor, key=recommendation))
    context = {
        "row": row,
        "state": labels.RECOMMENDATIONS[row.state],
        "late": row.late(clock.today()),
        "facts": summary_rows(row),
        "steps": [
            (labels.RECOMMENDATION_MOVES[s.move], labels.DECLINED.get(s.reason, ""), s)
            for s in row.steps
        ],
        "thread": [
            (each, source_words(each), labels.RECOMMENDATIONS[each.state], each.steps)
            for each in threads.thread_of(by=request.actor, key=recommendation)
        ],
        "form": answer.form,
        "overtaken": answer.overtaken,
        "keeps": keeps_coordination(by=request.actor),
    }
    return render(request, "partnership/show_recommendation.html", context)


def save_answer(
    request: ActingRequest, recommendation: UUID, form: RecommendationAnswerForm
) -> None:
    """Report a step of the answer."""
    actions.answer_recommendation(
        by=request.actor,
        at=clock.now(),
        recommendation=recommendation,
        answer=form.answer(),
    )


def recommendation_address(row: RecommendationRow) -> str:
    """A recommendation's page."""
    return reverse("show_recommendation", args=[row.id])


def page_of(row: RecommendationRow, title: Words) -> PageWords:
    """A form on one recommendation."""
    name = source_words(row)
    return PageWords(
        title,
        _("Save"),
        recommendation_address(row),
        name,
        name,
        row.text,
    )


def source_words(row: RecommendationRow) -> str:
    """Where a recommendation stands."""
    return f"{row.source} {row.year}, {row.number}"


def shortened(row: RecommendationRow) -> str:
    """A recommendation as far as it fits into a list."""
    text = row.text
    return text if len(text) <= SHORT else f"{text[:SHORT].rstrip()}…"


def state_tag(row: RecommendationRow) -> StateTag:
    """How far the answer is, or that it is late."""
    if row.late(clock.today()):
        return StateTag(_("Late"), "red")
    return labels.RECOMMENDATIONS[row.state]


def summary_rows(row: RecommendationRow) -> list[tuple[Words, object]]:
    """A recommendation in words."""
    return [
        (_("Agency"), row.agency),
        (_("How much it matters"), labels.PRIORITIES.get(row.priority)),
        (_("Until"), day(row.due_on) if row.due_on else None),
    ]


RECOMMENDATION_COLUMNS: list[ListColumn[RecommendationRow]] = [
    ListColumn("id", gettext_lazy("Code"), lambda r: r.id, shown=False),
    ListColumn("source", gettext_lazy("Report"), lambda r: r.source, source_words),
    ListColumn("year", gettext_lazy("Year"), lambda r: r.year, shown=False),
    ListColumn("number", gettext_lazy("No."), lambda r: r.number, shown=False),
    ListColumn("text", gettext_lazy("Recommendation"), lambda r: r.text, shortened),
    ListColumn("priority", gettext_lazy("Priority"), lambda r: r.priority, shown=False),
    ListColumn(
        "agency",
        gettext_lazy("Agency"),
        lambda r: r.agency_code,
        lambda r: r.agency,
        filters=True,
    ),
    ListColumn("due_on", gettext_lazy("Until"), lambda r: r.due_on),
    ListColumn(
        "state",
        gettext_lazy("State"),
        lambda r: r.state,
        state_tag,
        words=labels.RECOMMENDATIONS,
        filters=True,
    ),
    ListColumn(
        "repeats_year",
        gettext_lazy("Repeats that of"),
        lambda r: r.repeats.year if r.repeats else None,
        shown=False,
    ),
]
