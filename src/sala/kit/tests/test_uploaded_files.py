"""What is sent is known by what is in it; nothing of a picture but its pixels is kept."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from sala.kit import uploaded_files
from sala.kit.uploaded_files import PaperField, checked_file

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
SECRET = b"<script>alert(document.domain)</script>"


def drawn(form="PNG", **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, form, **options)
    return out.getvalue()


def with_words() -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET.decode())
    return drawn(pnginfo=info)


def test_a_pdf_is_kept_as_it_came():
    assert checked_file(PDF) == uploaded_files.SentFile("pdf", PDF)


@pytest.mark.parametrize(
    "raw",
    [
        drawn(),
        drawn("JPEG"),
        drawn("JPEG", comment=SECRET),
        with_words(),
        drawn() + SECRET,
        drawn("JPEG") + b"PK\x03\x04" + SECRET,
    ],
)
def test_a_picture_is_written_anew_and_nothing_beside_it_survives(raw):
    kept = checked_file(raw)
    assert kept.kind == "jpeg"
    assert SECRET not in kept.content
    assert kept.content.startswith(b"\xff\xd8\xff")
    with Image.open(BytesIO(kept.content)) as again:
        assert again.size == (60, 40)
        assert not again.getexif()
        assert "comment" not in again.info


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        SECRET,
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + SECRET + b"</svg>",
        b"%PDF-1.7 and nothing",
        b"<html>" + PDF,
        PDF[:-8],
        b"GIF89a" + SECRET,
        b"PK\x03\x04 a document",
        b"\xff\xd8\xff\xe0 broken",
        b"MZ",
    ],
)
def test_anything_else_is_refused_whatever_its_name(raw):
    with pytest.raises(ValidationError, match="no PDF and no JPEG"):
        checked_file(raw)


def test_what_is_too_large_is_told_the_limit():
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        checked_file(PDF + b" " * uploaded_files.LARGEST)


@given(st.binary(max_size=400))
def test_whatever_is_sent_is_kept_whole_or_refused(raw):
    try:
        kept = checked_file(raw)
    except ValidationError:
        return
    assert kept.kind == "pdf"
    assert kept.content == raw


def test_a_field_reads_no_more_than_it_takes():
    field = PaperField()
    sent = SimpleUploadedFile("holiday.html", PDF, content_type="text/html")
    assert field.clean(sent).kind == "pdf"
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        field.clean(SimpleUploadedFile("x.pdf", PDF + b" " * 6_000_000))


@pytest.mark.parametrize("kind", list(uploaded_files.KINDS))
def test_what_is_handed_out_is_saved_and_never_run(kind):
    answer = uploaded_files.to_save(
        b"x",
        kind=kind,
        name="4829137064-statement-1a2b",
    )
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Content-Type"] in {"application/pdf", "image/jpeg"}


def request_with(*sizes):
    files = {
        f"file{n}": SimpleUploadedFile(f"{n}.bin", b"x" * size)
        for n, size in enumerate(sizes)
    }
    return RequestFactory().post("/", files)


def test_what_is_on_its_way_in_is_never_written_to_a_disk(settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    request = request_with(400, 5000, 400)
    sizes = [request.FILES[f"file{n}"].size for n in range(3)]
    assert sizes == [400, 600, 0], "the bound holds for all files of a request together"
    assert not any(hasattr(f, "temporary_file_path") for f in request.FILES.values())


def test_a_file_comes_in_as_it_is():
    sent = request_with(70_000).FILES["file0"]
    assert sent.read() == b"x" * 70_000
    assert sent.size == 70_000
