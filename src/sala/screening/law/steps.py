"""Who sees and takes the steps of each noun of this room; an operation's write
themselves.
"""

from sala.access.law.asking import AGENCY, DEFINER, may_word
from sala.access.law.steps import history_law
from sala.kit.law import cut_statements, joined_law
from sala.kit.rowsecurity import for_triggers_only
from sala.screening.models import EnvelopeStep, IdentificationStep, OperationStep

# Whoever screens takes in what was set aside; a supervisor moves it, and does no more.
MOVES_ENVELOPE = f"""CASE WHEN move IN ('hand_over', 'close', 'open_again')
    THEN {may_word("screening.envelope.move")} ELSE {may_word("screening.screening.record")} END"""
DECIDES = f"""{may_word("screening.identification.decide")} AND EXISTS (
    SELECT 1 FROM screening_identificationrequest r
    WHERE r.id = request_id AND r.authority_id = {AGENCY})"""

OPERATIONS = f"""
-- An operation begins on the day it happened; each correction of it is a step, and one
-- that names another day corrects the first. Their entry is the next of the transaction.
CREATE FUNCTION screening_operation_walks() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    entry record;
    opening uuid;
    taken int;
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.happened_on = NEW.happened_on THEN
        PERFORM screening_operationstep_take(NEW.id, 'correct', NEW.state, '');
        RETURN NULL;
    END IF;
    PERFORM set_config('sala.history', 'open', true);
    SELECT max(s.number) INTO taken FROM screening_operationstep s
        WHERE s.operation_id = NEW.id;
    SELECT s.id INTO opening FROM screening_operationstep s
        WHERE s.operation_id = NEW.id AND s.opening ORDER BY s.number DESC LIMIT 1;
    PERFORM set_config('sala.history', '', true);
    SELECT n.lane, n.seq INTO entry FROM access_ledger_next() n;
    INSERT INTO screening_operationstep (id, operation_id, number, opening, move, state,
            happened_on, precision, reason, agency_id, recorded_by_id, recorded_at,
            corrects_id, ledger_lane, ledger_seq)
        VALUES (gen_random_uuid(), NEW.id, coalesce(taken, 0) + 1, true, 'record', 'open',
                NEW.happened_on, 'day', '', access_agency(), access_actor(), access_now(),
                opening, entry.lane, entry.seq);
    RETURN NULL;
END $$;
CREATE TRIGGER screening_operation_walks
    AFTER INSERT OR UPDATE OF kind, place_code, crossing_code, happened_on, version
    ON screening_operation FOR EACH ROW EXECUTE FUNCTION screening_operation_walks();

-- That some of them will not be screened, and that it was wrong to say so, is a step, too.
CREATE FUNCTION screening_explanation_walks() RETURNS trigger LANGUAGE plpgsql {DEFINER} AS $$
DECLARE
    stands text;
BEGIN
    SELECT o.state INTO stands FROM screening_operation o
        WHERE o.id = NEW.operation_id FOR UPDATE;
    PERFORM screening_operationstep_take(NEW.operation_id,
        CASE TG_OP WHEN 'INSERT' THEN 'explain' ELSE 'take_back' END, stands, NEW.reason);
    RETURN NULL;
END $$;
CREATE TRIGGER screening_notscreened_explains AFTER INSERT ON screening_notscreened
    FOR EACH ROW EXECUTE FUNCTION screening_explanation_walks();
CREATE TRIGGER screening_notscreened_retracts AFTER UPDATE OF withdrawn_at
    ON screening_notscreened FOR EACH ROW
    WHEN (OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL)
    EXECUTE FUNCTION screening_explanation_walks();
"""

LAW = joined_law(
    history_law(OperationStep, writes="false"),
    history_law(EnvelopeStep, writes=MOVES_ENVELOPE),
    history_law(IdentificationStep, writes=DECIDES),
    cut_statements(OPERATIONS),
    for_triggers_only("screening_operation_walks", "screening_explanation_walks"),
)
