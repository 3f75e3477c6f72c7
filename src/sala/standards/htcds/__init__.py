"""HTCDS 2.0 files (IOM, CC BY 4.0): rows of published field names, read and written
exactly.
"""

from sala.kit.uploaded_tables import Fault, UnreadableError
from sala.standards.htcds.columns import PERSON_CODE
from sala.standards.htcds.reading import Read, Row, read
from sala.standards.htcds.writing import FORMATS, write

__all__ = [
    "FORMATS",
    "PERSON_CODE",
    "Fault",
    "Read",
    "Row",
    "UnreadableError",
    "read",
    "write",
]
