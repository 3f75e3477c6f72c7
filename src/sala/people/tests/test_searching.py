"""Who is looked for is found however they were written down, and the index is made anew
while the site runs.
"""

import json

import pytest
from django.db import connection
from django.urls import reverse

from sala.access.context import acting_operator
from sala.access.models import LedgerEntry
from sala.access.roles import Role
from sala.config import testing
from sala.people import actions, queries, reindexing, rules
from sala.people.models import BlindIndex, SealedIdentity
from sala.people.search_forms import INDEX_RULE


def identity(name, phone="", document=""):
    documents = (rules.IdentityDocument("passport", document, "LA"),)
    return rules.Identity(
        names=(rules.PersonName(name),),
        phones=(phone,) if phone else (),
        documents=documents if document else (),
    )


@pytest.fixture
def registered(actor, now):
    """`registered("Name", phone=…)` registers somebody and says their code."""

    def register(*said, agency="own", **more):
        with actor(Role.CASE_WORKER, agency) as by:
            who = identity(*said, **more)
            return actions.register_person(by=by, at=now, identity=who).code

    return register


@pytest.fixture
def found(actor):
    """`found("name", "Mai")` are the codes that somebody of the own agency finds."""

    def search(kind, text):
        with actor(Role.CASE_WORKER) as by:
            rows = actions.search_persons(by=by, kind=kind, text=text)
            return {row.code for row in rows}

    return search


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("ນ້ຳຝົນ", "ນໍ້າຝົນ"),  # case 10
        ("ນ້ຳຝົນ", "ນຳ້ຝົນ"),
        ("ຫຼ້າ", "ຫລ້າ"),  # 11
        ("ນ້ຳຝົນ", "ນາງນ້ຳຝົນ"),  # 12
        ("ນາງຄຳ", "ຄຳ"),
        ("ນ.ສ.ຄຳ", "ຄຳ"),
        ("มาลี", "น.ส.มาลี"),
        ("Bounmy (Mai)", "Mai"),  # 13
        ("Bounmy (Mai)", "Bounmy"),
        ("Bounmy", "Bounmy “Mai”"),
        ("Phetsavanh One", "Phetsavanh O."),  # 28
        ("Phetsavanh One", "O. Phetsavanh"),
    ],
)
def test_a_name_is_found_in_each_way_to_write_it(registered, found, name, asked):
    code, other = registered(name), registered("Synthetic Oudone")
    assert found("name", asked) == {code}
    assert found("name", name) == {code}
    assert found("name", "Oudone Synthetic") == {other}
    assert found("name", "Nobody") == found("name", "...") == set()


@pytest.mark.django_db
def test_both_parts_must_be_there(registered, found):
    code = registered("Khamla Vongsa")
    registered("Khamla Phommachanh")
    assert found("name", "Vongsa Khamla") == {code}
    assert len(found("name", "Khamla")) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("phone", "asked"),
    [
        ("02099887766 (mother)", "02099887766"),  # case 14
        ("020-9988-7766 / 030-998-7755", "020 9988 7766"),
        ("020-9988-7766 / 030-998-7755", "030 998 7755"),
        ("020 9988 7766", "…7766"),
        ("020 9988 7766", "໗໗໖໖"),
        ("020 9988 7766", "99 88 77 66"),
        ("020 9988 7766", "+856 (0)20 9988 7766"),
        ("020 9988 0766", "0766"),
        ("+66 81 234 5678", "081 234 5678"),
    ],
)
def test_a_telephone_is_found_as_people_say_it(registered, found, phone, asked):
    code = registered("Synthetic A", phone=phone)
    registered("Synthetic B", phone="020 1111 2222")
    assert found("phone", asked) == {code}
    assert found("phone", "3333") == set()


@pytest.mark.django_db
def test_a_number_of_a_document_is_found_without_its_remark(registered, found):
    code = registered("Synthetic A", document="P 123456 (expired)")
    assert found("document", "p໑໒໓໔໕໖") == found("document", "P-123 456") == {code}


@pytest.mark.django_db
def test_what_another_agency_registered_is_found_by_nothing(registered, found):
    registered("ນາງນ້ຳຝົນ (Mai)", phone="02099887766", agency="other")
    for kind, text in (
        ("name", "Mai"),
        ("name", "ນ້ຳຝົນ"),
        ("phone", "7766"),
        ("phone", "02099887766"),
    ):
        assert found(kind, text) == set()


@pytest.mark.django_db
def test_a_list_that_is_cut_says_so(registered, sign_in, monkeypatch):
    registered("Synthetic A")
    registered("Synthetic B")
    page, said = reverse("search_people"), {"what": "name", "text": "Synthetic"}
    worker = sign_in(Role.CASE_WORKER)
    whole = worker.post(page, said).content.decode()
    assert "2 records answer" in whole
    assert "there may be more" not in whole
    monkeypatch.setattr(queries, "MOST_FOUND", 1)
    assert "there may be more" in worker.post(page, said).content.decode()
    registered("Synthetic C", agency="other")  # nobody learns of them by a count
    monkeypatch.setattr(queries, "MOST_FOUND", 3)
    assert "there may be more" not in worker.post(page, said).content.decode()


@pytest.mark.django_db
def test_too_few_figures_of_a_telephone_are_said_at_the_field(sign_in):
    page = reverse("search_people")
    answer = sign_in(Role.CASE_WORKER).post(page, {"what": "phone", "text": "766"})
    assert "at least the last four figures" in answer.content.decode()


def under_older_rule(damaged=""):
    """Let everybody be found as before: by what the rule of now does not make."""
    with acting_operator("test") as operator:
        reindexing.begin_anew(by=operator)
        BlindIndex.objects.filter(kind="phone_ending").delete()
        damage = SealedIdentity.objects.filter(person__code=damaged)
        damage.update(sealed=b"no key opens this")


def test_the_index_is_made_anew_by_command(scratch, owner, registered, found, actor):
    code = registered("Bounmy (Mai)", phone="02099887766")
    other = registered("Synthetic Oudone", agency="other")
    with owner():
        under_older_rule()
    assert found("phone", "7766") == set()
    with actor(Role.CASE_WORKER):
        assert queries.is_search_incomplete()
    done = testing.run_command("check", "--format", "json", name=scratch, check=False)
    (said,) = [f for f in json.loads(done.stdout) if f["what"] == "search"]
    assert not said["sound"]
    assert all(word in said["found"] for word in (code, other, "keys reindex"))
    done = testing.run_command("keys", "reindex", "--format", "json", name=scratch)
    assert json.loads(done.stdout) == {"reindexed": 2, "left": 0, "unreadable": []}
    assert found("phone", "7766") == found("name", "Mai") == {code}
    with actor(Role.CASE_WORKER):
        assert not queries.is_search_incomplete()
    again = testing.run_command("keys", "reindex", "--format", "json", name=scratch)
    assert json.loads(again.stdout)["reindexed"] == 0
    everybody = testing.run_command("keys", "reindex", "--all", name=scratch)
    assert "2 people are found by the rule of now; 0 are left" in everybody.stdout
    with actor(Role.OVERSIGHT):
        entries = LedgerEntry.objects.filter(action="people.reindexed")
        assert {e.subject for e in entries} == {"0", str(INDEX_RULE)}
        assert not any(code in e.detail for e in entries)


def test_an_interrupted_run_goes_on_where_it_stopped(
    scratch, owner, registered, found, monkeypatch
):
    codes = [
        registered(f"Synthetic A{at}", phone=f"0209988{at}") for at in (7711, 7722)
    ]
    monkeypatch.setattr(reindexing, "BATCH", 1)
    with owner():
        under_older_rule()
        with acting_operator("test") as operator:
            first = reindexing.reindex_some(by=operator, after=None)
        assert (first.made, first.unreadable) == (1, ())
        assert reindexing_left() == 1
    assert len(found("phone", "7711") | found("phone", "7722")) == 1
    testing.run_command("keys", "reindex", name=scratch)
    assert found("phone", "7711") | found("phone", "7722") == set(codes)


def reindexing_left():
    with acting_operator("test"):
        return reindexing.still_under_older_rules()


def test_an_identity_that_does_not_open_is_named(scratch, owner, registered, found):
    code, sound = registered("Synthetic Anan"), registered("Other", phone="7766554")
    with owner():
        under_older_rule(damaged=code)
    done = testing.run_command(
        "keys", "reindex", "--format", "json", name=scratch, check=False
    )
    assert done.returncode == 1
    said = json.loads(done.stdout)
    assert said == {"reindexed": 1, "left": 1, "unreadable": [code]}
    assert found("phone", "6554") == {sound}
    assert found("name", "Anan") == {code}  # what it was found by is kept


@pytest.mark.django_db
def test_nobody_who_answers_pages_is_shown_what_the_index_is_made_of(registered, actor):
    """The digests stand there, of no name and of no figures."""
    registered("Bounmy", phone="02099887766")
    with actor(Role.CASE_WORKER), connection.cursor() as cursor:
        cursor.execute("SELECT digest FROM people_blindindex")
        kept = [bytes(digest) for (digest,) in cursor.fetchall()]
    assert len(set(kept)) == len(kept) > 8
    assert all(len(digest) == 16 for digest in kept)
    assert not any(part in digest for digest in kept for part in (b"7766", b"bounmy"))
