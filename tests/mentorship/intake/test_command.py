"""`manage.py import_community`: what the operator sees."""

import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from config.kit.nouns import Noun
from tests.mentorship.intake.exports import SMALL, write

pytestmark = pytest.mark.django_db


def run(*arguments):
    out, err = StringIO(), StringIO()
    call_command("import_community", *map(str, arguments), stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_the_command_says_what_was_stored_and_what_waits(capfd):
    out, err = run(SMALL)

    assert "talks: 400 rows stored (400 new, 0 changed)" in out
    assert "Kept, and shown nowhere yet: levels, reviews, assessments." in out
    assert out.rstrip().endswith("All rows are kept.")
    # No bar where nobody watches.
    assert (err, capfd.readouterr().err) == ("", "")


def test_the_summary_has_the_words_of_the_community(settings):
    settings.NOUNS = settings.NOUNS | {
        "cheers": Noun("spark", "sparks"),
        "listener": Noun("companion", "companions"),
    }

    assert "the sparks of companions." in run(SMALL)[0]


def test_a_bar_moves_on_a_terminal(monkeypatch):
    terminal = StringIO()
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stderr", terminal)

    run(SMALL)

    assert "%" in terminal.getvalue()


def test_a_refusal_lists_every_fault_and_fails(tmp_path):
    listeners = [{"cheers": "lots"}, {"handle": "b_b", "email": "b@example.org", "verified": "?"}]
    folder = write(tmp_path, listeners=listeners, mentors=[{"capacity": "0"}])
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_community", str(folder), stdout=out, stderr=err)

    assert err.getvalue().splitlines() == [
        "mentors.csv, line 2, column capacity: capacity must be 1 to 10",
        "listeners.csv, line 2, column cheers: cheers must be a whole number, not “lots”",
        "listeners.csv, line 3, column verified: verified must be true or false, not “?”",
    ]
    assert User.objects.count() == 0


def test_a_dry_run_says_so(tmp_path):
    out, _err = run(write(tmp_path, listeners=[{}]), "--dry-run")

    assert out.rstrip().endswith("Dry run: nothing was stored.")


def test_a_wrong_path_is_one_sentence(tmp_path):
    with pytest.raises(CommandError, match="Nothing to import here"):
        run(tmp_path / "nowhere")
