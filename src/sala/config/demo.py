"""The demo's sign-ins: each role, its password and second factor. For no real site."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
)
from django.conf import settings
from django.db import connection, transaction
from rich.console import Console
from rich.table import Table

from sala.access import actions, queries
from sala.access.context import Actor, acting_operator
from sala.access.installation import InstallationKind, installation_kind
from sala.access.models import User
from sala.access.roles import Role
from sala.config import secrets
from sala.kit import clock

STARTED_ON = date(2016, 1, 1)


@dataclass(frozen=True)
class SignIn:
    """One person of the demo: an invented member of staff."""

    username: str
    name: str
    role: Role
    agency: str


# Agencies by their codes in pack number one; with another pack, its first agency stands
# in.
PEOPLE = (
    SignIn("border", "Bounmy (border post)", Role.FRONTLINE_OFFICER, "BORDER"),
    SignIn("identify", "Khamsing (identification)", Role.IDENTIFICATION_OFFICER, "ATD"),
    SignIn("shelter", "Daovone (shelter)", Role.CASE_WORKER, "LWU"),
    SignIn("investigate", "Sompong (investigation)", Role.INVESTIGATOR, "ATD"),
    SignIn("prosecute", "Vilaysack (prosecution)", Role.PROSECUTOR, "OSPP"),
    SignIn("court", "Manivone (court)", Role.COURT_CLERK, "PSC"),
    SignIn("supervise", "Phouvong (supervision)", Role.SUPERVISOR, "LWU"),
    SignIn("analyse", "Chanthala (secretariat)", Role.ANALYST, "SEC"),
    SignIn("oversee", "Thongsavanh (oversight)", Role.OVERSIGHT, "NSC"),
    SignIn("protect", "Latsamy (data protection)", Role.DATA_PROTECTION_OFFICER, "SEC"),
    SignIn("administer", "Souksakhone (administration)", Role.ADMINISTRATOR, "LWU"),
    # A second person where a rule asks for two, and other agencies of the same roles.
    SignIn("review", "Bouavanh (identification)", Role.IDENTIFICATION_OFFICER, "ATD"),
    SignIn("direct", "Sengdao (supervision, police)", Role.SUPERVISOR, "ATD"),
    SignIn("post", "Inthava (supervision, border)", Role.SUPERVISOR, "BORDER"),
    SignIn(
        "inspect",
        "Phetsamone (inspection)",
        Role.FRONTLINE_OFFICER,
        "LABOUR-INSPECTION",
    ),
    SignIn("mediate", "Khamla (village mediation)", Role.MEDIATOR, "VMU"),
    SignIn("consul", "Somphone (consulate)", Role.CONSULAR_OFFICER, "CONSULAR"),
    SignIn("chief", "Oudone (supervision, prosecution)", Role.SUPERVISOR, "OSPP"),
    SignIn("clinic", "Malaythong (health)", Role.CASE_WORKER, "MOH"),
)


class NotOfTheDemoError(Exception):
    """Nobody of this name belongs to the demo: their codes are their own phone's."""


def password_of(username: str) -> str:
    """The demo's password of a user: the same at every start of this checkout."""
    return "sala-" + _derived_digest(f"password:{username}")[:10].hex()[:12]


def totp_secret_of(username: str) -> str:
    """The demo's second factor of a user, as an authenticator app takes it."""
    return base64.b32encode(_derived_digest(f"totp:{username}")[:20]).decode()


def code_of(username: str) -> str:
    """The six digits that an authenticator app would show now.

    Raises `NotOfTheDemoError` for an account that is none of the demo's.
    """
    if username not in {person.username for person in PEOPLE}:
        raise NotOfTheDemoError(username)
    step = int(clock.now().timestamp()) // app_settings.TOTP_PERIOD
    return str(format_hotp_value(hotp_value(totp_secret_of(username), step)))


def _derived_digest(use: str) -> bytes:
    return hashlib.sha256(
        f"{secrets.secret_named('SALA_DEMO_SEED')}:{use}".encode()
    ).digest()


def make_sign_ins() -> tuple[SignIn, ...]:
    """Make the demo's users with their roles where they are not there yet; nobody can
    sign in.
    """
    require_demo()
    with transaction.atomic(), acting_operator("demo") as operator:
        for person in PEOPLE:
            if not User.objects.filter(username=person.username).exists():
                make_user(operator, person)
    return PEOPLE


class NotADemoError(Exception):
    """In production nothing is invented."""


def require_demo() -> None:
    """Raise `NotADemoError` in production, before anything invented is made there."""
    if installation_kind() == InstallationKind.PRODUCTION:
        raise NotADemoError(
            "This installation is a production: nothing invented comes into it. Begin"
            " with an empty database for a demo.",
        )


def make_user(operator: Actor, person: SignIn) -> None:
    """Add one user with their role."""
    agency = queries.agency_by_code(person.agency) or queries.list_agencies()[0]
    actions.invent_user(
        by=operator,
        username=person.username,
        full_name=person.name,
        agency=agency.id,
        role=person.role,
        starts_on=STARTED_ON,
    )


def let_in(people: tuple[SignIn, ...]) -> None:
    """Give each a password and an authenticator app, where they have none.

    Making a password safe takes a while and leaves the other core free: `sala demo`
    does it beside the simulation.
    """
    try:
        for person in people:
            user = User.objects.get(username=person.username)
            if not user.has_usable_password():
                with acting_operator("demo") as operator:
                    password = password_of(person.username)
                    actions.set_password(
                        by=operator,
                        user=user,
                        password=password,
                    )
            if not Authenticator.objects.filter(user=user).exists():
                TOTP.activate(user, totp_secret_of(person.username))
            RecoveryCodes.activate(user)
    finally:
        connection.close()


def show_reports(address: str) -> list[str]:
    """Print where the country's report stands, and who signs in to read it; its
    addresses.
    """
    from sala.figures import queries as figures

    year = figures.year_at_hand()
    if year not in figures.years_held():
        return []
    found = [
        (f"{address}/narratives/year/{year}/{code}/", name)
        for code, name in settings.LANGUAGES
    ]
    console = Console(width=120, highlight=False)
    for place, name in found:
        console.print(f"The report of {year}, {name}:  {place}")
    reader = next(p.username for p in PEOPLE if p.role == Role.ANALYST)
    console.print(
        f"sign in as {reader}, password {password_of(reader)}, code {code_of(reader)} "
        f"(a new one: `.venv/bin/sala dev code {reader}`)\n",
    )
    return [place for place, _name in found]


def show_sign_ins(people: tuple[SignIn, ...]) -> None:
    """Print how each role signs in."""
    table = Table(
        "role",
        "sign-in name",
        "password",
        "code now",
        "authenticator secret",
        box=None,
    )
    for p in people:
        table.add_row(
            str(p.role.label),
            p.username,
            password_of(p.username),
            code_of(p.username),
            totp_secret_of(p.username),
        )
    console = Console(width=120)
    console.print("\nSign-ins of this demo (synthetic people, this computer only)\n")
    console.print(table)
    console.print(
        "\nThe codes change every 30 seconds: `.venv/bin/sala dev code border` prints a"
        " new one.",
    )
