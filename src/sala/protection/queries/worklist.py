"""What waits for an agency in this room, for the start page."""

from datetime import date

from django.urls import reverse
from django.utils.translation import ngettext

from sala.access.context import Actor
from sala.access.permissions import may
from sala.kit.worklist import WorklistItem
from sala.protection.queries import entitlements, plans, referrals, returns, shelters
from sala.protection.rules.plans import to_review


def worklist_items(*, by: Actor, today: date) -> list[WorklistItem]:
    """Referrals, victims with nobody, rights never offered, people to ask after."""
    lines: list[WorklistItem] = []
    if may(by, "protection.referral.view"):
        lines += _referrals_waiting(by, today)
    if may(by, "protection.referral.watch"):
        lines.append(_victims_alone(by))
    if may(by, "protection.person.view"):
        lines += [*_plans_due(by, today), *_returns_due(by, today)]
    if may(by, "protection.gaps.view") and may(by, "protection.person.view"):
        lines.append(_rights_untold(by))
    if may(by, "protection.shelter.view"):
        lines.append(_stays_expected(by, today))
    return [line for line in lines if line.number]


def _referrals_waiting(by: Actor, today: date) -> list[WorklistItem]:
    asked, late = referrals.to_answer(by=by, today=today)
    unanswered = referrals.count_unanswered(by=by, today=today)
    address = reverse("list_referrals")
    return [
        WorklistItem(
            asked,
            late,
            ngettext("referral to answer", "referrals to answer", asked),
            address,
        ),
        WorklistItem(
            unanswered,
            unanswered,
            ngettext(
                "referral that nobody answered: ask another agency",
                "referrals that nobody answered: ask another agency",
                unanswered,
            ),
            address,
        ),
    ]


def _victims_alone(by: Actor) -> WorklistItem:
    alone = len(referrals.without_referral(by=by))
    words = ngettext(
        "identified victim whom nobody was asked to help",
        "identified victims whom nobody was asked to help",
        alone,
    )
    return WorklistItem(alone, alone, words, reverse("list_unreferred"))


def _rights_untold(by: Actor) -> WorklistItem:
    untold = entitlements.never_offered(by=by)
    words = ngettext(
        "person was never offered something the law gives",
        "people were never offered something the law gives",
        untold,
    )
    return WorklistItem(untold, 0, words, f"{reverse('list_gaps')}#never-offered")


def _plans_due(by: Actor, today: date) -> list[WorklistItem]:
    led = plans.plans_led(by=by)
    due = [row for row in led if to_review(row.state, row.review_on, today)]
    draft = sum(row.state == "draft" for row in led)
    without = len(plans.helped_without_plan(by=by))
    address = reverse("list_plans")
    return [
        WorklistItem(
            len(due),
            sum(row.late(today) for row in due),
            ngettext("plan to look at again", "plans to look at again", len(due)),
            address,
        ),
        WorklistItem(
            draft,
            0,
            ngettext("plan to agree with the person", "plans to agree", draft),
            address,
        ),
        WorklistItem(
            without,
            0,
            ngettext(
                "person you took on without a plan",
                "people you took on without a plan",
                without,
            ),
            address,
        ),
    ]


def _stays_expected(by: Actor, today: date) -> WorklistItem:
    late = sum(row.late(today) for row in shelters.current_stays(by=by))
    words = ngettext(
        "stay in a shelter to look at: not come, or longer than thought",
        "stays in a shelter to look at: not come, or longer than thought",
        late,
    )
    return WorklistItem(late, late, words, reverse("list_places"))


def _returns_due(by: Actor, today: date) -> list[WorklistItem]:
    due, late = returns.to_ask_after(by=by, today=today)
    again = returns.exploited_again(by=by)
    past = returns.past_their_day(by=by, today=today)
    address = reverse("list_follow_ups")
    return [
        WorklistItem(
            past,
            past,
            ngettext(
                "return whose day has passed: did the person go?",
                "returns whose day has passed: did the people go?",
                past,
            ),
            address,
        ),
        WorklistItem(
            due,
            late,
            ngettext("follow-up after a return", "follow-ups after a return", due),
            address,
        ),
        WorklistItem(
            again,
            again,
            ngettext(
                "person was found exploited again",
                "people were found exploited again",
                again,
            ),
            address,
        ),
    ]
