"""One sealed value at least in every column of the house, written by the rooms' actions."""

from contextlib import contextmanager
from uuid import UUID, uuid4

from django.http import QueryDict

from sala.access.roles import Purpose, Role
from sala.desk import drafts
from sala.kit.tests.test_uploaded_files import drawn
from sala.people import actions as people
from sala.people import rules
from sala.prosecution import actions as prosecution
from sala.prosecution.models import Case
from sala.protection.actions import plans, services
from sala.screening.actions import envelopes, htcds, identification
from sala.screening.actions.sealed_submissions import seal_submission
from sala.screening.rules.submission import Submission
from sala.vault import client


@contextmanager
def vault_away():
    """The vault does not answer this process for as long as the block runs."""
    usual = client.vault_socket_path
    starters, client._starter[:] = list(client._starter), []
    client.close_connection()
    client.vault_socket_path = lambda: usual().with_name("no-vault.sock")
    try:
        yield
    finally:
        client.vault_socket_path, client._starter[:] = usual, starters


def seal_everywhere(actor, now, places: dict[str, str]) -> None:
    """Beside what `places` made: what somebody wrote in their own words."""
    person, today = UUID(places["person"]), now.date()
    with actor(Role.CASE_WORKER, "other") as by:
        other = by.agency
    with actor(Role.CASE_WORKER) as by:
        named = rules.Identity(names=(rules.PersonName("Synthetic"),))
        people.register_person(by=by, at=now, identity=named, photo=drawn())
        with vault_away():
            people.register_person(by=by, at=now, identity=named)
            people.register_person(by=by, at=now, identity=named)
        for guardian in ("Synthetic Aunt", "Synthetic Uncle"):
            answer = people.ConsentInput(
                recipient=other,
                purpose=Purpose.SERVICES,
                given=True,
                manner="by_guardian",
                language="lo",
                answered_on=today,
                guardian=guardian,
                guardian_relation="relative",
            )
            people.record_consent(by=by, at=now, person=person, answer=answer)
        seal_notes(by, now, person, UUID(places["plan"]))
        identification.ask_review(
            by=by,
            at=now,
            decision=UUID(places["decision"]),
            reason="Synthetic Witness was not heard.",
        )
        # A field that the standard has no codes for: what somebody typed.
        data = b"prs_FirstName\nImported\nOther\n"
        htcds.import_htcds(by=by, at=now, data=data)
        drafts.keep_form(
            by=by,
            at=now,
            form=uuid4(),
            path="/people/register/",
            title="Register a person",
            values=QueryDict("name=Synthetic"),
        )
        seal_in_envelopes(by, now)
    seal_in_cases(actor, now, places)


def seal_in_envelopes(by, now) -> None:
    """Screenings by an instrument that the country has not: kept until somebody looks."""
    for _ in range(2):
        key = uuid4()
        said = Submission(
            instrument="unknown",
            version="1.1.0",
            written_at=now,
            outcome="indicated",
        )
        sealed = seal_submission(said, key)
        envelopes.receive_envelope(by=by, at=now, key=key, sealed=sealed)


def seal_notes(by, now, person: UUID, plan: UUID) -> None:
    """Notes beside goals and services of one person."""
    note = "Synthetic Sister goes with her."
    goal = plans.Goal("shelter", by.agency, note=note)
    plans.add_goal(by=by, at=now, plan=plan, version=2, goal=goal)
    given = services.Service("health_care", now.date(), note=note)
    services.give_service(by=by, at=now, person=person, given=given)


def seal_in_cases(actor, now, places: dict[str, str]) -> None:
    """Accounts of complaints and cases, and the names of defendants."""
    account = "Synthetic Broker took her passport."
    with actor(Role.CASE_WORKER) as by:
        for _ in range(2):
            heard = prosecution.ComplaintInput(
                "walk_in", "work", now.date(), "", account
            )
            prosecution.register_complaint(by=by, at=now, heard=heard)
    with actor(Role.INVESTIGATOR) as by:
        facts = prosecution.CaseFindings(account=account)
        prosecution.open_case(by=by, at=now, facts=facts)
    with actor(Role.PROSECUTOR) as by:
        case = Case.objects.get(code=places["charged_case"]).id
        for name in ("Synthetic Broker", "Synthetic Driver"):
            prosecution.add_defendant(
                by=by, at=now, case=case, kind="person", name=name
            )
