"""The law of `partnership`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined
from sala.partnership.law import (
    assessments,
    evidence_files,
    facts,
    work,
)

LAW = joined(
    work.LAW,
    assessments.LAW,
    evidence_files.LAW,
    facts.LAW,
)
