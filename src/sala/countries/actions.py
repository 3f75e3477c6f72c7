"""Loading a pack. The ledger is a higher room: config/installation.py enters the
loading there.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from sala.countries.contract import PackContent, PackProblem
from sala.countries.models import (
    Article,
    BorderCrossing,
    Deadline,
    Entitlement,
    ExchangeRate,
    InstrumentDefinition,
    Kind,
    Law,
    LawfulBasis,
    Pack,
    Penalty,
    Place,
    Source,
)
from sala.countries.reading import HEAD, PackError
from sala.countries.rules.drafts import row_key

# Agencies are not here: the room of access owns them and takes them from the pack
# itself.
KEPT: dict[str, type[models.Model]] = {
    "sources": Source,
    "kinds": Kind,
    "places": Place,
    "crossings": BorderCrossing,
    "laws": Law,
    "articles": Article,
    "penalties": Penalty,
    "entitlements": Entitlement,
    "rates": ExchangeRate,
    "deadlines": Deadline,
    "lawful_bases": LawfulBasis,
    "instruments": InstrumentDefinition,
}


@dataclass(frozen=True)
class LoadingChanges:
    """What loading a pack changed."""

    added: int = 0
    changed: int = 0
    retired: int = 0

    def __add__(self, other: "LoadingChanges") -> "LoadingChanges":
        return LoadingChanges(
            self.added + other.added,
            self.changed + other.changed,
            self.retired + other.retired,
        )

    def __str__(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.retired} retired"


class WrongPackError(PackError):
    """The pack is of another country or older than the one that is loaded."""


@transaction.atomic
def load_pack(*, pack: PackContent, at: datetime) -> LoadingChanges:
    """Bring the tables up to a pack: add, change, retire what it dropped; delete
    nothing.

    Raises `WrongPackError` for another country's pack, or an older version.
    """
    _check_succession(pack)
    total = LoadingChanges()
    for file, model in KEPT.items():
        total += _load_table(model, _rows_by_key(pack, file), pack.version)
    _remember_pack(pack, at, changed=total != LoadingChanges())
    return total


def _remember_pack(pack: PackContent, at: datetime, *, changed: bool) -> None:
    """Keep what is one to a country, and the time of the last loading that changed
    anything.
    """
    head = pack.head.model_dump(mode="json")
    if changed or not Pack.objects.filter(code=pack.code, head=head).exists():
        values = {
            "version": pack.version,
            "head": head,
            "loaded_at": at,
        }
        Pack.objects.update_or_create(code=pack.code, defaults=values)


def _check_succession(pack: PackContent) -> None:
    # Two operators loading at once wait for each other.
    loaded = Pack.objects.select_for_update().first()
    if loaded is None:
        return
    if loaded.code != pack.code:
        raise _wrong_pack(
            "code", pack.code, f"{loaded.code}, the country that is loaded"
        )
    if _version_parts(pack.version) < _version_parts(loaded.version):
        right = f"{loaded.version}, the version that is loaded, or newer"
        raise _wrong_pack("version", pack.version, right)
    _check_forms(pack)


def _check_forms(pack: PackContent) -> None:
    """What was asked by a version of an instrument stays what it was: answers rest on
    it.
    """
    known = {row.key: row.form for row in InstrumentDefinition.objects.exclude(form={})}
    for row in pack.tables["instruments"]:
        asked = known.get(row_key("instruments", row))
        if asked is not None and asked != pack.forms[row.file]:
            right = (
                f"a version after {row.version}: the form is not the one that is loaded"
            )
            raise _wrong_pack("version", row.version, right, "instruments.csv")


def _wrong_pack(
    field: str,
    value: str,
    right: str,
    file: str = HEAD,
) -> WrongPackError:
    return WrongPackError(
        (
            PackProblem(
                file=file,
                field=field,
                value=value,
                right=right,
            ),
        ),
    )


def _version_parts(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _rows_by_key(pack: PackContent, file: str) -> dict[str, dict[str, Any]]:
    rows = {}
    for row in pack.tables[file]:
        values = row.model_dump(exclude={"line"})
        if file == "places":
            values["outline"] = pack.outlines.get(row.code)
        if file == "instruments":
            values["form"] = pack.forms[row.file]
        rows[row_key(file, row)] = {**values, "retired_in": ""}
    return rows


def _load_table(
    model: Any, rows: dict[str, dict[str, Any]], version: str
) -> LoadingChanges:
    known = model.objects.in_bulk()
    new = [model(key=key, **values) for key, values in rows.items() if key not in known]
    changed = []
    for key, values in rows.items():
        if key in known and any(getattr(known[key], f) != v for f, v in values.items()):
            changed.append(model(key=key, **values))
    model.objects.bulk_create(new)
    if changed:
        model.objects.bulk_update(changed, list(next(iter(rows.values()))))
    gone = model.objects.filter(retired_in="").exclude(key__in=rows)
    return LoadingChanges(len(new), len(changed), gone.update(retired_in=version))
