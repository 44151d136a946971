"""`manage.py backup` and `manage.py restore` on an operator's terminal."""

import pytest
from django.core.management import CommandError, call_command

from config.running import archive
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "media"
    settings.MEDIA_ROOT.mkdir(parents=True)


def test_the_commands_say_what_they_did_and_why_they_did_not(settings, capsys):
    UserFactory()
    call_command("backup")
    (made,) = (settings.VAR / "backups").iterdir()
    assert str(made) in capsys.readouterr().out

    with pytest.raises(CommandError, match="--replace"):
        call_command("restore", str(made))
    settings.SECRET_KEY = "another" * 10
    call_command("restore", str(made), "--replace")

    told = capsys.readouterr()
    assert "rows are back" in told.out
    assert "SECRET_KEY_FALLBACKS" in told.err


def test_a_backup_may_go_to_standard_output_as_it_is(tmp_path, settings, capsysbinary):
    UserFactory()

    call_command("backup", "-")

    written = capsysbinary.readouterr()
    kept = tmp_path / "kept.backup"
    kept.write_bytes(written.out)
    assert archive.read_manifest(kept).tables["accounts_user"].rows == 1
    assert b"holds" in written.err
    assert list((settings.VAR / "tmp").iterdir()) == []
