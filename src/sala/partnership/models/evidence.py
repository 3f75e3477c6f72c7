"""The documents themselves that are evidence: of an assessment, or of an answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sala.desk.attachments import Attachment
from sala.partnership.models.assessments import AssessmentEntry
from sala.partnership.models.recommendations import RecommendationStep


class EvidenceOf(models.TextChoices):
    """What a document is evidence of."""

    ASSESSMENT = "assessment", _("Evidence of an assessment")
    RECOMMENDATION = "recommendation", _("Evidence of an answer to a recommendation")


class EvidenceFile(Attachment):
    """The document that a piece of evidence names, sealed; read by those who read the
    evidence.

    Its hash stands with the evidence, which nobody changes: no other file can take its
    place.
    """

    entry = models.OneToOneField(
        AssessmentEntry,
        models.PROTECT,
        null=True,
        related_name="file",
    )
    step = models.OneToOneField(
        RecommendationStep,
        models.PROTECT,
        null=True,
        related_name="file",
    )

    class Meta(Attachment.Meta):
        constraints = [
            *Attachment.Meta.constraints,
            models.CheckConstraint(
                name="evidence_file_of_one_thing",
                condition=Q(
                    what="assessment",
                    entry__isnull=False,
                    step__isnull=True,
                )
                | Q(
                    what="recommendation",
                    entry__isnull=True,
                    step__isnull=False,
                ),
            ),
        ]
