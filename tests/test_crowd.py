"""Some members of staff at once, through the pages: no error, and nothing is lost.

`make test-long` lets two hundred of them work for five minutes.
"""

import pytest
from benchmarks import colleagues, crowd

from sala.config import testing

PEOPLE, SECONDS = 22, 20


@pytest.mark.slow
def test_what_a_crowd_records_is_there_and_no_page_fails(scratch, monkeypatch):
    monkeypatch.setattr(colleagues, "THINK", 2)
    monkeypatch.setattr(crowd, "SECONDS", SECONDS)
    monkeypatch.setattr(crowd, "WORKERS", 1)
    monkeypatch.setenv("SALA_HOSTS", "localhost,127.0.0.1")
    monkeypatch.setenv("SALA_LOG_LEVEL", "ERROR")
    for name, value in testing.address_of(scratch).items():
        monkeypatch.setenv(name, value)
    port = crowd.free_port()
    staff = crowd.crowd_staff(PEOPLE)
    with crowd.served_site(port):
        seen = crowd.crowd(port, staff)
        lost = crowd.lost(port, seen)
    assert seen.errors == []
    assert lost == []
    assert {"register", "start"} <= set(seen.accepted) | set(seen.took)
    assert seen.codes
