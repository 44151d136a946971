"""The sample community goes into an empty database."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts.people.models import Band, User
from mentorship.intake.operations import import_community
from mentorship.profiles.models import MentorProfile
from mentorship.sample.errors import NotASample, SomebodyIsHere
from mentorship.sample.operations.demo import add_demo_people
from mentorship.sample.operations.hours import keep_hours
from mentorship.sample.rules import shift_table

EXPORT = Path(__file__).resolve().parent.parent / "export"
HALF = 2


@transaction.atomic
def load_sample(*, at: datetime) -> None:
    """Load the sample export as if it had ended now, wake everybody, and add the demo sign-ins.

    All or nothing. Raises NotASample where the installation is none, and
    SomebodyIsHere where the database holds a person.
    """
    if not settings.SAMPLE:
        raise NotASample
    if User.objects.exists():
        raise SomebodyIsHere
    at = at.replace(microsecond=0)
    with TemporaryDirectory() as folder:
        for source in EXPORT.glob("*.csv"):
            with (
                source.open(encoding="utf-8", newline="") as export,
                (Path(folder) / source.name).open("w", encoding="utf-8", newline="") as shifted,
            ):
                shift_table(export, shifted, at=at)
        import_community(path=Path(folder), at=at)
    _wake_everybody(at=at)
    _show_some_to_visitors()
    add_demo_people(at=at)
    keep_hours(at=at)


def _wake_everybody(*, at: datetime) -> None:
    """In bulk what waking one person does; nobody of them has a password."""
    User.objects.update(is_sample=True, woken_at=at, band_confirmed_at=at)
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=person, email=email.lower(), verified=True, primary=True)
        for person, email in User.objects.values_list("pk", "email")
    )


def _show_some_to_visitors() -> None:
    """Every second adult mentor has agreed to be shown to visitors, half of them outside too."""
    adults = MentorProfile.objects.filter(user__band=Band.ADULT).order_by("pk")
    agreed = list(adults.values_list("pk", flat=True))[::HALF]
    MentorProfile.objects.filter(pk__in=agreed).update(is_public=True)
    MentorProfile.objects.filter(pk__in=agreed[::HALF]).update(shown_outside=True)
