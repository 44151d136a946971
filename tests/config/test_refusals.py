"""Pages for what did not work: in the frame, with a way on and urgent help."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from config import refusals
from config.urls import *  # noqa: F403  (this file is a sitemap of its own, with two faulty pages)
from config.urls import urlpatterns as real_urls
from tests.factories.accounts import UserFactory


def broken(request):
    raise ZeroDivisionError


def write(request):
    return refusals.page_not_found(request)


urlpatterns = [*real_urls, path("broken/", broken), path("write/", write)]

HERE = "tests.config.test_refusals"


@pytest.fixture
def database_down(db):
    def refuse(*args):
        raise OperationalError("the database is down")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.parametrize(
    ("page", "status"),
    [
        (refusals.bad_request, 400),
        (refusals.permission_denied, 403),
        (refusals.page_not_found, 404),
        (refusals.gone, 410),
        (refusals.too_many_requests, 429),
        (refusals.server_error, 500),
        (refusals.unavailable, 503),
    ],
)
def test_a_refusal_stands_in_the_frame_with_a_way_on(page, status):
    response = page(RequestFactory().get("/somewhere/"))
    html = response.content.decode()

    assert response.status_code == status
    assert html.count("<h1") == 1
    assert 'href="/urgent-help/"' in html
    assert "not a crisis service" in html
    assert 'class="btn"' in html


def test_a_missing_page_says_so_to_everybody_alike(client, db):
    client.force_login(UserFactory())

    one = client.get("/no-such-page/")
    other = client.get("/nor-this-one/")

    assert one.status_code == other.status_code == 404
    assert b"We cannot find that page" in one.content
    assert b"such-page" not in one.content


@override_settings(ROOT_URLCONF=HERE)
def test_our_fault_is_shown_without_session_and_database(database_down):
    client = Client(raise_request_exception=False)

    response = client.get("/broken/")

    assert response.status_code == 500
    assert "112" in response.content.decode()


@override_settings(ROOT_URLCONF=HERE)
def test_a_fault_names_nothing_of_the_inside():
    response = Client(raise_request_exception=False).get("/broken/")

    assert response.status_code == 500
    assert "ZeroDivision" not in response.content.decode()
    assert "Something broke on our side" in response.content.decode()


def test_a_database_that_is_down_is_no_fault_of_the_reader(database_down):
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "a" * 32

    response = client.get("/accounts/login/")

    assert response.status_code == 503
    assert response["Retry-After"] == "30"


@pytest.mark.parametrize("cookies", [{}, {"sessionid": "a" * 32}])
def test_urgent_help_is_shown_when_the_database_is_down(database_down, cookies):
    client = Client(raise_request_exception=False)
    client.cookies.load(cookies)

    response = client.get("/urgent-help/")

    assert response.status_code == 200
    assert "tel:112" in response.content.decode()


def test_a_form_of_a_stale_page_keeps_the_words():
    client = Client(enforce_csrf_checks=True)

    response = client.post(
        "/theme/",
        {"note": "A hard chat <b>yesterday</b>", "password": "not to be shown", "theme": "dark"},
    )
    html = response.content.decode()

    assert response.status_code == 403
    assert "A hard chat &lt;b&gt;yesterday&lt;/b&gt;" in html
    assert "not to be shown" not in html
    assert "theme" not in response.cookies


@pytest.mark.django_db
def test_a_form_sent_after_its_session_ended_keeps_the_words(client):
    page = "/settings/topics/"
    words = {"note": "A hard chat <b>yesterday</b>", "password": "not to be shown"}

    response = client.post(page, words, headers={"referer": f"http://testserver{page}"})
    html = response.content.decode()

    assert response.status_code == 401
    assert "A hard chat &lt;b&gt;yesterday&lt;/b&gt;" in html
    assert "not to be shown" not in html
    assert f'href="http://testserver{page}"' in html
    login = f"/accounts/login/?next={page}"
    assert client.post(page, {"topics": "endings"})["Location"] == login
    assert client.post(page, words, headers={"HX-Request": "true"})["Location"] == login


def test_trying_again_never_leads_to_another_site():
    request = RequestFactory().post("/theme/", headers={"referer": "https://evil.example/"})

    assert b"evil" not in refusals.too_many_requests(request).content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data; boundary=x", b"--x\r\nnot a part"),
        ("multipart/form-data", b"no boundary"),
        ("application/x-www-form-urlencoded", b"&".join(b"a=b c" for _ in range(300))),
    ],
    ids=["broken", "no boundary", "too many fields"],
)
def test_what_cannot_be_read_is_not_shown_where_no_page_is(client, kind, body):
    page = client.post("/nowhere/", body, content_type=kind)

    assert page.status_code == 404
    assert "to copy" not in page.content.decode()
