"""Two people correct one record: nothing is lost, and the second sees what the first
changed.

A form has hidden fields `version` and `base` (`kit.forms.KeptForm`); `remember` fills
them in when it is opened, and `overtaken` makes the answer to a `ChangedMeanwhileError`
out of a form of the record as it is now. The page includes `kit/overtaken.html`.
`desk/pages.py` does it for views.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from sala.kit import merge_forms
from sala.kit.merge_forms import EditConflict
from sala.vault.client import VaultAwayError
from sala.vault.sealed_places import CannotOpenError, SealedPlace
from sala.vault.sealed_text import open_text, seal_text

OWN = ("version", "base")
# What a form showed travels with the page, in no row.
SHOWN = SealedPlace("", "base", "", "form as it was shown")


def remember_version(form: forms.BaseForm, *, version: int = 0) -> None:
    """Let a form know, sealed, which version of the record it shows, and its words."""
    shown = {n: value for n, value in merge_forms.as_sent(form).items() if n not in OWN}
    merge_forms.show_values(
        form, {"version": version, "base": seal_text(json.dumps(shown), SHOWN)}
    )


def is_late(sent: forms.BaseForm, *, version: int) -> bool:
    """Whether a form that was sent had shown another version than today's record."""
    told = sent.fields["version"].clean(sent.data.get(sent.add_prefix("version"), ""))
    return bool(version and told and told != version)


def shown_values(sent: forms.BaseForm) -> Mapping[str, Any] | None:
    """What a form that was sent had shown to its sender; None where that cannot be
    read.
    """
    try:
        opened = json.loads(
            open_text(sent.data.get(sent.add_prefix("base"), ""), SHOWN),
        )
    except (CannotOpenError, VaultAwayError, ValueError):
        return None
    return opened if isinstance(opened, dict) else None


def merge_overtaken(
    form: forms.BaseForm,
    sent: forms.BaseForm,
    *,
    version: int = 0,
    name: str = "",
    at: datetime | None = None,
) -> EditConflict:
    """Fill what was sent into a form of the record as it is now; what is new, and whose
    it is.

    `version`, `name` and `at` are of the record as it is now, where the room keeps
    them.
    """
    merge_forms.make_room(form, sent.data)
    mine = {
        n: value for n, value in merge_forms.typed_values(sent).items() if n not in OWN
    }
    remember_version(form, version=version)
    return EditConflict(
        name,
        at,
        merge_forms.merge_versions(
            form,
            mine=mine,
            base=shown_values(sent),
        ),
    )
