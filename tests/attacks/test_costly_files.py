"""A small file that costs much to open (F11)."""

import zlib
from io import BytesIO
from struct import pack

import pytest
from PIL import Image

from sala.kit import uploaded_files
from sala.kit.uploaded_files import SCAN, NotAPictureError, plain_picture


def png(width: int, height: int, depth: int, kind: int, channels: int) -> bytes:
    """A PNG of one colour: some kilobytes, whatever its size."""

    def chunk(name: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(name + body)
        return pack(">I", len(body)) + name + body + pack(">I", crc)

    row = b"\0" + b"\x7f" * (width * channels * depth // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _n in range(height)) + packer.flush()
    head = pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    ("depth", "kind", "channels"), [(8, 2, 3), (8, 0, 1), (8, 6, 4), (16, 6, 4)]
)
def test_a_picture_of_many_pixels_is_refused_before_it_is_decoded(
    depth, kind, channels, monkeypatch
):
    decoded = []
    monkeypatch.setattr(Image.Image, "convert", lambda *a, **_k: decoded.append(a))
    sent = png(6400, 6300, depth, kind, channels)
    assert len(sent) < 400_000
    with pytest.raises(NotAPictureError):
        plain_picture(sent, 2400)
    assert decoded == []


def jpeg(width: int, height: int, **how: object) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), (120, 80, 40)).save(
        out, "JPEG", quality=50, **how
    )
    return out.getvalue()


@pytest.mark.parametrize("side", [1200, 2400])
@pytest.mark.parametrize(
    "size", [(4032, 3024), (4608, 3456), (4800, 3600), (6000, 4000), (9248, 6936)]
)
def test_a_photograph_of_any_phone_is_taken_whatever_its_size(size, side):
    made = Image.open(BytesIO(plain_picture(jpeg(*size), side)))
    assert 0.95 * side < max(made.size) <= side


def test_a_progressive_picture_is_kept_whole_while_it_is_decoded_and_so_is_bounded():
    taken = jpeg(4032, 3024, progressive=True)
    assert plain_picture(taken, 2400)
    with pytest.raises(NotAPictureError):
        plain_picture(jpeg(8160, 6144, progressive=True), 2400)
    scan = taken[taken.rindex(SCAN) : -2]
    with pytest.raises(NotAPictureError):
        plain_picture(taken[:-2] + scan * 100 + taken[-2:], 2400)


def test_a_phones_large_picture_is_taken_and_opened_small(monkeypatch):
    """50 megapixels as phones take them: decoded at a fraction, so that it costs little."""
    loaded = []
    real = uploaded_files.ImageOps.exif_transpose
    monkeypatch.setattr(
        uploaded_files.ImageOps,
        "exif_transpose",
        lambda image: loaded.append(image.size) or real(image),
    )
    made = Image.open(BytesIO(plain_picture(jpeg(8160, 6144), 2400)))
    assert max(made.size) == 2400
    assert loaded[0][0] * loaded[0][1] <= uploaded_files.MOST_PIXELS
