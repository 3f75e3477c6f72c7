"""Going home, or to another country, and how the person fares afterwards."""

import uuid

from django.db import models
from django.db.models import Q

from sala.access.models import Agency, User
from sala.people.described import Described
from sala.people.models import Person


class Return(Described):
    """One person's return: to their community, to another place, or to another
    country.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)  # home, elsewhere, abroad
    place_code = models.CharField(max_length=32, blank=True)
    country = models.CharField(max_length=2, blank=True)
    authority = models.CharField(
        max_length=120,
        blank=True,
    )  # who receives the person abroad
    told = models.CharField(
        max_length=16,
        blank=True,
    )  # nothing, code, identity: to who receives
    reference = models.CharField(
        max_length=40,
        blank=True,
    )  # their number for the person
    confirmed_on = models.DateField(
        null=True,
    )  # the day on which they agreed to receive
    agreed = models.CharField(max_length=16)  # person, guardian
    risk = models.CharField(max_length=24)  # safe, safe_with_support, not_safe
    accompanied = models.CharField(max_length=24)
    planned_on = models.DateField()
    happened_on = models.DateField(null=True)
    state = models.CharField(max_length=16, default="planned")
    reason = models.CharField(max_length=32, blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="return_by_person")]
        constraints = [
            models.UniqueConstraint(
                name="one_planned_return",
                fields=["person"],
                condition=Q(state__in=["planned", "confirmed"]),
            ),
            models.CheckConstraint(
                name="return_state",
                condition=Q(
                    state__in=["planned", "confirmed", "returned", "cancelled"],
                ),
            ),
            models.CheckConstraint(
                name="returned_on_a_day",
                condition=Q(happened_on__isnull=True) ^ Q(state="returned"),
            ),
            models.CheckConstraint(
                name="cancelled_return_says_why",
                condition=~Q(state="cancelled") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="abroad_names_the_country",
                condition=Q(kind="abroad") & ~Q(country="")
                | ~Q(kind="abroad") & Q(country=""),
            ),
            models.CheckConstraint(
                name="abroad_names_who_receives",
                condition=(Q(kind="abroad") & ~Q(authority="") & ~Q(told=""))
                | (
                    ~Q(kind="abroad")
                    & Q(
                        told="",
                        confirmed_on__isnull=True,
                        reference="",
                    )
                ),
            ),
            # Nobody is sent over a border to whom nobody waits.
            models.CheckConstraint(
                name="abroad_is_received",
                condition=~Q(kind="abroad")
                | ~Q(state__in=["confirmed", "returned"])
                | Q(confirmed_on__isnull=False),
            ),
            # Nobody is sent where they are not safe; who insists is recorded as
            # insisting.
            models.CheckConstraint(
                name="no_return_into_danger",
                condition=~Q(state="returned")
                | ~Q(risk="not_safe")
                | Q(reason="insists"),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class FollowUp(models.Model):
    """Asking after a person who returned: due on a day, then done, or missed for a
    reason.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    returned = models.ForeignKey(Return, models.PROTECT, related_name="follow_ups")
    due_on = models.DateField()
    state = models.CharField(max_length=16, default="due")
    happened_on = models.DateField(null=True)
    manner = models.CharField(max_length=16, blank=True)
    found = models.CharField(max_length=24, blank=True)
    reason = models.CharField(max_length=32, blank=True)
    recorded_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_on"], name="follow_up_due")]
        constraints = [
            models.UniqueConstraint(
                name="one_follow_up_a_day",
                fields=["returned", "due_on"],
            ),
            models.CheckConstraint(
                name="follow_up_says_what_was_found",
                condition=Q(state="due", happened_on__isnull=True)
                | (Q(state="done", happened_on__isnull=False) & ~Q(found=""))
                | (Q(state="missed") & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.due_on)
