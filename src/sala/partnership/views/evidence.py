"""The documents that are evidence: opening one to save it, taking one back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sala.access.guards import ActingRequest
from sala.desk.lookup import missing_as_404
from sala.desk.pages import get_or_404
from sala.kit import clock
from sala.kit.uploaded_files import to_save
from sala.partnership import actions
from sala.partnership.queries.evidence import EvidenceFileRow, evidence_file


def open_evidence_file(request: ActingRequest, file: UUID) -> HttpResponse:
    """Hand a document out to be saved, or take it back; nothing of it is answered to a
    GET.
    """
    row = get_or_404(
        evidence_file(
            by=request.actor,
            at=clock.now(),
            key=file,
        ),
    )
    back, where, name = page_of_subject(row)
    if request.method != "POST":
        context = {
            "row": row,
            "back_url": back,
            "where": where,
        }
        return render(request, "partnership/open_evidence_file.html", context)
    if request.POST.get("do") == "remove":
        with missing_as_404():
            actions.take_back_file(by=request.actor, file=file)
        messages.success(request, _("It is removed for ever."))
        return redirect(back)
    with missing_as_404():
        opened = actions.open_file(by=request.actor, file=file)
    return to_save(
        opened.content,
        kind=opened.kind,
        name=f"{name}-{file.hex[:8]}",
    )


def page_of_subject(row: EvidenceFileRow) -> tuple[str, str, str]:
    """The page of what a document is evidence of, its name, and how the file's name
    begins.
    """
    if row.recommendation:
        page = reverse("show_recommendation", args=[row.recommendation])
        told = f"{row.source} {row.year}, {row.number}"
        return page, told, f"recommendation-{row.year}-{row.number}"
    page = reverse("show_assessment", args=[row.assessment]) + f"#{row.item}"
    title = _("Assessment of %(year)s") % {"year": row.year}
    return page, f"{title}, {row.item}", f"assessment-{row.year}-{row.item}"
