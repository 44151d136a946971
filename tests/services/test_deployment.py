"""The commands of docker-compose.yml, run by hand, are one site behind the proxy."""

import http.client
import os
import subprocess

import pytest
import yaml

from tests.config.compose import FILE, services
from tests.services.browsers import Browser
from tests.services.processes import until
from tests.services.site import PASSWORD

pytestmark = pytest.mark.services

OURS = ("Content-Security-Policy", "X-Frame-Options", "Strict-Transport-Security", "Cache-Control")


def test_the_file_is_one_that_compose_understands(site, tmp_path):
    values = "".join(f"{name}={value}\n" for name, value in site.values.items())
    (tmp_path / ".env").write_text(values)
    command = ["docker-compose", "--file", FILE, "--project-directory", tmp_path, "config"]

    # What this run itself is told would come before the file.
    own = {name: value for name, value in os.environ.items() if name not in site.values}
    done = subprocess.run(
        command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert set(yaml.safe_load(done.stdout)["services"]) == set(services())


def test_everything_is_well_by_its_own_health_check(site):
    for service in (*site.services.values(), site.redis):
        assert until(service.answers_its_health_check), service.label


def test_somebody_signs_in_and_is_known_by_their_own_address(site):
    browser = Browser(site, address="127.0.0.7")

    answer = browser.sign_in(
        site.chats[0]["listener"], PASSWORD, **{"X-Forwarded-For": "198.51.100.9"}
    )

    assert (answer.status, answer.headers["Location"]) == (302, "/")
    assert browser.get("/chats/").status == 200
    addresses = {str(ip) for (ip,) in site.rows("SELECT ip FROM usersessions_usersession")}
    assert "127.0.0.7" in addresses
    assert "198.51.100.9" not in addresses


def test_headers_are_those_of_the_site_itself(site):
    session = site.chats[0]["listener_session"]
    through = Browser(site, session).get("/chats/")
    past = Browser(site, session, past=site.ports["web-1"]).get("/chats/")

    def said(answer):
        """In any order: each process has one of its own for the parts of a policy."""
        known = answer.headers.items()
        return {name: sorted(value.split("; ")) for name, value in known if name not in OWN}

    assert through.status == past.status == 200
    assert said(through) == said(past)
    assert "ubuntu" not in through.headers["Server"].lower()


# What each of them says of itself.
OWN = ("Server", "Date", "Connection", "X-Request-ID", "Content-Length", "Set-Cookie")
OWN += ("Transfer-Encoding",)


def test_what_the_outside_says_of_itself_is_not_believed(site):
    browser = Browser(site, site.chats[0]["listener_session"])
    lies = {
        "X-Forwarded-Proto": "http",
        "X-Forwarded-Host": "evil.example",
        "X-Request-ID": "a" * 20,
    }

    answer = browser.get("/chats/", **lies)

    assert answer.status == 200
    assert "evil.example" not in answer.text
    assert answer.headers["X-Request-ID"] != "a" * 20
    assert browser.get("/", Host="evil.example").status == 400


def test_plain_http_is_sent_to_https(site):
    plain = http.client.HTTPConnection("127.0.0.1", site.ports["http"], timeout=20)
    plain.request("GET", "/queue/?topic=sleep", headers={"Host": "localhost"})
    answer = plain.getresponse()

    assert (answer.status, answer.headers["Location"]) == (
        301,
        "https://localhost/queue/?topic=sleep",
    )


@pytest.mark.parametrize(("size", "status"), [(11_000_000, 413), (2_000_000, 413), (900_000, 403)])
def test_a_body_that_is_too_much_is_refused_with_the_headers_of_the_site(site, size, status):
    answer = Browser(site).ask("POST", "/accounts/login/", b"x" * size)

    assert answer.status == status
    assert [name for name in OURS[:3] if not answer.headers[name]] == []


@pytest.mark.parametrize("words", ["no request\r\n\r\n", "GET / HTTP/1.1\r\nno header\r\n\r\n"])
def test_what_is_no_request_is_refused_with_the_headers_of_the_site(site, words):
    wire = Browser(site).connect()
    wire.connect()
    wire.sock.sendall(words.encode())
    answer = http.client.HTTPResponse(wire.sock)
    answer.begin()

    assert (answer.status, answer.read()) == (400, b"The site could not read this request.\n")
    assert [name for name in OURS[:3] if not answer.headers[name]] == []


def test_a_change_on_one_process_reaches_the_streams_of_all_at_once(site):
    chat = site.chats[0]
    listener = Browser(site, chat["listener_session"])
    mentor = Browser(site, chat["mentor_session"], past=site.ports["web-2"])
    streams = [
        listener.stream(chat["path"], past=site.ports["live-1"]),
        listener.stream(chat["path"], past=site.ports["live-2"]),
        listener.stream(chat["path"]),  # over the proxy, which keeps nothing back
    ]
    for stream in streams:
        stream.read_until("event: at\n")

    assert mentor.say(chat["path"], "How was it?", mentor.form_token(chat["path"])).status == 302

    for stream in streams:
        stream.read_until('"key":"chat:' + chat["path"].split("/")[2])
        assert stream.answer.headers["Content-Type"].startswith("text/event-stream")
        assert [name for name in OURS if not stream.answer.headers[name]] == []
        stream.close()
