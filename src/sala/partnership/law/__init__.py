"""The law of `partnership`: who sees and changes which rows, and what happens by itself."""

from sala.kit.law import joined_law
from sala.partnership.law import (
    assessments,
    evidence_files,
    facts,
    steps,
    work,
)

LAW = joined_law(
    work.LAW,
    assessments.LAW,
    steps.LAW,
    evidence_files.LAW,
    facts.LAW,
)
