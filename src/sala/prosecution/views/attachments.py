"""Papers and pictures in a case: the list, adding one, opening one to save it, taking
one back.
"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sala.access.guards import ActingRequest
from sala.access.permissions import may
from sala.desk.attachments import RecordAttachmentRow
from sala.desk.lookup import missing_as_404
from sala.desk.pages import get_or_404, posted_data, posted_files
from sala.desk.refusals import reporting_to
from sala.kit import clock
from sala.kit.forms import DayField
from sala.kit.uploaded_files import PaperField, to_save
from sala.prosecution import queries
from sala.prosecution.actions import attachments as actions
from sala.prosecution.models import CasePaper
from sala.prosecution.queries import CaseRow
from sala.prosecution.queries.attachments import find_attachments


class CaseAttachmentForm(forms.Form):
    """The file, and what it is."""

    file = PaperField(label=gettext_lazy("The file"))
    what = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[("", gettext_lazy("Choose")), *CasePaper.choices],
    )
    dated_on = DayField(
        label=gettext_lazy("The day on the paper"),
        required=False,
        latest=clock.today,
    )


def case_attachments(request: ActingRequest, code: str) -> HttpResponse:
    """The papers of a case, as a piece of its page."""
    case = of_case(request, code)
    context = {
        "case": case,
        "rows": find_attachments(
            by=request.actor,
            at=clock.now(),
            case=case.id,
        ),
        "may_add": not case.frozen and may(request.actor, "prosecution.attachment.add"),
    }
    return render(request, "prosecution/attachments.html", context)


def add_case_attachment(request: ActingRequest, code: str) -> HttpResponse:
    """Put a paper or picture into the file."""
    case = of_case(request, code)
    form = CaseAttachmentForm(posted_data(request), posted_files(request))
    if form.is_valid():
        with missing_as_404(), reporting_to(form):
            actions.add_attachment(
                by=request.actor,
                at=clock.now(),
                case=case.id,
                **form.cleaned_data,
            )
            messages.success(request, _("It is kept, sealed."))
            return redirect("show_case", code)
    return render(
        request,
        "prosecution/add_attachment.html",
        {"form": form, "case": case},
    )


def open_case_attachment(
    request: ActingRequest,
    code: str,
    attachment: UUID,
) -> HttpResponse:
    """Hand a paper out to be saved, or take it back; nothing of it is answered to a
    GET.
    """
    case = of_case(request, code)
    row = row_of(request, case, attachment)
    if request.method != "POST":
        context = {"case": case, "row": row}
        return render(request, "prosecution/open_attachment.html", context)
    if request.POST.get("do") == "remove":
        return taken_back(request, code, row)
    with missing_as_404():
        what, kind, content = actions.open_attachment(
            by=request.actor,
            attachment=row.id,
        )
    return to_save(
        content,
        kind=kind,
        name=f"{code}-{what}-{row.id.hex[:8]}",
    )


def taken_back(
    request: ActingRequest, code: str, row: RecordAttachmentRow
) -> HttpResponse:
    """Take back what was put in by a slip."""
    with missing_as_404():
        actions.remove_attachment(by=request.actor, attachment=row.id)
    messages.success(request, _("It is removed for ever."))
    return redirect("show_case", code)


def of_case(request: ActingRequest, code: str) -> CaseRow:
    """The case an address names; "not found" where the asker sees none."""
    return get_or_404(queries.find_case(by=request.actor, code=code))


def row_of(
    request: ActingRequest, case: CaseRow, attachment: UUID
) -> RecordAttachmentRow:
    """A paper of this case that the asker may know of."""
    rows = find_attachments(
        by=request.actor,
        at=clock.now(),
        case=case.id,
    )
    row = next((r for r in rows if r.id == attachment), None)
    if row is None:
        raise Http404
    return row
