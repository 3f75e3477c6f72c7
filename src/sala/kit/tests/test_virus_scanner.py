"""A PDF is kept as it came: what is known to be malicious is refused before."""

import socketserver
import threading

import pytest
from django.core.exceptions import ValidationError

from sala.kit.uploaded_files import checked_file
from sala.kit.virus_scanner import LENGTH, ScannerAwayError, find_virus

PDF = b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n0\n%%EOF"
VIRUS = PDF.replace(b"1 0 obj", b"EICAR-TEST-SIGNATURE")


class Clamd(socketserver.StreamRequestHandler):
    """Answers INSTREAM as ClamAV's daemon does."""

    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := LENGTH.unpack(self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        found = b"Eicar-Signature FOUND" if b"EICAR" in content else b"OK"
        self.wfile.write(b"stream: " + found + b"\0")


@pytest.fixture
def clamd(tmp_path, monkeypatch):
    path = tmp_path / "clamd"
    monkeypatch.setenv("SALA_SCANNER", str(path))
    with socketserver.ThreadingUnixStreamServer(str(path), Clamd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield path
        server.shutdown()


def test_what_is_clean_is_kept_and_a_virus_is_not(clamd):
    assert checked_file(PDF).content == PDF
    assert find_virus(VIRUS * 9000) == "Eicar-Signature"
    with pytest.raises(ValidationError, match="virus"):
        checked_file(VIRUS)


def test_while_the_scanner_is_away_nothing_is_kept_as_it_came(tmp_path, monkeypatch):
    """What is sealed is never scanned later."""
    monkeypatch.setenv("SALA_SCANNER", str(tmp_path / "nobody"))
    with pytest.raises(ValidationError, match="later"):
        checked_file(PDF)
    with pytest.raises(ScannerAwayError):
        find_virus(b"")


def test_an_answer_that_is_no_verdict_is_none(clamd, monkeypatch):
    monkeypatch.setattr(Clamd, "handle", lambda self: self.wfile.write(b"ERROR\0"))
    with pytest.raises(ScannerAwayError):
        find_virus(b"x")


def test_without_a_scanner_files_are_kept(monkeypatch):
    monkeypatch.delenv("SALA_SCANNER", raising=False)
    assert checked_file(PDF).kind == "pdf"
