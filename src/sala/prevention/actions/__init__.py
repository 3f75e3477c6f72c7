"""Every write of `prevention`, with its ledger entry."""

from sala.prevention.actions.crossings import (
    OpeningHoursInput,
    record_hours,
    take_back_hours,
)
from sala.prevention.actions.recruitment import (
    InspectionInput,
    Recruiter,
    move_licence,
    record_inspection,
    register_recruiter,
    take_back_inspection,
)
from sala.prevention.actions.work import (
    PreventionWorkInput,
    Training,
    record_activity,
    record_training,
    take_back_activity,
    take_back_training,
)

__all__ = [
    "InspectionInput",
    "OpeningHoursInput",
    "PreventionWorkInput",
    "Recruiter",
    "Training",
    "move_licence",
    "record_activity",
    "record_hours",
    "record_inspection",
    "record_training",
    "register_recruiter",
    "take_back_activity",
    "take_back_hours",
    "take_back_inspection",
    "take_back_training",
]
