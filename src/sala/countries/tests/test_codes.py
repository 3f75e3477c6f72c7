"""The codes that Sala asks a pack for: a pack that lacks one, or slips, is refused."""

import ast
import shutil
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sala.countries.commands import check
from sala.countries.contract import PackProblem
from sala.countries.contract_codes import ASKED_CODES, AgencyKind
from sala.countries.reading import HERE, read_pack
from sala.countries.rules.codes import is_slip
from sala.countries.tests.conftest import MORVANIA, Folder

PACKS = [MORVANIA, *sorted(p.parent for p in HERE.glob("*/pack.toml"))]
LETTERS = "abcdefghijklmnopqrstuvwxyz_"

# file, what is written, what is written instead; the line it is refused in, the value,
# and what the refusal says
WRONG = [
    (
        "deadlines.csv",
        "referral_answer",
        "referal_answer",
        2,
        "referal_answer",
        (
            "`referal_answer` is not a deadline that Sala knows; did you mean"
            " `referral_answer`?"
        ),
    ),
    (
        "deadlines.csv",
        "follow_up,60,Suivi,Acompanhamento,book,yes\n",
        "",
        None,
        "follow_up",
        "a row with this code: it is a deadline that Sala asks for",
    ),
    (
        "penalties.csv",
        "charter,7,basic,12",
        "charter,7,agravated,12",
        2,
        "agravated",
        (
            "`agravated` is not a case of an offence that Sala knows; did you mean"
            " `aggravated`?"
        ),
    ),
    (
        "penalties.csv",
        "charter,7,basic,12",
        "charter,7,aggravated,12",
        2,
        "aggravated",
        "a case beside `basic`, which this article must say for 1990-03-01 too",
    ),
    (
        "rates.csv",
        "USD",
        "UDS",
        2,
        "UDS",
        "`UDS` is not a currency that Sala knows; did you mean `USD`?",
    ),
    (
        "kinds.csv",
        "agency,guild",
        "agency,polise",
        4,
        "polise",
        "`police`, as Sala calls a kind of agency",
    ),
    (
        "entitlements.csv",
        "bed,",
        "acommodation,",
        2,
        "acommodation",
        "`accommodation`, as Sala calls an entitlement",
    ),
    (
        "entitlements.csv",
        "shelter basic_needs",
        "shelter basic_need",
        3,
        "shelter basic_need",
        "`basic_need` is not a service that Sala knows; did you mean `basic_needs`?",
    ),
    (
        "entitlements.csv",
        "shelter basic_needs",
        "shelter;basic_needs",
        3,
        "shelter;basic_needs",
        "codes of small letters and underscores, a space between each two",
    ),
    (
        "lawful_bases.csv",
        "vital_interest",
        "Child-Protection",
        2,
        "Child-Protection",
        "`child_protection`, as Sala calls a lawful basis",
    ),
    (
        "lawful_bases.csv",
        "vital_interest",
        "referral",
        2,
        "referral",
        "another code: `referral` is Sala's own, and never a lawful basis",
    ),
    (
        "crossings.csv",
        ",sea,",
        ",rood,",
        2,
        "rood",
        (
            "'road', 'road_bridge', 'rail', 'river', 'airport' or 'sea'; did you mean"
            " `road`?"
        ),
    ),
    (
        "agencies.csv",
        ",province,",
        ",provinc,",
        3,
        "provinc",
        (
            "'national', 'province', 'district', 'village' or 'mission'; did you mean"
            " `province`?"
        ),
    ),
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda w: f"{w[0]}: {w[4]}")
def test_a_wrong_code_is_told_once_with_what_was_meant(folder, wrong):
    file, old, new, line, value, right = wrong
    folder.change(file, old, new)
    told = [p for p in folder.problems() if "a code of kinds.csv" not in p[4]]
    assert [(f, n, v, said) for f, n, _column, v, said in told] == [
        (file, line, value, right),
    ]


def test_where_nothing_resembles_a_code_all_are_named(folder):
    folder.change("deadlines.csv", "follow_up", "bread")
    missing, unknown = folder.problems()
    assert missing[:4] == ("deadlines.csv", None, "code", "follow_up")
    assert unknown == (
        "deadlines.csv",
        4,
        "code",
        "bread",
        (
            "`bread` is not a deadline that Sala knows; one of referral_answer,"
            " identification_decision, follow_up"
        ),
    )


def test_the_command_says_it_in_one_line(folder):
    folder.change("deadlines.csv", "referral_answer", "referal_answer")
    done = CliRunner().invoke(check, [str(folder.path)])
    assert done.exit_code == 1
    assert done.output == (
        "deadlines.csv, row 2, code = 'referal_answer': `referal_answer` is not a"
        " deadline that Sala knows; did you mean `referral_answer`?\n"
    )


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("kinds.csv", "agency,guild", "agency,prosecutors_of_war"),
        ("kinds.csv", "place,canton", "place,polise"),
        ("entitlements.csv", "bed,", "health_check,"),
        ("lawful_bases.csv", "vital_interest", "protection_of_witnesses"),
    ],
)
def test_a_country_calls_its_own_things_as_it_likes(folder, file, old, new):
    folder.change(file, old, new)
    assert [p for p in folder.problems() if "a code of kinds.csv" not in p[4]] == []


def written_codes(pack):
    """Each code asked for that a pack holds, with its list."""
    tables = read_pack(pack).pack.tables
    return [
        (pack, asked, row.line, code)
        for asked in ASKED_CODES
        for row in tables[asked.file]
        for code in asked.codes_in(getattr(row, asked.column))
        if code in set(asked.codes)
        and (asked.among is None or getattr(row, asked.among[0]) == asked.among[1])
    ]


WRITTEN = [found for pack in PACKS for found in written_codes(pack)]


def broken(pack, file, line, change):
    """The problems of a pack of which one row was changed, or left out."""
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(shutil.copytree(pack, Path(name) / "pack")))
        rows = (pack / file).read_text(encoding="utf-8").splitlines()
        rows[line - 1 : line] = change(rows[line - 1])
        folder.write(file, "\n".join(rows) + "\n")
        return read_pack(folder.path).problems


@pytest.mark.parametrize(
    "found",
    [found for found in WRITTEN if found[3] in found[1].required],
    ids=lambda found: f"{found[0].name}: {found[3]}",
)
def test_a_pack_without_a_code_that_is_asked_for_is_refused(found):
    pack, asked, line, code = found
    problems = broken(pack, f"{asked.file}.csv", line, lambda _row: [])
    assert [(p.file, p.value) for p in problems] == [(f"{asked.file}.csv", code)]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.sampled_from(WRITTEN), st.data())
def test_a_slip_in_a_code_is_refused_and_the_nearest_right_one_named(found, data):
    pack, asked, line, code = found
    slip = data.draw(slips(code).filter(lambda slip: slip not in set(asked.codes)))
    problems = broken(
        pack,
        f"{asked.file}.csv",
        line,
        lambda row: [_in_column(row, pack, asked, code, slip)],
    )
    told = [p for p in problems if p.file == f"{asked.file}.csv" and p.row == line]
    assert any(
        slip in asked.codes_in(p.value) and f"`{code}`" in p.right for p in told
    ), problems


def _in_column(row, pack, asked, code, slip):
    """A row of a file in which a code stands otherwise, in the column of its list."""
    header = (pack / f"{asked.file}.csv").read_text(encoding="utf-8").splitlines()[0]
    at, cells = header.split(",").index(asked.column), row.split(",")
    cells[at] = cells[at].replace(code, slip, 1)
    return ",".join(cells)


@st.composite
def slips(draw, code):
    """A code with one letter too few, too many, or another one, where a code may have
    it.
    """
    at = draw(st.integers(1, len(code) - 1))
    letters = LETTERS.upper()[:-1] if code.isupper() else LETTERS
    letter = draw(st.sampled_from(letters))
    after = {"lost": at + 1, "added": at, "other": at + 1}
    sort = draw(st.sampled_from(["other"] if code.isupper() else sorted(after)))
    return code[:at] + ("" if sort == "lost" else letter) + code[after[sort] :]


@given(st.sampled_from(list(AgencyKind)), st.data())
def test_two_codes_that_are_more_than_a_slip_apart_are_two_codes(kind, data):
    at = data.draw(st.integers(0, len(kind) - 2))
    twisted = kind[:at] + kind[at + 1] + kind[at] + kind[at + 2 :]
    assert is_slip(twisted, kind)
    assert is_slip(kind, twisted)
    assert not is_slip(f"xy{kind}", kind)
    assert not is_slip(f"x{kind}y", kind)


def test_no_room_asks_a_pack_by_a_code_that_is_not_in_the_contract():
    """A deadline or rate is asked for by a name of the contract, never by a text."""
    texts = [
        f"{file}:{node.lineno}"
        for file in HERE.parent.rglob("*.py")
        if "tests" not in file.parts
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"deadline", "exchange_rate"}
        and not (
            isinstance(node.args[0], ast.Attribute)
            and isinstance(node.args[0].value, ast.Attribute | ast.Name)
        )
    ]
    assert texts == []


def test_every_list_is_of_a_column_that_packs_have():
    for asked in ASKED_CODES:
        assert asked.required <= set(asked.codes)
        assert not asked.reserved & set(asked.codes)
        columns = (MORVANIA / f"{asked.file}.csv").read_text().splitlines()[0]
        assert asked.column in columns.split(",")


def test_a_problem_names_its_place():
    problem = PackProblem(file="a.csv", row=3, field="code", value="x", right="y")
    assert str(problem) == "a.csv, row 3, code = 'x': y"
