"""Imported people wake by one letter."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, BandQuestion, Invitation, User
from accounts.people.errors import InvitationGone, NobodyToInvite, NotAllowed, TooYoung
from accounts.people.operations import accept_invitation, release_invitations, send_invitation
from accounts.people.operations.invitations import deliver, invitation_of, token_of
from accounts.people.rules.ages import Age
from accounts.people.tasks import sweep_invitations
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a walk by the river"


def released(user=None):
    user = user or UserFactory(dormant=True)
    return Invitation.objects.create(
        user=user, released_at=NOW, released_by=UserFactory(coordinator=True)
    )


def answer(**changes):
    return {
        "password1": PASSWORD,
        "password2": PASSWORD,
        "birth_month": "4",
        "birth_year": "1990",
    } | changes


def page_of(invitation):
    return reverse("people:invitation", args=[token_of(invitation)])


def test_a_coordinator_releases_a_batch_mentors_first():
    coordinator = UserFactory(coordinator=True)
    seen_long_ago = UserFactory(dormant=True, last_seen_at=NOW - timedelta(days=300))
    seen_lately = UserFactory(dormant=True, last_seen_at=NOW - timedelta(days=3))
    protected = UserFactory(dormant=True, name_is_protected=True)
    UserFactory()
    UserFactory(dormant=True, teen=True)
    UserFactory(dormant=True, is_active=False)

    first = release_invitations(count=2, actor=coordinator, at=NOW)
    second = release_invitations(count=9, actor=coordinator, at=NOW)

    assert [row.user for row in first] == [protected, seen_lately]
    assert [row.user for row in second] == [seen_long_ago]
    assert AuditEntry.objects.filter(act="release invitations").count() == 2


def test_release_is_refused_to_others_and_when_nobody_is_left():
    with pytest.raises(NotAllowed):
        release_invitations(count=1, actor=UserFactory(moderator=True), at=NOW)
    with pytest.raises(NobodyToInvite):
        release_invitations(count=1, actor=UserFactory(coordinator=True), at=NOW)

    assert Invitation.objects.count() == 0


def test_the_pages_ask_how_many_then_once_more_then_send(client):
    UserFactory.create_batch(3, dormant=True)
    client.force_login(UserFactory(coordinator=True))
    url = reverse("people:invitations")

    assert client.get(url).status_code == 200
    sure = client.get(url, {"count": "2"}).content.decode()
    assert "Send letters to 2 people?" in sure
    assert Invitation.objects.count() == 0

    assert client.post(url, {"count": "2"}).status_code == 302
    assert Invitation.objects.count() == 2
    assert client.post(url, {"count": "0"}).status_code == 422


def test_the_sweep_sends_each_letter_once():
    invitation = released()

    for _run in range(3):
        sweep_invitations()

    assert [letter.to for letter in mail.outbox] == [[invitation.user.email]]
    invitation.refresh_from_db()
    assert invitation.sent_at
    assert not send_invitation(invitation.pk, at=timezone.now())


def test_a_letter_under_lease_is_left_to_its_job():
    invitation = released()
    Invitation.objects.update(lease_until=NOW + timedelta(seconds=60))

    assert not send_invitation(invitation.pk, at=NOW)
    assert send_invitation(invitation.pk, at=NOW + timedelta(seconds=61))


def test_a_letter_that_fails_is_tried_again_and_parked_after_five(monkeypatch):
    invitation = released()
    monkeypatch.setattr(
        "accounts.people.operations.invitations.deliver",
        lambda invitation: (_ for _ in ()).throw(OSError("no post")),
    )

    for attempt in range(5):
        with pytest.raises(OSError, match="no post"):
            send_invitation(invitation.pk, at=NOW + timedelta(hours=attempt))

    assert not send_invitation(invitation.pk, at=NOW + timedelta(days=1))


def test_the_link_of_the_letter_wakes_on_post_and_only_once(client):
    invitation = released()
    deliver(invitation)
    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]

    assert client.get(path).status_code == 200
    invitation.user.refresh_from_db()
    assert invitation.user.is_dormant

    assert client.post(path, answer()).url == reverse("account_login")
    person = User.objects.get(pk=invitation.user_id)
    assert not person.is_dormant
    assert person.check_password(PASSWORD)
    assert EmailAddress.objects.get(user=person).verified
    assert client.get(path).status_code == 410
    assert client.post(path, answer()).status_code == 410

    login = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert login.status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_false_or_old_link_is_gone(client, monkeypatch):
    invitation = released()

    assert client.get(page_of(invitation)[:-2] + "x/").status_code == 410
    monkeypatch.setattr("accounts.people.operations.invitations.LINK_HOLDS", timedelta(seconds=-1))
    with pytest.raises(InvitationGone):
        invitation_of(token_of(invitation))


def test_a_band_that_disagrees_goes_to_a_moderator_and_sleeps_on(client):
    invitation = released()
    year = str(timezone.now().year - 15)

    response = client.post(page_of(invitation), answer(birth_year=year))

    assert response.url == reverse("people:not-yet")
    question = BandQuestion.objects.get()
    assert (question.imported_band, question.stated_band) == ("adult", "teen")
    assert User.objects.get(pk=invitation.user_id).is_dormant
    login = client.post("/accounts/login/", {"login": invitation.user.email, "password": PASSWORD})
    assert login.url == reverse("people:not-yet")
    assert "_auth_user_id" not in client.session


def test_under_thirteen_is_refused_and_sleeps_on(client):
    invitation = released()
    year = str(timezone.now().year - 10)

    response = client.post(page_of(invitation), answer(birth_year=year))

    assert response.status_code == 403
    person = User.objects.get(pk=invitation.user_id)
    assert person.is_dormant
    assert not person.check_password(PASSWORD)
    assert BandQuestion.objects.count() == 0
    assert client.get(page_of(invitation)).status_code == 403
    with pytest.raises(TooYoung):
        accept_invitation(invitation, password=PASSWORD, age=Age("", None), at=NOW)


def test_an_imported_teen_waits_while_the_space_is_closed(client):
    invitation = released(UserFactory(dormant=True, teen=True))
    year = str(timezone.now().year - 15)

    assert client.post(page_of(invitation), answer(birth_year=year)).status_code == 403
    assert User.objects.get(pk=invitation.user_id).is_dormant


def test_an_imported_teen_wakes_while_the_space_is_open(client, settings):
    settings.TEEN_SPACE_OPEN = True
    invitation = released(UserFactory(dormant=True, teen=True))
    year = str(timezone.now().year - 15)

    client.post(page_of(invitation), answer(birth_year=year))

    person = User.objects.get(pk=invitation.user_id)
    assert not person.is_dormant
    assert person.turns_adult_on


def test_a_refused_answer_keeps_the_month_but_no_password(client):
    invitation = released()

    response = client.post(page_of(invitation), answer(password2="another"))

    assert response.status_code == 422
    assert "1990" in response.content.decode()
    assert "river" not in response.content.decode()


@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/signup/"])
def test_dormant_people_get_no_other_mail(path):
    from tests.accounts.test_sign_up import answers

    person = UserFactory(dormant=True)

    response = Client().post(path, answers(email=person.email))

    assert response.status_code == 302
    assert mail.outbox == []
    person.refresh_from_db()
    assert person.is_dormant
    assert not EmailAddress.objects.filter(user=person).exists()


def test_somebody_who_changes_to_the_address_of_a_dormant_person_sends_them_nothing(client):
    dormant, other = UserFactory(dormant=True), UserFactory()
    other.set_password(PASSWORD)
    other.save()
    EmailAddress.objects.create(user=other, email=other.email, verified=True, primary=True)
    client.post("/accounts/login/", {"login": other.email, "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})

    client.post("/accounts/email/", {"email": dormant.email, "action_add": ""})

    assert [letter.to for letter in mail.outbox if dormant.email in letter.to] == []
    dormant.refresh_from_db()
    assert dormant.is_dormant


def test_an_invited_person_may_ask_for_the_letter_again(client):
    invitation = released()
    ask = {"email": invitation.user.email}

    client.post("/accounts/password/reset/", ask)
    assert mail.outbox == []

    send_invitation(invitation.pk, at=NOW)
    client.post("/accounts/password/reset/", ask)
    assert [letter.subject for letter in mail.outbox] == ["Your place at Quality Queue"] * 2

    Invitation.objects.update(accepted_at=NOW)
    client.post("/accounts/password/reset/", ask)
    assert len(mail.outbox) == 2


def test_a_silent_mail_server_does_not_tell_an_invited_person_from_others(client, monkeypatch):
    def silent(*_args, **_kwargs):
        raise OSError("no post")

    invitation = released()
    send_invitation(invitation.pk, at=NOW)
    monkeypatch.setattr("django.core.mail.EmailMessage.send", silent)

    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in (invitation.user.email, "nobody@example.org")
    ]

    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/accounts/password/reset/done/")
    }


def test_dormant_people_cannot_sign_in_even_with_a_session(client):
    person = UserFactory(dormant=True)
    client.force_login(person)

    assert client.get("/settings/").status_code == 302
    assert "_auth_user_id" not in client.session
