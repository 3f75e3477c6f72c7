"""Who sees and takes the steps of a record, a consent and a request to erase."""

from sala.access.law.asking import ACTOR, may_word
from sala.access.law.steps import history_law
from sala.kit.law import joined_law
from sala.people.models import ConsentStep, CustodyStep, ErasureStep

# Withdrawing is a step of the owner's own trigger, like erasing and handing over of its
# functions.
BY_HAND_NEVER = "false"
# Nobody decides what they asked for.
DECLINES = f"""move = 'decline' AND {may_word("people.erasure.decide")} AND EXISTS (
    SELECT 1 FROM people_erasurerequest r
    WHERE r.id = request_id AND r.asked_by_id <> {ACTOR})"""

LAW = joined_law(
    history_law(CustodyStep, writes=BY_HAND_NEVER),
    history_law(ConsentStep, writes=BY_HAND_NEVER),
    history_law(ErasureStep, writes=DECLINES),
)
