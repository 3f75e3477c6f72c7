"""What is done at a crossing, and what is not."""

from dataclasses import dataclass

MANAGED_BY = ("national", "province", "district", "village")


@dataclass(frozen=True)
class CrossingCoverage:
    """A crossing in a time: trainings held there, and whether anybody was screened.

    `trained` is None where there were trainings and nobody counted; `screened` and
    `met` are None for those who may know only whether there was anybody.
    """

    sessions: int = 0
    trained: int | None = 0
    anybody: bool = False
    screened: int | None = None
    met: int | None = None

    @property
    def gap(self) -> str:
        """What is missing: nobody trained, nobody screened, both, or nothing."""
        untrained = self.sessions == 0 or self.trained == 0
        return {
            (True, True): "both",
            (True, False): "untrained",
            (False, True): "unscreened",
            (False, False): "",
        }[untrained, not self.anybody]
