"""The columns of a fact as the record hands them out, with their type in SQL.

Every room tells its events in them (`law/facts.py`); `facts.schema` says what each
holds.
"""

COLUMNS = {
    "year": "smallint",
    "event_key": "bigint",
    "person_key": "bigint",
    "case_key": "bigint",
    "agency": "text",
    "province": "text",
    "place": "text",
    "date": "date",
    "sex": "text",
    "age_group": "text",
    "age_band": "text",
    "citizenship": "text",
    "form": "text",
    "means": "text",
    "sector": "text",
    "exploited_in": "text",
    "exploited_at": "text",
    "origin": "text",
    "kind": "text",
    "outcome": "text",
    "reason": "text",
    "official": "boolean",
    "number": "bigint",
    "amount": "bigint",
    "currency": "text",
    "months": "integer",
    "suspended": "integer",
}
