"""What lies in the file of a case: orders, statements, pictures."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sala.desk.attachments import Attachment
from sala.prosecution.models.cases import Case


class CasePaper(models.TextChoices):
    """What a paper in a case is."""

    STATEMENT = "statement", _("Statement")
    COURT_ORDER = "court_order", _("Court order or judgment")
    INDICTMENT = "indictment", _("Indictment")
    WARRANT = "warrant", _("Warrant")
    REPORT = "report", _("Report of police or an expert")
    PHOTO = "photo", _("Photograph")
    LETTER = "letter", _("Letter or request")
    OTHER = "other", _("Another paper")


class CaseAttachment(Attachment):
    """A paper or picture in a case, sealed with the keyring: it belongs to no one
    person.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="+")

    class Meta(Attachment.Meta):
        indexes = [
            models.Index(fields=["case", "-added_at"], name="attachment_by_case"),
        ]
        constraints = [
            *Attachment.Meta.constraints,
            models.CheckConstraint(
                name="case_attachment_what",
                condition=Q(what__in=CasePaper.values),
            ),
        ]
