"""The least valid rows of accounts; traits are adjectives."""

from datetime import UTC, datetime, timedelta

import factory
from django.utils import timezone

from accounts.models import Clearance, SpokenLanguage, User

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


class UserFactory(factory.django.DjangoModelFactory):
    """An awake adult listener who talks English."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        teen = factory.Trait(band="teen")
        dormant = factory.Trait(woken_at=None, imported_at=NOW - timedelta(days=30))
        coordinator = factory.Trait(is_coordinator=True)
        moderator = factory.Trait(is_moderator=True)

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")
    display_name = factory.LazyAttribute(lambda user: f"Person {user.username[6:] or 'A'}")
    band = "adult"
    band_confirmed_at = NOW - timedelta(days=30)
    joined_at = NOW - timedelta(days=60)
    woken_at = NOW - timedelta(days=60)

    @factory.post_generation
    def speaks(self, create, extracted, **kwargs):
        if create:
            for position, tag in enumerate(extracted if extracted is not None else ["en"]):
                SpokenLanguage.objects.create(
                    user=self, tag=tag, base=tag.split("-")[0].lower(), position=position
                )


class ClearanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clearance

    user = factory.SubFactory(UserFactory)
    # In force by the clock of a test and by that of the database.
    cleared_until = (max(NOW, timezone.now()) + timedelta(days=180)).date()
    granted_at = NOW - timedelta(days=180)
