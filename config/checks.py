"""System checks that refuse an unsafe deployment (`check --deploy`)."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from config.crisis import FALLBACK, FAULTS, read
from config.kit import guards


def sample_is_no_deployment(**_options: Any) -> list[CheckMessage]:
    """The sample community has public passwords."""
    if not settings.SAMPLE:
        return []
    return [
        Error("SAMPLE=1 is a demonstration with known passwords: set SAMPLE=0.", id="config.E001")
    ]


def secret_is_long(**_options: Any) -> list[CheckMessage]:
    """Sessions and streams are as safe as this key."""
    if len(settings.SECRET_KEY) >= 50:
        return []
    return [Error("SECRET_KEY is short: set it to 50 random characters or more.", id="config.E002")]


def hosts_are_named(**_options: Any) -> list[CheckMessage]:
    """A star or an empty list would let a stranger choose the address in our mails."""
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS must name the site's hosts, without a star.", id="config.E003")]


def urgent_help_is_never_empty(**_options: Any) -> list[CheckMessage]:
    """Every page points at these resources; a page that names none would be worse than no link."""
    try:
        resources = read(Path(settings.URGENT_HELP_DIR) / f"{FALLBACK}.toml").resources
        told = bool(resources) and all(row.telephone or row.address for row in resources)
    except FAULTS as fault:
        return [
            Error(f"Urgent help cannot be read from URGENT_HELP_DIR: {fault}", id="config.E004")
        ]
    if told:
        return []
    return [
        Error(
            "Urgent help names nobody to turn to: give each of the resources in URGENT_HELP_DIR "
            "a telephone or an address, and at least one resource.",
            id="config.E005",
        )
    ]


def guards_stand(databases: Any = None, **_options: Any) -> list[CheckMessage]:
    """The database keeps some rules by triggers, which a migration of SQLite may have dropped."""
    if not databases:
        return []
    return [
        Error(
            f"The database does not keep the rule {name}: run manage.py migrate.", id="config.E006"
        )
        for name in guards.missing()
    ]
