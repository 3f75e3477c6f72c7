"""Who is found by the digests of what was looked for; no name is compared."""

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from sala.people.models import BlindIndex
from sala.vault import person_keys


def people_with_terms(kind: str, wanted: list[set[str]]) -> QuerySet[Any, Any]:
    """The keys of the people who have all the terms of one of these sets.

    Raises `VaultAwayError` where the vault does not answer.
    """
    forms = sorted(set().union(*wanted))
    made = person_keys.blind_indexes((kind, form) for form in forms)
    digests = dict(zip(forms, made, strict=True))
    has_one = Q()
    for some in wanted:
        has_one |= Q(found__contains=[digests[form] for form in some])
    return (
        BlindIndex.objects.filter(kind=kind, digest__in=made)
        .values("person")
        .annotate(found=ArrayAgg("digest"))
        .filter(has_one)
        .values("person")
    )
