"""`sala pack check`: 0 for a sound pack, 1 with every fault named, 2 where there is none."""

import json

from click.testing import CliRunner

from sala.countries.commands import check
from sala.countries.reading import HERE


def run(*arguments):
    return CliRunner().invoke(check, [str(a) for a in arguments])


def test_a_sound_pack(folder):
    done = run(folder.path)
    assert (done.exit_code, done.output.split(":")[0]) == (0, "ZZ 2.3.0 is sound")
    done = run(folder.path, "--format", "json")
    assert (done.exit_code, json.loads(done.output)) == (0, [])


def test_a_pack_that_comes_along_by_its_name():
    for shipped in HERE.glob("*/pack.toml"):
        assert run(f"countries/{shipped.parent.name}").exit_code == 0


def test_a_faulty_pack_names_file_row_field_value_and_what_would_be_right(folder):
    folder.change("deadlines.csv", ",5,", ",soon,")
    done = run(folder.path)
    assert done.exit_code == 1
    assert done.output == "deadlines.csv, row 2, days = 'soon': a whole number\n"
    done = run(folder.path, "--format", "json")
    assert done.exit_code == 1
    assert json.loads(done.output) == [
        {
            "file": "deadlines.csv",
            "row": 2,
            "field": "days",
            "value": "soon",
            "right": "a whole number",
        },
    ]


def test_no_pack_at_all(tmp_path):
    assert run(tmp_path / "nothing").exit_code == 2
    assert run().exit_code == 2
