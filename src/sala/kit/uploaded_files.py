"""Files that somebody sends: known by what is in them, never by their name, and
bounded.

A picture is decoded and written anew, so that no metadata, thumbnail or script
survives. A PDF is kept as it came: it is checked to be one, and is only ever handed out
to be saved.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps

from sala.kit.virus_scanner import ScannerAwayError, find_virus

LARGEST = 5 * 1024 * 1024
MOST_PIXELS = 4096 * 3072  # 12 megapixels, as cameras count them; what is decoded
MOST_IN_FILE = 9280 * 6944  # 64 megapixels, the largest that phones take
SCAN, MOST_SCANS = b"\xff\xda", 32  # a progressive JPEG has about ten
READABLE = 2400  # pixels a side in which a page of paper can be read
ACCEPTED = "application/pdf,image/jpeg,image/png"
TAIL = 1024

# What is kept, by its own word: the media type it is served as, and how its name ends.
KINDS = {"pdf": ("application/pdf", "pdf"), "jpeg": ("image/jpeg", "jpg")}


class NotAPictureError(Exception):
    """What was sent is no JPEG or PNG, or larger than a picture may be."""


@dataclass(frozen=True)
class SentFile:
    """A file that may be kept: of which kind it is, and what is kept of it."""

    kind: str
    content: bytes

    @property
    def digest(self) -> str:
        """The hash of what is kept: a text that names it says which file was meant."""
        return file_digest(self.content)


class PaperField(forms.FileField):
    """One paper or picture; what it cleans to is a `SentFile`."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("widget", forms.FileInput({"accept": ACCEPTED}))
        kwargs.setdefault(
            "help_text",
            gettext_lazy("A PDF, or a JPEG or PNG picture, of at most 5 MB."),
        )
        super().__init__(**kwargs)  # type: ignore[arg-type]

    def clean(self, data: object, initial: object = None) -> SentFile | None:
        """The file as it may be kept."""
        sent = super().clean(data, initial)
        return checked_file(sent.read(LARGEST + 1)) if sent else None


def checked_file(raw: bytes) -> SentFile:
    """A file by its content; raises `ValidationError` where it is too large or of no
    kind kept.
    """
    if len(raw) > LARGEST:
        raise ValidationError(
            _("The file is larger than 5 MB. Scan it smaller, or in parts."),
        )
    if is_pdf(raw):
        _refuse_virus(raw)
        return SentFile("pdf", raw)
    try:
        return SentFile("jpeg", plain_picture(raw, READABLE))
    except NotAPictureError as error:
        wrong = _("This is no PDF and no JPEG or PNG picture, whatever its name says.")
        raise ValidationError(wrong) from error


def _refuse_virus(raw: bytes) -> None:
    """Refuse what is known to be malicious. A picture is written anew instead.

    Raises `ValidationError`, also while the operator's scanner does not answer: what is
    sealed is never scanned later.
    """
    try:
        found = find_virus(raw)
    except ScannerAwayError as error:
        raise ValidationError(
            _("Files cannot be checked for viruses right now. Send it again later."),
        ) from error
    if found:
        raise ValidationError(_("This file holds a virus. It was not kept."))


def file_digest(content: bytes) -> str:
    """The hash of a file, by which anybody can tell it from another."""
    return hashlib.sha256(content).hexdigest()


def is_pdf(raw: bytes) -> bool:
    """Whether a file begins and ends as a PDF does."""
    return raw.startswith(b"%PDF-") and b"startxref" in raw and b"%%EOF" in raw[-TAIL:]


def plain_picture(raw: bytes, side: int) -> bytes:
    """A picture as a JPEG of at most so many pixels a side, with nothing but its
    pixels.

    Raises `NotAPictureError` when it is too large or not a JPEG or PNG.
    """
    if len(raw) > LARGEST:
        raise NotAPictureError
    try:
        with Image.open(BytesIO(raw), formats=("JPEG", "PNG")) as opened:
            _decode_small(opened, scans=raw.count(SCAN))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPictureError from error
    upright.info.clear()  # a comment in a JPEG would be written again
    upright.thumbnail((side, side))
    out = BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()


def _decode_small(opened: Image.Image, *, scans: int) -> None:
    """Let a JPEG of a large camera be decoded at half, a quarter or an eighth.

    Raises `NotAPictureError` for what would still cost too much: each scan of a
    progressive one is another pass over all its pixels, which it keeps whole.
    """
    width, height = opened.size
    whole = width * height
    if whole > MOST_IN_FILE or scans > MOST_SCANS:
        raise NotAPictureError
    if opened.info.get("progressive") and whole > 2 * MOST_PIXELS:
        raise NotAPictureError
    for part in (1, 2, 4, 8):
        wanted = -(-width // part), -(-height // part)
        if wanted[0] * wanted[1] <= MOST_PIXELS:
            opened.draft("RGB", wanted)
            break
    if opened.width * opened.height > MOST_PIXELS:
        raise NotAPictureError


def to_save(content: bytes, *, kind: str, name: str) -> HttpResponse:
    """The answer that hands a file out: to be saved, never to be run or shown by the
    browser.
    """
    media, suffix = KINDS[kind]
    answer = HttpResponse(content, content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
