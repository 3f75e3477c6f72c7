"""What the tests across the house share."""

import pytest
from tests import signed_in, table

from sala.config import testing


@pytest.fixture(scope="session")
def furnished(actor, django_db_blocker):
    """A copy of the database with one record of each kind, kept by the agency `own`: its
    name, and what `table.address` needs of them. Made once, since it takes a while.
    """
    with testing.scratch_copy("furnished") as name:
        with testing.default_database(name), django_db_blocker.unblock():
            made = table.make_places(actor)
            signed_in.forget_sessions()
        yield name, made


@pytest.fixture(scope="module")
def furnished_module(furnished):
    """The tests of a module work in the furnished copy, each in a transaction of its own."""
    name, made = furnished
    with testing.default_database(name):
        yield made


@pytest.fixture
def places(furnished_module):
    """One record of each kind, kept by the agency `own`: for `table.address`."""
    return dict(furnished_module)
