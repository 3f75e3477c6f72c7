"""The codes of this room in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

OPERATIONS: dict[str, Words] = {
    "border_return": _("Return across the border"),
    "police_operation": _("Police operation"),
    "worksite_inspection": _("Inspection of a worksite"),
    "consular_contact": _("Contact at a consulate"),
    "hotline_call": _("Call to the hotline"),
    "walk_in": _("Somebody came by"),
    "village_complaint": _("Complaint in a village"),
}
NOT_SCREENED: dict[str, Words] = {
    "refused": _("They did not want to be asked"),
    "left_before": _("They left before they could be asked"),
    "handed_over": _("They were handed over to another agency, which screens"),
    "screened_elsewhere": _("They were screened elsewhere"),
    "urgent_care": _("They needed urgent care first"),
    "no_interpreter": _("Nobody spoke their language"),
    "not_done": _("It was not done, though it should have been"),
}
WHO: dict[tuple[str, str], Words] = {
    ("female", "adult"): _("Women"),
    ("female", "child"): _("Girls, and where the age is in doubt"),
    ("male", "adult"): _("Men"),
    ("male", "child"): _("Boys, and where the age is in doubt"),
    ("", ""): _("Sex or age not recorded"),
}
BELONGING: dict[str, tuple[bool | None, Words]] = {
    "national": (True, _("Nationals")),
    "foreign": (False, _("Foreigners")),
    "unknown": (None, _("Not recorded")),
}
