"""The floors of branch coverage: no room falls below its own, and none is lowered."""

from benchmarks.floors import (
    branch_shares,
    fallen_rooms,
    raised_floors,
    refused_floors,
    room_of,
)


def test_a_room_is_measured_over_all_its_files():
    files = {
        "src/sala/people/actions/sharing.py": (9, 10),
        "src/sala/people/rules.py": (1, 10),
        "/elsewhere/src/sala_reader/tables.py": (3, 4),
        "src/sala/kit/clock.py": (0, 0),
        "src/sala/__init__.py": (0, 2),
    }
    report = {
        name: {"summary": {"covered_branches": taken, "num_branches": there}}
        for name, (taken, there) in files.items()
    }
    shares = {"people": 50.0, "sala_reader": 75.0, "kit": 100.0}
    assert branch_shares(report) == shares
    assert room_of("src/sala/access/ledger/verify.py") == "access"


def test_a_floor_goes_up_with_what_is_measured_and_never_down():
    before = {"people": 90, "screening": 80}
    after = raised_floors(before, {"people": 85.0, "screening": 91.7, "kit": 99.2})
    assert after == {"people": 90, "screening": 91, "kit": 98}


def test_a_room_below_its_floor_is_named_with_both_figures():
    measured = {"people": 89.94, "screening": 95.0}
    fallen = fallen_rooms({"people": 90, "screening": 80}, measured)
    assert fallen == ["people: 89.9 % of its branches, and 90 % is its floor"]


def test_a_floor_lower_than_any_commit_had_it_is_refused():
    history = [{"people": 80}, {"people": 92}, {"people": 85, "gone": 70}]
    refused = refused_floors({"people": 91, "kit": 50}, {"people", "kit"}, history)
    assert refused == ["people: the floor was 92 % and is 91 %"]


def test_a_room_without_a_floor_is_refused():
    refused = refused_floors({"kit": 50}, {"people", "kit"}, [])
    assert refused == ["no floor, run make coverage: people"]
