"""Pages of the rooms that were there first: home, access, people."""

from datetime import timedelta

from tests.table.rows import (
    ADMINISTRATOR,
    CASE_WORKER,
    CONSUL,
    EVERYBODY,
    INVESTIGATOR,
    KEEPERS,
    ON_PEOPLE,
    OVERSIGHT,
    OWN_PEOPLE,
    POST_ONLY,
    PROTECTION,
    REGISTERS,
    SUPERVISOR,
    WITH_RECORDS,
    record,
    same,
    shared,
)

from sala.access import actions as access
from sala.access import queries as agencies
from sala.access.models import User
from sala.access.roles import Purpose, Role
from sala.kit.uploaded_files import SentFile
from sala.people import actions, rules

TABLE = {
    "start": same(EVERYBODY),
    "choose_membership": same(EVERYBODY),
    "list_permissions": same(EVERYBODY),
    "list_permissions_csv": same(EVERYBODY),
    "list_agencies": same(ADMINISTRATOR),
    "add_agency": same(ADMINISTRATOR),
    "show_agency": record(ADMINISTRATOR, code="agency"),
    "list_users": same(ADMINISTRATOR),
    "add_user": same(ADMINISTRATOR),
    "show_user": record(ADMINISTRATOR, username="username"),
    "list_sessions": same(EVERYBODY),
    "list_notices": same(EVERYBODY),
    "search_ledger": same(frozenset({SUPERVISOR, OVERSIGHT})),
    "list_glass": same(frozenset({SUPERVISOR, OVERSIGHT})),
    # Told to the custodian's supervisor, and to oversight wherever it sits.
    "review_glass": shared(
        frozenset({SUPERVISOR, OVERSIGHT}),
        frozenset({OVERSIGHT}),
        glass="glass",
    ),
    "list_authority": same(frozenset({SUPERVISOR, OVERSIGHT})),
    # The second person is a supervisor of the agency, or oversight wherever it sits.
    "confirm_authority": shared(
        frozenset({SUPERVISOR, OVERSIGHT}),
        frozenset({OVERSIGHT}),
        user="waiting",
    ),
    "list_people": same(ON_PEOPLE),
    "search_people": same(ON_PEOPLE),
    "register_person": same(REGISTERS),
    "break_glass": same(WITH_RECORDS),
    "list_erasures": same(frozenset({PROTECTION})),
    "decide_erasure": shared(
        frozenset({PROTECTION}),
        frozenset({PROTECTION}),
        request_id="erasure",
    ),
    "show_person": record(KEEPERS | {CONSUL}, code="code"),
    "open_identity": shared(ON_PEOPLE, ON_PEOPLE, POST_ONLY, code="code"),
    "change_identity": shared(OWN_PEOPLE, OWN_PEOPLE, POST_ONLY, code="code"),
    "add_attachment": record(OWN_PEOPLE, code="code"),
    "open_attachment": record(
        KEEPERS | {CONSUL},
        code="code",
        attachment="attachment",
    ),
    "remove_attachment": record(
        OWN_PEOPLE,
        code="code",
        attachment="attachment",
    ),
    "record_consent": record(OWN_PEOPLE, code="code"),
    "withdraw_consent": record(
        OWN_PEOPLE,
        code="code",
        consent="consent",
    ),
    "share_person": record(KEEPERS, code="code"),
    "withdraw_grant": record(
        KEEPERS,
        code="code",
        grant="grant",
    ),
    "ask_erasure": record(OWN_PEOPLE, code="code"),
}

# What a POST to a page of a record must say to whoever may not see the record: 404, nothing done.
POSTS = {
    "open_identity": {"purpose": "services"},
    "change_identity": {"step": "open", "purpose": "correction"},
    "add_attachment": {},
    "open_attachment": {"purpose": "services"},
    "remove_attachment": {},
    "record_consent": {},
    "withdraw_consent": {},
    "share_person": {},
    "withdraw_grant": {},
    "ask_erasure": {"ground": "asked_by_person"},
    "review_glass": {"finding": "justified"},
    "confirm_authority": {"answer": "confirm"},
    "show_user": {"do": "invite"},
    "show_agency": {"do": "close"},
}


def places(actor, now, made: dict[str, str]) -> dict[str, str]:
    """One record of each kind, kept by the agency `own`."""
    with actor(CASE_WORKER, "other") as by:
        other = by.agency_id
    with actor(CASE_WORKER) as by:
        identity = rules.Identity(names=(rules.PersonName("Synthetic Person"),))
        person = actions.register_person(
            by=by,
            at=now,
            identity=identity,
        )
        answer = actions.ConsentInput(
            recipient=other,
            purpose=Purpose.SERVICES,
            given=True,
            manner="spoken",
            language="lo",
            answered_on=now.date(),
        )
        consent = actions.record_consent(
            by=by,
            at=now,
            person=person.id,
            answer=answer,
        )
        paper = SentFile("pdf", b"%PDF-1.7 synthetic")
        attachment = actions.add_attachment(
            by=by,
            at=now,
            person=person.id,
            what="statement",
            file=paper,
        )
        erasure = actions.ask_erasure(
            by=by,
            at=now,
            person=person.id,
            ground="registered_in_error",
        )
        third = agencies.agency_by_code("MOH").id
        grant = access.give_grant(
            by=by,
            at=now,
            record_kind="person",
            record_id=person.id,
            agency=third,
            until=now + timedelta(days=30),
            basis="court_order",
        ).id
        looked_at = actions.register_person(
            by=by,
            at=now,
            identity=identity,
        )
    with actor(INVESTIGATOR, "other") as by:
        actions.break_glass(
            by=by,
            code=looked_at.code,
            reason="She is in danger tonight.",
        )
    with actor(SUPERVISOR) as by:
        (look,) = agencies.emergency_accesses(by=by)
    with actor(Role.ADMINISTRATOR) as by:
        access.admit_user(
            by=by,
            username="waits.own",
            full_name="Synthetic Colleague",
            agency=by.agency,
            role=Role.CASE_WORKER,
            starts_on=agencies.database_today(),
        )
        waiting = User.objects.get(username="waits.own")
    return {
        "waiting": str(waiting.id),
        "person": str(person.id),
        "code": person.code,
        "consent": str(consent),
        "attachment": str(attachment),
        "erasure": str(erasure),
        "grant": str(grant),
        "glass": str(look.id),
        "agency": "LWU",
        "username": "case-worker.own",
    }
