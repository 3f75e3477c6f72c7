"""Questions that are asked in the negative, found by the words of their language.

"Was the pay not what you had been told?" is answered with yes in English by somebody
who was deceived, and with no in Lao, which confirms what was asked; the sign is lost
where the answer is ticked as it was said. So in every question yes is the sign, and a
question says no "not".

The rule is of words, and knows no grammar: what stands before the first word that opens
a clause or names a thing ("if you did not go", "of your having no papers") is the
question proper, and there no word of negation stands; "not what was said" stands
nowhere. In a language that is not listed nothing is found: somebody has to read those.
"""

import re
from dataclasses import dataclass

# Lao writes no spaces: of its words only what cannot be the beginning of another.
# The word for "not" is also that for a mine or a well.
LAO_NOT = r"ບໍ່(?!ແຮ່|ຄຳ|ນ້ຳ|ຖ່ານ|ເກືອ)|ຢ່າ(?!ງ)"


@dataclass(frozen=True)
class LanguageOfQuestions:
    """What negates in a language, what opens a clause beside the question proper, how
    it says that something is not what was said, and how a question ends that may be
    answered with yes or no.
    """

    negation: re.Pattern[str]
    clause: re.Pattern[str]
    otherwise: re.Pattern[str]
    ending: re.Pattern[str]


def _language(
    negation: str, clause: str, otherwise: str, ending: str = r"$^"
) -> LanguageOfQuestions:
    words = (negation, clause, otherwise, ending)
    return LanguageOfQuestions(*(re.compile(w, re.IGNORECASE) for w in words))


NEGATIONS = {
    "en": _language(
        r"\b(?:not|never|no|none|nobody|nothing|nowhere|neither|nor|cannot|without)\b"
        r"|n['’]t\b",
        r"\b(?:if|unless|because|so that|that|which|who|whom|whose|when|while|as|than"
        r"|of|about|whether|what|where|how)\b",
        r"\bnot (?:what|as|like|the same)\b",
    ),
    "lo": _language(
        LAO_NOT,
        # Not the ends and beginnings of nouns: ສະຖານທີ່ a place, ທີ່ດິນ land.
        r"ຖ້າ|ຫາກ|(?<!ສະ)ເພາະ|ຍ້ອນ|ເພື່ອ(?!ນ)|ເຊິ່ງ|ວ່າ(?!ງ)"
        r"|(?<!ສະຖານ)(?<!ໜ້າ)(?<!ພື້ນ)ທີ່(?!ພັກ|ດິນ|ສຸດ)",
        r"ບໍ່(?:ຄື|ຕົງ|ເໝືອນ)",
        # "…ບໍ?", with the mark of tone or without, and "… or not?"
        r"(?:(?:ຫຼື|ຫລື)\s*)?ບໍ່?(?:\s*[?.:,]|\s*$)",
    ),
    "fr": _language(
        r"\b(?:ne|non|pas|jamais|rien|aucune?|personne|sans|ni)\b|\bn['’]",
        r"\b(?:si|parce|car|afin|pour que|que|qui|dont|où|quand|de|du|des)\b"
        r"|\b(?:qu|d)['’]",
        r"\bpas (?:ce que|comme)\b",
    ),
    "pt": _language(
        r"\b(?:não|nunca|jamais|nada|nenhuma?|ninguém|sem|nem)\b",
        r"\b(?:se|porque|para que|que|quem|cujo|quando|onde|de|do|da|dos|das)\b",
        r"\bnão (?:o que|como)\b",
    ),
}


def negation_in(question: str, language: str) -> str | None:
    """The word by which a question is asked in the negative; none where a yes is the
    sign, and none in a language whose words are not known.
    """
    words = NEGATIONS.get(language.split("-", maxsplit=1)[0].lower())
    if words is None:
        return None
    # "Were you kept apart?" closes with its own particle, which is no "not".
    asked = words.ending.sub(" ", question)
    clause = words.clause.search(asked)
    proper = asked[: clause.start()] if clause else asked
    found = words.negation.search(proper) or words.otherwise.search(asked)
    return found[0] if found else None
