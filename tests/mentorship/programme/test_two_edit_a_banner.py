"""Two coordinators edit one banner: who began from an older one overwrites nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from mentorship.models import Banner
from mentorship.programme import errors
from mentorship.programme.operations import edit_banner
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import BannerFactory

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
NAMES = ("text", "link", "link_words", "audience", "from_at", "until_at")


def facts(banner, **changed):
    return {name: getattr(banner, name) for name in NAMES} | changed


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "Three."},
        {"link": "/queue/"},
        {"link_words": "Look"},
        {"audience": "adult"},
        {"from_at": NOW - 2 * HOUR},
        {"until_at": NOW + 6 * HOUR},
    ],
)
def test_the_second_edit_is_refused(changed):
    one, other = UserFactory.create_batch(2, coordinator=True)
    banner = BannerFactory()
    wanted, seen = facts(banner, **changed), banner.mark
    edit_banner(banner, **wanted, seen=seen, actor=one, at=NOW)

    with pytest.raises(errors.BannerChanged):
        edit_banner(banner, **facts(banner, text="Mine."), seen=seen, actor=other, at=NOW)

    assert facts(Banner.objects.get()) == wanted


def test_they_see_the_newer_one_beside_their_words_and_may_save_once_more(as_coordinator):
    begins = datetime(2040, 1, 1, tzinfo=UTC)
    banner = BannerFactory(from_at=begins, until_at=begins + 24 * HOUR)
    address = reverse("programme:banner", args=[banner.public_id])
    typed = {"audience": "both", "from_at": "2040-01-01T00:00", "until_at": "2040-01-02T00:00"}
    began = as_coordinator.get(address).context["seen"]

    as_coordinator.post(address, typed | {"text": "Theirs", "seen": began})
    refused = as_coordinator.post(address, typed | {"text": "Mine", "seen": began})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert str(errors.BannerChanged.message) in page
    assert 'value="Mine"' in page
    assert ">Theirs<" in page
    as_coordinator.post(address, typed | {"text": "Mine", "seen": refused.context["seen"]})
    assert Banner.objects.get().text == "Mine"


def test_words_from_nowhere_overwrite_nothing(as_coordinator):
    begins = datetime(2040, 1, 1, tzinfo=UTC)
    banner = BannerFactory(from_at=begins, until_at=begins + 24 * HOUR)
    typed = {"audience": "both", "from_at": "2040-01-01T00:00", "until_at": "2040-01-02T00:00"}

    response = as_coordinator.post(
        reverse("programme:banner", args=[banner.public_id]), typed | {"text": "Mine"}
    )

    assert response.status_code == 422
    assert Banner.objects.get().text == banner.text
