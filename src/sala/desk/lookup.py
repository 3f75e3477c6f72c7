"""What is not there and what is not the asker's look the same."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404


@contextmanager
def missing_as_404() -> Iterator[None]:
    """Answer "not found" where an action finds nothing that the actor may touch."""
    try:
        yield
    except ObjectDoesNotExist as error:
        raise Http404 from error
