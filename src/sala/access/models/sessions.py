"""Who is signed in where."""

from django.db import models

from sala.access.models.users import User


class SignInSession(models.Model):
    """One browser that is signed in, or on the way to it.

    The key that the browser holds is not here, only its hash: whoever reads the row
    cannot sign in with it. What the session remembers is signed together with that key
    (`session_store.py`), so that it says nothing under another.
    """

    key_hash = models.CharField(primary_key=True, max_length=64)
    remembered = models.TextField()
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    device = models.CharField(max_length=60, blank=True)
    shared = models.BooleanField(default=False)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.began_at}"


class UsedStep(models.Model):
    """The latest step of an authenticator app whose code was used: none before it is
    taken again.
    """

    authenticator = models.OneToOneField(
        "mfa.Authenticator",
        models.CASCADE,
        primary_key=True,
        related_name="+",
    )
    step = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.authenticator_id} {self.step}"


class TryCount(models.Model):
    """How often something was tried within a time that is not over yet."""

    key_hash = models.CharField(primary_key=True, max_length=64)
    tries = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tries} until {self.ends_at}"
