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
    pressed: set[str] = field(default_factory=set)  # buttons and boxes: sent only when pressed


class FormReader(HTMLParser):
    """Collects every form that is posted."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        if tag == "form":
            self.form = Form(said.get("action") or "", (said.get("method") or "get").lower())
            if self.form.method == "post":
                self.forms.append(self.form)
        if self.form is None:
            return
        name = said.get("name") or ""
        if tag == "option":
            self.form.fields.setdefault(self.select, []).append(said.get("value") or "")
        elif tag == "select":
            self.select = name
            self.form.fields.setdefault(name, [])
        elif tag in {"input", "button", "textarea"} and name:
            if said.get("type") == "file":
                self.form.files.add(name)
                return
            if tag == "button" or said.get("type") in {"checkbox", "submit"}:
                self.form.pressed.add(name)
            values = self.form.fields.setdefault(name, [])
            if said.get("value"):
                values.append(said["value"])

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


def forms_of(page: str) -> list[Form]:
    """The forms of a page that are posted."""
    reader = FormReader()
    reader.feed(page)
    return reader.forms
