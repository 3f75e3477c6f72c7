"""What was typed comes back as it was, and what two people change at once is brought together."""

from datetime import date

from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from sala.kit import merge_forms
from sala.kit.forms import DayField, SalaRenderer, VersionField


class Sample(forms.Form):
    default_renderer = SalaRenderer
    as_one = ("document_",)

    name = forms.CharField(required=False)
    sex = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        choices=[("", "Not recorded"), ("f", "Female")],
    )
    born = DayField(required=False)
    asked = forms.BooleanField(required=False)
    kinds = forms.MultipleChoiceField(
        required=False,
        choices=[("a", "First"), ("b", "Second")],
    )
    document_kind = forms.CharField(required=False)
    document_number = forms.CharField(required=False)
    photo = forms.FileField(required=False)
    version = VersionField()


WORDS = st.text(
    alphabet=st.characters(exclude_characters="\r\n\x00", exclude_categories=["Cs"]),
)
SENT = st.fixed_dictionaries(
    {
        "name": WORDS,
        "sex": st.sampled_from(["", "f", "x"]),
        "born_day": WORDS,
        "born_month": WORDS,
        "born_year": WORDS,
        "kinds": st.lists(st.sampled_from(["a", "b"]), unique=True),
        "document_kind": WORDS,
        "document_number": WORDS,
        "version": st.just("3"),
    },
    optional={"asked": st.just("on")},
)


def sent(values: dict) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


@given(values=SENT)
def test_what_is_put_back_is_what_was_typed(values):
    form, data = Sample(), sent(values)
    merge_forms.put_back(form, data)
    shown = {name: form[name].value() for name in form.fields if name != "photo"}
    assert shown == merge_forms.typed_values(Sample(data))


def test_a_field_that_was_asked_before_shows_what_was_typed():
    form = Sample(initial={"name": "before"})
    assert form["name"].value() == "before"
    merge_forms.put_back(form, sent({"name": "after"}))
    assert 'value="after"' in str(form["name"])


NOW = {
    "name": "Now",
    "sex": "f",
    "born": date(2001, 2, 3),
    "asked": True,
    "document_kind": "k",
}


def as_they_were(**changed):
    """A form that shows a record, and what its browser would send."""
    form = Sample(initial=NOW | changed)
    return form, merge_forms.as_sent(form)


def test_who_touched_nothing_takes_everything_over():
    _form, base = as_they_were(name="Before")
    form, now = as_they_were()
    (news,) = merge_forms.merge_versions(
        form,
        mine=base,
        base=base,
    )
    assert (news.now, news.typed, news.taken) == ("Now", "Before", True)
    assert merge_forms.as_sent(form) == now


def test_what_both_changed_stays_as_typed_beside_what_it_says_now():
    _form, base = as_they_were(name="Before")
    form, _now = as_they_were()
    mine = base | {"name": "Mine", "born": ["4", "3", "2002"]}
    news = merge_forms.merge_versions(
        form,
        mine=mine,
        base=base,
    )
    assert [(n.now, n.typed, n.taken) for n in news] == [("Now", "Mine", False)]
    assert merge_forms.as_sent(form)["name"] == "Mine"
    assert merge_forms.as_sent(form)["born"] == ["4", "3", "2002"], (
        "only mine: no news, and kept"
    )


def test_fields_that_say_one_thing_together_are_not_mixed():
    _form, base = as_they_were(document_kind="passport", document_number="1")
    form, _now = as_they_were(document_kind="card", document_number="2")
    mine = base | {"document_number": "3"}
    news = merge_forms.merge_versions(
        form,
        mine=mine,
        base=base,
    )
    after = merge_forms.as_sent(form)
    assert (after["document_kind"], after["document_number"]) == ("passport", "3")
    assert [(n.now, n.typed, n.taken) for n in news] == [
        ("card", "passport", False),
        ("2", "3", False),
    ]


def test_without_what_was_shown_all_that_was_sent_is_the_senders():
    form, _now = as_they_were()
    mine = as_they_were(
        name="Mine",
        sex="",
        asked=False,
    )[1]
    news = merge_forms.merge_versions(
        form,
        mine=mine,
        base=None,
    )
    assert {(n.now, n.typed) for n in news} == {
        ("Now", "Mine"),
        ("Female", "Not recorded"),
        ("Yes", "No"),
    }
    assert merge_forms.as_sent(form) == mine


FIELDS = ["name", "sex", "document_kind", "document_number"]
RECORD = st.fixed_dictionaries(
    {name: st.sampled_from(["", "f", "g"]) for name in FIELDS},
)


@given(
    base=RECORD,
    theirs=RECORD,
    mine=RECORD,
)
def test_nothing_that_either_changed_is_lost(base, theirs, mine):
    form = Sample(initial=theirs)
    full = merge_forms.as_sent(Sample(initial=base))
    news = merge_forms.merge_versions(
        form,
        mine=full | mine,
        base=full,
    )
    after = merge_forms.as_sent(form)
    told = {n.label for n in news}
    for name in ("name", "sex"):
        if mine[name] != base[name]:
            assert after[name] == mine[name]
            if theirs[name] not in (base[name], mine[name]):
                assert form[name].label in told, "what the other changed is shown"
        else:
            assert after[name] == theirs[name]


def test_a_version_is_read_or_is_none():
    field = VersionField()
    assert [field.clean(v) for v in ("7", "", "x", "-1", "9" * 20, None)] == [
        7,
        0,
        0,
        0,
        0,
        0,
    ]
