"""A question is reworded from the negative to the positive, and nobody's answer turns."""

import pytest

from sala.access.purposes import Purpose
from sala.access.roles import Role
from sala.countries import queries as countries
from sala.countries.actions import load_pack
from sala.countries.models import InstrumentDefinition
from sala.countries.reading import find_pack, read_pack
from sala.screening.actions import screenings
from sala.screening.forms.screenings import latest_instruments

THEN = {
    "en": "Was the work, the place or the employer not what you had been told?",
    "lo": "ວຽກ, ສະຖານທີ່ ຫຼື ນາຍຈ້າງ ບໍ່ຄືທີ່ເຂົາບອກບໍ?",
}


def as_it_was_asked(form):
    """The short screening as an installation of before has it: one question is asked in
    the negative.
    """
    first, *others = form["sections"]
    question, *rest = first["questions"]
    assert question["name"] == "not_as_promised"
    reworded = {**first, "questions": [{**question, "label": THEN}, *rest]}
    return {**form, "sections": [reworded, *others]}


@pytest.fixture
def earlier(scratch, owner):
    """An installation that has the earlier version only."""
    with owner():
        today = InstrumentDefinition.objects.get(key="triage/1.1.0")
        kept = {
            "code": "triage",
            "file": today.file,
            "names": today.names,
            "source": today.source,
            "verified": today.verified,
        }
        form = as_it_was_asked(today.form)
        today.delete()
        InstrumentDefinition.objects.create(
            key="triage/1.0.0", version="1.0.0", form=form, **kept
        )


def answered(actor, received):
    with actor(Role.FRONTLINE_OFFICER) as by:
        opened = screenings.open_answers(
            by=by, screening=received.id, purpose=Purpose.IDENTIFICATION
        )
    return opened.form.questions[0].label, opened.answers, opened.result


@pytest.mark.parametrize("answer", ["yes", "no", "not_known", "refused"])
def test_an_answer_keeps_the_words_it_was_given_to_and_what_it_shows(
    answer, earlier, owner, actor, sent, now
):
    said = {"answers": {"not_as_promised": answer, "papers_kept": "yes"}}
    before = sent(version="1.0.0", **said)
    then = answered(actor, before)
    with owner():
        load_pack(pack=read_pack(find_pack("laos")).pack, at=now)
    offered = latest_instruments(countries.offered_instruments())
    assert offered["triage"].version == "1.1.0"
    assert answered(actor, before) == then, "what was recorded is what it was"
    assert then[0] == THEN
    # A phone that has the earlier version goes on; a yes is the sign in both.
    late, new = sent(version="1.0.0", **said), sent(version="1.1.0", **said)
    assert answered(actor, late) == then
    words, answers, result = answered(actor, new)
    assert "different from what you had been told" in words["en"]
    assert "ແຕກຕ່າງຈາກ" in words["lo"]
    assert (answers, result) == then[1:]
    deceived = {reason.question for d in result.dimensions for reason in d.reasons} & {
        "not_as_promised"
    }
    assert bool(deceived) is (answer == "yes")
