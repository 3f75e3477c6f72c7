"""What one of the rooms' own functions of the database answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection


def ask_database(function: str, *arguments: str | UUID | datetime | bool | None) -> Any:
    """The one value that a function answers to the session that asks."""
    places = ", ".join(["%s"] * len(arguments))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({places})", arguments)
        (answer,) = cursor.fetchone()
    return answer
