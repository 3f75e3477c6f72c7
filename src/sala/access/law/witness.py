"""What the machine of the witness reads of the ledger: ends of lanes, and endings."""

from sala.access.law.asking import DEFINER
from sala.kit.law import cut_statements

WITNESS = "access.witness"
ONLY_FOR_IT = f"""
    IF NOT access_operating() THEN PERFORM access_machine_only('{WITNESS}'); END IF;"""

LAW = cut_statements(
    f"""
-- Where each lane ends, and the hash of the entry at which it was last seen to end.
CREATE FUNCTION access_ledger_heads(p_seen jsonb)
RETURNS TABLE (lane int, seq bigint, digest text, seen text)
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN{ONLY_FOR_IT}
    RETURN QUERY
        SELECT l, head.seq, encode(head.hash, 'hex'),
               (SELECT encode(e.hash, 'hex') FROM access_ledgerentry e
                WHERE e.lane = l AND e.seq = (p_seen ->> l::text)::bigint)
        FROM generate_series(0, 31) l
        CROSS JOIN LATERAL (SELECT e.seq, e.hash FROM access_ledgerentry e
                            WHERE e.lane = l ORDER BY e.seq DESC LIMIT 1) head;
END $$;

-- Entries of some kinds between two ends of each lane.
CREATE FUNCTION access_ledger_ended(p_from jsonb, p_to jsonb, p_actions text[])
RETURNS SETOF access_ledgerentry
LANGUAGE plpgsql STABLE {DEFINER} AS $$
BEGIN{ONLY_FOR_IT}
    RETURN QUERY
        SELECT e.* FROM jsonb_each_text(p_to) t
        JOIN access_ledgerentry e ON e.lane = t.key::int AND e.seq <= t.value::bigint
             AND e.seq > coalesce((p_from ->> t.key)::bigint, 0)
        WHERE e.action = ANY (p_actions);
END $$;
""",
)
