"""Bars: one number of each, or two side by side."""

from collections.abc import Sequence

from sala.figures.charts.rendering import (
    INK,
    LEGEND,
    LINE_HEIGHT,
    NUMBER_LABEL,
    PALE,
    STEP,
    WIDTH,
    Specification,
    render_chart,
    wrap_label,
)

PairRow = tuple[str, int | None, int | None]

# Two bars of one name stay two: each label begins with its place in the list, which
# the axis then leaves out.
NUMBERED_LABEL = {
    "field": "label",
    "type": "nominal",
    "sort": None,
    "title": None,
}
AXIS_OF_NAMES = {
    "labelExpr": "split(slice(datum.value, indexof(datum.value, '|') + 1), '\\n')",
    "domain": False,
    "ticks": False,
}
TEXT_BESIDE_BAR = {
    "type": "text",
    "align": "left",
    "dx": 5,
}


def bar_chart(rows: Sequence[tuple[str, int]]) -> str:
    """How many of each, the longest bar for the most."""
    names = [wrap_label(label) for label, _n in rows]
    data = [
        {"label": f"{i}|{name}", "number": n}
        for i, (name, (_label, n)) in enumerate(zip(names, rows, strict=True))
    ]
    step = STEP + LINE_HEIGHT * max((name.count("\n") for name in names), default=0)
    bar_mark = {
        "type": "bar",
        "color": INK,
        "height": STEP - 10,
    }
    number_axis = {
        "field": "number",
        "type": "quantitative",
        "title": None,
    }
    return render_chart(
        {
            "width": WIDTH - 200,
            "height": {"step": step},
            "data": {"values": data},
            "encoding": {
                "y": {**NUMBERED_LABEL, "axis": AXIS_OF_NAMES},
                "x": number_axis,
            },
            "layer": [
                {"mark": bar_mark},
                {"mark": TEXT_BESIDE_BAR, "encoding": {"text": NUMBER_LABEL}},
            ],
        },
    )


def paired_bar_chart(rows: Sequence[PairRow], sides: tuple[str, str]) -> str:
    """Two numbers of each, side by side; the greater of the two is as long as the
    picture is wide.

    A number that is not there leaves its place empty.
    """
    deepest = max(
        (wrap_label(label).count("\n") + 1 for label, _one, _other in rows),
        default=1,
    )
    side = {
        "field": "side",
        "sort": None,
        "scale": {"domain": list(sides)},
    }
    return render_chart(
        {
            "width": WIDTH - 220,
            "height": {"step": max(STEP - 6, deepest * LINE_HEIGHT // 2)},
            "data": {"values": _paired_values(rows, sides)},
            "encoding": {
                "y": {
                    **NUMBERED_LABEL,
                    "axis": AXIS_OF_NAMES,
                    "scale": {"paddingInner": 0.3},
                },
                "yOffset": side,
                "x": {
                    "field": "share",
                    "type": "quantitative",
                    "axis": None,
                    "scale": {"domain": [0, 1]},
                },
            },
            "layer": [
                {"mark": {"type": "bar"}, "encoding": {"color": _side_colour(side)}},
                {"mark": TEXT_BESIDE_BAR, "encoding": {"text": NUMBER_LABEL}},
            ],
        },
    )


def _side_colour(side: Specification) -> Specification:
    return {
        **side,
        "type": "nominal",
        "scale": {**side["scale"], "range": [INK, PALE]},
        "legend": LEGEND,
    }


def _paired_values(
    rows: Sequence[PairRow],
    sides: tuple[str, str],
) -> list[Specification]:
    return [
        {
            "label": f"{i}|{wrap_label(label)}",
            "side": side,
            "number": n,
            "share": n / max(one or 0, other or 0, 1) if n is not None else None,
        }
        for i, (label, one, other) in enumerate(rows)
        for side, n in zip(sides, (one, other), strict=True)
    ]
