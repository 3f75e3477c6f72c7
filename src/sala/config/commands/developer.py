"""Commands for those who build Sala; nothing here is needed to run it."""

import click

from sala.config.running import as_owner


@click.group()
def dev_group() -> None:
    """For who builds Sala: generated pages, migrations, translations, demo codes."""


@dev_group.command("code")
@click.argument("username")
@as_owner
def print_code(username: str) -> None:
    """Print the second factor's code of a demo user, as their authenticator app shows
    it now.
    """
    from sala.config import demo

    try:
        click.echo(demo.code_of(username))
    except demo.NotOfTheDemoError as error:
        raise click.UsageError(
            f"{username!r} is not an account of the demo."
        ) from error


@dev_group.command("migrations-current")
@as_owner
def migrations_current() -> None:
    """Fail if a model changed without a migration, or two models are in each other's
    way.
    """
    from django.core.management import call_command

    call_command("check")
    call_command(
        "makemigrations",
        check=True,
        dry_run=True,
    )


@dev_group.command("make-migrations")
@click.argument("rooms", nargs=-1)
@as_owner
def make_migrations(rooms: tuple[str, ...]) -> None:
    """Write the migrations of ROOMS, or of all."""
    from django.core.management import call_command

    call_command("makemigrations", *rooms)


@dev_group.command("collect-messages")
def collect_messages() -> None:
    """Collect texts into every room's catalogue (needs gettext)."""
    from sala.config import catalogues

    for line in catalogues.collect_messages():
        click.echo(line)


@dev_group.command("translations-current")
def translations_current() -> None:
    """Fail where a text is not translated, or not in its catalogue (needs gettext)."""
    from sala.config import catalogues

    problems = list(catalogues.catalogue_problems())
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)


@dev_group.command("terms-current")
def terms_current() -> None:
    """Fail where a Lao text says a term of the field in a word that is not its own."""
    from sala.config import lao_terms

    problems = list(lao_terms.misused_terms())
    for problem in problems:
        click.echo(problem)
    if problems:
        raise SystemExit(1)


@dev_group.command("write-pages")
@as_owner
def write_pages() -> None:
    """Write the documentation that is generated from the code."""
    from sala.config import pages

    for path, text in pages.generated_pages().items():
        path.write_text(text)
        click.echo(path)


@dev_group.command("pages-current")
@as_owner
def pages_current() -> None:
    """Fail if generated documentation is not as the code says."""
    from sala.config import pages

    stale = [
        p
        for p, text in pages.generated_pages().items()
        if not p.exists() or p.read_text() != text
    ]
    for path in stale:
        click.echo(f"{path} is not current: make fix")
    if stale:
        raise SystemExit(1)
