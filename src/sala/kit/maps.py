"""Outlines on the globe as paths on paper: a map that is drawn on the server."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians
from typing import Any

WIDTH = 400.0  # units of the drawing
MARGIN = 6.0
SMALLEST = 1e-6

Point = tuple[float, float]


@dataclass(frozen=True)
class OutlineMap:
    """Shapes by code as SVG paths, and where on the same paper a point of the globe
    lies.
    """

    width: float
    height: float
    shapes: Mapping[str, str]
    west: float
    north: float
    scale: float
    squeeze: float

    def point(self, longitude: float, latitude: float) -> Point:
        """Where a point of the globe lies on the paper."""
        x = MARGIN + (longitude - self.west) * self.squeeze * self.scale
        y = MARGIN + (self.north - latitude) * self.scale
        return round(x, 1), round(y, 1)


def draw_map(outlines: Mapping[str, Any]) -> OutlineMap | None:
    """A map of GeoJSON outlines; None where there is nothing to draw."""
    corners = [
        p
        for shape in outlines.values()
        for ring in _rings_of_shape(shape)
        for p in ring
    ]
    if not corners:
        return None
    west, east = min(p[0] for p in corners), max(p[0] for p in corners)
    south, north = min(p[1] for p in corners), max(p[1] for p in corners)
    squeeze = max(cos(radians((south + north) / 2)), SMALLEST)
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * squeeze, SMALLEST)
    height = (north - south) * scale + 2 * MARGIN
    paper = OutlineMap(
        WIDTH,
        round(height, 1),
        {},
        west,
        north,
        scale,
        squeeze,
    )
    shapes = {code: _path_of_shape(paper, shape) for code, shape in outlines.items()}
    return OutlineMap(
        paper.width,
        paper.height,
        shapes,
        west,
        north,
        scale,
        squeeze,
    )


def _rings_of_shape(shape: Mapping[str, Any]) -> Iterable[list[Point]]:
    polygons = (
        shape["coordinates"]
        if shape["type"] == "MultiPolygon"
        else [shape["coordinates"]]
    )
    return [ring for polygon in polygons for ring in polygon]


def _path_of_shape(paper: OutlineMap, shape: Mapping[str, Any]) -> str:
    drawn = []
    for ring in _rings_of_shape(shape):
        points = dict.fromkeys(paper.point(*corner[:2]) for corner in ring)
        drawn.append("M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z")
    return "".join(drawn)
