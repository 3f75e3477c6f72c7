"""Places in words, for the pages of this room."""

from sala.kit.fields import Words
from sala.people.forms import places


def where(place_code: str, otherwise: Words = "") -> Words:
    """A place in words."""
    return places.name(place_code) if place_code else otherwise
