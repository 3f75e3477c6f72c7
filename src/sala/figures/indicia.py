"""Which figures are evidence for which standard or indicium of the TVPA."""

VERDICTS = ("convictions_cases", "convictions_persons", "acquittals_persons")
SENTENCES = ("sentence_min", "sentence_max", "sentences_suspended", "fine_imposed_min")
INVESTIGATED = (
    "investigations_cases",
    "investigations_persons",
    "ongoing_investigations",
)
PROSECUTED = ("prosecutions_cases", "prosecutions_persons", "ongoing_prosecutions")
OFFICIALS = ("officials_investigated", "officials_prosecuted", "officials_convicted")
IDENTIFIED = ("victims_identified", "foreign_victims_identified")
SERVED = ("victims_referred", "victims_assisted", "victims_sheltered")
PREVENTED = (
    "awareness_activities",
    "people_reached",
    "inspections",
    "recruitment_agencies",
)

EVIDENCE: dict[str, tuple[str, ...]] = {
    "MS2": ("sentence_min", "sentence_max"),
    "MS3": ("sentence_min", "sentence_max"),
    "MS4": (*IDENTIFIED, *INVESTIGATED, *PROSECUTED, *VERDICTS),
    "I01": (
        *INVESTIGATED,
        *PROSECUTED,
        *VERDICTS,
        *SENTENCES,
        "cases_unclear_definition",
    ),
    "I02": (
        *IDENTIFIED,
        *SERVED,
        "victims_identified_not_referred",
        "persons_detained",
        "persons_not_screened",
        "restitution_claims",
        "restitution_paid",
        "persons_trained",
    ),
    "I03": (*PREVENTED, "recruitment_agencies_sanctioned", "training_sessions"),
    "I04": ("cooperation_asked", "cooperation_received", "victims_repatriated"),
    "I05": ("cooperation_asked", "cooperation_received"),
    "I06": (
        "persons_screened",
        "persons_met",
        "border_crossings",
        "potential_victims_identified",
    ),
    "I07": OFFICIALS,
    "I08": ("foreign_victims_identified", "victims_identified"),
    "I09": ("budget_allocated", "budget_spent", "cooperation_asked"),
    "I11": (*IDENTIFIED, *SERVED, *INVESTIGATED, *PROSECUTED, *VERDICTS),
    "I12": ("child_sex_tourism_prosecutions", "awareness_activities"),
}
