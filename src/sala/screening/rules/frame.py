"""The frame of a screening: what is asked around the country's questions, page by page.

One declaration, from which the server draws its pages, and a phone can draw the same:
the pages in order, the codes of each field, and with which answers one may go on. Pure.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

FieldKind = Literal["one_of", "several_of", "text", "number", "country"]
QUESTIONS = "q-"  # before the name of a section of the instrument: its page
# So many questions stand on one page with the person: at a border there are seconds.
FEW_QUESTIONS = 12


@dataclass(frozen=True)
class FrameField:
    """One thing that is asked: `safe` are the answers with which one may go on, where
    not every one will do; `who` belongs to the person's identity and is sealed with it.
    """

    name: str
    kind: FieldKind
    codes: tuple[str, ...] = ()
    required: bool = False
    safe: tuple[str, ...] = ()
    who: bool = False

    @property
    def unsaid(self) -> str | tuple[str, ...]:
        """What it says where nothing was said."""
        return () if self.kind == "several_of" else ""


@dataclass(frozen=True)
class FramePage:
    """Fields that are asked on one page; the pages of questions come before the
    last.
    """

    name: str
    fields: tuple[FrameField, ...]

    def is_safe(self, said: Mapping[str, Any]) -> bool:
        """Whether what was said here lets one go on: every gate is open."""
        return all(said.get(f.name) in f.safe for f in self.fields if f.safe)

    @property
    def is_gate(self) -> bool:
        """Whether no page may be filled in before this one is safe."""
        return any(field.safe for field in self.fields)


SAFETY = FramePage(
    "safety",
    (
        FrameField("alone", "one_of", ("yes", "no"), required=True, safe=("yes",)),
        FrameField(
            "interpreter",
            "one_of",
            ("not_needed", "independent", "linked"),
            required=True,
            safe=("not_needed", "independent"),
        ),
        FrameField(
            "urgent",
            "several_of",
            (
                "danger",
                "medical",
                "self_harm",
                "child_alone",
                "pregnant",
                "basic_needs",
            ),
        ),
    ),
)
PERSON = FramePage(
    "person",
    (
        FrameField("name", "text", who=True),
        FrameField("phone", "text", who=True),
        FrameField("sex", "one_of", ("female", "male", "other")),
        FrameField("age", "number", who=True),
        FrameField("age_group", "one_of", ("adult", "child", "in_doubt")),
        FrameField("citizenship", "country"),
        FrameField("exploitation", "one_of", ("labour", "sexual")),
    ),
)
CONCLUSION = FramePage(
    "conclusion",
    (
        FrameField(
            "outcome",
            "one_of",
            ("indicated", "not_indicated", "not_known"),
            required=True,
        ),
    ),
)
FRAME = (SAFETY, PERSON, CONCLUSION)
BEFORE, AFTER = (SAFETY, PERSON), (CONCLUSION,)  # the country's questions


def frame_field(name: str) -> FrameField:
    """The field of a name; raises `KeyError` for what the frame does not ask."""
    for page in FRAME:
        for field in page.fields:
            if field.name == name:
                return field
    raise KeyError(name)


def described_fields(page: FramePage) -> Iterator[FrameField]:
    """The fields of a page that are recorded with the screening, and say not
    who it is.
    """
    return (field for field in page.fields if not field.who)


def page_order(sections: Iterable[str]) -> tuple[str, ...]:
    """The pages of a screening in order: the frame around the instrument's sections."""
    return (
        *(page.name for page in BEFORE),
        *(QUESTIONS + section for section in sections),
        *(page.name for page in AFTER),
    )


def is_safe(content: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether one may ask: every gate among the pages is open."""
    return all(page.is_safe(content.get(page.name, {})) for page in FRAME)


def is_page_done(
    content: Mapping[str, Mapping[str, Any]],
    name: str,
    seen: Iterable[str],
) -> bool:
    """Whether a page was filled in; a gate only once it is open, questions once
    seen.
    """
    page = next((page for page in FRAME if page.name == name), None)
    if page is None:
        return name in seen
    if page.is_gate:
        return page.is_safe(content.get(name, {}))
    return "done" in content.get(name, {})


def as_data() -> dict[str, Any]:
    """The frame as a phone reads it: pages before and after the questions."""
    return {
        "before": [asdict(page) for page in BEFORE],
        "after": [asdict(page) for page in AFTER],
    }
