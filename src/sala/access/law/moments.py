"""When something was recorded is the moment in which it was: neither later nor earlier.

What is changed after a figure was frozen is found by when it was recorded. Whoever could
date a record back would change a past year, and no page would name it.
"""

from django.conf import settings

from sala.kit.law import cut_statements

# What a phone or a page says of when somebody began and wrote, and how long what is not
# done yet is kept: no figure counts by them.
TOLD = (
    *("written_at", "started_at", "begun_at"),
    *("saved_at", "kept_at", "brought_at"),
)


def _hung(command: str, given: str) -> str:
    """SQL of the text that makes one trigger, of a table and a column."""
    role = settings.APPLICATION_ROLE
    return f"""
            'CREATE TRIGGER %1$s_%2$s_of_{command.lower()} BEFORE {command} ON %1$I FOR EACH ROW '
            'WHEN (current_user = ''{role}'' AND {given} '
            'AND NOT access_at_present(NEW.%2$I)) EXECUTE FUNCTION access_refuse_moment(%2$L)'"""


MOMENTS = f"""
-- Whether a moment is the present one. The clock is read before or after the transaction began,
-- perhaps on another machine; a long transaction writes when it began.
CREATE FUNCTION access_at_present(p_moment timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT p_moment BETWEEN
        access_now() - (statement_timestamp() - transaction_timestamp()) - interval '5 minutes'
        AND access_now() + interval '1 minute'
$$;

CREATE FUNCTION access_refuse_moment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% of % is of another moment', array_to_string(TG_ARGV, ', '), TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;

-- Hang it on a table, for each column that says when something happened to its row; for the law.
-- The owner's own functions are not asked: they read the clock themselves.
CREATE FUNCTION access_hold_to_moment(p_table text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT a.attname FROM pg_attribute a
        WHERE a.attrelid = p_table::regclass AND a.atttypid = 'timestamptz'::regtype
          AND NOT a.attisdropped AND right(a.attname, 3) = '_at'
          AND NOT a.attname = ANY ('{{{",".join(TOLD)}}}')
    LOOP
        EXECUTE format({_hung("INSERT", "NEW.%2$I IS NOT NULL")},
                       p_table, name);
        EXECUTE format({_hung("UPDATE", "NEW.%2$I IS DISTINCT FROM OLD.%2$I AND NEW.%2$I IS NOT NULL")},
                       p_table, name);
    END LOOP;
END $$;
REVOKE ALL ON FUNCTION access_hold_to_moment FROM PUBLIC;
"""

LAW = cut_statements(MOMENTS)
