"""Offices of the programme are granted and ended by name, and recorded."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry, User
from accounts.people.errors import LastCoordinator, NotAdult, NotAllowed
from accounts.people.operations import add_coordinator, end_role, grant_role, protect_name
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def grant(user, actor=None, role="moderator"):
    actor = actor or UserFactory(coordinator=True)
    return grant_role(user=user, role=role, actor=actor, reason="Trained", at=NOW)


@pytest.mark.parametrize("role", ["coordinator", "moderator", "safeguarding lead"])
def test_a_coordinator_grants_a_role_and_the_name_is_protected(role):
    user = grant(UserFactory(display_name="Quiet Moon"), role=role)

    user.refresh_from_db()
    assert user.is_programme_staff
    assert (user.name_is_protected, user.name_skeleton) == (True, "quletmoon")
    assert AuditEntry.objects.get().act == f"grant {role}"


def test_a_role_is_refused_to_teens_and_by_others():
    with pytest.raises(NotAdult):
        grant(UserFactory(teen=True))
    with pytest.raises(NotAllowed):
        grant(UserFactory(), actor=UserFactory(moderator=True))

    assert not User.objects.filter(is_moderator=True, name_is_protected=True).exists()


def test_ending_a_role_is_recorded_and_leaves_the_name_protected():
    actor = UserFactory(coordinator=True)
    user = grant(UserFactory(), actor=actor)

    user = end_role(user=user, role="moderator", actor=actor, reason="Asked to", at=NOW)

    user.refresh_from_db()
    assert (user.is_moderator, user.name_is_protected) == (False, True)
    assert AuditEntry.objects.filter(act="end moderator", reason="Asked to").exists()


def test_the_last_coordinator_stays():
    actor = UserFactory(coordinator=True)

    with pytest.raises(LastCoordinator):
        end_role(user=actor, role="coordinator", actor=actor, reason="Tired", at=NOW)
    with pytest.raises(NotAllowed):
        end_role(user=actor, role="coordinator", actor=UserFactory(), reason="Out", at=NOW)

    actor.refresh_from_db()
    assert actor.is_coordinator


def test_the_pages_give_and_end_a_role(client):
    coordinator, person = UserFactory(coordinator=True), UserFactory(username="Quiet_Moon")
    client.force_login(coordinator)
    asked = {"handle": "quiet_moon", "role": "moderator", "reason": "Trained"}

    assert client.post("/coordination/roles/", asked).status_code == 302
    person.refresh_from_db()
    assert person.is_moderator
    assert "Quiet_Moon" in client.get("/coordination/roles/").content.decode()

    url = reverse("people:end-role", args=[person.public_id])
    assert client.get(url).status_code == 200
    assert client.post(url, {"role": "moderator", "reason": ""}).status_code == 422
    assert client.post(url, {"role": "moderator", "reason": "Asked to"}).status_code == 302
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("handle", ["nobody", "dormant_one", "teen_one"])
def test_the_page_refuses_handles_that_cannot_have_a_role(client, handle):
    UserFactory(username="dormant_one", dormant=True)
    UserFactory(username="teen_one", teen=True)
    client.force_login(UserFactory(coordinator=True))
    asked = {"handle": handle, "role": "moderator", "reason": "Trained"}

    response = client.post("/coordination/roles/", asked)

    assert response.status_code == 422
    assert response.context["form"].errors["handle"]
    assert not User.objects.filter(is_moderator=True).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_roles_costs_the_same_for_any_number(client, django_assert_num_queries, rows):
    UserFactory.create_batch(rows, moderator=True)
    client.force_login(UserFactory(coordinator=True))
    client.get("/settings/")

    with django_assert_num_queries(7):
        page = client.get("/coordination/roles/").content.decode()

    assert page.count("/end/") == rows + 1


def test_staff_stay_protected_when_they_stop_being_mentors():
    user = UserFactory(moderator=True)

    protect_name(user=user, protected=False)

    assert user.name_is_protected


def test_the_first_coordinator_is_made_from_an_address():
    user = add_coordinator(email="Ana.Lima@example.org", at=NOW)

    assert (user.username, user.email) == ("Ana_Lima", "ana.lima@example.org") or (
        user.username.lower(),
        user.email,
    ) == ("ana_lima", "ana.lima@example.org")
    assert user.is_coordinator
    assert not user.has_usable_password()
    assert not user.is_dormant
    assert user.emailaddress_set.get().verified


def test_adding_the_same_coordinator_twice_changes_nothing_more():
    first = add_coordinator(email="ana@example.org", at=NOW)
    second = add_coordinator(email="ANA@example.org", at=NOW)

    assert first == second
    assert AuditEntry.objects.count() == 1


def test_a_taken_handle_gets_a_number():
    UserFactory(username="ANA", email="other@example.org")

    assert add_coordinator(email="ana@example.org", at=NOW).username == "ana_2"


def test_a_dormant_person_is_woken_and_a_teen_refused():
    person = UserFactory(dormant=True)
    assert not add_coordinator(email=person.email, at=NOW).is_dormant

    with pytest.raises(NotAdult):
        add_coordinator(email=UserFactory(teen=True).email, at=NOW)
