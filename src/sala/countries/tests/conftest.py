"""An invented country, and copies of it to break."""

import shutil
from pathlib import Path

import pytest

from sala.countries.reading import read_pack

MORVANIA = Path(__file__).parent / "data" / "morvania"


class Folder:
    """A copy of the invented country's pack that a test may change."""

    def __init__(self, path):
        self.path = path

    def write(self, file, content):
        data = content if isinstance(content, bytes) else content.encode()
        (self.path / file).write_bytes(data)

    def change(
        self,
        file,
        old,
        new,
    ):
        text = (self.path / file).read_text(encoding="utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {file}"
        self.write(file, text.replace(old, new, 1))

    def add(self, file, row):
        self.write(file, (self.path / file).read_text(encoding="utf-8") + row + "\n")

    def problems(self):
        reading = read_pack(self.path)
        assert (reading.pack is None) is bool(reading.problems)
        return [(p.file, p.row, p.field, p.value, p.right) for p in reading.problems]

    def pack(self):
        reading = read_pack(self.path)
        assert reading.problems == ()
        return reading.pack


@pytest.fixture
def folder(tmp_path):
    return Folder(Path(shutil.copytree(MORVANIA, tmp_path / "morvania")))
