"""Grids: what stands in a row and a column at once."""

from collections.abc import Sequence

from sala.figures.charts.rendering import (
    INK,
    NUMBER_LABEL,
    PALE,
    WIDTH,
    Specification,
    render_chart,
)

GRADES = ["#eef3f4", "#dcebee", PALE, "#4d8593", INK]
FLOW_AXIS: Specification = {
    "grid": True,
    "gridColor": "#eef3f4",
    "domain": False,
    "ticks": False,
}


def flow_matrix(rows: Sequence[tuple[str, str, int]]) -> str:
    """From where to where: a disc for each pair, the larger the more people."""
    data = [
        {
            "from": origin,
            "to": to,
            "number": number,
        }
        for origin, to, number in rows
    ]
    axis_on_top = {
        **FLOW_AXIS,
        "orient": "top",
        "labelAngle": 0,
        "format": "",
        "labelLimit": 68,
    }
    disc_mark = {
        "type": "circle",
        "color": PALE,
        "opacity": 1,
    }
    disc_size = {
        "field": "number",
        "type": "quantitative",
        "legend": None,
        "scale": {"range": [200, 900]},
    }
    return render_chart(
        {
            "width": {"step": 70},
            "height": {"step": 34},
            "data": {"values": data},
            "encoding": {
                "y": _flow_side("from", FLOW_AXIS),
                "x": _flow_side("to", axis_on_top),
            },
            "layer": [
                {"mark": disc_mark, "encoding": {"size": disc_size}},
                {"mark": "text", "encoding": {"text": NUMBER_LABEL}},
            ],
        },
    )


def _flow_side(field: str, axis: Specification) -> Specification:
    return {
        "field": field,
        "type": "nominal",
        "sort": None,
        "title": None,
        "axis": axis,
    }


def grade_heatmap(cells: Sequence[tuple[str, int, str, int]]) -> str:
    """A row for each name, a field for each year with its word: the darker, the
    greater.
    """
    data = [
        {
            "name": name,
            "year": str(year),
            "word": word,
            "grade": grade,
        }
        for name, year, word, grade in cells
    ]
    return render_chart(
        {
            "width": WIDTH - 130,
            "height": {"step": 36},
            "data": {"values": data},
            "encoding": {
                "x": {
                    "field": "year",
                    "type": "ordinal",
                    "title": None,
                    "axis": {"labelAngle": 0, "format": ""},
                },
                "y": {
                    "field": "name",
                    "type": "ordinal",
                    "title": None,
                    "sort": None,
                    "axis": {"domain": False},
                },
            },
            "layer": _grade_layers(),
        },
    )


def _grade_layers() -> list[Specification]:
    grade_colour = {
        "field": "grade",
        "type": "ordinal",
        "legend": None,
        "scale": {"domain": [0, 1, 2, 3, 4], "range": GRADES},
    }
    white_on_dark = {
        "condition": {"test": "datum.grade > 2", "value": "#ffffff"},
        "value": "#0b0c0c",
    }
    return [
        {
            "mark": {"type": "rect", "stroke": "#ffffff"},
            "encoding": {"color": grade_colour},
        },
        {
            "mark": "text",
            "encoding": {"text": {"field": "word"}, "color": white_on_dark},
        },
    ]
