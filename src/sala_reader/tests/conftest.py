"""Each annotated report in turn."""

import pytest

from sala_reader.tests.annotated import NAMES


@pytest.fixture(params=NAMES)
def report(request) -> str:
    return request.param
