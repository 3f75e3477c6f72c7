"""Photographs of people, as they are kept with the identity."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sala.kit import uploaded_files
from sala.kit.uploaded_files import LARGEST, NotAPictureError

__all__ = ["LARGEST", "clean_photo"]
SIDE = 1200


def clean_photo(raw: bytes) -> bytes:
    """The picture as a JPEG of at most 1200 pixels a side, with nothing but its pixels.

    Raises `ValidationError` when it is too large or not a JPEG or PNG.
    """
    try:
        return uploaded_files.plain_picture(raw, SIDE)
    except NotAPictureError as error:
        problem = _("Choose a JPEG or PNG picture of at most 5 MB.")
        raise ValidationError({"photo": problem}) from error
