"""Figures as evidence in the country's assessment by the minimum standards."""

from dataclasses import dataclass, replace
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.countries import queries as countries
from sala.desk.pages import get_or_404, posted_data, run_action
from sala.figures import answers as a
from sala.figures import published_values, queries
from sala.figures.definitions import FIGURES, FigureDefinition
from sala.figures.indicia import EVIDENCE
from sala.figures.views.common import FIRST_YEAR, AnswerText, present_answer
from sala.kit import clock
from sala.partnership import actions as partnership
from sala.partnership.queries import assessments
from sala.partnership.queries.assessments import AssessmentPage, EvidenceRow


class CiteForm(forms.Form):
    """Figures of a year; those that the law asks data on come first."""

    unmarked = True

    year = forms.IntegerField(
        label=gettext_lazy("Figures of which year?"),
        widget=forms.HiddenInput,
    )
    codes = forms.MultipleChoiceField(
        label=gettext_lazy("Which figures are evidence?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    other = forms.ChoiceField(label=gettext_lazy("Another figure"), required=False)

    def chosen(self) -> list[str]:
        """The codes of the figures that were chosen."""
        return [
            *self.cleaned_data["codes"],
            *filter(None, [self.cleaned_data["other"]]),
        ]


@dataclass(frozen=True)
class CitedNumber:
    """A figure that was given as evidence, with its number as the reader may see it."""

    id: int
    figure: FigureDefinition
    year: int
    number: AnswerText
    frozen: bool


def cite_figures(request: ActingRequest, assessment: UUID, item: str) -> HttpResponse:
    """Give figures as evidence for a standard or indicium."""
    page = get_or_404(assessments.load_assessment(by=request.actor, key=assessment))
    if not page.edits or page.item(item) is None:
        raise Http404
    year = year_of_evidence(request, page)
    form = CiteForm(posted_data(request), initial={"year": year})
    frozen = queries.approved_snapshot(by=request.actor, year=year)
    snapshot = frozen[0].id if frozen else None
    offer_figures(form, request, item, year)

    def cite() -> int:
        cited = [
            partnership.CitedFigure(code, year, snapshot) for code in form.chosen()
        ]
        partnership.cite_figures(
            by=request.actor,
            at=clock.now(),
            assessment=assessment,
            item=item,
            figures=cited,
        )
        return len(cited)

    if run_action(request, form, cite):
        return redirect("judge_item", assessment, item)
    context = {
        "page": page,
        "item": item,
        "form": form,
        "year": year,
        "years": range(page.row.year, page.row.year - queries.YEARS_BEFORE - 1, -1),
        "frozen": frozen,
        "back": reverse("judge_item", args=[assessment, item]),
    }
    return render(request, "figures/cite_figures.html", context)


def year_of_evidence(request: ActingRequest, page: AssessmentPage) -> int:
    """The year whose figures are given: the one that is assessed, unless another is
    asked for.
    """
    asked = (request.POST if request.method == "POST" else request.GET).get("year", "")
    if not asked:
        return page.row.year
    if not asked.isdecimal() or not FIRST_YEAR <= int(asked) <= clock.today().year:
        raise Http404
    return int(asked)


def offer_figures(
    form: CiteForm,
    request: ActingRequest,
    item: str,
    year: int,
) -> None:
    """The figures to choose from, each with its number of the year."""
    numbers = {
        line.figure.code: with_unit(line.figure, present_answer(line.answers[0])).text
        for line in queries.figures_of_year(by=request.actor, year=year)
    }
    told = {
        code: f"{figure.name}: {numbers[code]}" if code in numbers else str(figure.name)
        for code, figure in FIGURES.items()
    }
    near = [code for code in EVIDENCE.get(item, ()) if code in told]
    codes, other = form.fields["codes"], form.fields["other"]
    assert isinstance(codes, forms.MultipleChoiceField)  # noqa: S101 for the type checker
    assert isinstance(other, forms.ChoiceField)  # noqa: S101
    codes.choices = [(code, told[code]) for code in near]
    rest = sorted(
        ((code, text) for code, text in told.items() if code not in near),
        key=choice_words,
    )
    other.choices = [("", _("None")), *rest]


def choice_words(choice: tuple[str, str]) -> str:
    """A choice by its words."""
    return choice[1]


def cited_figures(
    request: ActingRequest,
    assessment: UUID,
    item: str,
    template: str = "figures/cited_figures.html",
) -> HttpResponse:
    """A piece of a page: the figures given for an item, as the reader may see them."""
    page = get_or_404(assessments.load_assessment(by=request.actor, key=assessment))
    row = get_or_404(page.item(item))
    rows = [present_cited(request, e) for e in row.evidence if e.figure in FIGURES]
    if not rows:
        raise Http404
    return render(
        request,
        template,
        {
            "rows": rows,
            "item": item,
            "page": page,
        },
    )


def change_cited_figures(
    request: ActingRequest,
    assessment: UUID,
    item: str,
) -> HttpResponse:
    """The same for who may take them back."""
    page = get_or_404(assessments.load_assessment(by=request.actor, key=assessment))
    if not page.edits:
        raise Http404
    return cited_figures(request, assessment, item, "figures/change_cited_figures.html")


def with_unit(figure: FigureDefinition, number: AnswerText) -> AnswerText:
    """A number with its unit where it counts neither people nor events."""
    if number.kind != a.NUMBER:
        return number
    if figure.measure.unit == "month":
        return replace(number, text=_("%(number)s months") % {"number": number.text})
    if figure.measure.unit == "money":
        return replace(number, text=f"{number.text} {countries.loaded_pack().currency}")
    return number


def present_cited(request: ActingRequest, piece: EvidenceRow) -> CitedNumber:
    """One figure: as it was frozen for those who see frozen figures, else as the facts
    are now.
    """
    figure, year = FIGURES[piece.figure], piece.figure_year or 0
    answer = frozen_answer(request, piece, year)
    if answer is not None:
        return CitedNumber(
            piece.id,
            figure,
            year,
            with_unit(figure, present_answer(answer)),
            frozen=True,
        )
    now = queries.figure_trend(
        by=request.actor,
        code=piece.figure,
        year=year,
    )
    number = (
        present_answer(now[-1]) if now else AnswerText(_("no facts"), "not_recorded")
    )
    return CitedNumber(
        piece.id,
        figure,
        year,
        with_unit(figure, number),
        frozen=False,
    )


def frozen_answer(
    request: ActingRequest,
    piece: EvidenceRow,
    year: int,
) -> a.FigureAnswer | None:
    """The answer of approved figures; none where there is none, or the reader sees
    none.
    """
    if piece.snapshot is None or not queries.sees_small_groups(request.actor):
        return None
    return published_values.approved_answer(
        by=request.actor,
        key=piece.snapshot,
        year=year,
        code=piece.figure,
    )
