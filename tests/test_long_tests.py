"""The page of the long tests keeps what was not run again, and names tests that exist."""

from benchmarks import long_tests
from benchmarks.long_tests import LONG_TESTS


def test_each_kind_has_a_small_sister_in_make_test():
    small = [name for test in LONG_TESTS for name in test.small.split(", ")]
    missing = [name for name in small if not (long_tests.ROOT / name).is_file()]
    assert missing == []


def test_a_kind_that_is_not_run_again_keeps_its_line(tmp_path, monkeypatch):
    monkeypatch.setattr(long_tests, "PAGE", tmp_path / "long-tests.md")
    long_tests.write_page({"crash": "2026-01-02 | 7 min | passed"})
    known = long_tests.known_results()
    assert known["crash"] == "2026-01-02 | 7 min | passed"
    assert known["crowd"] == long_tests.NEVER
    long_tests.write_page(known | {"crowd": "2026-01-03 | 9 min | **failed**"})
    after = long_tests.known_results()
    assert after == known | {"crowd": "2026-01-03 | 9 min | **failed**"}
