"""Who sees and takes the steps of a licence."""

from sala.access.law.asking import AGENCY
from sala.access.law.steps import history_law
from sala.prevention.law.work import LICENSES
from sala.prevention.models import LicenceStep

OWN_LICENCE = f"""{LICENSES} AND EXISTS (SELECT 1 FROM prevention_recruitmentagency r
    WHERE r.id = recruitment_agency_id AND r.agency_id = {AGENCY})"""

LAW = history_law(LicenceStep, writes=OWN_LICENCE)
