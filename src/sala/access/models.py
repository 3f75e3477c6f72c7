"""Who may act: agencies, users, memberships, grants, broken glass, and the ledger."""

import uuid
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager as DjangoUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac

from sala.access.roles import Role


class Agency(models.Model):
    """A public body, its units among them, with a stable code that anybody may know."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=32, unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="units",
    )
    kind = models.CharField(max_length=32)
    level = models.CharField(max_length=32)
    names = models.JSONField()
    place_code = models.CharField(max_length=32, blank=True)
    identifies = models.BooleanField(default=False)
    retired_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agency_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        ]

    def __str__(self) -> str:
        return self.code


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
        """The same under Django's fallback keys, so that the secret key can be changed."""
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


class Membership(models.Model):
    """In which role a user works for an agency, from when to when (both days included)."""

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
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class Grant(models.Model):
    """One record opened to one agency until a moment, on a named basis, and taken back
    at will.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    record_kind = models.CharField(max_length=32)
    record_id = models.UUIDField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=64)
    rests_on = models.UUIDField(null=True, db_index=True)
    given_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    given_by_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["agency", "record_kind"], name="grant_by_agency"),
            models.Index(fields=["record_id"], name="grant_by_record"),
        ]
        constraints = [
            models.CheckConstraint(
                name="grant_ends",
                condition=Q(until__gt=F("given_at")),
            ),
            models.CheckConstraint(
                name="grant_on_consent_names_it",
                condition=~Q(basis="consent") | Q(rests_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class BrokenGlass(models.Model):
    """One user's emergency look at one record, for an hour, announced and reviewed."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    record_kind = models.CharField(max_length=32)
    record_id = models.UUIDField()
    custodian = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    reason = models.TextField()  # sealed: it may name somebody
    broken_at = models.DateTimeField()
    until = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    finding = models.CharField(
        max_length=16,
        blank=True,
        choices=[("justified", "justified"), ("not_justified", "not_justified")],
    )

    class Meta:
        indexes = [models.Index(fields=["user", "record_kind"], name="glass_by_user")]

    def __str__(self) -> str:
        return str(self.id)


class Notice(models.Model):
    """Word to an agency's people, or to one of them, that something waits. It names
    nobody.

    `kind` is a sentence of the sending room, `url_name` and `args` the page to open.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    roles = ArrayField(models.CharField(max_length=32))
    user = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    kind = models.CharField(max_length=64)
    url_name = models.CharField(max_length=64)
    args = models.JSONField(default=list)
    sent_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_by_agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-sent_at"], name="notice_by_agency")]

    def __str__(self) -> str:
        return self.kind


class NoticeRead(models.Model):
    """That one user has read one notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="read_once", fields=["notice", "user"]),
        ]

    def __str__(self) -> str:
        return str(self.notice_id)


class Draft(models.Model):
    """A form that somebody began and did not send: their own, sealed, for some days."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    form = models.UUIDField()  # made with the page, so that one form is one draft
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    role = models.CharField(max_length=32, choices=Role.choices)
    path = models.CharField(max_length=400)
    title = models.CharField(max_length=120)
    typed = models.BinaryField()  # sealed: it may hold an identity
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_draft_a_form",
                fields=["user", "agency", "role", "form"],
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MachineActor(models.Model):
    """One program that acts by itself: what it may enter in the ledger and change.

    The owner writes this table from the rooms' `policy.py`; nobody else reads it.
    """

    name = models.CharField(max_length=32, primary_key=True)
    on_order = models.BooleanField()  # acts for whoever gave an order, never alone
    enters = ArrayField(models.CharField(max_length=64))
    changes = ArrayField(models.CharField(max_length=64))

    def __str__(self) -> str:
        return self.name


class WorkOrder(models.Model):
    """What a member ordered a machine to do: who, what, how far it is, until when.

    It holds codes and counts, never who anybody is.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    machine = models.CharField(max_length=32)
    asked_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    role = models.CharField(max_length=32)
    what = models.JSONField()
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    total = models.PositiveIntegerField(null=True)
    done = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, blank=True)
    result = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.id)


class WorkPart(models.Model):
    """A part of what an order makes, sealed; the whole of it once it is finished."""

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    codes = ArrayField(models.CharField(max_length=32))  # whom it is about
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_part_a_number",
                fields=["order", "number"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.number}"


class LedgerEntry(models.Model):
    """One line of the ledger. Never changed, never removed; see access/ledger/."""

    lane = models.PositiveSmallIntegerField()
    seq = models.BigIntegerField()
    xact = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    agency = models.UUIDField(null=True)
    unit = models.UUIDField(null=True)
    role = models.CharField(max_length=32)
    purpose = models.CharField(max_length=32)
    action = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=32)
    subject = models.CharField(max_length=64)
    detail = models.TextField()
    previous = models.BinaryField()
    hash = models.BinaryField()
    seal = models.BinaryField()
    pk = models.CompositePrimaryKey("lane", "seq")

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-at"], name="ledger_by_agency"),
            models.Index(fields=["subject", "-at"], name="ledger_by_subject"),
            models.Index(fields=["-at"], name="ledger_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.lane}/{self.seq}"
