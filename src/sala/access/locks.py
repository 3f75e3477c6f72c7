"""Reading the catalogue: is every table of a kind that says who may see it?"""

from django.conf import settings
from django.db import connection

# Tables the application uses before it knows who is asking, or that hold no personal
# data.
SIGN_IN = frozenset(
    {
        "access_user",
        "access_signinsession",
        "mfa_authenticator",
        "access_trycount",
        "access_usedstep",
    },
)

CATALOGUE = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid),
       coalesce(array_agg(DISTINCT g.privilege_type::text)
                FILTER (WHERE g.privilege_type IS NOT NULL), '{}')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
LEFT JOIN LATERAL (
    SELECT a.privilege_type FROM aclexplode(c.relacl) a
    WHERE a.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %s))
    UNION
    SELECT a.privilege_type FROM pg_attribute t, aclexplode(t.attacl) a
    WHERE t.attrelid = c.oid
      AND a.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %s))
) g ON true
WHERE c.relkind IN ('r', 'p', 'v', 'm')
GROUP BY c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity
ORDER BY c.relname
"""


def table_kinds() -> dict[str, str]:
    """Each table's kind: protected, reference, sign_in, owner, or `open` where it has
    none.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            CATALOGUE,
            [settings.APPLICATION_ROLE, settings.APPLICATION_ROLE],
        )
        return {
            name: _table_kind(name, forced, policies, set(privileges))
            for name, forced, policies, privileges in cursor.fetchall()
        }


def _table_kind(
    name: str,
    forced: bool,
    policies: int,
    privileges: set[str],
) -> str:
    if forced and policies:
        return "protected"
    if not privileges:
        return "owner"
    if privileges == {"SELECT"}:
        return "reference"
    return "sign_in" if name in SIGN_IN else "open"


def forbidden_powers(role: str | None = None) -> list[str]:
    """What an account of Sala's could do that it must not: empty when all is well."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, "
            "EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid), "
            "pg_has_role(r.oid, (SELECT datdba FROM pg_database "
            "WHERE datname = current_database()), 'MEMBER'), "
            "has_database_privilege(r.oid, current_database(), 'TEMPORARY') "
            "FROM pg_roles r WHERE rolname = %s",
            [role or settings.APPLICATION_ROLE],
        )
        row = cursor.fetchone()
    if row is None:
        return ["does not exist"]
    names = (
        "is a superuser",
        "bypasses row-level security",
        "makes roles",
        "makes databases",
        "owns tables",
        "is a member of the owner",
        "makes temporary tables",
    )
    return [name for name, held in zip(names, row, strict=True) if held]
