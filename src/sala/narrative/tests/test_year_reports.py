"""The year's report: edited sentence by sentence, its numbers watched, approved by two people."""

import hashlib
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from sala.access.permissions import RefusedError
from sala.access.roles import Role
from sala.kit.states import ChangedMeanwhileError, NotAllowedError
from sala.narrative import actions, policy
from sala.narrative.models import YearReport, YearReportEdit, YearReportText
from sala.narrative.queries import worklist
from sala.narrative.queries import year_reports as queries

from .conftest import incidents, line_of

WRONG = "Authorities investigated 41 incidents (69 in 2017)."
RIGHT = "Authorities took up 39 incidents (69 in 2017)."


@pytest.mark.django_db
def test_a_draft_says_what_the_facts_say(
    facts,
    opened,
    actor,
    site_facts,
):
    report = opened()
    with actor(Role.ANALYST) as by:
        assert "39 incidents (69 in 2017)" in line_of(by, report).text
        site_facts(incidents(**{"2018": 40}))
        assert "40 incidents" in line_of(by, report).text


@pytest.mark.django_db
def test_a_number_of_no_figure_is_flagged_until_it_is_right_or_explained(
    facts,
    opened,
    edit,
    actor,
    now,
):
    report = opened()
    line = edit(report, WRONG)
    assert (line.kind, line.wrong, line.unexplained) == ("edited", ("41",), ("41",))
    assert {p.text for p in line.pieces if p.figure} == {"69"}
    with actor(Role.ANALYST) as by:
        actions.acknowledge_numbers(
            by=by,
            at=now,
            report=report,
            sentence="incidents",
            reason="Two came by letter.",
        )
        assert line_of(by, report).unexplained == ()
        assert line_of(by, report).reason == "Two came by letter."
    assert edit(report, WRONG.replace("41", "43")).unexplained == ("43",), (
        "another text, no reason"
    )
    line = edit(report, RIGHT)
    assert (line.wrong, line.reason) == ((), "")
    with actor(Role.ANALYST) as by:
        with pytest.raises(ValidationError, match="one of its figures"):
            actions.acknowledge_numbers(
                by=by,
                at=now,
                report=report,
                sentence="incidents",
                reason="None.",
            )
        kinds = YearReportEdit.objects.order_by("id").values_list("kind", flat=True)
        assert [*kinds] == ["edited", "acknowledged", "edited", "edited"], (
            "every step stays"
        )


@pytest.mark.django_db
def test_an_edited_sentence_shows_that_its_figures_changed(
    facts,
    opened,
    edit,
    actor,
    site_facts,
):
    report = opened()
    edit(report, RIGHT)
    site_facts(incidents(**{"2018": 40, "2017": 69}))
    with actor(Role.ANALYST) as by:
        line = line_of(by, report)
        assert "39 incidents" in line.seen
        assert "40 incidents" in "".join(p.text for p in line.composed)
        assert line.wrong == ("39",)


@pytest.mark.django_db
def test_a_sentence_is_left_out_and_taken_back(facts, opened, edit):
    report = opened()
    assert not edit(report, "", "left_out").is_in_report
    line = edit(report, "", "restored")
    assert (line.kind, line.is_in_report, line.edit) == ("composed", True, None)


@pytest.mark.django_db
def test_a_sentence_is_added_after_another(
    facts,
    opened,
    actor,
    now,
):
    report = opened()
    with actor(Role.ANALYST) as by:
        code = actions.add_sentence(
            by=by, at=now, report=report, room="prosecution", after="incidents",
            text="The 39 incidents were in 5 provinces.",
        )  # fmt: skip
        page = queries.year_report(by=by, key=report)
        codes = [line.code for line in page.lines]
        assert codes.index(code) == codes.index("incidents") + 1
        line = line_of(by, report, code)
        assert (line.kind, line.wrong) == ("added", ("5",))
        with pytest.raises(ValidationError):
            actions.add_sentence(
                by=by,
                at=now,
                report=report,
                room="kitchen",
                text="x",
            )
        with pytest.raises(ValidationError):
            actions.add_sentence(
                by=by,
                at=now,
                report=report,
                room="protection",
                text="  ",
            )


@pytest.mark.django_db
def test_two_analysts_on_one_sentence_do_not_overwrite_each_other(facts, opened, edit):
    report = opened()
    edit(report, RIGHT)
    with pytest.raises(ChangedMeanwhileError):
        edit(report, WRONG, seen=0)


@pytest.mark.django_db
def test_what_was_not_frozen_is_not_approved(facts, opened, approve):
    with pytest.raises(RefusedError, match="not_frozen"):
        approve(opened(), Role.ANALYST)


@pytest.mark.django_db
def test_numbers_without_a_reason_are_not_approved(
    frozen,
    opened,
    edit,
    approve,
):
    report = opened()
    edit(report, WRONG)
    with pytest.raises(RefusedError, match="unexplained"):
        approve(report, Role.ANALYST)


@pytest.mark.django_db
def test_two_people_approve_and_the_second_did_not_work_on_it(
    frozen,
    opened,
    edit,
    approve,
):
    report = opened()
    edit(report, RIGHT)
    assert approve(report, Role.ANALYST) == "half_approved"
    with pytest.raises(RefusedError, match="same"):
        approve(report, Role.ANALYST)
    assert approve(report, Role.OVERSIGHT) == "approved"
    with pytest.raises(RefusedError, match="approved"):
        approve(report, Role.OVERSIGHT, "other")
    with pytest.raises(NotAllowedError):
        edit(report, WRONG)


@pytest.mark.django_db
def test_who_edited_is_not_the_second(
    frozen,
    opened,
    edit,
    approve,
):
    report = opened()
    edit(report, RIGHT)
    approve(report, Role.OVERSIGHT)
    with pytest.raises(RefusedError, match="worked"):
        approve(report, Role.ANALYST)
    assert approve(report, Role.ANALYST, "other") == "approved"


@pytest.mark.django_db
def test_an_edit_takes_the_first_approval_back(
    frozen,
    opened,
    edit,
    approve,
    actor,
):
    report = opened()
    with actor(Role.OVERSIGHT) as by:
        read = queries.year_report(by=by, key=report).digest
    approve(report, Role.ANALYST)
    edit(report, RIGHT)
    with actor(Role.OVERSIGHT) as by:
        assert queries.year_report(by=by, key=report).row.state == "draft"
    with pytest.raises(ChangedMeanwhileError):
        approve(report, Role.OVERSIGHT, seen=read)


@pytest.mark.django_db
def test_the_database_too_wants_two_people_and_no_change(
    frozen,
    opened,
    edit,
    approve,
    actor,
    now,
):
    report = opened()
    edit(report, RIGHT)
    approve(report, Role.ANALYST)
    second = {"second_role": "analyst", "second_at": now}
    with actor(Role.ANALYST) as by:
        mine = {
            "second_by_id": by.user,
            "second_agency_id": by.agency,
            **second,
        }
        for change in (
            lambda: YearReportText.objects.update(**mine),
            lambda: YearReportText.objects.update(content="{}"),
            lambda: YearReportText.objects.all().delete(),
            lambda: YearReportEdit.objects.update(text="other"),
            lambda: YearReportEdit.objects.all().delete(),
            lambda: YearReport.objects.update(year=2017),
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()
    approve(report, Role.OVERSIGHT)
    with actor(Role.ANALYST) as by:
        with pytest.raises(ProgrammingError, match="not edited"), transaction.atomic():
            YearReportEdit.objects.create(
                report_id=report, kind="edited", sentence="incidents", text="x",
                made_by_id=by.user, made_at=now,
            )  # fmt: skip


@pytest.mark.django_db
def test_a_text_of_another_hash_is_refused(
    frozen,
    opened,
    actor,
    now,
):
    from django.db import IntegrityError

    report = opened()
    with actor(Role.ANALYST) as by:
        with pytest.raises(IntegrityError, match="hash"), transaction.atomic():
            YearReportText.objects.create(
                report_id=report, snapshot_id=frozen, content="{}", digest="0" * 64, edits=1,
                first_by_id=by.user, first_role=by.role, first_agency_id=by.agency, first_at=now,
            )  # fmt: skip


@pytest.mark.django_db
def test_what_was_approved_stays_when_the_record_changes(
    frozen,
    opened,
    edit,
    approve,
    actor,
    site_facts,
):
    report = opened()
    edit(report, RIGHT)
    approve(report, Role.ANALYST)
    approve(report, Role.OVERSIGHT)
    site_facts(incidents(**{"2018": 7}))
    with actor(Role.ANALYST) as by:
        page = queries.year_report(by=by, key=report)
        assert line_of(by, report).text == RIGHT
        assert hashlib.sha256(page.content.encode()).hexdigest() == page.digest
        assert page.digest == YearReportText.objects.get().digest
        assert json.loads(page.content)["snapshot"] == str(frozen)


@pytest.mark.django_db
def test_a_new_version_starts_from_the_approved_one_and_says_what_changed(
    frozen,
    opened,
    edit,
    approve,
    actor,
):
    first = opened()
    edit(first, RIGHT)
    with pytest.raises(ValidationError, match="open already"):
        opened()
    approve(first, Role.ANALYST)
    approve(first, Role.OVERSIGHT)
    with pytest.raises(ValidationError, match="why"):
        opened()
    second = opened(reason="An agency reported late.")
    with actor(Role.ANALYST) as by:
        page = queries.year_report(by=by, key=second)
        assert line_of(by, second).text == RIGHT
        assert (page.row.version, page.follows.id, page.changed) == (2, first, ())
    edit(second, RIGHT.replace("took up", "investigated"))
    with actor(Role.ANALYST) as by:
        (change,) = queries.year_report(by=by, key=second).changed
        assert (change.code, change.before) == ("incidents", RIGHT)
    assert approve(second, Role.ANALYST) == "half_approved"


@pytest.mark.django_db
def test_it_waits_on_the_list_of_who_may_be_the_second(
    frozen,
    opened,
    approve,
    actor,
    now,
):
    def waits(role, agency="own"):
        with actor(role, agency) as by:
            return [
                line.number for line in worklist.worklist_items(by=by, today=now.date())
            ]

    report = opened()
    assert waits(Role.OVERSIGHT) == []
    approve(report, Role.ANALYST)
    assert waits(Role.OVERSIGHT) == waits(Role.ANALYST, "other") == [1]
    assert waits(Role.ANALYST) == waits(Role.SUPERVISOR) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - policy.APPROVES))
def test_others_see_no_report(
    facts,
    opened,
    actor,
    role,
):
    report = opened()
    with actor(role) as by:
        assert not YearReport.objects.exists()
        assert not YearReportEdit.objects.exists()
        with pytest.raises(RefusedError):
            queries.year_report(by=by, key=report)


@pytest.mark.django_db
def test_another_agency_reads_and_does_not_write(
    facts,
    opened,
    actor,
    now,
):
    report = opened()
    with actor(Role.ANALYST, "other") as by:
        assert queries.year_report(by=by, key=report)
        with pytest.raises(YearReport.DoesNotExist):
            actions.add_sentence(
                by=by,
                at=now,
                report=report,
                room="protection",
                text="x",
            )
        with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
            YearReportEdit.objects.create(
                report_id=report,
                kind="restored",
                made_by_id=by.user,
                made_at=now,
            )
