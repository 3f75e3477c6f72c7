"""Referrals: asking another agency to help, and answering."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sala.access.context import Actor
from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.countries import queries as countries
from sala.desk import places, resuming
from sala.desk.listing import (
    Listing,
    ListTable,
    list_page,
)
from sala.desk.lookup import missing_as_404
from sala.desk.pages import LoadedForm, get_or_404, submit_form
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.templatetags.kit import moment
from sala.people import codes, lookup
from sala.people.queries import PersonRow
from sala.protection import labels
from sala.protection.actions import referrals as actions
from sala.protection.forms.referrals import ReferForm, ReferralAnswerForm
from sala.protection.queries import referrals as queries
from sala.protection.queries import shelters
from sala.protection.queries.referrals import ReferralRow
from sala.protection.rules.referrals import CONSENT, TAKE_OVER, TAKEN_ON
from sala.protection.states import REFERRAL, SENDS
from sala.protection.views.referral_columns import (
    RECEIVED_COLUMNS,
    REFER,
    SENT_COLUMNS,
    UNREFERRED_COLUMNS,
    WORD_COLUMNS,
)
from sala.screening.queries import identification

Words = labels.Words


def list_referrals(request: ActingRequest) -> HttpResponse:
    """What waits for an answer, what was sent, and who is with nobody."""
    by, over_all = request.actor, watches_unreferred(request)
    received = ListTable(
        columns=RECEIVED_COLUMNS,
        rows=queries.load_received_referrals(by=by),
        file="sala-referrals-received",
        empty=_("No other agency asks yours for anything."),
        title=_("Asked of your agency"),
        name="received",
    )
    sent = ListTable(
        columns=SENT_COLUMNS,
        rows=queries.load_sent_referrals(by=by),
        file="sala-referrals-sent",
        empty=_("No referrals. Refer somebody on the page of their record."),
        title=_("Sent by your agency") if over_all else "",
        name="sent",
    )
    before = ListTable(
        columns=WORD_COLUMNS,
        rows=queries.words_of_help(by=by),
        file="sala-help-that-came",
        empty=_("Nothing that you sent is older than a day."),
        title=_("What you sent before"),
        name="before",
    )
    shown = Listing(
        title=_("Referrals"),
        tables=[received, sent] if over_all else [sent, before],
        extra={
            "alone": len(queries.without_referral(by=by)) if over_all else 0,
            "for_a_day": not over_all,
        },
    )
    return list_page(request, shown, "protection/list_referrals.html")


def watches_unreferred(request: ActingRequest) -> bool:
    """Whether the viewer watches over victims who are with nobody."""
    return bool(may(request.actor, "protection.referral.watch"))


def list_unreferred(request: ActingRequest) -> HttpResponse:
    """Identified victims whom nobody helps: who was never asked for, refused, or sent
    home so.
    """
    refers = bool(may(request.actor, "protection.referral.send"))
    table = ListTable(
        columns=[*UNREFERRED_COLUMNS, *([REFER] if refers else [])],
        rows=queries.without_referral(by=request.actor),
        file="sala-identified-and-with-nobody",
        empty=_("Nobody is without a referral."),
    )
    shown = Listing(
        title=_("Identified, and with nobody"),
        tables=[table],
        intro=_(
            "Victims without a referral that is open or done, to whom nothing was"
            " given. Who declined everything that the law gives is not here."
        ),
        back=reverse("list_referrals"),
        back_label=_("Referrals"),
    )
    return list_page(request, shown)


def refer_person(request: ActingRequest, code: str) -> HttpResponse:
    """Refer a person to another agency."""
    person = lookup.person_or_404(request, code)
    known = identification.describe_person(by=request.actor, person=person.id)
    initial = {
        name: getattr(known, name) for name in ("sex", "age_group", "citizenship")
    } | handing_back(request, person)
    posted = request.POST if request.method == "POST" else None
    form = ReferForm(
        posted,
        initial=initial,
        by=request.actor,
        keeps=person.own,
    )
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            return preview_or_send(request, person, form)
    return present_form(request, person, form)


def handing_back(request: ActingRequest, person: PersonRow) -> dict[str, object]:
    """What the form holds already where a record is handed back to who sent it."""
    try:
        key = UUID(request.GET.get("back", ""))
    except ValueError:
        return {}
    row = queries.load_referral(by=request.actor, key=key)
    if row is None or row.person_code != person.code or not offers_back(row):
        return {}
    return {
        "kind": TAKE_OVER,
        "receiver": str(row.agency_id),
        "services": list(row.services),
        "urgency": row.urgency,
    }


def offers_back(row: ReferralRow) -> bool:
    """Whether a record that was taken over can be handed back to who sent it."""
    return (
        row.kind == TAKE_OVER
        and row.keeps
        and not row.sent
        and queries.answers_referrals(row.agency_id)
    )


def present_form(
    request: ActingRequest, person: PersonRow, form: ReferForm
) -> HttpResponse:
    """The form, with who has a place that is free for somebody like this."""
    sex, age_group = (form[name].value() or "" for name in ("sex", "age_group"))
    rows = shelters.load_places(by=request.actor)
    free = [(row.agency, row.free_for(sex, age_group), row.free) for row in rows]
    context = {
        "form": form,
        "person": person,
        "places": free,
    }
    return render(request, "protection/refer_person.html", context)


def preview_or_send(
    request: ActingRequest,
    person: PersonRow,
    form: ReferForm,
) -> HttpResponse:
    """Show who will see what before anything is sent; send what was looked at so."""
    by, asked = request.actor, form.asked()
    opening = actions.prepare_referral(
        by=by,
        at=clock.now(),
        person=person.id,
        asked=asked,
    )
    if "change" in request.POST:
        return present_form(request, person, form)
    if "confirmed" in request.POST:
        made = actions.send_referral(
            by=by,
            at=clock.now(),
            person=person.id,
            asked=asked,
        )
        messages.success(request, _("The referral is sent."))
        return redirect("show_referral", made)
    context = {
        "person": person,
        "receiver": form.receiver_name(),
        "facts": what_receiver_sees(form),
        "services": [labels.SERVICES[code] for code in asked.services],
        "opening": opening,
        "free": free_places(by, asked),
        "consents": asked.basis == CONSENT,
        "hands_over": asked.kind == TAKE_OVER,
        "typed": [
            (name, value)
            for name in (*form.fields, resuming.FORM, resuming.TITLE)
            for value in request.POST.getlist(name)
        ],
    }
    return render(request, "protection/preview_referral.html", context)


def free_places(by: Actor, asked: actions.ReferralRequest) -> int | None:
    """Places of the receiver for somebody like this, where a place is asked; None where
    it has none on record, which is not the same as full.
    """
    if "shelter" not in asked.services:
        return None
    rows = [
        row
        for row in shelters.load_places(by=by)
        if str(row.agency_id) == str(asked.receiver)
    ]
    return rows[0].free_for(asked.sex, asked.age_group) if rows else None


def what_receiver_sees(form: ReferForm) -> list[tuple[object, object]]:
    """What the receiver will see before it answers."""
    said = form.cleaned_data
    return [
        (_("What is asked"), labels.REFERRAL_ASKS[form.asked().kind]),
        (_("How soon?"), labels.URGENCY[said["urgency"]]),
        *description_rows(said["sex"], said["age_group"], said["citizenship"]),
        (_("Rests on"), basis_name(said["basis"])),
    ]


def show_referral(request: ActingRequest, referral: UUID) -> HttpResponse:
    """One referral, with the answer that the viewer may give."""

    def kept(sent: QueryDict | None) -> LoadedForm:
        now = referral_or_404(request, referral)
        form, state = (
            ReferralAnswerForm(sent, moves=now.moves),
            labels.REFERRALS[now.state].words,
        )
        return LoadedForm(form, REFERRAL.place(now.state), state)

    done = submit_form(
        request,
        kept,
        lambda form: save_answer(request, referral, form.cleaned_data),
    )
    if done.made:
        return redirect("show_referral", referral)
    row = referral_or_404(request, referral)
    context = {
        "line": present_referral(row),
        "form": done.form,
        "overtaken": done.overtaken,
        "facts": summary_rows(row),
        "help_came": help_came(row),
        "handed_over": row.kind == TAKE_OVER and row.state in TAKEN_ON,
        "back": offers_back(row) and bool(may(request.actor, SENDS)),
        "again": (
            row.sent
            and (row.late(clock.today()) or row.state in {"declined", "withdrawn"})
            and bool(row.person_code)
            and may(request.actor, "protection.referral.send")
        ),
    }
    return render(request, "protection/show_referral.html", context)


def help_came(row: ReferralRow) -> Words:
    """In one word, for who sent it, whether help came."""
    if not row.sent:
        return ""
    return labels.HELP_CAME[row.state]


def referral_or_404(request: ActingRequest, referral: UUID) -> ReferralRow:
    """The referral an address names; "not found" where the asker sees none."""
    return get_or_404(queries.load_referral(by=request.actor, key=referral))


def save_answer(request: ActingRequest, referral: UUID, said: dict[str, Any]) -> None:
    """Do what the form says."""
    actions.answer_referral(
        by=request.actor,
        at=clock.now(),
        referral=referral,
        move=said["move"],
        reason=said["reason"],
    )


def present_referral(row: ReferralRow) -> dict[str, Any]:
    """A referral in words."""
    late = row.late(clock.today())
    return {
        "row": row,
        "state": labels.REFERRALS["late" if late else row.state],
        "services": [labels.SERVICES[code] for code in row.services],
        "urgency": labels.URGENCY[row.urgency],
        "reason": labels.REASONS.get(row.reason, ""),
        "spoken": codes.grouped_for_reading(row.person_code) if row.person_code else "",
    }


def summary_rows(row: ReferralRow) -> list[tuple[object, object]]:
    """What the receiver needs to answer, and no more."""
    return [
        (_("Asked by"), row.agency),
        (_("Asked of"), row.receiver),
        (_("What is asked"), labels.REFERRAL_ASKS[row.kind]),
        (_("How soon?"), labels.URGENCY[row.urgency]),
        *description_rows(row.sex, row.age_group, row.citizenship),
        (_("Rests on"), basis_name(row.basis)),
        (pgettext("when", "Sent"), moment(row.sent_at)),
    ]


def description_rows(
    sex: str,
    age_group: str,
    citizenship: str,
) -> list[tuple[object, object]]:
    """What describes somebody without saying who they are."""
    return [
        (_("Sex"), labels.SEXES.get(sex, "")),
        (_("Age"), labels.AGES.get(age_group, "")),
        (_("Citizenship"), places.country_name(citizenship) if citizenship else ""),
    ]


def basis_name(code: str) -> Words:
    """What a referral rests on, in words."""
    if code == CONSENT:
        return _("Consent of the person")
    return next(
        (basis.name for basis in countries.lawful_bases() if basis.code == code),
        code,
    )
