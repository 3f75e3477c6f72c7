"""What the picklists of HTCDS mean in the codes that Sala keeps, for everybody who
reads a file.
"""

# The forms of exploitation by Sala's codes that the standard has a word for; others are
# Other.
FORMS = {
    "forced_labour": "ForcedLabour",
    "sexual_exploitation": "SexualExploitation",
    "child_labour": "ChildLabour",
    "forced_marriage": "ForcedMarriage",
    "servitude": "Servitude",
    "organ_removal": "OrganRemoval",
    "forced_begging": "ForcedBegging",
    "forced_adoption": "ForcedAdoption",
    "surrogacy": "Surrogacy",
    "forced_military": "ForcedMilitaryByNonStateActors",
}
# The means of control by the codes of facts.
MEANS = {
    "PhysicalThreats": "threats",
    "ThreatensChildrenFamily": "threats",
    "ThreatsLawEnforcement": "threat_of_law_enforcement",
    "DebtBondage": "debt_bondage",
    "FalsePromises": "false_promises",
    "PhysicalAbuse": "physical_abuse",
    "SexualAbuse": "sexual_abuse",
    "PsychologicalAbuse": "psychological_abuse",
    "TakesEarnings": "takes_earnings",
    "RestrictsFinancialAccess": "restricts_financial_access",
    "RestrictsMedicalCare": "restricts_medical_care",
    "WithholdsNecessities": "withholds_necessities",
    "PsychoactiveSubstance": "psychoactive_substances",
    "ExcessiveWorkingHours": "excessive_working_hours",
    "WithholdsDocuments": "withholds_documents",
    "Other": "other",
}
# The sections of ISIC that facts tell apart; the rest is another sector.
SECTORS = {
    "A_AgricultureForestryAndFishing": "agriculture",
    "B_MiningAndQuarrying": "mining",
    "C_Manufacturing": "manufacturing",
    "F_Construction": "construction",
    "H_TransportationAndStorage": "transportation",
    "I_AccommodationAndFoodServiceActivities": "hospitality",
    "T_ActivitiesOfHouseholdsAsEmployers": "domestic_work",
}
