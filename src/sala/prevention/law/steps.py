"""Who sees and takes the steps of a licence."""

from sala.access.law.seats import seated_history_law
from sala.prevention.models import LicenceStep

LAW = seated_history_law(LicenceStep)
