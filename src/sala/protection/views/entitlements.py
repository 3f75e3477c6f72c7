"""What the law owes somebody, the steps to it, and what was not given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.desk import paging, places
from sala.desk.pages import LoadedForm, get_or_404, submit_form
from sala.kit import clock
from sala.kit.tags import StateTag
from sala.people import codes, lookup
from sala.protection.actions import entitlements as doing
from sala.protection.forms.entitlements import PeriodForm, StepForm
from sala.protection.labels import GROUPS, REASONS, REFERRALS, STATES, Words
from sala.protection.queries import entitlements as queries
from sala.protection.queries import plans, referrals, returns, services, shelters
from sala.protection.queries.entitlements import EntitlementRow
from sala.protection.rules.entitlements import EntitlementGap
from sala.protection.views.plan_words import plan_line
from sala.protection.views.services import present_service as service_line
from sala.protection.views.services import sum_line
from sala.protection.views.shelters import stay_line


@dataclass(frozen=True)
class EntitlementLine:
    """One entitlement in words."""

    row: EntitlementRow
    state: StateTag
    reason: Words
    steps: list[tuple[Words, Words, date | None, str]]


@dataclass(frozen=True)
class GapLine:
    """One group's rights in words; its bar's parts by name, beginning and width in
    percent.
    """

    label: Words
    gap: EntitlementGap
    parts: list[tuple[str, int, int]]


def person_fragment(request: ActingRequest, code: str) -> HttpResponse:
    """What is owed to a person and where they went, on the person's page."""
    person = lookup.person_or_404(request, code)
    rows = queries.entitlements_of(by=request.actor, person=person.id)
    plan = plans.plan_of(by=request.actor, person=person.id)
    sums, given = services.services_of(by=request.actor, person=person.id)
    context = {
        "person": person,
        "entitlements": [present_entitlement(row) for row in rows],
        "returns": returns.returns_of(by=request.actor, person=person.id),
        "referrals": [
            (row, REFERRALS["late" if row.late(clock.today()) else row.state])
            for row in referrals.referrals_of(by=request.actor, person=person.id)
        ],
        "refers": may(request.actor, "protection.referral.send"),
        "stays": [
            stay_line(row)
            for row in shelters.stays_of(by=request.actor, person=person.id)
        ],
        "plan": plan and plan_line(plan),
        "sums": [sum_line(given) for given in sums],
        "services": [service_line(row) for row in given],
        "currency": countries.loaded_pack().currency if sums else "",
        "houses": may(request.actor, "protection.stay.change"),
        "states": STATES,
        "came_back": returns.came_back(by=request.actor, person=person.id),
        "changes": may(request.actor, "protection.return.change"),
    }
    return render(request, "protection/of_person.html", context)


def show_entitlement(request: ActingRequest, entitlement: UUID) -> HttpResponse:
    """One entitlement with its steps, and the next step."""
    changes = may(request.actor, "protection.entitlement.change")

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = entitlement_or_404(request, entitlement)
        form = StepForm(sent, moves=now.moves if changes else ())
        return LoadedForm(
            form,
            now.version,
            STATES[now.state].words,
            now.changed_by,
            now.changed_at,
        )

    def step(form: StepForm) -> None:
        doing.move_entitlement(
            by=request.actor,
            at=clock.now(),
            entitlement=entitlement,
            **form.said_of_version,
        )

    done = submit_form(request, kept, step, _("The step is recorded."))
    if done.made:
        return redirect("show_entitlement", entitlement)
    row = entitlement_or_404(request, entitlement)
    moves = row.moves if changes else ()
    context = {
        "line": present_entitlement(row),
        "form": done.form,
        "moves": moves,
        "overtaken": done.overtaken,
    }
    return render(request, "protection/show_entitlement.html", context)


def entitlement_or_404(request: ActingRequest, entitlement: UUID) -> EntitlementRow:
    """The right an address names; "not found" where the asker sees none."""
    return get_or_404(queries.load_entitlement(by=request.actor, key=entitlement))


def list_gaps(request: ActingRequest) -> HttpResponse:
    """What was owed and not given, by service and by whom it was owed to."""
    today = clock.today()
    first = {"since": today.replace(month=1, day=1), "until": today}
    chosen = PeriodForm(
        request.GET if "until_day" in request.GET else None,
        initial=first,
    )
    period = chosen.cleaned_data if chosen.is_valid() else first
    gaps = queries.all_gaps(
        by=request.actor,
        since=period["since"],
        until=period["until"],
    )
    names = countries.entitlement_names()
    sees_people, number = (
        may(request.actor, "protection.person.view"),
        paging.page_number(request.GET),
    )
    untold, more = (
        queries.load_untold_people(by=request.actor, page=number)
        if sees_people
        else ([], False)
    )
    context = {
        "form": chosen,
        "period": period,
        "country": not sees_people,
        "untold": [
            (code, codes.grouped_for_reading(code), owed) for code, owed in untold
        ],
        "page": paging.ListPage(number, more, request.GET),
        "tables": [
            (
                _("By what is owed"),
                present_gaps(gaps.by_code, lambda c: names.get(c, c)),
            ),
            (_("By sex"), present_gaps(gaps.by_sex, GROUPS.__getitem__)),
            (_("By age"), present_gaps(gaps.by_age_group, GROUPS.__getitem__)),
            (
                _("By nationality"),
                present_gaps(gaps.by_citizenship, GROUPS.__getitem__),
            ),
            (_("By place"), present_gaps(gaps.by_place, place_name)),
        ],
        "reasons": [
            (REASONS.get(code, code), number) for code, number in gaps.by_reason
        ],
    }
    return render(request, "protection/list_gaps.html", context)


def place_name(code: str) -> Words:
    """A place by its name; who was exploited abroad has none in this country."""
    return places.place_name(code) or _("Not recorded, or abroad")


def present_gaps(
    gaps: list[EntitlementGap], label: Callable[[str], Words]
) -> list[GapLine]:
    """Gaps with their words, widest first, and bars drawn to the longest of them."""
    longest = max((gap.total for gap in gaps), default=1)
    return [GapLine(label(gap.code), gap, gap_bar(gap, longest)) for gap in gaps]


def gap_bar(gap: EntitlementGap, longest: int) -> list[tuple[str, int, int]]:
    """What was given, then what was not, then what nobody wanted."""
    parts, begin = [], 0
    for name, number in (
        ("given", gap.given),
        ("missing", gap.missing),
        ("not", gap.declined),
    ):
        end = begin + round(100 * number / longest)
        parts.append((name, begin, end - begin))
        begin = end
    return parts


def present_entitlement(row: EntitlementRow) -> EntitlementLine:
    """An entitlement in words."""
    steps = [
        (STATES[s.state].words, REASONS.get(s.reason, ""), s.happened_on, s.agency)
        for s in row.steps
    ]
    return EntitlementLine(row, STATES[row.state], REASONS.get(row.reason, ""), steps)
