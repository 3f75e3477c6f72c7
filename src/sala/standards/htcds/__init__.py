"""HTCDS 2.0 files (IOM, CC BY 4.0): rows of published field names, read and written
exactly.
"""

from sala.kit.uploaded_tables import CellFault, UnreadableError
from sala.standards.htcds.columns import PERSON_CODE
from sala.standards.htcds.reading import ExchangeFile, ExchangeRow, read_htcds
from sala.standards.htcds.writing import FORMATS, write_htcds

__all__ = [
    "FORMATS",
    "PERSON_CODE",
    "CellFault",
    "ExchangeFile",
    "ExchangeRow",
    "UnreadableError",
    "read_htcds",
    "write_htcds",
]
