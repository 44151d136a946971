"""The operator's back room shows what was put there on purpose, and no private word by any way."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.urls import reverse

from accounts.audit.operations import record
from accounts.models import AuditEntry, Report, User
from config.kit import guards
from config.kit.admin import OperatorSite, Shown
from mentorship.models import ImportRun, MentorProfile, Topic, TopicStrength
from tests.authorisation.cast import make_cast
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MentorProfileFactory, TopicFactory

pytestmark = pytest.mark.django_db

CANARY = "qqcanary"
# Words of people or about them that an operator may read; every other text is private.
SHOWN_WORDS = {
    "AuditEntry": {"act", "target", "reason", "facts"},
    "Banner": {"text", "link", "link_words"},  # stands on top of every page
    "BandQuestion": {"imported_band", "stated_band", "reason"},
    "Clearance": {"reason"},
    "Conversation": {"space"},
    "ImportRun": {"source", "counts"},
    "Topic": {"name", "slug", "description"},
    "Track": {"name", "slug", "description"},
    "User": {"username", "email", "display_name", "time_zone"},
}
REGISTERED = sorted(admin.site._registry.items(), key=lambda pair: pair[0].__name__)
IDS = [model.__name__ for model, _page in REGISTERED]


@pytest.fixture
def operator(client):
    operator = UserFactory(username="operator", is_staff=True, is_superuser=True)
    client.force_login(operator)
    return operator


def texts(model):
    """The columns of a model that hold free text."""
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
    }


def private(model):
    """Free text that no page of the admin may show; long enough to take the canary."""
    return {
        name
        for name in texts(model) - SHOWN_WORDS.get(model.__name__, set())
        if (model._meta.get_field(name).max_length or 99) >= len(CANARY)
    }


@pytest.fixture
def full_of_private_words(operator):
    """A row of each registered model, and the canary in every private column of every row."""
    cast = make_cast()
    record(actor=operator, act="look", target="x", at=NOW)
    ImportRun.objects.create(source="export.zip", at=NOW)
    with guards.lifted():  # what was reported is not changed otherwise
        for model in apps.get_models():
            columns = private(model) if model._meta.app_label in {"accounts", "mentorship"} else ()
            for name in columns:
                last = model.objects.order_by("pk").last()
                if last:
                    model.objects.filter(pk=last.pk).update(**{name: CANARY})
    return cast


def told(answer):
    return answer.content.decode()


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_the_site_is_ours_and_holds_only_rows_to_read_or_recorded_acts():
    assert isinstance(admin.site, OperatorSite)
    assert [page for page in admin.site._registry.values() if not isinstance(page, Shown)] == []
    assert {"EmailAddress", "Authenticator", "UserSession", "Group"} & set(IDS) == set()


@pytest.mark.parametrize(("model", "shelf"), REGISTERED, ids=IDS)
def test_each_page_names_its_columns_and_no_private_one(model, shelf):
    named = {*shelf.fields, *shelf.list_display, *shelf.list_filter}

    assert shelf.fields
    assert named & private(model) == set()
    assert not shelf.autocomplete_fields
    assert not shelf.inlines


@pytest.mark.parametrize(("model", "shelf"), REGISTERED, ids=IDS)
def test_no_page_shows_or_finds_a_private_word(client, full_of_private_words, model, shelf):
    row = model.objects.order_by("pk").last()
    lists = address(model, "changelist")
    pages = [
        lists,
        address(model, "change", row.pk),
        address(model, "history", row.pk),
        address(model, "delete", row.pk),
        *(f"{lists}?{name}__exact=1" for name in shelf.list_filter),
    ]

    answers = [client.get(path) for path in pages]
    found = client.get(lists, {"q": CANARY})

    assert {answer.status_code for answer in answers} <= {200, 302, 403, 404}
    assert [
        path for path, answer in zip(pages, answers, strict=True) if CANARY in told(answer)
    ] == []
    if shelf.search_fields:
        assert found.context["cl"].result_count == 0


@pytest.mark.parametrize(("model", "shelf"), REGISTERED, ids=IDS)
def test_no_address_asks_for_the_letters_of_a_private_word(
    client, full_of_private_words, model, shelf
):
    lists = address(model, "changelist")
    columns = [f.name for f in model._meta.concrete_fields if f.is_relation]
    asked = [f"{name}__startswith" for name in private(model)]
    asked += [f"{name}__password__startswith" for name in columns]
    asked += [f"{name}__exact" for name in private(model)]

    answers = {name: client.get(lists, {name: CANARY}).status_code for name in asked}

    assert {name: status for name, status in answers.items() if status != 400} == {}
    assert client.get(lists, {"_to_field": "password"}).status_code in {200, 302, 400}


def test_a_form_that_offers_rows_offers_nothing_here(client, full_of_private_words):
    asked = {
        "app_label": "mentorship",
        "model_name": "message",
        "field_name": "author",
        "term": "q",
    }

    assert client.get(reverse("admin:autocomplete"), asked).status_code == 404


@pytest.mark.parametrize(("model", "shelf"), REGISTERED, ids=IDS)
def test_what_is_history_is_not_written(client, full_of_private_words, model, shelf):
    row = model.objects.order_by("pk").last()
    acts = AuditEntry.objects.exclude(act="list reports")
    before = model.objects.count(), acts.count()

    if model.__name__ not in {"Topic", "Track"}:
        assert client.post(address(model, "add"), {}).status_code == 403
        assert client.post(address(model, "change", row.pk), {}).status_code == 403
    assert client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    acted = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    client.post(address(model, "changelist"), acted)

    assert (model.objects.count(), acts.count()) == before


def test_roles_and_spaces_are_not_set_here(client, operator):
    person = UserFactory()
    words = {"is_coordinator": "on", "is_superuser": "on", "band": "teen", "display_name": "X"}

    assert client.post(address(User, "change", person.pk), words).status_code == 403

    fresh = User.objects.get(pk=person.pk)
    assert (fresh.is_coordinator, fresh.is_superuser, fresh.band) == (False, False, "adult")


def test_a_topic_is_added_and_reworded_on_record_and_found_by_its_new_name(client, operator):
    client.post(address(Topic, "add"), {"name": "Sleep", "slug": "sleep", "description": ""})
    topic = Topic.objects.get(slug="sleep")
    mentor = MentorProfileFactory()
    TopicStrength.objects.create(profile=mentor, topic=topic)

    client.post(
        address(Topic, "change", topic.pk), {"name": "Night", "slug": "x", "description": ""}
    )

    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("Night", "sleep")
    assert "night" in MentorProfile.objects.get().search_text
    acts = AuditEntry.objects.order_by("pk").values_list("act", "target", "actor")
    assert list(acts) == [
        ("add topic", "sleep", operator.pk),
        ("change topic", "sleep", operator.pk),
    ]


@pytest.mark.parametrize(
    "facts", [{}, {"coordinator": True}, {"moderator": True}, {"is_staff": True}]
)
def test_for_everybody_else_there_is_nothing_here(client, facts):
    TopicFactory()
    client.force_login(UserFactory(**facts))

    for path in (reverse("admin:index"), address(Topic, "changelist"), "/admin/nowhere/"):
        assert client.get(path).status_code == 404
    assert client.post(address(Topic, "add"), {"name": "Sleep", "slug": "sleep"}).status_code == 404
    assert Topic.objects.count() == 1


def test_strangers_and_closed_accounts_are_sent_to_the_one_entrance(client):
    assert client.get(reverse("admin:index")).url.startswith("/accounts/login/?next=/admin/")
    assert (
        client.get(reverse("admin:login"), follow=True)
        .redirect_chain[-1][0]
        .startswith("/accounts/login/")
    )

    client.force_login(UserFactory(is_staff=True, is_superuser=True, is_active=False))
    assert client.get(reverse("admin:index")).url.startswith("/accounts/login/")


def test_the_admin_asks_for_the_second_step(client, operator, settings):
    settings.STAFF_NEED_SECOND_FACTOR = True

    assert client.get(reverse("admin:index")).url == "/accounts/2fa/"


def test_the_password_is_changed_on_the_page_that_asks_first(client, operator):
    answer = client.post(reverse("admin:password_change"), {"new_password1": "x"})

    assert answer.url == reverse("account_change_password")


@pytest.mark.parametrize("act", ["read report", "decide report"])
def test_nor_does_the_record_say_that_somebody_reported_the_operator(client, operator, act):
    facts = {"actor": UserFactory(moderator=True), "act": act, "at": NOW}
    mine = record(target="one", subject=operator, **facts)
    other = record(target="two", subject=UserFactory(), **facts)
    plain = record(target="three", **facts | {"act": "grant operator", "subject": operator})

    rows = client.get(address(AuditEntry, "changelist")).context["cl"].result_list

    assert set(rows) == {other, plain}
    assert client.get(address(AuditEntry, "change", mine.pk)).status_code == 302


def test_a_report_about_the_operator_is_not_there(client, full_of_private_words, operator):
    report = Report.objects.first()
    assert client.get(address(Report, "change", report.pk)).status_code == 200

    with guards.lifted():
        Report.objects.filter(pk=report.pk).update(about=operator)
    rows = client.get(address(Report, "changelist")).context["cl"].result_list

    assert report not in rows
    assert client.get(address(Report, "change", report.pk)).status_code == 302
