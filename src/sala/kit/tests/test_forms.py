from datetime import date

import pytest
from django import forms
from django.utils import translation
from django.utils.safestring import SafeString

from sala.kit.forms import DayField, SalaRenderer

CHOICES = [("a", "Shelter"), ("b", "Medical care")]


class EveryWidget(forms.Form):
    default_renderer = SalaRenderer

    name = forms.CharField(label="Name", help_text="As it is said")
    story = forms.CharField(widget=forms.Textarea)
    password = forms.CharField(widget=forms.PasswordInput)
    sex = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.ChoiceField(choices=CHOICES)
    photo = forms.FileField()
    agrees = forms.BooleanField(label="Agrees", help_text="In a language they speak")
    born = DayField(label="Born on", help_text="For example, 27 3 2007")
    nickname = forms.CharField(required=False)
    secret = forms.CharField(widget=forms.HiddenInput)


MARKUP = {
    "name": '<input class="govuk-input" type="text"',
    "story": '<textarea class="govuk-textarea"',
    "password": "govuk-password-input__input",
    "sex": 'class="govuk-radios__input" type="radio"',
    "needs": 'class="govuk-checkboxes__input" type="checkbox"',
    "place": '<select class="govuk-select"',
    "photo": '<input class="govuk-file-upload" type="file"',
    "agrees": 'class="govuk-checkboxes__input" type="checkbox"',
    "born": 'class="govuk-input govuk-date-input__input govuk-input--width-2"',
}


def group(field: str, data: dict[str, str] | None = None) -> SafeString:
    return EveryWidget(data)[field].as_field_group()


@pytest.mark.parametrize("field", MARKUP)
def test_a_widget_without_an_error(field: str) -> None:
    html = group(field)
    assert MARKUP[field] in html
    assert "govuk-error-message" not in html
    assert "placeholder" not in html
    assert " required" not in html, "the browser would complain in its own language"


@pytest.mark.parametrize("field", MARKUP)
def test_a_widget_with_an_error(field: str) -> None:
    html = group(field, {})
    assert MARKUP[field] in html
    assert "govuk-form-group--error" in html
    assert f'id="id_{field}_error"' in html
    assert f"id_{field}_error" in html.split("aria-describedby=")[1].split(">")[0]


def test_hint_and_error_are_both_read_out() -> None:
    assert 'aria-describedby="id_name_helptext id_name_error"' in group("name", {})
    assert 'aria-invalid="true"' in group("name", {})
    assert 'aria-describedby="id_born_helptext id_born_error"' in group("born", {})


def test_only_optional_fields_are_marked() -> None:
    assert "(optional)" in group("nickname")
    assert "(optional)" not in group("name")


def test_a_chosen_option_stays_chosen() -> None:
    assert 'value="b" id="id_sex_1" checked' in group("sex", {"sex": "b"})
    assert '<option value="b" selected>' in group("place", {"place": "b"})


def test_the_form_brings_its_hidden_fields() -> None:
    assert '<input type="hidden" name="secret"' in str(EveryWidget())


def test_typed_text_is_escaped() -> None:
    assert "<b>" not in group("name", {"name": "<b>"})
    assert "<b>" not in group("story", {"story": "<b>"})


def clean(*parts: str, **bounds: date) -> date | None:
    return DayField(required=False, **bounds).clean(list(parts))


def codes(*parts: str, **bounds: date) -> list[str | None]:
    with pytest.raises(forms.ValidationError) as caught:
        clean(*parts, **bounds)
    return [error.code for error in caught.value.error_list]


def test_a_day() -> None:
    assert clean("27", "3", "2007") == date(2007, 3, 27)
    assert clean(" 27", "03 ", "2007") == date(2007, 3, 27)
    assert clean("໒໗", "໓", "໒໐໐໗") == date(2007, 3, 27)
    assert clean("", "", "") is None


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("27", "", "2007"), ["no_month"]),
        (("", "", "2007"), ["no_day", "no_month"]),
        (("31", "2", "2007"), ["invalid"]),
        (("27", "March", "2007"), ["invalid"]),
        (("-1", "3", "2007"), ["invalid"]),
        (("9" * 20, "3", "2007"), ["invalid"]),
        (("1", "1", "99999"), ["buddhist_year"]),
        (("27", "3", "07"), ["short_year"]),
        (("27", "3", "2550"), ["buddhist_year"]),
    ],
)
def test_a_day_that_cannot_be(parts: tuple[str, str, str], expected: list[str]) -> None:
    assert codes(*parts) == expected


def test_bounds() -> None:
    day = date(2007, 3, 27)
    assert (
        clean(
            "27",
            "3",
            "2007",
            earliest=day,
            latest=day,
        )
        == day
    )
    assert codes("28", "3", "2007", latest=day) == ["too_late"]
    assert codes("26", "3", "2007", earliest=day) == ["too_early"]


def test_errors_in_both_languages() -> None:
    field = DayField(latest=lambda: date(2007, 3, 27))
    for language, required, late in (
        ("en", "Enter the day, the month and the year.", "27 March 2007"),
        ("lo", "ໃສ່ວັນ ເດືອນ ແລະ ປີ.", "27 ມີນາ 2007"),
    ):
        with translation.override(language):
            with pytest.raises(forms.ValidationError, match=required):
                field.clean(["", "", ""])
            with pytest.raises(forms.ValidationError, match=late):
                field.clean(["28", "3", "2007"])


def test_what_was_typed_is_shown_again() -> None:
    html = group(
        "born",
        {
            "born_day": "31",
            "born_month": "2",
            "born_year": "2007",
        },
    )
    assert 'value="31"' in html
    assert 'value="2007"' in html


def test_a_known_day_is_shown_in_its_parts() -> None:
    html = EveryWidget(initial={"born": date(2007, 3, 27)})["born"].as_field_group()
    assert 'value="27"' in html
    assert 'name="born_year" value="2007"' in html


def test_changed() -> None:
    field = DayField()
    assert not field.has_changed(date(2007, 3, 27), ["27", "03", "2007"])
    assert field.has_changed(date(2007, 3, 27), ["28", "3", "2007"])
    assert field.has_changed(None, ["28", "", ""])
