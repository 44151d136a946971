"""A backup keeps everything of one moment; what is not sound or not for this site is refused."""

import hashlib
import io
import json
import sqlite3
import stat
import tarfile
from contextlib import closing
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from accounts.people.models import User
from config.kit import guards
from config.running import archive, backup, contents, engines
from config.running.backup import make_backup, restore_backup
from config.running.errors import (
    BackupRefused,
    NoBackup,
    NotForThisSite,
    ToolFailed,
    WouldLosePeople,
)
from tests.conftest import NOW
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import MessageFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "one.backup"


def held():
    """The tables of the test database, by its own words."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            return contents.of_postgresql()
    with closing(sqlite3.connect(":memory:")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
        return contents.of_sqlite(copy)


def test_everything_comes_back_as_it_was(target, settings):
    message = MessageFactory(body="Thank you \U0001f33f\n\t'quoted' \\.")
    (settings.MEDIA_ROOT / "avatars").mkdir()
    (settings.MEDIA_ROOT / "avatars" / "fern.png").write_bytes(b"\x89PNG")
    before = held()
    make_backup(target=target, at=NOW)
    with guards.lifted():
        message.delete()
    UserFactory(username="later")
    (settings.MEDIA_ROOT / "avatars" / "fern.png").unlink()

    restored = restore_backup(source=target, replace=True)

    assert held() == before == restored.tables
    assert not User.objects.filter(username="later").exists()
    assert (settings.MEDIA_ROOT / "avatars" / "fern.png").read_bytes() == b"\x89PNG"
    assert guards.missing() == []
    assert UserFactory(username="a number that is free").pk
    assert list((settings.VAR / "tmp").iterdir()) == []


def test_a_backup_is_for_its_owner_alone_and_names_what_it_holds(target):
    UserFactory.create_batch(3)

    manifest = make_backup(target=target, at=NOW)

    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert archive.read_manifest(target) == manifest
    assert manifest.tables["accounts_user"].rows == 3
    assert manifest.engine == connection.vendor
    assert [path.name for path in target.parent.glob("*.partial")] == []


def test_neither_key_nor_password_is_in_it(target, settings):
    make_backup(target=target, at=NOW)

    assert settings.SECRET_KEY.encode() not in target.read_bytes()


def test_a_file_that_is_there_is_not_written_over(target):
    target.write_text("another")

    with pytest.raises(BackupRefused, match="name another file"):
        make_backup(target=target, at=NOW)

    assert target.read_text() == "another"


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(tmp_path):
    with pytest.raises(BackupRefused, match="cannot be written"):
        make_backup(target=tmp_path / "no" / "such" / "folder", at=NOW)


def refused(source, refusal, match, **options):
    before = held()

    with pytest.raises(refusal, match=match) as reason:
        restore_backup(source=source, **options)

    assert held() == before
    assert "\n" not in str(reason.value)


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9])
def test_the_beginning_of_a_backup_is_refused(target, share):
    UserFactory()
    make_backup(target=target, at=NOW)
    whole = target.read_bytes()
    target.write_bytes(whole[: int(len(whole) * share)])

    refused(target, NoBackup, ".", replace=True)


def test_a_backup_without_its_last_word_is_refused(target):
    make_backup(target=target, at=NOW)
    rewrite(target, drop=archive.END)

    refused(target, NoBackup, "not all there", replace=True)


def test_a_damaged_backup_is_refused_and_its_place_is_named(target):
    UserFactory()
    make_backup(target=target, at=NOW)
    with tarfile.open(target) as whole:
        place = whole.getmember(archive.DATABASE).offset_data + 3000
    words = bytearray(target.read_bytes())
    words[place] ^= 1
    target.write_bytes(words)

    refused(target, NoBackup, "damaged at 'database'", replace=True)


@pytest.mark.parametrize("words", [b"", b"SQLite format 3\x00", b"PK\x03\x04", b"x" * 20_000])
def test_another_file_is_refused(target, words):
    target.write_bytes(words)

    refused(target, NoBackup, "no backup|damaged")


def test_a_file_that_is_not_there_is_refused(target):
    refused(target, NoBackup, "No such file")


def rewrite(target, drop="", **manifest):
    """The same backup with another manifest, or without one of its files."""
    with tarfile.open(target) as whole:
        parts = {part.name: whole.extractfile(part).read() for part in whole}
    told = json.loads(parts[archive.MANIFEST]) | manifest
    parts[archive.MANIFEST] = json.dumps(told).encode()
    if manifest:
        parts[archive.END] = hashlib.sha256(parts[archive.MANIFEST]).hexdigest().encode()
    parts.pop(drop, None)
    with tarfile.open(target, "w") as whole:
        for name, content in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            whole.addfile(member, io.BytesIO(content))


def test_a_backup_of_the_other_engine_is_refused(target):
    make_backup(target=target, at=NOW)
    other = "sqlite" if connection.vendor == "postgresql" else "postgresql"
    rewrite(target, engine=other)

    refused(target, NotForThisSite, "restore it where DATABASE_URL names", replace=True)


def test_a_backup_of_a_newer_version_is_refused(target):
    recorder = MigrationRecorder(connection)
    recorder.record_applied("accounts", "9999_from_tomorrow")
    make_backup(target=target, at=NOW)
    recorder.record_unapplied("accounts", "9999_from_tomorrow")

    refused(target, NotForThisSite, "newer version .accounts.9999_from_tomorrow.", replace=True)


def test_a_backup_whose_rows_are_not_as_it_says_is_refused_and_nothing_is_changed(target):
    UserFactory()
    manifest = make_backup(target=target, at=NOW)
    tables = {name: table.as_json() for name, table in manifest.tables.items()}
    rewrite(target, tables=tables | {"accounts_user": {"rows": 1, "sum": "1"}})
    UserFactory()

    refused(target, ToolFailed, "accounts_user is not as it was|not as its manifest", replace=True)


def test_a_name_that_leads_elsewhere_is_refused(target):
    manifest = make_backup(target=target, at=NOW)
    files = {"media/../../elsewhere": manifest.files[archive.DATABASE]}
    rewrite(target, files=manifest.files | files)
    with tarfile.open(target) as whole:
        parts = {part.name: whole.extractfile(part).read() for part in whole}
    with tarfile.open(target, "w") as whole:
        for name in (archive.MANIFEST, "media/../../elsewhere"):
            content = parts.get(name, parts[archive.DATABASE])
            member = tarfile.TarInfo(name)
            member.size = len(content)
            whole.addfile(member, io.BytesIO(content))

    refused(target, NoBackup, "which no backup does", replace=True)


def test_people_are_not_lost_unless_that_is_said(target):
    make_backup(target=target, at=NOW)
    UserFactory()

    refused(target, WouldLosePeople, "holds 1 people")


def test_media_are_not_lost_unless_that_is_said(target, settings):
    make_backup(target=target, at=NOW)
    (settings.MEDIA_ROOT / "one.png").write_bytes(b"\x89PNG")

    refused(target, WouldLosePeople, "There are files in")
    assert (settings.MEDIA_ROOT / "one.png").exists()


def test_the_key_is_told_from_another_without_being_told(target, settings):
    manifest = make_backup(target=target, at=NOW)
    assert not backup.is_sealed_by_another_key(manifest)

    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    assert backup.is_sealed_by_another_key(manifest)

    settings.SECRET_KEY_FALLBACKS = [old]
    assert not backup.is_sealed_by_another_key(manifest)


@pytest.mark.postgres
@pytest.mark.parametrize("program", ["pg_dump", "psql", "pg_restore"])
def test_a_program_that_is_missing_is_named_and_nothing_is_changed(target, monkeypatch, program):
    make_backup(target=target, at=NOW)
    UserFactory()
    which = engines.shutil.which
    monkeypatch.setattr(
        engines.shutil, "which", lambda name: None if name == program else which(name)
    )
    act = partial(restore_backup, source=target, replace=True)
    if program == "pg_dump":
        act = partial(make_backup, target=target.with_name("two.backup"), at=NOW)

    with pytest.raises(ToolFailed, match=f"{program} is missing"):
        act()

    assert User.objects.count() == 1
    assert not target.with_name("two.backup").exists()


@pytest.mark.postgres
def test_no_password_is_an_argument_of_a_program(target, monkeypatch):
    connection.settings_dict["PASSWORD"], old = "secret", connection.settings_dict["PASSWORD"]
    started = []

    def start(arguments, **options):
        started.append((arguments, options["env"].get("PGPASSWORD")))

    monkeypatch.setattr(engines.subprocess, "Popen", start)
    try:
        engines._start("pg_dump")
    finally:
        connection.settings_dict["PASSWORD"] = old

    ((arguments, password),) = started
    assert password == "secret"
    assert "secret" not in " ".join(arguments)
