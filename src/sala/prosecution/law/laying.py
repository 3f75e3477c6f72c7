"""One case laid over another: the rows of a case that was taken over are copied for the
compartment, and laid back over their originals when it leaves.

Every row has its key, so that what others see keeps its own: pages, figures and papers
go on naming the originals.
"""

from collections.abc import Iterable

from django.db import models

from sala.access.law.asking import DEFINER
from sala.access.law.steps import CHECKING, OPEN, SHUT, HistoryTables
from sala.access.models import Step
from sala.kit.law import BackupShare, cut_statements, joined_law
from sala.kit.rowsecurity import owner_only
from sala.prosecution.models import (
    Case,
    CaseEvent,
    CaseStep,
    CaseVictim,
    Charge,
    ChargeStep,
    ClaimStep,
    CooperationRequest,
    CooperationStep,
    Defendant,
    DefendantCorrection,
    Forfeiture,
    ForfeitureStep,
    Investigation,
    InvestigationStep,
    PaymentCorrection,
    RestitutionClaim,
    RestitutionPayment,
    Verdict,
    VictimCorrection,
)
from sala.vault.sealed_columns import SealedBytes

# In the order in which one may point at another.
ON_A_CASE: tuple[type[models.Model], ...] = (
    CaseVictim,
    VictimCorrection,
    Investigation,
    Defendant,
    DefendantCorrection,
    Charge,
    Verdict,
    Forfeiture,
    RestitutionClaim,
    RestitutionPayment,
    PaymentCorrection,
    CooperationRequest,
    CaseEvent,
)
STEPS: tuple[type[Step], ...] = (
    CaseStep,
    InvestigationStep,
    ChargeStep,
    ForfeitureStep,
    ClaimStep,
    CooperationStep,
)
# What is known from the day on which it is told.
TOLD = (Step, PaymentCorrection, VictimCorrection)
ALSO_TOLD = ("prosecution_incidentstep", "prosecution_complaintstep")
TAKEN_ALONG: tuple[type[models.Model], ...] = (Case, *ON_A_CASE, *STEPS)
LAID = {model: model._meta.db_table for model in TAKEN_ALONG}  # noqa: SLF001
SWAPPED = [*(model for model in ON_A_CASE if model is not CaseEvent), *TAKEN_ALONG[:1]]
# What the case that goes on says in its own words; the rest is the original's.
OF_THE_CASE = {
    "code": "prosecution_fresh_code()",
    "account": "NULL",
    "taken_over_at": "access_now()",
    "in_compartment": "true",
    "continues_id": "o.id",
    "taken_reason": "p_reason",
    "taken_by_id": "access_actor()",
    "concerns_official": "p_official <> ''",
    "official_agency_code": "p_official",
}
COPIED: dict[type[models.Model], dict[str, str]] = {
    Case: OF_THE_CASE,
    Defendant: {
        "code": "prosecution_fresh_code()",
        "name": "NULL",
        "continues_id": "o.id",
    },
    DefendantCorrection: {"name": "NULL", "continues_id": "o.id"},
    Forfeiture: {"what": "NULL", "continues_id": "o.id"},
    CooperationRequest: {"code": "prosecution_fresh_code()"},
    **{step: {"ledger_lane": "p_lane", "ledger_seq": "p_seq"} for step in STEPS},
}
# What an original keeps, whatever became of the row that went on for it.
KEPT = {
    "id",
    "code",
    "case_id",
    "continues_id",
    "confirmed_by_id",
    "confirmed_at",
    "left_compartment_at",
    *OF_THE_CASE,
}


def _columns_of(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    return list(model._meta.concrete_fields)  # noqa: SLF001


def _points_at_laid(field: models.Field) -> bool:  # type: ignore[type-arg]
    to = field.related_model
    return (field.primary_key or to in LAID or field.attname == "record_id") and (
        to is None or to in LAID
    )


def _turned(value: str, *, back: bool = False) -> str:
    """SQL: the key of the row that goes on for another, or back; else as it is."""
    found, asked = ("original_id", "continued_id")[:: 1 if back else -1]
    return (
        f"coalesce((SELECT m.{found} FROM prosecution_takenrow m "
        f"WHERE m.{asked} = {value}), {value})"
    )


def _belongs(model: type[models.Model], case: str) -> str:
    if model is Case:
        return f"o.id = {case}"
    if issubclass(model, Step) and model is not CaseStep:
        tables = HistoryTables.of_steps(model)
        return (
            f"o.{tables.key} IN (SELECT n.id FROM {tables.noun} n "
            f"WHERE n.case_id = {case})"
        )
    return f"o.case_id = {case}"


def _copy_sql(model: type[models.Model]) -> str:
    table, said = LAID[model], COPIED.get(model, {})
    names, values = [], []
    for field in _columns_of(model):
        name = str(field.column)
        names.append(name)
        own = f"o.{name}"
        values.append(said.get(name, _turned(own) if _points_at_laid(field) else own))
    return f"""
    INSERT INTO prosecution_takenrow (original_id, continued_id, case_id)
        SELECT o.id, gen_random_uuid(), p_case FROM {table} o
        WHERE {_belongs(model, "p_case")} ON CONFLICT DO NOTHING;
    INSERT INTO {table} ({", ".join(names)})
        SELECT {", ".join(values)}
        FROM {table} o WHERE {_belongs(model, "p_case")};"""


def _swap_sql(model: type[models.Model]) -> str:
    """SQL: each original says what its copy said, and the copy what that did: each of
    the two stays what its own steps say.
    """
    changed = ", ".join(
        f"{f.column} = c.{f.column}"
        for f in _columns_of(model)
        if f.column not in KEPT
        and not _points_at_laid(f)
        and not isinstance(f, SealedBytes)
    )
    return f"""
    UPDATE {LAID[model]} o SET {changed}
        FROM {LAID[model]} c JOIN prosecution_takenrow m
            ON c.id IN (m.original_id, m.continued_id)
        WHERE o.id IN (m.original_id, m.continued_id) AND o.id <> c.id
          AND m.case_id = p_case;"""


def _move_sql(model: type[models.Model], table: str) -> str:
    """SQL: what was begun in the compartment is the original case's from now on."""
    moved = ", ".join(
        f"{f.column} = {_turned(f'o.{f.column}', back=True)}"
        for f in _columns_of(model)
        if not f.primary_key and _points_at_laid(f)
    )
    told = ", recorded_at = access_now()" if issubclass(model, TOLD) else ""
    return f"""
    UPDATE {table} o SET {moved}{told}
        WHERE {_belongs(model, "p_continued")} AND NOT EXISTS (
            SELECT 1 FROM prosecution_takenrow m WHERE m.continued_id = o.id);"""


def _joined(lines: Iterable[str]) -> str:
    return "".join(lines)


CODES = """
-- Nine random digits and a check digit (Damm, 2004), as people/codes.py makes them.
CREATE FUNCTION prosecution_fresh_code() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    turns text := '0317598642709215486342068713591750983426612304597836742095815869720134894536201794386172052581436790';
    digits text;
    found int := 0;
BEGIN
    digits := lpad((('x' || encode(substring(uuid_send(gen_random_uuid()) FROM 10 FOR 7),
                                   'hex'))::bit(56)::bigint % 1000000000)::text, 9, '0');
    FOR i IN 1..9 LOOP
        found := substr(turns, found * 10 + substr(digits, i, 1)::int + 1, 1)::int;
    END LOOP;
    RETURN digits || found;
END $$;
"""

LAYING = f"""
-- Copy a case into the compartment, each row under a key of its own: the key of the copy.
CREATE FUNCTION prosecution_continue(p_case uuid, p_reason text, p_official text,
    p_lane int, p_seq bigint) RETURNS uuid LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    {OPEN}{_joined(_copy_sql(model) for model in LAID)}
    {SHUT}
    RETURN (SELECT m.continued_id FROM prosecution_takenrow m WHERE m.original_id = p_case);
END $$;
REVOKE ALL ON FUNCTION prosecution_continue FROM PUBLIC;

-- Lay what was done in the compartment over the case that was taken over: its rows say what the copies
-- said, and what was begun since is its own. Steps are known from today: they are told late.
CREATE FUNCTION prosecution_lay_back(p_case uuid, p_continued uuid) RETURNS void
LANGUAGE plpgsql {DEFINER} AS $$
BEGIN
    {OPEN}{_joined(_move_sql(model, LAID[model]) for model in reversed(STEPS))}\
{_joined(_swap_sql(model) for model in SWAPPED)}\
{_joined(_move_sql(model, LAID[model]) for model in ON_A_CASE)}
    UPDATE prosecution_caseattachment SET case_id = p_case WHERE case_id = p_continued;
    DELETE FROM prosecution_takenrow WHERE case_id = p_case;
    {SHUT}
END $$;
REVOKE ALL ON FUNCTION prosecution_lay_back FROM PUBLIC;

-- Whether a row stands for another, or another for it: then it was made by laying, not by hand.
CREATE FUNCTION prosecution_is_laid(p_row uuid) RETURNS boolean
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN
    RETURN EXISTS (SELECT 1 FROM prosecution_takenrow m WHERE m.continued_id = p_row);
END $$;
REVOKE ALL ON FUNCTION prosecution_is_laid FROM PUBLIC;
"""

OWNER = ";\n".join(
    (
        *(
            f"CREATE POLICY owner_lays_{verb.lower()} ON {table} FOR {verb} "
            f"TO CURRENT_USER {clause}"
            for table in (*(LAID[model] for model in STEPS), *ALSO_TOLD)
            for verb, clause in (
                ("INSERT", f"WITH CHECK ({CHECKING})"),
                ("UPDATE", f"USING ({CHECKING})"),
            )
        ),
        (
            "CREATE POLICY owner_acts ON prosecution_caseattachment FOR ALL TO CURRENT_USER"
            " USING (access_proven()) WITH CHECK (access_proven())"
        ),
    ),
)

LAW = joined_law(
    owner_only("prosecution_takenrow", in_backup=BackupShare.WHOLE),
    cut_statements(CODES),
    cut_statements(LAYING),
    cut_statements(OWNER),
)
