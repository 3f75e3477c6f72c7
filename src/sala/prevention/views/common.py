"""Places in words, for the pages of this room."""

from sala.desk import places
from sala.kit.fields import Words


def present_place(place_code: str, otherwise: Words = "") -> Words:
    """A place in words."""
    return places.place_name(place_code) if place_code else otherwise
