"""Numbers over the years: one, or several beside each other."""

from collections.abc import Mapping, Sequence

from sala.figures.charts.rendering import (
    GRID_COLOUR,
    INK,
    LEGEND,
    NUMBER_LABEL,
    WIDTH,
    YEAR_SCALE,
    Specification,
    render_chart,
)

NUMBER_SCALE: Specification = {
    "field": "number",
    "type": "quantitative",
    "title": None,
    "scale": {"zero": True},
    "axis": {
        "tickCount": 4,
        "format": ",d",
        "gridColor": GRID_COLOUR,
    },
}
LINE_WITH_GAPS = {"type": "line", "invalid": "break-paths-show-domains"}
# A white edge keeps a number readable where it crosses the line.
HALO = {
    "stroke": "#fff",
    "strokeWidth": 5,
    "strokeJoin": "round",
}
COLOURS = [
    "#123f4a",
    "#b5542b",
    "#5a7d2a",
    "#7a4b94",
    "#b08900",
    "#2b6cb0",
    "#8a3b5c",
    "#4d4d4d",
]


def trend_chart(points: Sequence[tuple[int, int | None]]) -> str:
    """A number over the years; a year that is not recorded leaves a gap, no zero."""
    data = [{"year": str(year), "number": number} for year, number in points]
    point_mark = {
        "type": "point",
        "filled": True,
        "size": 60,
        "color": INK,
    }
    number_texts = [
        {
            "mark": {"type": "text", "dy": -14, **edge},
            "encoding": {"text": NUMBER_LABEL},
        }
        for edge in (HALO, {})
    ]
    return render_chart(
        {
            "width": WIDTH - 80,
            "height": 180,
            "data": {"values": data},
            "encoding": {"x": YEAR_SCALE, "y": NUMBER_SCALE},
            "layer": [
                {"mark": {**LINE_WITH_GAPS, "color": INK}},
                {"mark": point_mark},
                *number_texts,
            ],
        },
    )


def multi_line_chart(
    series: Mapping[str, Sequence[tuple[int, float | None]]],
) -> str:
    """Several numbers over the years, each with a colour and a shape of its own; gaps
    stay gaps.
    """
    data = [
        {
            "name": name,
            "year": str(year),
            "number": number,
        }
        for name, points in series.items()
        for year, number in points
    ]
    # The same domain for both, or each would have a legend of its own.
    domain: Specification = {"domain": list(series)}
    series_name = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "legend": LEGEND,
        "scale": domain,
    }
    point_mark = {
        "type": "point",
        "filled": True,
        "size": 80,
    }
    return render_chart(
        {
            "width": WIDTH - 80,
            "height": 220,
            "data": {"values": data},
            "encoding": {
                "x": YEAR_SCALE,
                "y": NUMBER_SCALE,
                "color": {**series_name, "scale": {**domain, "range": COLOURS}},
            },
            "layer": [
                {"mark": LINE_WITH_GAPS},
                {"mark": point_mark, "encoding": {"shape": series_name}},
                {
                    "mark": {"type": "text", "dy": -12},
                    "encoding": {"text": NUMBER_LABEL},
                },
            ],
        },
    )
