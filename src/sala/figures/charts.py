"""Pictures as SVG, drawn on the server: text stays text, so the reader's browser shapes
it.

Every picture stands beside its table; it is hidden from screen readers, which read the
table.
"""

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from json import dumps
from textwrap import wrap
from typing import Any

import vl_convert
from babel.numbers import get_group_symbol

from sala.kit.templatetags.kit import locale

INK, PALE, LINE = "#123f4a", "#9fc3cb", "#5b7077"
WIDTH = 400  # not much wider than a phone, so that its letters stay readable there
STEP = 26  # height of a bar with its gap
LINE_HEIGHT = 17  # of a second line of its name
# Names are measured without the fonts that the page has: they may come out a little
# wider.
PADDING = {
    "left": 14,
    "right": 10,
    "top": 5,
    "bottom": 5,
}
WIDEST = 20  # letters of a name on one line
CONFIG = {
    "background": None,
    "font": "Noto Sans, Noto Sans Lao, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 14,
        "labelLimit": 200,
        "domainColor": LINE,
        "tickColor": LINE,
    },
    "legend": {"labelFontSize": 14},
    "axisX": {
        "gridColor": "#dfe6e8",
        "tickCount": 5,
        "format": ",d",
    },
    "text": {"fontSize": 14},
}
SIZE = re.compile(r'<svg ([^>]*?)width="[\d.]+" height="[\d.]+"')


def bars(rows: Sequence[tuple[str, int]]) -> str:
    """How many of each, the longest bar for the most."""
    names = [_wrapped(label) for label, _n in rows]
    data = [
        {"label": f"{i}|{name}", "number": n}
        for i, (name, (_label, n)) in enumerate(zip(names, rows, strict=True))
    ]
    step = STEP + LINE_HEIGHT * max((name.count("\n") for name in names), default=0)
    y = {**NUMBERED, "axis": WITHOUT_ITS_NUMBER}
    return _drawn(
        {
            "width": WIDTH - 200,
            "height": {"step": step},
            "data": {"values": data},
            "encoding": {
                "y": y,
                "x": {
                    "field": "number",
                    "type": "quantitative",
                    "title": None,
                },
            },
            "layer": [
                {
                    "mark": {
                        "type": "bar",
                        "color": INK,
                        "height": STEP - 10,
                    },
                },
                {
                    "mark": {
                        "type": "text",
                        "align": "left",
                        "dx": 5,
                    },
                    "encoding": {"text": {"field": "number", "format": ",d"}},
                },
            ],
        },
    )


def _wrapped(name: str) -> str:
    return "\n".join(wrap(name, WIDEST, break_long_words=False))


def trend(points: Sequence[tuple[int, int | None]]) -> str:
    """A number over the years; a year that is not recorded leaves a gap, never a zero."""
    data = [{"year": str(year), "number": number} for year, number in points]
    return _drawn(
        {
            "width": WIDTH - 80,
            "height": 180,
            "data": {"values": data},
            "encoding": {
                "x": {
                    "field": "year",
                    "type": "ordinal",
                    "title": None,
                    "axis": {
                        "labelAngle": 0,
                        "grid": False,
                        "format": "",
                    },
                },
                "y": {
                    "field": "number",
                    "type": "quantitative",
                    "title": None,
                    "scale": {"zero": True},
                    "axis": {
                        "tickCount": 4,
                        "format": ",d",
                        "gridColor": "#dfe6e8",
                    },
                },
            },
            "layer": [
                {
                    "mark": {
                        "type": "line",
                        "color": INK,
                        "invalid": "break-paths-show-domains",
                    },
                },
                {
                    "mark": {
                        "type": "point",
                        "filled": True,
                        "size": 60,
                        "color": INK,
                    },
                },
                *(
                    {
                        "mark": {
                            "type": "text",
                            "dy": -14,
                            **halo,
                        },
                        "encoding": {"text": {"field": "number", "format": ",d"}},
                    }
                    for halo in (
                        {
                            "stroke": "#fff",
                            "strokeWidth": 5,
                            "strokeJoin": "round",
                        },
                        {},
                    )
                ),
            ],
        },
    )


def provinces(outlines: dict[str, Any], numbers: dict[str, int]) -> str:
    """A map: the darker a place, the more; one without a number is left white."""
    features = [
        {
            "type": "Feature",
            "geometry": _wound(shape),
            "properties": {"number": numbers.get(code)},
        }
        for code, shape in outlines.items()
    ]
    color = {
        "field": "properties.number",
        "type": "quantitative",
        "scale": {"range": ["#dcebee", INK], "type": "sqrt"},
        "legend": {
            "title": None,
            "format": ",d",
            "orient": "bottom-left",
            "values": _steps(numbers.values()),
        },
    }
    outline = {
        "type": "geoshape",
        "stroke": LINE,
        "strokeWidth": 0.8,
    }
    return _drawn(
        {
            "width": 340,
            "height": 420,
            "projection": {"type": "mercator"},
            "data": {"values": features},
            "layer": [
                {"mark": {**outline, "fill": "#ffffff"}},
                {
                    "transform": [{"filter": "isValid(datum.properties.number)"}],
                    "mark": outline,
                    "encoding": {"color": color},
                },
            ],
        },
    )


def _steps(numbers: Iterable[int]) -> list[int]:
    """The numbers beside the colours: the least, the most, and one between where there
    is one.
    """
    told = [*numbers]
    least, most = min(told), max(told)
    return sorted({least, (least + most) // 2, most})


def _wound(shape: dict[str, Any]) -> dict[str, Any]:
    """A shape whose outer rings run as the map maker wants them: the other way it is
    all but it.
    """
    several = shape["type"] == "MultiPolygon"
    polygons = shape["coordinates"] if several else [shape["coordinates"]]
    wound = [
        [
            ring if (_area(ring) < 0) == (i == 0) else ring[::-1]
            for i, ring in enumerate(polygon)
        ]
        for polygon in polygons
    ]
    return {"type": "MultiPolygon", "coordinates": wound}


def _area(ring: Sequence[Sequence[float]]) -> float:
    """Twice the area of a ring, below zero where it runs with the clock."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))


def flows(rows: Sequence[tuple[str, str, int]]) -> str:
    """From where to where: a disc for each pair, the larger the more people."""
    data = [
        {
            "from": origin,
            "to": to,
            "number": number,
        }
        for origin, to, number in rows
    ]
    axis = {
        "grid": True,
        "gridColor": "#eef3f4",
        "domain": False,
        "ticks": False,
    }
    return _drawn(
        {
            "width": {"step": 70},
            "height": {"step": 34},
            "data": {"values": data},
            "encoding": {
                "y": {
                    "field": "from",
                    "type": "nominal",
                    "sort": None,
                    "title": None,
                    "axis": axis,
                },
                "x": {
                    "field": "to",
                    "type": "nominal",
                    "sort": None,
                    "title": None,
                    "axis": {
                        **axis,
                        "orient": "top",
                        "labelAngle": 0,
                        "format": "",
                        "labelLimit": 68,
                    },
                },
            },
            "layer": [
                {
                    "mark": {
                        "type": "circle",
                        "color": PALE,
                        "opacity": 1,
                    },
                    "encoding": {
                        "size": {
                            "field": "number",
                            "type": "quantitative",
                            "legend": None,
                            "scale": {"range": [200, 900]},
                        },
                    },
                },
                {
                    "mark": "text",
                    "encoding": {"text": {"field": "number", "format": ",d"}},
                },
            ],
        },
    )


LEGEND: dict[str, Any] = {
    "title": None,
    "orient": "top",
    "columns": 2,
    "labelFontSize": 14,
    "labelLimit": 160,
}
NUMBERED = {
    "field": "label",
    "type": "nominal",
    "sort": None,
    "title": None,
}
WITHOUT_ITS_NUMBER = {
    "labelExpr": "split(slice(datum.value, indexof(datum.value, '|') + 1), '\\n')",
    "domain": False,
    "ticks": False,
}
YEARS: dict[str, Any] = {
    "field": "year",
    "type": "ordinal",
    "title": None,
    "axis": {
        "labelAngle": 0,
        "grid": False,
        "format": "",
    },
}
TOLD = {"field": "number", "format": ",d"}


def pairs(
    rows: Sequence[tuple[str, int | None, int | None]],
    sides: tuple[str, str],
) -> str:
    """Two numbers of each, side by side; the greater of the two is as long as the
    picture is wide.

    A number that is not there leaves its place empty.
    """
    side = {
        "field": "side",
        "sort": None,
        "scale": {"domain": list(sides)},
    }
    color = {
        **side,
        "type": "nominal",
        "scale": {"domain": list(sides), "range": [INK, PALE]},
        "legend": LEGEND,
    }
    share = {
        "field": "share",
        "type": "quantitative",
        "axis": None,
        "scale": {"domain": [0, 1]},
    }
    y = {
        **NUMBERED,
        "axis": WITHOUT_ITS_NUMBER,
        "scale": {"paddingInner": 0.3},
    }
    deepest = max(
        (_wrapped(label).count("\n") + 1 for label, _one, _other in rows),
        default=1,
    )
    return _drawn(
        {
            "width": WIDTH - 220,
            "height": {"step": max(STEP - 6, deepest * LINE_HEIGHT // 2)},
            "data": {"values": _of_pairs(rows, sides)},
            "encoding": {
                "y": y,
                "yOffset": side,
                "x": share,
            },
            "layer": [
                {"mark": {"type": "bar"}, "encoding": {"color": color}},
                {
                    "mark": {
                        "type": "text",
                        "align": "left",
                        "dx": 5,
                    },
                    "encoding": {"text": TOLD},
                },
            ],
        },
    )


def _of_pairs(
    rows: Sequence[tuple[str, int | None, int | None]],
    sides: tuple[str, str],
) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{i}|{_wrapped(label)}",
            "side": side,
            "number": n,
            "share": n / max(one or 0, other or 0, 1) if n is not None else None,
        }
        for i, (label, one, other) in enumerate(rows)
        for side, n in zip(sides, (one, other), strict=True)
    ]


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


def lines(series: Mapping[str, Sequence[tuple[int, float | None]]]) -> str:
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
    known: dict[str, Any] = {"domain": list(series)}
    name = {
        "field": "name",
        "type": "nominal",
        "sort": None,
        "legend": LEGEND,
        "scale": known,
    }
    color = {**name, "scale": {**known, "range": COLOURS}}
    y = {
        "field": "number",
        "type": "quantitative",
        "title": None,
        "scale": {"zero": True},
    }
    line = {"type": "line", "invalid": "break-paths-show-domains"}
    point = {
        "type": "point",
        "filled": True,
        "size": 80,
    }
    return _drawn(
        {
            "width": WIDTH - 80,
            "height": 220,
            "data": {"values": data},
            "encoding": {
                "x": YEARS,
                "y": {
                    **y,
                    "axis": {
                        "tickCount": 4,
                        "format": ",d",
                        "gridColor": "#dfe6e8",
                    },
                },
                "color": color,
            },
            "layer": [
                {"mark": line},
                {"mark": point, "encoding": {"shape": name}},
                {"mark": {"type": "text", "dy": -12}, "encoding": {"text": TOLD}},
            ],
        },
    )


def steps(cells: Sequence[tuple[str, int, str, int]]) -> str:
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
    plain = {"type": "ordinal", "title": None}
    white = {
        "condition": {"test": "datum.grade > 2", "value": "#ffffff"},
        "value": "#0b0c0c",
    }
    return _drawn(
        {
            "width": WIDTH - 130,
            "height": {"step": 36},
            "data": {"values": data},
            "encoding": {
                "x": {
                    "field": "year",
                    **plain,
                    "axis": {"labelAngle": 0, "format": ""},
                },
                "y": {
                    "field": "name",
                    **plain,
                    "sort": None,
                    "axis": {"domain": False},
                },
            },
            "layer": [
                {
                    "mark": {"type": "rect", "stroke": "#ffffff"},
                    "encoding": {
                        "color": {
                            "field": "grade",
                            "type": "ordinal",
                            "legend": None,
                            "scale": {"domain": [0, 1, 2, 3, 4], "range": GRADES},
                        },
                    },
                },
                {
                    "mark": "text",
                    "encoding": {"text": {"field": "word"}, "color": white},
                },
            ],
        },
    )


GRADES = ["#eef3f4", "#dcebee", PALE, "#4d8593", INK]


def _drawn(specification: dict[str, Any]) -> str:
    told = dumps(
        {
            **specification,
            "config": CONFIG,
            "padding": PADDING,
        },
        ensure_ascii=False,
    )
    return _svg(told, get_group_symbol(locale()))


@lru_cache(maxsize=256)
def _svg(specification: str, thousands: str) -> str:
    """The SVG of a specification, as wide as the page lets it be, and silent to screen
    readers.
    """
    decimal = "," if thousands == "." else "."
    written = {
        "decimal": decimal,
        "thousands": thousands,
        "grouping": [3],
        "currency": ["", ""],
    }
    drawn = vl_convert.vegalite_to_svg(
        specification,
        allowed_base_urls=[],
        format_locale=written,
    )
    return SIZE.sub(r'<svg \1aria-hidden="true" focusable="false"', drawn, count=1)
