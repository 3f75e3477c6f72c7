"""Yes is the sign: a question asked in the negative is refused, in each language of a
pack.
"""

import pytest

from sala.countries.negations import negation_in

# The thirteen that a reader of Lao found, four of them asked of a complaint; and three
# of their kind that this rule found.
NEGATIVE = [
    ("en", "Was the pay not what you had been told?", "not"),
    ("en", "Was the work that you got not what you had been told?", "not what"),
    ("en", "Were the labour law or the signed contract not kept?", "not"),
    ("en", "Were you without any social protection?", "without"),
    ("en", "Are wages not paid, or kept back?", "not"),
    ("en", "Can they not leave, or are they watched?", "not"),
    ("en", "Can’t you leave?", "n’t"),
    ("en", "Did nobody pay you?", "nobody"),
    ("en", "Did you get little pay, or none?", "none"),
    ("lo", "ວຽກ, ສະຖານທີ່ ຫຼື ນາຍຈ້າງ ບໍ່ຄືທີ່ເຂົາບອກບໍ?", "ບໍ່"),
    ("lo", "ວຽກທີ່ເຈົ້າໄດ້ ບໍ່ຄືທີ່ເຂົາບອກບໍ?", "ບໍ່ຄື"),
    ("lo", "ສະພາບການເປັນຢູ່ບໍ່ດີບໍ?", "ບໍ່"),
    ("lo", "ສະພາບການເຮັດວຽກບໍ່ດີຫຼາຍບໍ່?", "ບໍ່"),
    ("lo", "ເຂົາບໍ່ໃຫ້ເຈົ້າໄປຮຽນບໍ?", "ບໍ່"),
    ("lo", "ເຈົ້າບໍ່ມີການປົກປ້ອງທາງສັງຄົມບໍ, ເຊັ່ນ ປະກັນໄພ?", "ບໍ່"),
    ("lo", "ຜູ້ກ່ຽວຖືກຫ້າມບໍ່ໃຫ້ອອກໄປບໍ?", "ບໍ່"),
    ("lo", "ເພື່ອນບໍ່ຊ່ວຍເຈົ້າບໍ?", "ບໍ່"),
    ("fr", "Votre salaire n’était-il pas celui promis ?", "n’"),
    ("pt-br", "O salário não era o prometido?", "não"),
]
POSITIVE = [
    ("en", "Was the pay different from what you had been told?"),
    ("en", "Did anybody threaten to report you if you did not go?"),
    ("en", "Did they make use of your not being informed?"),
    ("en", "Was it hard to live in a place that you did not know?"),
    ("en", "Did another note it?"),
    ("lo", "ຄ່າຈ້າງແຕກຕ່າງຈາກທີ່ເຂົາບອກບໍ?"),
    ("lo", "ຄ່າຈ້າງແຕກຕ່າງຈາກທີ່ເຂົາບອກ ຫຼືບໍ່?"),
    ("lo", "ຄ່າຈ້າງແຕກຕ່າງຈາກທີ່ເຂົາບອກ ຫຼື ບໍ່?"),
    ("lo", "ມີໃຜທຳຮ້າຍເຈົ້າບໍ່"),
    ("lo", "ມີໃຜຂູ່ວ່າຈະແຈ້ງເຈົ້າໜ້າທີ່ ຖ້າເຈົ້າບໍ່ໄປບໍ?"),
    ("lo", "ເຂົາສວຍໃຊ້ການທີ່ເຈົ້າບໍ່ມີຂໍ້ມູນບໍ?"),
    ("lo", "ເຈົ້າຖືກບັງຄັບໃຫ້ເຮັດວຽກຢູ່ບໍ່ແຮ່ບໍ?"),
    ("fr", "Quelqu’un garde-t-il vos papiers ?"),
    ("pt-br", "Alguém guarda os seus documentos?"),
    ("xx", "Not a language whose words are known?"),
]


@pytest.mark.parametrize(("language", "question", "word"), NEGATIVE)
def test_a_question_to_which_no_is_the_sign_is_found(language, question, word):
    assert negation_in(question, language) == word


@pytest.mark.parametrize(("language", "question"), POSITIVE)
def test_a_question_to_which_yes_is_the_sign_is_left_alone(language, question):
    assert negation_in(question, language) is None


def test_a_pack_that_asks_in_the_negative_is_refused_by_question_and_language(folder):
    folder.change(
        "first_talk.csv",
        "Alguém guarda os seus documentos?",
        "Você não tem os seus documentos?",
    )
    ((file, _row, field, value, right),) = folder.problems()
    assert (file, field) == ("first_talk.csv", "survey.papers.label::(pt-br)")
    assert value == "Você não tem os seus documentos?"
    assert "yes is the sign, so without “não”" in right


def test_a_pack_cannot_say_that_another_answer_is_the_sign(folder):
    rows = (folder.path / "first_talk.csv").read_text(encoding="utf-8").splitlines()
    rows[1] += ",instance::sign"
    rows[3] += ",no"
    folder.write("first_talk.csv", "\n".join(rows))
    ((_file, _row, field, value, right),) = folder.problems()
    assert (field, value) == ("survey.papers.instance::sign", "no")
    assert right.endswith("of papers, yes is the sign")
