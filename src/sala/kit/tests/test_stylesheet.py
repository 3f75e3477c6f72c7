import hashlib
import re
from pathlib import Path

import pytest

KIT = Path(__file__).parents[1]
CSS = (KIT / "static/kit/sala.css").read_text()
SHIPPED = [
    path
    for path in sorted((KIT / "static").rglob("*"))
    if path.suffix in {".css", ".js", ".svg"}
]


def test_the_compiled_stylesheet_is_of_these_sources() -> None:
    sources = b"".join(
        path.read_bytes() for path in sorted((KIT / "scss").glob("*.scss"))
    )
    assert hashlib.sha256(sources).hexdigest() in CSS[:200], (
        "run src/sala/kit/scss/compile.sh"
    )


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: p.name)
@pytest.mark.parametrize(
    "word",
    ["gds", "crown", "gov.uk", "crest", "url(http", "@import"],
)
def test_nothing_of_another_government_is_shipped(path: Path, word: str) -> None:
    text = path.read_text().lower().replace("http://www.w3.org/2000/svg", "")
    assert word not in text


def test_every_font_named_is_there_with_its_licence() -> None:
    named = set(re.findall(r'url\("?([^")]+)"?\)', CSS))
    assert {
        name for name in named if not (KIT / "static/kit" / name).is_file()
    } == set()
    assert len(named) == 6
    assert len(list((KIT / "static/kit/fonts").glob("LICENSE.*"))) == 2


def test_it_is_light_enough_for_a_slow_line() -> None:
    assert len(CSS) < 150_000


# Text and background as the palette pairs them; 4.5 is WCAG's AA for text.
PAIRS = [
    ("#ffffff", "#123f4a"),
    ("#0b5a66", "#ffffff"),
    ("#0b5a66", "#f6f2ea"),
    ("#ffffff", "#14654f"),
    ("#a3341f", "#ffffff"),
    ("#4d5558", "#ffffff"),
    ("#1c2326", "#f6f2ea"),
    ("#101516", "#ffc845"),
    ("#44494b", "#dad8d2"),
    ("#4d3800", "#ffedb8"),
    ("#651b10", "#f6d9d2"),
    ("#35204e", "#e2d9ec"),
    ("#0a3c44", "#d3e7ea"),
]


def light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(p * w for p, w in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_contrast(text: str, ground: str) -> None:
    darker, lighter = sorted((light(text), light(ground)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
