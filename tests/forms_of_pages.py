"""The forms of a page as a browser would see them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Form:
    """One form: where it goes, and its fields with what they may be set to."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    shown: dict[str, str] = field(default_factory=dict)
    selects: set[str] = field(default_factory=set)
    ticked: set[str] = field(default_factory=set)
    pressed: set[str] = field(
        default_factory=set,
    )  # buttons and boxes: sent only when pressed


class FormReader(HTMLParser):
    """Collects every form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = self.text = ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.form = Form(
                said.get("action") or "",
                (said.get("method") or "get").lower(),
            )
            if self.form.method == "post":
                self.forms.append(self.form)
        if self.form is None:
            return
        name = said.get("name") or ""
        if tag == "option":
            self.form.fields.setdefault(self.select, []).append(said.get("value") or "")
            if "selected" in said:
                self.form.shown[self.select] = said.get("value") or ""
        elif tag == "select":
            self.select = name
            self.form.fields.setdefault(name, [])
            self.form.selects.add(name)
        elif tag in {"input", "button", "textarea"} and name:
            if said.get("type") == "file":
                self.form.files.add(name)
                return
            values = self.form.fields.setdefault(name, [])
            if said.get("value"):
                values.append(said["value"])
            self.note(tag, name, said)

    def note(
        self,
        tag,
        name,
        said,
    ):
        """What the field shows."""
        assert self.form is not None
        kind = said.get("type") or ""
        if tag == "button" or kind in {"checkbox", "submit"}:
            self.form.pressed.add(name)
        if tag == "textarea":
            self.text, self.form.shown[name] = name, ""
        elif kind in {"radio", "checkbox"}:
            (self.form.selects if kind == "radio" else self.form.ticked).add(name)
            if "checked" in said:
                self.form.shown[name] = said.get("value") or ""
        elif tag == "input":
            self.form.shown[name] = said.get("value") or ""

    def handle_data(self, data):
        if self.form is not None and self.text:
            self.form.shown[self.text] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text = ""
        if tag == "form":
            self.form = None


def forms_of(page: str) -> list[Form]:
    """The forms of a page that are posted."""
    reader = FormReader()
    reader.feed(page)
    return reader.forms
