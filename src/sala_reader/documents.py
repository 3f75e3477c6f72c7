"""A file to its text: plain text as it stands, HTML and PDF by their libraries; or why
not.
"""

import io
import logging
import re
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from selectolax.lexbor import LexborHTMLParser, LexborNode

MB = 1024 * 1024
LARGEST_FILE = 16 * MB
FILE_KINDS = (".txt", ".text", ".md", ".html", ".htm", ".pdf")
HTML = re.compile(
    rb"\A\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype"
    rb" html|html|head|body|!--|div|p|h\d|article|main)",
    re.IGNORECASE,
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "tr",
        "section",
        "article",
        "main",
        "blockquote",
        "header",
        "footer",
        "nav",
        "aside",
        "figure",
        "dl",
        "dt",
        "dd",
        "pre",
        "form",
        "fieldset",
    ],
)
UNSEEN = frozenset(
    ["script", "style", "noscript", "template", "svg", "head", "nav", "iframe"],
)
SHALLOW = frozenset(  # these stand empty, or close by themselves
    [
        "p",
        "li",
        "td",
        "th",
        "tr",
        "option",
        "dt",
        "dd",
        "br",
        "img",
        "hr",
        "input",
        "meta",
        "link",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "wbr",
    ],
)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
DEEPEST = 1_000
SPACES = re.compile(r"(?<![ \t\r\f\v])[ \t\r\f\v]*\n[ \t\r\f\v]*")
BLANK_LINES = re.compile(r"\n{3,}")
BROKEN = (  # what pypdf raises over files that are no sound PDF
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    RecursionError,
    OverflowError,
    NotImplementedError,
    OSError,
    ArithmeticError,
    AssertionError,
)
RUN = re.compile(r"[ \t\r\n\f\v]+")


class UnreadableReportError(Exception):
    """A file that no text can be read from, and why."""


def text_of_file(path: Path) -> str:
    """The text of a file, or a clear reason why there is none."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UnreadableReportError(
                f"{path.name} has {size // MB} MB; a report has at most"
                f" {LARGEST_FILE // MB} MB.",
            )
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableReportError(
            f"{path.name} cannot be opened: {error.strerror}.",
        ) from error
    return text_of_bytes(content, path.name)


def text_of_bytes(content: bytes, name: str) -> str:
    """The text of what a file holds."""
    if len(content) > LARGEST_FILE:
        raise UnreadableReportError(f"{name} is larger than {LARGEST_FILE // MB} MB.")
    if content.lstrip()[:5] == b"%PDF-":
        text = _text_of_pdf(content, name)
    elif HTML.match(content[:1024]) or name.lower().endswith((".html", ".htm")):
        text = _text_of_html(_decode_text(content, name), name)
    else:
        text = _decode_text(content, name)
    if not text.strip(" \t\r\n\f\v\ufeff\u200b\u200e\u200f\u00a0"):
        raise UnreadableReportError(f"{name} holds no text.")
    return text


def _decode_text(content: bytes, name: str) -> str:
    encodings = (
        ["utf-16"] if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8", "cp1252"]
    )
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(CONTROL.findall(text[:100_000])) * 100 > len(text[:100_000]):
            break
        return text
    raise UnreadableReportError(
        f"{name} is no text, HTML or PDF: it holds bytes that are no letters.",
    )


def _text_of_html(source: str, name: str) -> str:
    """The text of a page, a blank line between its blocks, "•" before its list
    items.
    """
    if _nesting_depth(source) > DEEPEST:
        raise UnreadableReportError(
            f"{name} nests its elements more than {DEEPEST:,} deep."
        )
    tree = LexborHTMLParser(source)
    root = tree.body or tree.root
    if root is None:
        return ""
    pieces: list[str] = []
    node: LexborNode | None = root
    depth_first = True
    while node is not None:
        tag = node.tag
        if depth_first:
            pieces.append(_text_before_node(tag, node))
            child = node.first_child if tag not in UNSEEN else None
            if child is not None:
                node = child
                continue
        if tag in BLOCKS:
            pieces.append("\n\n")
        if node.mem_id == root.mem_id:
            break
        sibling = node.next
        node, depth_first = (
            (sibling, True) if sibling is not None else (node.parent, False)
        )
    joined = "".join(pieces).replace("\xa0", " ")
    return BLANK_LINES.sub("\n\n", SPACES.sub("\n", joined)).strip() + "\n"


def _nesting_depth(source: str) -> int:
    """How deep a page nests: parsers of HTML take the square of it."""
    depth = deepest = 0
    for match in TAG.finditer(source):
        if match[2].lower() in SHALLOW:
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _text_before_node(tag: str | None, node: object) -> str:
    if tag == "-text":
        return RUN.sub(" ", getattr(node, "text_content", None) or "")
    if tag == "br":
        return "\n"
    if tag == "li":
        return "\n• "
    return "\n\n" if tag in BLOCKS else ""


def _text_of_pdf(content: bytes, name: str) -> str:
    """The text of a PDF's pages; lines of one paragraph are left as the pages break
    them.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        text = (
            "" if locked else "\n\n".join(p.extract_text() or "" for p in reader.pages)
        )
    except BROKEN as error:
        raise UnreadableReportError(
            f"{name} is a broken PDF: {type(error).__name__}.",
        ) from error
    if locked:
        raise UnreadableReportError(f"{name} is locked with a password.")
    if reader.pages and not text.strip():
        raise UnreadableReportError(
            f"{name} holds no text: its pages are pictures. Recognize their letters"
            " first (OCR).",
        )
    return text
