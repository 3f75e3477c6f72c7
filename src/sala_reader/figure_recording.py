"""A number that was understood, kept as a figure for each year that it holds for."""

from sala_reader.quantities import Quantity
from sala_reader.report_figures import FigureAnchor, ReportFigure
from sala_reader.sentence import ParsedSentence
from sala_reader.year_resolution import years_of

UNDER = frozenset(["with", "involving", "against", "in"])


def add_figure(
    sentence: ParsedSentence,
    measure: str,
    unit: str,
    quantity: Quantity,
    *,
    end: int,
    found_by: str,
    noun: str | None = None,
    **more: object,
) -> None:
    """Keep a figure, once for each year it holds for."""
    end = _extend_to_year(sentence, max(end, quantity.last))
    text, start, stop = sentence.quote_of(quantity.lead, end)
    for year, period in years_of(sentence, quantity, measure):
        figure = ReportFigure(
            measure,
            quantity.value,
            unit,
            year,
            text,
            start,
            stop,
            found_by,
            period=period,
        )
        figure.qualifier = quantity.qualifier
        for name, value in more.items():
            setattr(figure, name, value)
        sentence.figures.append(figure)
    anchor = FigureAnchor(
        measure,
        unit,
        noun,
        quantity.value,
        quantity.first,
        sentence.figures[-1].year,
        not sentence.regions.is_plain(quantity.first),
        under=bool(sentence.anchors)
        and sentence.tokens.text_at(quantity.lead - 1) in UNDER,
    )
    sentence.anchors.append(anchor)
    sentence.memory.recent.append(anchor)


def _extend_to_year(sentence: ParsedSentence, end: int) -> int:
    for time in sentence.times:
        if (
            not time.earlier
            and end < time.at + 1 <= end + 2
            and sentence.tokens.text_at(end) in {"in", "during"}
        ):
            return time.at + 1
    return end
