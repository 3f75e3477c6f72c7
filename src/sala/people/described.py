"""What an event says of somebody without saying who they are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Described(models.Model):
    """What an event knew of a person without their identity. Empty is not recorded.

    Kept on the event, as it was said then; an age in doubt is treated as a child's.
    """

    class Sex(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Other")

    class AgeGroup(models.TextChoices):
        ADULT = "adult", _("Adult")
        CHILD = "child", _("Child")
        IN_DOUBT = "in_doubt", _("In doubt")

    sex = models.CharField(
        max_length=8,
        choices=Sex.choices,
        blank=True,
    )
    age_group = models.CharField(
        max_length=8,
        choices=AgeGroup.choices,
        blank=True,
    )
    citizenship = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2

    class Meta:
        abstract = True
