"""The person as an opaque key, the sealed identity beside it, consent, and requests to
erase.
"""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sala.access.models import Agency, User
from sala.access.roles import Purpose
from sala.desk.attachments import Attachment
from sala.people.states import IN_CARE, REGISTERED
from sala.vault.sealed_columns import SealedBytes


class Person(models.Model):
    """Somebody Sala knows by a code only. Stays when the identity is erased: counts
    hold.

    `agency` keeps the record now; who kept it before, and since when, say its steps.
    """

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    code = models.CharField(max_length=10, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    state = models.CharField(max_length=16)  # registered, or in care
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency", "-registered_at", "id"],
                name="person_by_agency",
            ),
            models.Index(
                fields=["registered_by", "registered_at"],
                name="person_by_officer",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_code",
                condition=Q(code__regex=r"^[0-9]{10}$"),
            ),
            models.CheckConstraint(
                name="person_state",
                condition=Q(state__in=[REGISTERED, IN_CARE]),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PersonKey(models.Model):
    """A person's key, wrapped. Without this row the identity is noise, in every backup
    too.
    """

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    wrapping_key = models.CharField(max_length=16, db_index=True)
    wrapped = SealedBytes(use="key")
    public = models.BinaryField(null=True)  # to seal with; it opens nothing

    def __str__(self) -> str:
        return self.wrapping_key


class SealedIdentity(models.Model):
    """The identity, sealed with the person's key."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True)
    sealed = SealedBytes(use="identity")
    photo = SealedBytes(null=True, use="photo")
    # What the person is to be found by, until the vault has made digests of it.
    unindexed = SealedBytes(null=True, use="search terms")
    # The rule that made what the person is found by (people/search_forms.py).
    index_rule = models.PositiveSmallIntegerField(default=1, db_default=1)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["person"],
                name="identity_unindexed",
                condition=Q(unindexed__isnull=False),
            ),
            models.Index(fields=["index_rule", "person"], name="identity_by_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} v{self.version}"


class Paper(models.TextChoices):
    """What a paper or picture of a person is."""

    STATEMENT = "statement", _("Statement")
    PHOTO = "photo", _("Photograph")
    MEDICAL = "medical", _("Medical report")
    IDENTITY_PAPER = "identity_paper", _("Copy of an identity paper")
    CONTRACT = "contract", _("Contract, ticket or proof of payment")
    CONSENT = "consent", _("Signed consent")
    LETTER = "letter", _("Letter or decision of an office")
    OTHER = "other", _("Another paper")


class PersonAttachment(Attachment):
    """A paper or picture of a person, sealed with the person's key.

    Those to whom the record is opened see it only where `shared` says so.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    shared = models.BooleanField(default=False)

    class Meta(Attachment.Meta):
        indexes = [
            models.Index(fields=["person", "-added_at"], name="attachment_by_person"),
        ]
        constraints = [
            *Attachment.Meta.constraints,
            models.CheckConstraint(
                name="person_attachment_what",
                condition=Q(what__in=Paper.values),
            ),
        ]


class BlindIndex(models.Model):
    """One keyed digest by which a person can be found exactly, without decrypting
    anything.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    digest = models.BinaryField()
    kind = models.CharField(max_length=16)

    class Meta:
        indexes = [models.Index(fields=["digest"], name="blind_by_digest")]
        constraints = [
            models.UniqueConstraint(
                name="blind_once",
                fields=["person", "digest", "kind"],
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Consent(models.Model):
    """What a person agreed to or refused: for one purpose, towards one recipient. The
    answer is never changed; withdrawing it is a step.
    """

    class Answer(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"

    class Manner(models.TextChoices):
        SPOKEN = "spoken"
        SIGNED = "signed"
        BY_GUARDIAN = "by_guardian"

    class Relation(models.TextChoices):
        PARENT = "parent", _("Mother or father")
        GRANDPARENT = "grandparent", _("Grandparent")
        SIBLING = "sibling", _("Elder sister or brother")
        RELATIVE = "relative", _("Another relative")
        APPOINTED = "appointed", _("Appointed by a court or an office")
        INSTITUTION = "institution", _("A home or shelter that cares for the child")
        OTHER = "other", _("Somebody else")

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=32, choices=Purpose.choices)
    answer = models.CharField(max_length=8, choices=Answer.choices)
    state = models.CharField(max_length=16)  # what its last step says
    manner = models.CharField(max_length=16, choices=Manner.choices)
    language = models.CharField(max_length=16)
    explained_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_on = models.DateField()
    valid_until = models.DateField(null=True)
    guardian = SealedBytes(null=True, use="guardian")
    guardian_relation = models.CharField(max_length=32, blank=True)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "-recorded_at"], name="consent_by_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consent_answer",
                condition=Q(answer__in=["given", "refused"]),
            ),
            models.CheckConstraint(
                name="consent_ends_after_it_starts",
                condition=Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("answered_on")),
            ),
            models.CheckConstraint(
                name="only_given_consent_is_withdrawn",
                condition=Q(withdrawn_at__isnull=True) | Q(answer="given"),
            ),
            models.CheckConstraint(
                name="consent_state",
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | Q(state__in=["given", "refused"])
                & Q(state=F("answer"), withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="guardian_relation_is_known",
                condition=Q(
                    guardian_relation__in=[
                        "",
                        "parent",
                        "grandparent",
                        "sibling",
                        "relative",
                        "appointed",
                        "institution",
                        "other",
                    ],
                ),
            ),
            models.CheckConstraint(
                name="guardian_has_a_relation",
                condition=~Q(manner="by_guardian") | ~Q(guardian_relation=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class ErasureRequest(models.Model):
    """A request to erase an identity, decided by the data protection officer."""

    id = models.UUIDField(
        primary_key=True,
        default=uuid.uuid4,
        editable=False,
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    person_code = models.CharField(max_length=10)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ground = models.CharField(max_length=32)
    state = models.CharField(max_length=16, default="asked")
    decided_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="erasure_state",
                condition=Q(state__in=["asked", "erased", "declined"]),
            ),
            models.UniqueConstraint(
                name="one_open_erasure_request",
                fields=["person"],
                condition=Q(state="asked"),
            ),
            models.CheckConstraint(
                name="erasure_needs_two_people",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)
