"""What this room writes in the ledger, and every code, has words."""

import re
from pathlib import Path

import sala.prevention
from sala.prevention import labels as codes
from sala.prevention import ledger_terms
from sala.prevention.rules import crossings, recruitment, work
from sala.prevention.states import LICENCE

ACTIONS = Path(sala.prevention.__file__).parent / "actions"


def test_every_entry_has_words():
    source = "".join(p.read_text() for p in ACTIONS.glob("*.py"))
    written = set(re.findall(r'record_entry\(\s*by,\s*"([a-z_]+)"', source))
    written |= {f"licence_{move.name}" for move in LICENCE.moves}
    assert {f"prevention.{name}" for name in written} == set(ledger_terms.ACTIONS)


def test_every_code_has_words():
    for known, said in (
        (work.TOPICS, codes.TOPICS),
        (work.AUDIENCES, codes.AUDIENCES),
        (work.PARTNERS, codes.PARTNERS),
        (work.CHANNELS, codes.CHANNELS),
        (work.SEXES, codes.SEXES),
        (recruitment.KINDS, codes.KINDS),
        (recruitment.SECTORS, codes.SECTORS),
        (recruitment.FINDINGS, codes.FINDINGS),
        (recruitment.MEASURES, codes.MEASURES),
        (recruitment.REASONS, codes.REASONS),
        (crossings.MANAGED_BY, codes.MANAGED_BY),
    ):
        assert set(known) == set(said)
    assert set(LICENCE.terms) == set(codes.STEPS)
