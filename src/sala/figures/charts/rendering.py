"""From a Vega-Lite specification to an SVG in the look of the house."""

import re
from functools import lru_cache
from json import dumps
from textwrap import wrap
from typing import Any

import vl_convert
from babel.numbers import get_group_symbol

from sala.kit.templatetags.kit import locale

Specification = dict[str, Any]

INK, PALE, OUTLINE = "#123f4a", "#9fc3cb", "#5b7077"
GRID_COLOUR = "#dfe6e8"
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
        "domainColor": OUTLINE,
        "tickColor": OUTLINE,
    },
    "legend": {"labelFontSize": 14},
    "axisX": {
        "gridColor": GRID_COLOUR,
        "tickCount": 5,
        "format": ",d",
    },
    "text": {"fontSize": 14},
}
LEGEND: Specification = {
    "title": None,
    "orient": "top",
    "columns": 2,
    "labelFontSize": 14,
    "labelLimit": 160,
}
# The year is a name here, not a number: no thousands in it.
YEAR_SCALE: Specification = {
    "field": "year",
    "type": "ordinal",
    "title": None,
    "axis": {
        "labelAngle": 0,
        "grid": False,
        "format": "",
    },
}
NUMBER_LABEL = {"field": "number", "format": ",d"}
SVG_SIZE = re.compile(r'<svg ([^>]*?)width="[\d.]+" height="[\d.]+"')


def wrap_label(name: str) -> str:
    """A name on as many lines as it takes beside a bar."""
    return "\n".join(wrap(name, WIDEST, break_long_words=False))


def render_chart(specification: Specification) -> str:
    """The SVG of a specification, its numbers grouped as the page's language does."""
    complete = {
        **specification,
        "config": CONFIG,
        "padding": PADDING,
    }
    return render_svg(
        dumps(complete, ensure_ascii=False),
        get_group_symbol(locale()),
    )


@lru_cache(maxsize=256)
def render_svg(specification: str, thousands: str) -> str:
    """The SVG of a specification, as wide as the page lets it be, and silent to screen
    readers.
    """
    decimal = "," if thousands == "." else "."
    number_format = {
        "decimal": decimal,
        "thousands": thousands,
        "grouping": [3],
        "currency": ["", ""],
    }
    drawn = vl_convert.vegalite_to_svg(
        specification,
        allowed_base_urls=[],
        format_locale=number_format,
    )
    return SVG_SIZE.sub(
        r'<svg \1aria-hidden="true" focusable="false"',
        drawn,
        count=1,
    )
