"""Two people correct one identity: nothing is lost, and the second sees what the first changed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CheckboxSelectMultiple
from django.urls import reverse

from sala.access.roles import Purpose, Role
from sala.kit import merge_forms
from sala.people import actions
from sala.people.tests.test_pages_of_a_person import photo, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def opens(sign_in, kham):
    """`opens()` opens the identity in a window; what it answers saves what is changed there."""

    def window(role=Role.CASE_WORKER):
        client, address = sign_in(role), reverse("change_identity", args=[kham.code])
        shown = client.post(address, {"step": "open"}).context["form"]

        def save(form=shown, **changed):
            sent = browser(form)
            return client.post(address, sent | {"step": "save"} | changed)

        return save

    return window


def browser(form):
    """What a browser sends of a form that nobody touched."""
    sent = {}
    for name, value in merge_forms.as_sent(form).items():
        if isinstance(form.fields[name].widget, CheckboxSelectMultiple):
            sent[name] = value
        elif isinstance(value, list):
            parts = form.fields[name].widget.widgets_names
            sent |= {name + part: said for part, said in zip(parts, value, strict=True)}
        elif value is not False:
            sent[name] = "on" if value is True else value
    return sent


def identity_of(actor, kham):
    with actor(Role.CASE_WORKER) as by:
        purpose = Purpose.SERVICES
        return actions.open_identity(
            by=by,
            person=kham.id,
            purpose=purpose,
        ).identity


def test_two_who_change_different_things_both_have_their_way(opens, actor, kham):
    first, second = opens(), opens(Role.IDENTIFICATION_OFFICER)
    assert first(phone_0="020 9999 9999").status_code == 302
    late = second(origin_village="Ban Mai")
    news = late.context["overtaken"]
    assert news.name == "Case worker own"
    assert [(n.now, n.taken) for n in news.differences] == [("020 9999 9999", True)]
    again = second(late.context["form"])
    assert again.status_code == 302
    after = identity_of(actor, kham)
    assert (after.phones, after.origin_village) == (("020 9999 9999",), "Ban Mai")


def test_two_who_change_the_same_thing_see_both_and_the_second_decides(
    opens,
    actor,
    kham,
):
    first, second = opens(), opens()
    first(phone_0="020 1111 1111")
    late = second(phone_0="020 2222 2222")
    (news,) = late.context["overtaken"].differences
    assert (news.now, news.typed, news.taken) == (
        "020 1111 1111",
        "020 2222 2222",
        False,
    )
    assert "020 1111 1111" in text_of(late)
    assert identity_of(actor, kham).phones == ("020 1111 1111",), (
        "nothing is overwritten unseen"
    )
    second(late.context["form"])
    assert identity_of(actor, kham).phones == ("020 2222 2222",)


def test_a_third_is_told_of_the_second(opens):
    first, second, third = opens(), opens(), opens()
    first(name="One")
    second(second(name="Two").context["form"])
    late = third(name="Three")
    assert [(n.now, n.typed) for n in late.context["overtaken"].differences] == [
        ("Two", "Three"),
    ]


def test_more_rows_than_there_were_are_all_there(opens, actor, kham):
    first, second = opens(), opens()
    first(alias_0="A", alias_1="B")
    first = opens()
    first(alias_2="C")
    late = second(phone_1="020 3333 3333")
    assert second(late.context["form"]).status_code == 302
    after = identity_of(actor, kham)
    assert [n.text for n in after.names if n.kind == "alias"] == ["A", "B", "C"]
    assert "020 3333 3333" in after.phones


@pytest.mark.parametrize("base", ["", "x", "gAAAAA"])
def test_a_base_that_cannot_be_read_loses_nothing(
    opens,
    actor,
    kham,
    base,
):
    first, second = opens(), opens()
    first(phone_0="020 1111 1111")
    late = second(name="Mine", base=base)
    told = {n.now for n in late.context["overtaken"].differences}
    assert "020 1111 1111" in told


def test_looking_at_what_is_new_is_an_opening_in_the_ledger(opens, ledger):
    first, second = opens(), opens()
    first(name="One")
    before = len(ledger("people.identity_opened"))
    second(name="Two")
    assert len(ledger("people.identity_opened")) == before + 1


def test_a_correction_adds_replaces_and_removes_a_photograph(
    opens,
    worker,
    kham,
    page,
):
    def shown():
        opened = worker.post(page("open_identity", kham), {"purpose": "services"})
        return opened.context["opened"].photo

    assert not shown()
    opens()(photo=photo())
    first = shown()
    assert first
    opens()(name="Another")
    assert shown() == first, "what is not touched stays"
    opens()(photo_removed="on")
    assert not shown()


def test_what_is_no_photograph_is_refused_and_nothing_changes(opens, actor, kham):
    bad = opens()(name="Another", photo=SimpleUploadedFile("x.jpg", b"%PDF-1.7"))
    assert bad.context["form"].errors["photo"]
    assert identity_of(actor, kham).display_name != "Another"
