"""The page of restitution: what was ordered, what was paid, what is owed, case by case."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sala.access import paging
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.kit import clock
from sala.prosecution import actions
from sala.prosecution.forms.restitution import CloseClaimForm, HandOverForm, OrderForm, PaymentForm
from sala.prosecution.queries import restitution as queries
from sala.prosecution.queries.forfeitures import forfeitures, taken
from sala.prosecution.queries.restitution import ClaimRow, Money
from sala.prosecution.templatetags.money import money
from sala.prosecution.views.cases import about, found
from sala.prosecution.views.common import Page, filled, posted, seen
from sala.prosecution.views.lines import claim_line
from sala.prosecution.words import restitution as words
from sala.prosecution.words.cases import Words


def list_restitution(request: ActingRequest) -> HttpResponse:
    """What was ordered, paid and is owed, overall and in each case."""
    number, today = paging.asked(request.GET), clock.today()
    show = request.GET.get("show", "")
    rows, more = queries.restitution_by_case(by=request.actor, today=today, show=show, page=number)
    known = queries.totals(by=request.actor, today=today)
    context = {
        "totals": known,
        "taken": taken(by=request.actor),
        "bar": bar(known),
        "rows": rows,
        "ways": [(code, label, code == show) for code, label in words.SHOW.items()],
        "page": paging.Page(number, more),
    }
    return render(request, "prosecution/list_restitution.html", context)


def bar(known: Money) -> list[tuple[str, float, float]]:
    """What reached the victims, what the court keeps, what is overdue: parts of what was ordered,
    each with where it begins and how wide it is.
    """
    begins, parts = 0.0, []
    for name in ("reached", "kept", "overdue"):
        width = 100 * getattr(known, name) / known.ordered if known.ordered else 0.0
        parts.append((name, begins, width))
        begins += width
    return parts


def show_claim(request: ActingRequest, claim: UUID) -> HttpResponse:
    """One victim's restitution, payment by payment."""
    row = seen(queries.claim(by=request.actor, key=claim, today=clock.today()))
    decides = row.tries and may(request.actor, "prosecution.restitution.decide")
    context = {
        "line": claim_line(row),
        "payments": [(payment, words.MANNERS[payment.manner]) for payment in row.payments],
        "may_order": decides and row.state == "open",
        "may_close": decides and bool(ways_on(row)),
        "may_pay": decides and row.state == "ordered",
        "may_hand_over": decides,
    }
    return render(request, "prosecution/show_claim.html", context)


def order_restitution(request: ActingRequest, code: str) -> HttpResponse:
    """What the court ordered for the victims of a case."""
    case = found(request, code)
    rows = queries.claims_of_case(by=request.actor, case_id=case.row.id, today=clock.today())
    waiting = [row for row in rows if row.state == "open"]
    if not waiting or not case.tries:
        raise Http404
    form = OrderForm(posted(request), claims=waiting, initial={"ordered_on": clock.today()})
    return filled(
        request,
        form,
        about(case, _("Restitution ordered by the court"), _("Record it")),
        lambda: actions.order_restitution(
            by=request.actor, at=clock.now(), case=case.row.id, order=form.order()
        ),
        lambda _nothing: reverse("show_case", args=[code]),
    )


def close_claim(request: ActingRequest, claim: UUID) -> HttpResponse:
    """Refused, waived, or claimed again."""
    row = seen(queries.claim(by=request.actor, key=claim, today=clock.today()))
    if not ways_on(row) or not row.tries:
        raise Http404
    form = CloseClaimForm(posted(request), moves=ways_on(row), initial={"on": clock.today()})
    back = reverse("show_claim", args=[claim])
    page = of_claim(row, _("Without an order"))
    return filled(request, form, page, lambda: closed(request, row, form), lambda _n: back)


def closed(request: ActingRequest, row: ClaimRow, form: CloseClaimForm) -> None:
    """Do what the form says."""
    told: dict[str, Any] = {"by": request.actor, "at": clock.now(), "claim": row.id}
    way = form.cleaned_data["way"]
    if way in ("ask_again", "lift"):
        actions.open_claim_again(**told, way=way)
    else:
        actions.close_claim(**told, closing=form.closing())


def ways_on(row: ClaimRow) -> tuple[str, ...]:
    """The moves of a claim but those of money; what is partly paid is not lifted."""
    open_ = [move for move in row.moves if move in words.CLAIM_MOVES]
    return tuple(move for move in open_ if not (move == "lift" and row.payments))


def record_payment(request: ActingRequest, claim: UUID) -> HttpResponse:
    """Money that was paid."""
    row = seen(queries.claim(by=request.actor, key=claim, today=clock.today()))
    if row.state != "ordered" or not row.tries:
        raise Http404
    collected = forfeitures(by=request.actor, case_id=row.case_id)
    form = PaymentForm(posted(request), collected=collected, initial={"paid_on": clock.today()})
    owed = _("%(owed)s are owed.") % {"owed": money(row.owed)}
    return filled(
        request,
        form,
        of_claim(row, _("Record a payment"), owed),
        lambda: actions.record_payment(
            by=request.actor, at=clock.now(), claim=claim, paid=form.paid()
        ),
        lambda _key: reverse("show_claim", args=[claim]),
    )


def hand_over_payment(request: ActingRequest, claim: UUID, payment: UUID) -> HttpResponse:
    """The victim has in hand what the court kept."""
    row = seen(queries.claim(by=request.actor, key=claim, today=clock.today()))
    kept = seen(next((p for p in row.payments if p.id == payment and not p.reached_on), None))
    if not row.tries:
        raise Http404
    form = HandOverForm(posted(request), initial={"reached_on": clock.today()})
    return filled(
        request,
        form,
        of_claim(row, _("The victim has the money"), money(kept.amount)),
        lambda: actions.hand_over_payment(
            by=request.actor, at=clock.now(), payment=payment, **form.cleaned_data
        ),
        lambda _nothing: reverse("show_claim", args=[claim]),
    )


def of_claim(row: ClaimRow, title: Words, intro: Words = "") -> Page:
    """The words around a form on one claim."""
    back = reverse("show_claim", args=[row.id])
    return Page(title, _("Record it"), back, _("The restitution"), row.spoken_code, intro)
