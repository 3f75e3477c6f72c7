"""The demo country, simulated once a run in a copy of the tests' database."""

from contextlib import contextmanager

import psycopg
import pytest

from sala.config import testing


@contextmanager
def simulated(use, *options):
    """A copy of the database in which a country was simulated, and how to ask it in plain SQL."""
    with testing.scratch_copy(use) as name:
        testing.run_command("simulate", *options, name=name)
        yield Counted(name)


class Counted:
    """Counts over the records themselves, past every policy and every definition of a figure.

    It connects for each question: a test of another room may kill the server between two.
    """

    def __init__(self, name):
        self.name = name

    def __call__(self, question, *values):
        """The first row that answers, or its only value."""
        row = self.all(question, *values)[0]
        return row[0] if len(row) == 1 else row

    def all(self, question, *values):
        with psycopg.connect(testing.administrator_url(self.name)) as connection:
            return connection.execute(question, values).fetchall()


@pytest.fixture(scope="session")
def demo_country(django_db_setup):
    with simulated("demo") as counted:
        yield counted
