"""Who works with Sala, and in which role for which agency."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from sala.access.models.agencies import Agency
from sala.access.roles import Role


class UserManager(DjangoUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        """The user with this sign-in name, whatever the capitals."""
        return self.get(username=(username or "").lower())


class User(AbstractBaseUser):
    """A person who works with Sala. Staff, never a victim."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    username = models.CharField(max_length=64, unique=True)
    full_name = models.CharField(max_length=128)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="username_is_lower_case",
                condition=Q(username__regex=r"^[a-z0-9._-]+$"),
            ),
        ]

    def __str__(self) -> str:
        return self.username

    def get_session_auth_hash(self) -> str:
        """End every session of the user when the password or a role changes."""
        return self._session_hash()

    def get_session_auth_fallback_hash(self):  # type: ignore[no-untyped-def]  # noqa: ANN201
        """The same under Django's fallback keys, so that the secret key can change."""
        from django.conf import settings  # noqa: PLC0415

        for key in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(key)

    def _session_hash(self, secret: str | bytes | None = None) -> str:
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac(
            "sala.session",
            value,
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class Standing(models.TextChoices):
    """Whether a second person let something give authority."""

    WAITING = "waiting", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")
    USED = "used", _("Used")


class Membership(models.Model):
    """In which role a user works for an agency, from a day to a day, both included.

    One that opens names gives nothing until a second person confirmed it.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    role = models.CharField(max_length=32, choices=Role.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    standing = models.CharField(
        max_length=12,
        choices=Standing.choices,
        default=Standing.CONFIRMED,
        db_default=Standing.CONFIRMED,
    )
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                # The day before the first: it ended at once on the day it began.
                name="membership_ends_after_it_starts",
                condition=Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on") - timedelta(days=1)),
            ),
            models.CheckConstraint(
                name="membership_role_is_known",
                condition=Q(role__in=Role.values),
            ),
            models.CheckConstraint(
                name="membership_standing_is_known",
                condition=~Q(standing=Standing.USED) & Q(standing__in=Standing.values),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class WayIn(models.Model):
    """A link with which a user chooses a password, and what a second person said of it.

    The number that it asks for is not here, only a keyed hash of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    standing = models.CharField(max_length=12, choices=Standing.choices)
    number_hash = models.CharField(max_length=64, blank=True)
    # How many numbers had been wrong, of any link, when it was confirmed.
    wrong_before = models.BigIntegerField(default=0, db_default=0)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_way_in_a_user",
                fields=["user"],
                condition=Q(standing__in=["waiting", "confirmed"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.standing}"
