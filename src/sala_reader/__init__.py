"""Reads published country reports: text in, quoted figures out.

This is the public door; `parquet_table` (which loads pyarrow) and `scoring` (for who
measures the reader) are the only modules beside it that others import. There is no
Django here, no table, and nothing of the house.
"""

from sala_reader.deduplication import match_recommendations
from sala_reader.documents import (
    FILE_KINDS,
    LARGEST_FILE,
    UnreadableReportError,
    text_of_bytes,
    text_of_file,
)
from sala_reader.report import ReportReading, read_report
from sala_reader.report_figures import UNREAD_REASONS, ReportFigure
from sala_reader.report_metadata import country_code_of, known_country_codes
from sala_reader.vocabulary import measure_units

__all__ = [
    "FILE_KINDS",
    "LARGEST_FILE",
    "UNREAD_REASONS",
    "ReportFigure",
    "ReportReading",
    "UnreadableReportError",
    "country_code_of",
    "known_country_codes",
    "match_recommendations",
    "measure_units",
    "read_report",
    "text_of_bytes",
    "text_of_file",
]
