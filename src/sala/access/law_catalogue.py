"""What the database itself says of its law: every object of it, with a hash."""

from hashlib import sha256

from django.db import connection

Named = dict[tuple[str, str], str]

BORROWED = "procrastinate"
"""What a library's own migrations make is left to them; its names begin so."""

_ACL = (
    "array_to_string(ARRAY(SELECT x::text FROM unnest(coalesce({column}, "
    "acldefault('{letter}', {owner}))) x ORDER BY 1), ' ')"
)
_ACL_OF_FUNCTION = _ACL.format(column="p.proacl", letter="f", owner="p.proowner")
_ACL_OF_RELATION = _ACL.format(column="c.relacl", letter="r", owner="c.relowner")
_ACL_OF_SCHEMA = _ACL.format(column="n.nspacl", letter="n", owner="n.nspowner")
_OURS = (
    "NOT EXISTS (SELECT 1 FROM pg_depend d"  # noqa: S608 no value of anybody's
    " WHERE d.objid = {oid} AND d.deptype = 'e')"
    f" AND NOT starts_with({{name}}, '{BORROWED}')"
)
# Everything in which a hole could be: what it does, whose it is, and who may.
CATALOGUE = f"""
WITH relations AS (
    SELECT c.* FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT 1 FROM pg_depend d
                       WHERE d.objid = c.oid AND d.deptype = 'e'))
SELECT 'function' AS kind, p.proname::text AS name, string_agg(concat_ws(' | ',
       pg_get_function_identity_arguments(p.oid),
       CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END,
       pg_get_userbyid(p.proowner), {_ACL_OF_FUNCTION}),
       ' ;; ' ORDER BY pg_get_function_identity_arguments(p.oid)) AS told
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
  AND {_OURS.format(oid="p.oid", name="p.proname")}
GROUP BY 2
UNION ALL
SELECT 'trigger', c.relname || '.' || t.tgname,
       concat_ws(' | ', pg_get_triggerdef(t.oid), t.tgenabled)
FROM pg_trigger t JOIN relations c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND NOT starts_with(p.proname, '{BORROWED}')
UNION ALL
SELECT 'policy', c.relname || '.' || l.polname,
       concat_ws(' | ', l.polcmd, l.polpermissive,
       ARRAY(SELECT CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r) END
             FROM unnest(l.polroles) r ORDER BY 1)::text,
       coalesce(pg_get_expr(l.polqual, l.polrelid), '-'),
       coalesce(pg_get_expr(l.polwithcheck, l.polrelid), '-'))
FROM pg_policy l JOIN relations c ON c.oid = l.polrelid
UNION ALL
SELECT 'rule', c.relname || '.' || w.rulename, pg_get_ruledef(w.oid)
FROM pg_rewrite w JOIN relations c ON c.oid = w.ev_class AND c.relkind IN ('r', 'p')
UNION ALL
SELECT 'view', c.relname::text,
       concat_ws(' | ', pg_get_viewdef(c.oid), c.reloptions::text,
       pg_get_userbyid(c.relowner), {_ACL_OF_RELATION})
FROM relations c
WHERE c.relkind IN ('v', 'm') AND NOT starts_with(c.relname, '{BORROWED}')
UNION ALL
SELECT 'type', c.relname::text, (SELECT string_agg(a.attname || ' '
       || format_type(a.atttypid, a.atttypmod), ', ' ORDER BY a.attnum)
       FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped)
FROM relations c
WHERE c.relkind = 'c' AND NOT starts_with(c.relname, '{BORROWED}')
UNION ALL
SELECT 'table', c.relname::text,
       concat_ws(' | ', c.relrowsecurity, c.relforcerowsecurity,
       pg_get_userbyid(c.relowner),
       {_ACL_OF_RELATION},
       (SELECT string_agg(a.attname || '=' || array_to_string(
            ARRAY(SELECT x::text FROM unnest(a.attacl) x ORDER BY 1), ' '), ', '
            ORDER BY a.attname)
        FROM pg_attribute a WHERE a.attrelid = c.oid AND cardinality(a.attacl) > 0))
FROM relations c WHERE c.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'schema', n.nspname::text, concat_ws(' | ',
       {_ACL_OF_SCHEMA},
       (SELECT string_agg(concat_ws(' ', pg_get_userbyid(a.defaclrole), a.defaclobjtype,
            a.defaclacl::text), ', ' ORDER BY a.defaclrole, a.defaclobjtype)
        FROM pg_default_acl a))
FROM pg_namespace n WHERE n.nspname = 'public'
ORDER BY 1, 2
"""  # noqa: S608 no value of anybody's


def law_in_catalogue() -> Named:
    """The hash of each object of the law as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute(CATALOGUE)
        return {
            (kind, name): sha256(str(told).encode()).hexdigest()
            for kind, name, told in cursor.fetchall()
        }


def names_of(kind: str) -> list[str]:
    """The names of the law's objects of one kind, as the database holds them."""
    return [name for found, name in law_in_catalogue() if found == kind]
