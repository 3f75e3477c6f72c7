"""Photographs: decoded and written anew, so that no metadata, thumbnail or script survives."""

from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 1200


def clean(raw: bytes) -> bytes:
    """The picture as a JPEG of at most 1200 pixels a side, with nothing but its pixels.

    Raises `ValidationError` when it is too large or not a JPEG or PNG.
    """
    problem = ValidationError({"photo": _("Choose a JPEG or PNG picture of at most 5 MB.")})
    if len(raw) > LARGEST:
        raise problem
    try:
        with Image.open(BytesIO(raw), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise problem
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise problem from error
    upright.info.clear()  # a comment in a JPEG would be written again
    upright.thumbnail((SIDE, SIDE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()
