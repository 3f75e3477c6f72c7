"""Opening an assessment, judging an item, citing a document."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sala.kit import clock
from sala.kit.fields import count_field, text_field
from sala.kit.forms import DayField, KeptForm
from sala.kit.periods import FIRST, LAST
from sala.partnership.actions import CitedDocument, JudgementInput
from sala.partnership.forms.common import NO_NAMES, document_itself
from sala.partnership.labels import VERDICTS


class OpenForm(forms.Form):
    """The year that is assessed."""

    year = count_field(
        _("Which year is assessed?"),
        LAST,
        least=FIRST,
        required=True,
    )
    reason = text_field(
        _("Why is there a new version?"),
        400,
        hint=_("Only where the assessment of this year was approved already."),
        required=False,
    )


class JudgeForm(KeptForm):
    """Whether a standard or indicium is met, and why."""

    verdict = forms.ChoiceField(
        label=_("Is it met?"),
        choices=[(code, said) for code, (said, _colour) in VERDICTS.items()],
        widget=forms.RadioSelect,
    )
    reasons = text_field(_("What are the reasons?"), 2000, hint=NO_NAMES)

    def judgement(self) -> JudgementInput:
        """The judgement as it was filled in, after the one that its author saw."""
        said = self.cleaned_data
        return JudgementInput(said["verdict"], said["reasons"], said["version"])


class DocumentForm(forms.Form):
    """A document that can be looked up."""

    document = text_field(
        _("Which document?"),
        300,
        hint=_("Its title and number: a law, a decree, a report."),
    )
    place = text_field(
        _("Where in it?"),
        300,
        hint=_("An article, a page, or an address."),
        required=False,
    )
    dated_on = DayField(
        label=_("Of which day?"),
        latest=clock.today,
        required=False,
    )
    file = document_itself()

    def cited(self) -> CitedDocument:
        """The document as it was filled in."""
        return CitedDocument(**self.cleaned_data)
