"""A full disk is called a full disk, and never a damaged backup."""

import errno
import os
import sqlite3
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from config.running import archive, backup, engines
from config.running.backup import make_backup, restore_backup
from config.running.errors import NoBackup, NoRoom, ToolFailed
from tests.conftest import NOW
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)


@pytest.fixture
def made(tmp_path):
    UserFactory()
    make_backup(target=tmp_path / "one.backup", at=NOW)
    return tmp_path / "one.backup"


def full(*_arguments, **_options):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_sound_backup_is_not_called_damaged_where_there_is_no_room_for_it(made, monkeypatch):
    monkeypatch.setattr(archive, "_copy", full)

    with pytest.raises(NoRoom, match="No space left on device") as refusal:
        restore_backup(source=made, replace=True)

    assert not isinstance(refusal.value, NoBackup)
    assert "make room there" in str(refusal.value)


def test_a_folder_that_takes_nothing_is_one_sentence_of_the_command(settings, monkeypatch):
    monkeypatch.setattr(backup.tempfile, "TemporaryDirectory", full)

    with pytest.raises(CommandError, match=f"Nothing more can be written in {settings.VAR}"):
        call_command("backup", "-", stdout=StringIO())


@pytest.mark.sqlite
def test_what_sqlite_refuses_is_one_sentence(tmp_path, monkeypatch):
    def refuse(*_arguments):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(engines.contents, "of_sqlite", refuse)

    with pytest.raises(ToolFailed, match=r"SQLite refuses: database or disk is full\."):
        make_backup(target=tmp_path / "two.backup", at=NOW)
    assert list((tmp_path / "var" / "tmp").iterdir()) == []
