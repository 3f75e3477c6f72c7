"""Reading GeoJSON: the outlines of places, each checked before it is kept."""

import json
from collections.abc import Iterator
from typing import Any

from sala.countries.contract import PackProblem

COLLECTION = "a GeoJSON FeatureCollection"
LEAST_CORNERS = 4  # a ring's last corner is its first again
DEEPEST = 2  # longitude and latitude


def read_outlines(file: str, text: str) -> tuple[dict[str, Any], list[PackProblem]]:
    """Shapes by the code of their place, and what is wrong with the others."""
    try:
        collection = json.loads(text)
    except (ValueError, RecursionError) as error:
        return {}, [PackProblem(file=file, right=f"{COLLECTION}: {str(error)[:120]}")]
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        return {}, [
            PackProblem(
                file=file,
                field="features",
                right=COLLECTION,
            ),
        ]
    shapes: dict[str, Any] = {}
    problems: list[PackProblem] = []
    for number, feature in enumerate(features):
        problems += _read_feature(file, number, feature, shapes)
    return shapes, problems


def _read_feature(
    file: str,
    number: int,
    feature: Any,
    shapes: dict[str, Any],
) -> Iterator[PackProblem]:
    where = f"features[{number}]"
    properties = feature.get("properties") if isinstance(feature, dict) else None
    code = properties.get("code") if isinstance(properties, dict) else None
    if not isinstance(code, str):
        field = f"{where}.properties.code"
        yield PackProblem(
            file=file,
            field=field,
            value=str(code or "")[:80],
            right="a place's code",
        )
    elif code in shapes:
        right = "one outline a place"
        yield PackProblem(
            file=file,
            field=f"{where}.properties.code",
            value=code,
            right=right,
        )
    elif not is_area(feature.get("geometry")):
        right = "a Polygon or MultiPolygon of closed rings, longitude before latitude"
        yield PackProblem(
            file=file,
            field=f"{where}.geometry",
            value=code,
            right=right,
        )
    else:
        # Only what was checked is kept.
        shapes[code] = {
            key: feature["geometry"][key] for key in ("type", "coordinates")
        }


def is_area(shape: Any) -> bool:
    """Whether a geometry is a Polygon or MultiPolygon of closed rings on the globe."""
    if not isinstance(shape, dict):
        return False
    match shape.get("type"):
        case "Polygon":
            return _is_polygon(shape.get("coordinates"))
        case "MultiPolygon":
            return _all_parts(shape.get("coordinates"), _is_polygon)
        case _:
            return False


def _is_polygon(rings: Any) -> bool:
    return _all_parts(rings, _is_ring)


def _is_ring(points: Any) -> bool:
    return (
        _all_parts(points, _is_point)
        and len(points) >= LEAST_CORNERS
        and points[0] == points[-1]
    )


def _is_point(point: Any) -> bool:
    if not isinstance(point, list) or len(point) != DEEPEST:
        return False
    return all(
        isinstance(degrees, int | float) and -most <= degrees <= most
        for degrees, most in zip(point, (180, 90), strict=True)
    )


def _all_parts(parts: Any, check: Any) -> bool:
    return (
        isinstance(parts, list) and bool(parts) and all(check(part) for part in parts)
    )
