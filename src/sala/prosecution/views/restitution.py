"""The page of restitution: what was ordered, paid and is owed, case by case."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk.list_filters import ListFilter
from sala.desk.listing import (
    Cell,
    CellLink,
    ListColumn,
    Listing,
    ListTable,
    list_page,
)
from sala.desk.pages import LoadedForm, MovedOnError, PageWords, edit_page, get_or_404
from sala.kit import clock
from sala.kit.forms import KeptForm
from sala.kit.tags import StateTag
from sala.kit.templatetags.kit import day
from sala.prosecution import actions
from sala.prosecution.forms.restitution import (
    CloseClaimForm,
    CorrectPaymentForm,
    HandOverPaymentForm,
    OrderForm,
    PaymentForm,
)
from sala.prosecution.labels import corrections
from sala.prosecution.labels import restitution as labels
from sala.prosecution.labels.cases import Words
from sala.prosecution.queries import restitution as queries
from sala.prosecution.queries.forfeitures import find_forfeitures, forfeiture_totals
from sala.prosecution.queries.restitution import CaseMoney, ClaimRow, RestitutionMoney
from sala.prosecution.states import RESTITUTION
from sala.prosecution.templatetags.money import money
from sala.prosecution.views.cases import case_form_page, case_or_404
from sala.prosecution.views.presenters import claim_line


def list_restitution(request: ActingRequest) -> HttpResponse:
    """What was ordered, paid and is owed, overall and in each case."""
    today = clock.today()
    show: ListFilter[CaseMoney] = ListFilter("show", _("Which claims?"), labels.SHOW)
    known = queries.restitution_totals(by=request.actor, today=today)
    table = ListTable(
        columns=RESTITUTION_COLUMNS,
        rows=queries.restitution_by_case(
            by=request.actor, today=today, show=show.chosen(request.GET)
        ),
        file="sala-restitution",
        empty=_("No restitution is claimed."),
        filters=[show],
        title=_("Case by case"),
    )
    shown = Listing(
        title=_("Restitution"),
        tables=[table],
        intro=_(
            "It is claimed for every victim when a charge is filed. Only an order, a"
            " refusal with its reason, or the victim’s own waiver closes it."
        ),
        extra={
            "totals": known,
            "taken": forfeiture_totals(by=request.actor),
            "bar": money_bar(known),
        },
    )
    return list_page(request, shown, "prosecution/list_restitution.html")


def money_bar(known: RestitutionMoney) -> list[tuple[str, float, float]]:
    """What reached the victims, what the court keeps, what is overdue: parts of what
    was ordered, each with where it begins and how wide it is.
    """
    begins, parts = 0.0, []
    for name in ("reached", "kept", "overdue"):
        width = 100 * getattr(known, name) / known.ordered if known.ordered else 0.0
        parts.append((name, begins, width))
        begins += width
    return parts


def show_claim(request: ActingRequest, claim: UUID) -> HttpResponse:
    """One victim's restitution, payment by payment."""
    row = get_or_404(
        queries.find_claim(
            by=request.actor,
            key=claim,
            today=clock.today(),
        ),
    )
    context = {
        "line": claim_line(row),
        "payments": [
            (payment, labels.MANNERS[payment.manner]) for payment in row.payments
        ],
        "put_right": [
            (
                payment,
                labels.MANNERS[payment.manner],
                corrections.REASONS[payment.wrong],
            )
            for payment in row.put_right
        ],
        "me": request.actor.user,
        "may_order": "order" in row.moves,
        "may_close": bool(ways_on(row)),
        "may_pay": "settle" in row.moves,
        "may_correct": row.tries
        and row.state != "open"
        and may(request.actor, "prosecution.restitution.decide"),
        "may_hand_over": row.tries
        and may(request.actor, "prosecution.restitution.decide"),
    }
    return render(request, "prosecution/show_claim.html", context)


def order_restitution(request: ActingRequest, code: str) -> HttpResponse:
    """What the court ordered for the victims of a case."""
    case, today = case_or_404(request, code), clock.today()
    if not case.tries:
        raise Http404

    def load_form(sent: QueryDict | None) -> LoadedForm:
        rows = queries.claims_of_case(
            by=request.actor,
            case_id=case.row.id,
            today=today,
        )
        waiting = [row for row in rows if row.state == "open"]
        state = gettext("%(number)s claims wait for an order") % {
            "number": len(waiting),
        }
        if not waiting:
            raise MovedOnError(state, reverse("show_case", args=[code]))
        form = OrderForm(
            sent,
            claims=waiting,
            initial={"ordered_on": today},
        )
        return LoadedForm(form, len(waiting), state)

    return edit_page(
        request,
        case_form_page(case, _("Restitution ordered by the court"), _("Record it")),
        load_form,
        lambda form: actions.order_restitution(
            by=request.actor,
            at=clock.now(),
            case=case.row.id,
            order=form.restitution_order(),
        ),
        lambda _nothing: reverse("show_case", args=[code]),
    )


def close_claim(request: ActingRequest, claim: UUID) -> HttpResponse:
    """Refused, waived, or claimed again."""
    row = tried_claim(request, claim)
    back = reverse("show_claim", args=[claim])

    def form_of(sent: QueryDict | None, now: ClaimRow) -> CloseClaimForm | None:
        ways = ways_on(now)
        first = {"on": clock.today()}
        return (
            CloseClaimForm(
                sent,
                moves=ways,
                initial=first,
            )
            if ways
            else None
        )

    return edit_page(
        request,
        of_claim(row, _("Without an order")),
        lambda sent: kept_claim(request, claim, sent, form_of),
        lambda form: close_or_reopen_claim(request, row, form),
        lambda _n: back,
    )


def close_or_reopen_claim(
    request: ActingRequest, row: ClaimRow, form: CloseClaimForm
) -> None:
    """Do what the form says."""
    told: dict[str, Any] = {
        "by": request.actor,
        "at": clock.now(),
        "claim": row.id,
    }
    way = form.cleaned_data["way"]
    if way in ("ask_again", "lift"):
        actions.open_claim_again(**told, way=way, on=form.cleaned_data["on"])
    else:
        actions.close_claim(**told, closing=form.claim_closing())


def ways_on(row: ClaimRow) -> tuple[str, ...]:
    """The moves of a claim but those of money."""
    return tuple(move for move in row.moves if move in labels.CLAIM_MOVES)


def record_payment(request: ActingRequest, claim: UUID) -> HttpResponse:
    """Money that was paid."""
    row = tried_claim(request, claim)

    def form_of(sent: QueryDict | None, now: ClaimRow) -> PaymentForm | None:
        collected = find_forfeitures(by=request.actor, case_id=now.case_id)
        form = PaymentForm(
            sent,
            collected=collected,
            initial={"paid_on": clock.today()},
        )
        return form if now.state == "ordered" else None

    owed = _("%(owed)s are owed.") % {"owed": money(row.owed)}
    return edit_page(
        request,
        of_claim(row, _("Record a payment"), owed),
        lambda sent: kept_claim(request, claim, sent, form_of),
        lambda form: actions.record_payment(
            by=request.actor,
            at=clock.now(),
            claim=claim,
            paid=form.payment_input(),
        ),
        lambda _key: reverse("show_claim", args=[claim]),
    )


def hand_over_payment(
    request: ActingRequest,
    claim: UUID,
    payment: UUID,
) -> HttpResponse:
    """The victim has in hand what the court kept."""
    row = tried_claim(request, claim)
    paid = get_or_404(next((p for p in row.payments if p.id == payment), None))

    def form_of(sent: QueryDict | None, now: ClaimRow) -> HandOverPaymentForm | None:
        kept = any(p.id == payment and not p.reached_on for p in now.payments)
        return (
            HandOverPaymentForm(sent, initial={"reached_on": clock.today()})
            if kept
            else None
        )

    return edit_page(
        request,
        of_claim(row, _("The victim has the money"), money(paid.amount)),
        lambda sent: kept_claim(request, claim, sent, form_of),
        lambda form: actions.hand_over_payment(
            by=request.actor,
            at=clock.now(),
            payment=payment,
            **form.said,
        ),
        lambda _nothing: reverse("show_claim", args=[claim]),
    )


def correct_payment(
    request: ActingRequest,
    claim: UUID,
    payment: UUID,
) -> HttpResponse:
    """The entry of a payment was wrong."""
    row = tried_claim(request, claim)
    entered = get_or_404(next((p for p in row.payments if p.id == payment), None))

    def form_of(sent: QueryDict | None, now: ClaimRow) -> CorrectPaymentForm | None:
        found = next((p for p in now.payments if p.id == payment), None)
        return CorrectPaymentForm(sent, payment=found) if found else None

    intro = _("%(day)s: %(amount)s. Whoever recorded it does not put it right.") % {
        "day": day(entered.paid_on),
        "amount": money(entered.amount),
    }
    return edit_page(
        request,
        of_claim(row, _("Put the entry of a payment right"), intro),
        lambda sent: kept_claim(request, claim, sent, form_of),
        lambda form: actions.correct_payment(
            by=request.actor,
            at=clock.now(),
            payment=payment,
            correction=form.corrected_payment(),
        ),
        lambda _nothing: reverse("show_claim", args=[claim]),
    )


def tried_claim(request: ActingRequest, claim: UUID) -> ClaimRow:
    """A claim whose case the viewer prosecutes or tries; else "not found"."""
    row = get_or_404(
        queries.find_claim(
            by=request.actor,
            key=claim,
            today=clock.today(),
        ),
    )
    if not row.tries:
        raise Http404
    return row


def kept_claim(
    request: ActingRequest,
    claim: UUID,
    sent: QueryDict | None,
    form_of: Callable[[QueryDict | None, ClaimRow], KeptForm | None],
) -> LoadedForm:
    """A form on a claim, which knows the claim's state, its payments and which are
    handed over.
    """
    now = tried_claim(request, claim)
    form = form_of(sent, now)
    told = {"state": labels.CLAIM_STATES[now.state].words, "paid": money(now.paid)}
    state = gettext("%(state)s, %(paid)s paid") % told
    if form is None:
        raise MovedOnError(state, reverse("show_claim", args=[claim]))
    handed = sum(bool(payment.reached_on) for payment in now.payments)
    steps = len(now.payments) + 2 * len(now.put_right) + handed
    return LoadedForm(
        form,
        RESTITUTION.place(now.state) + len(RESTITUTION.all) * steps,
        state,
    )


def of_claim(row: ClaimRow, title: Words, intro: Words = "") -> PageWords:
    """The words around a form on one claim."""
    back = reverse("show_claim", args=[row.id])
    return PageWords(
        title,
        _("Record it"),
        back,
        _("The restitution"),
        row.spoken_code,
        intro,
    )


def case_cell(row: CaseMoney) -> Cell:
    """A case, with what is wrong with its restitution."""
    link = CellLink(row.spoken_case, reverse("show_case", args=[row.case_code]))
    late, forgotten = _("Overdue"), _("Judged, and a claim not decided")
    return [
        link,
        StateTag(late, "red") if row.overdue else None,
        StateTag(forgotten, "red") if row.forgotten else None,
    ]


RESTITUTION_COLUMNS: list[ListColumn[CaseMoney]] = [
    ListColumn("case", _("Case"), lambda r: r.spoken_case, case_cell),
    ListColumn("claims", _("Victims"), lambda r: r.claims, numeric=True),
    ListColumn("undecided", _("Not decided"), lambda r: r.undecided, numeric=True),
    ListColumn(
        "ordered",
        _("Ordered"),
        lambda r: r.ordered,
        lambda r: money(r.ordered),
        numeric=True,
    ),
    ListColumn(
        "paid", _("Paid"), lambda r: r.paid, lambda r: money(r.paid), numeric=True
    ),
    ListColumn(
        "owed", _("Owed"), lambda r: r.owed, lambda r: money(r.owed), numeric=True
    ),
    ListColumn("overdue", _("Overdue"), lambda r: bool(r.overdue), shown=False),
    ListColumn(
        "judged_not_decided",
        _("Judged, and not decided"),
        lambda r: r.forgotten,
        shown=False,
    ),
]
