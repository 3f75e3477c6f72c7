"""Where the facts of this installation are kept."""

from pathlib import Path

from django.conf import settings


def facts_folder() -> Path:
    """The folder of facts that the site's figures are made from."""
    return Path(settings.FACTS)
