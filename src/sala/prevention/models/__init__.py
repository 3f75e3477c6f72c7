"""What agencies do so that nobody is trafficked. Counts and public bodies only; no
person.
"""

from sala.prevention.models.crossings import CrossingHours
from sala.prevention.models.recruitment import (
    Inspection,
    LicenceStep,
    RecruitmentAgency,
)
from sala.prevention.models.work import AwarenessActivity, TrainedCount, TrainingSession

__all__ = [
    "AwarenessActivity",
    "CrossingHours",
    "Inspection",
    "LicenceStep",
    "RecruitmentAgency",
    "TrainedCount",
    "TrainingSession",
]
