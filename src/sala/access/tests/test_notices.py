"""Notices: who reads them, what they say, and that they name nobody."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import NoReverseMatch, reverse

from sala.access import ledger, ledger_terms, notices
from sala.access.models import Notice
from sala.access.roles import Role

KIND = "access.glass_broken"


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """A room with one sentence, whichever rooms there are."""
    usual = ledger_terms.collect_words

    def collected(name, module="ledger_terms"):
        known = {KIND: "An emergency look waits"} if module == "notices" else {}
        return known | usual(name, module)

    monkeypatch.setattr(notices, "collect_words", collected)


def tell(by, at, agency, **options):
    notices.send_notice(
        by=by,
        at=at,
        agency=agency,
        kind=KIND,
        page="list_glass",
        **options,
    )
    ledger.record(
        by=by,
        action="access.glass_seen",
        kind="glass",
        subject=by.user,
    )


def waiting(
    actor,
    now,
    role,
    side="own",
) -> int:
    with actor(role, side) as by:
        return notices.count_unread(by=by, at=now)


@pytest.mark.django_db
def test_a_notice_reaches_the_roles_of_the_agency_it_is_for(actor, now):
    with actor(Role.SUPERVISOR) as by:
        agency = by.agency
    with actor(Role.CASE_WORKER, "other") as by:
        tell(by, now, agency, roles=[Role.SUPERVISOR])
        assert notices.latest_notices(by=by, at=now) == [], (
            "not even the sender's to read"
        )
    assert waiting(actor, now, Role.SUPERVISOR) == 1
    assert waiting(actor, now, Role.CASE_WORKER) == 0
    assert waiting(actor, now, Role.SUPERVISOR, "other") == 0


@pytest.mark.django_db
def test_a_notice_for_one_person_is_read_by_that_person_only(actor, now, user_of):
    with actor(Role.INVESTIGATOR) as by:
        agency, only = by.agency, by.user
    with actor(Role.OVERSIGHT) as by:
        tell(by, now, agency, user=only)
    assert waiting(actor, now, Role.INVESTIGATOR) == 1
    assert waiting(actor, now, Role.SUPERVISOR) == 0
    assert waiting(actor, now, Role.ADMINISTRATOR) == 0


@pytest.mark.django_db
def test_reading_is_each_readers_own_and_ends_after_sixty_days(actor, now):
    with actor(Role.SUPERVISOR) as by:
        tell(by, now, by.agency)
        (row,) = notices.latest_notices(by=by, at=now)
        assert (row.words, row.url, row.unread) == (
            "An emergency look waits",
            "/emergency-looks/",
            True,
        )
        notices.mark_read(
            by=by,
            at=now,
            notices=[row.id],
        )
        notices.mark_read(
            by=by,
            at=now,
            notices=[row.id],
        )
        assert notices.count_unread(by=by, at=now) == 0
        assert not notices.latest_notices(by=by, at=now)[0].unread
        assert (
            notices.latest_notices(by=by, at=now + timedelta(days=60, minutes=1)) == []
        )
    assert waiting(actor, now, Role.CASE_WORKER) == 1


@pytest.mark.django_db
def test_only_known_words_and_pages_are_sent(actor, now):
    with actor(Role.SUPERVISOR) as by:
        with pytest.raises(KeyError):
            notices.send_notice(
                by=by,
                at=now,
                agency=by.agency,
                kind="Somphone is here",
                page="start",
            )
        with pytest.raises(NoReverseMatch):
            notices.send_notice(
                by=by,
                at=now,
                agency=by.agency,
                kind=KIND,
                page="nowhere",
            )


@pytest.mark.django_db
def test_nobody_sends_in_another_name_or_marks_for_another(actor, now, user_of):
    stranger = user_of(Role.SUPERVISOR, "other")
    with actor(Role.CASE_WORKER) as by:
        tell(by, now, by.agency)
        notice = Notice.objects.get()
        with pytest.raises(ProgrammingError), transaction.atomic():
            Notice.objects.create(
                agency_id=by.agency, roles=["supervisor"], kind=KIND, url_name="start",
                sent_by=stranger, sent_by_agency_id=by.agency, sent_at=now,
            )  # fmt: skip
        with pytest.raises(ProgrammingError), transaction.atomic():
            notice.reads.create(user=stranger, read_at=now)
        with (
            pytest.raises(ProgrammingError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM access_notice")


@pytest.mark.django_db
def test_the_page_opens_what_waits_and_counts_what_is_unread(actor, sign_in, now):
    with actor(Role.SUPERVISOR) as by:
        tell(by, now, by.agency)
        tell(by, now, by.agency)
        key = notices.latest_notices(by=by, at=now)[0].id
    client = sign_in(Role.SUPERVISOR)
    page = reverse("list_notices")
    assert "Notices (2" in client.get(page).content.decode()
    opened = client.post(page, {"notice": str(key)})
    assert opened.url == "/emergency-looks/"
    assert "Notices (1" in client.get(page).content.decode()
    assert client.post(page, {}).url == page
    assert "Notices (" not in client.get(page).content.decode()
