"""`make up` says in one sentence what is in its way."""

import socket
import time
from types import SimpleNamespace

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import OperationalError

from accounts.people.models import User
from config import start
from config.kit.nouns import Noun
from tests.factories.accounts import NOW, UserFactory


@pytest.fixture
def busy_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def one_sentence(refusal):
    words = str(refusal.value)
    return "\n" not in words and words.endswith(".")


def test_a_busy_port_is_refused_with_the_way_out(busy_port):
    with pytest.raises(start.CannotStart, match=f"PORT={busy_port + 1} make up") as refusal:
        start.refuse_busy_port("127.0.0.1", busy_port)

    assert one_sentence(refusal)


@pytest.mark.parametrize("port", [80, 65_535])
def test_the_other_port_that_is_named_can_be_used(port):
    assert start._other_than(port) == 8000


@pytest.mark.parametrize("host", ["nonsense.invalid", "192.0.2.7"])
def test_a_host_that_is_not_this_machine_is_refused_with_the_way_out(host):
    with pytest.raises(start.CannotStart, match=f"HOST is '{host}'") as refusal:
        start.refuse_busy_port(host, 8123)

    assert one_sentence(refusal)


def test_a_free_port_is_taken():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    start.refuse_busy_port("127.0.0.1", port)


def test_a_silent_database_is_refused_with_the_way_out(monkeypatch):
    def refuse():
        raise OperationalError('connection to "db" failed\nIs the server running?\n')

    monkeypatch.setattr(start.connection, "ensure_connection", refuse)

    with pytest.raises(start.CannotStart, match="correct DATABASE_URL") as refusal:
        start.refuse_silent_services()

    assert one_sentence(refusal)


@pytest.mark.django_db
def test_a_silent_redis_is_refused_with_the_way_out(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    with pytest.raises(start.CannotStart, match="correct REDIS_URL") as refusal:
        start.refuse_silent_services()

    assert one_sentence(refusal)


@pytest.mark.django_db
def test_a_silent_mail_server_is_refused_with_the_way_out(monkeypatch):
    monkeypatch.setattr(
        start, "get_connection", lambda: EmailBackend(host="127.0.0.1", port=1, timeout=1)
    )

    with pytest.raises(start.CannotStart, match="correct EMAIL_URL") as refusal:
        start.refuse_silent_services()

    assert one_sentence(refusal)


def test_the_folders_are_for_their_owner_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(start.env, "VAR", tmp_path / "var")
    monkeypatch.setattr(start.env, "STATIC_DIR", tmp_path / "var" / "static")
    before = start.os.umask(0o022)

    try:
        start.make_folders()
    finally:
        start.os.umask(before)

    assert (tmp_path / "var" / "broker" / "queue").is_dir()
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "var").rglob("*")} == {0}


@pytest.mark.django_db
def test_an_empty_start_without_a_terminal_names_the_command(capsys, monkeypatch):
    monkeypatch.setattr(start.sys.stdin, "isatty", lambda: False, raising=False)

    start.welcome_first_people()

    assert "manage.py add_coordinator EMAIL" in capsys.readouterr().out


@pytest.fixture
def typed(monkeypatch):
    """Lines that somebody types at a terminal; then the terminal's end."""
    lines = []

    def read(_question):
        if not lines:
            raise EOFError
        return lines.pop(0)

    monkeypatch.setattr(start.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", read)
    return lines


def coordinators():
    return list(User.objects.filter(is_coordinator=True).values_list("email", flat=True))


@pytest.mark.django_db
def test_an_empty_start_at_a_terminal_asks_for_the_first_coordinator(typed):
    typed.append(" ada@example.org ")

    start.welcome_first_people()

    assert coordinators() == ["ada@example.org"]


@pytest.mark.django_db
def test_what_is_no_address_is_asked_for_again(typed, capsys):
    typed.extend(["nonsense", "ada@example.org"])

    start.welcome_first_people()

    assert "nonsense is no e-mail address." in capsys.readouterr().out
    assert coordinators() == ["ada@example.org"]


@pytest.mark.django_db
def test_the_end_of_the_terminal_names_the_command(typed, capsys):
    start.welcome_first_people()

    assert "manage.py add_coordinator EMAIL" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_community_without_a_coordinator_is_asked_for_one_again(typed, listener):
    typed.extend(["ada@example.org", "grace@example.org"])

    start.welcome_first_people()
    start.welcome_first_people()

    assert coordinators() == ["ada@example.org"]


@pytest.mark.django_db
def test_the_sample_is_loaded_into_an_empty_database_only(settings, monkeypatch, listener):
    called = []
    settings.SAMPLE = True
    monkeypatch.setattr(start, "call_command", lambda *words: called.append(words))
    UserFactory(is_sample=True)

    start.welcome_first_people()
    assert called == []

    User.objects.all().delete()
    start.welcome_first_people()
    assert called == [("load_sample",)]


@pytest.mark.django_db
def test_a_real_community_is_not_opened_as_a_sample(settings, listener):
    settings.SAMPLE = True
    with pytest.raises(start.CannotStart, match="SAMPLE=0 make up") as refusal:
        start.welcome_first_people()
    assert one_sentence(refusal)

    settings.SAMPLE = False
    start.welcome_first_people()


@pytest.mark.django_db
def test_the_sample_is_not_opened_as_a_real_community(settings):
    settings.SAMPLE = False
    UserFactory(is_sample=True)

    with pytest.raises(start.CannotStart, match="whose passwords everybody knows") as refusal:
        start.welcome_first_people()

    assert one_sentence(refusal)


def test_the_greeting_names_the_demo_logins_of_the_sample_alone(settings, monkeypatch):
    monkeypatch.setenv("PORT", "8123")
    settings.SAMPLE = False
    assert "example.org" not in start.greeting()

    settings.SAMPLE = True
    words = start.greeting()

    assert "http://localhost:8123" in words
    assert all(f"{name}@example.org" in words for name in start.DEMO_LOGINS)
    assert start.DEMO_PASSWORD in words


def test_the_greeting_and_the_sender_of_mails_bear_the_name_of_the_community(settings):
    assert settings.DEFAULT_FROM_EMAIL == "Quality Queue <quality-queue@localhost>"

    settings.NOUNS = settings.NOUNS | {"product": Noun("Haven", "Havens", "the")}
    assert "Haven is open at" in start.greeting()


def test_a_terminal_that_was_closed_does_not_stop_the_stopping():
    class Closed:
        def write(self, _words):
            raise OSError(5, "Input/output error")

        def flush(self):
            raise OSError(5, "Input/output error")

    greeter = start.Greeter("Welcome")
    greeter.output = Closed()

    line = {"type": "line", "data": b"event=listening", "time": NOW, "name": "web"}
    greeter.write(start.Message(**line, colour=None))


def test_a_signal_while_the_children_start_reaches_them_all_the_same(monkeypatch):
    told = []
    monkeypatch.setattr(start, "SECONDS_FOR_ALL", 3_600)
    children = start.Children(start.Greeter(""))
    children._procmgr = SimpleNamespace(terminate=told.append)
    children.add_process("web", "true")

    children.terminate()
    assert told == []

    children._processes["web"]["pid"] = 4711
    for _ in range(100):
        if told:
            break
        time.sleep(0.05)
    assert told == [4711]


def test_static_files_are_collected_once_and_again_after_a_change(monkeypatch, tmp_path, settings):
    called = []
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "a.css").write_text("a {}")
    (tmp_path / "static").mkdir()
    settings.STATICFILES_DIRS = [tmp_path / "files"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    monkeypatch.setattr(start.env, "STATIC_DIR", tmp_path / "static")
    monkeypatch.setattr(start, "call_command", lambda name, **_options: called.append(name))
    from django.contrib.staticfiles.finders import get_finder

    get_finder.cache_clear()

    start.collect_static_files()
    start.collect_static_files()
    assert called == ["collectstatic"]

    (tmp_path / "files" / "a.css").write_text("a { color: red }")
    start.collect_static_files()
    assert called == ["collectstatic", "collectstatic"]
    get_finder.cache_clear()
