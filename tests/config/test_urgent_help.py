"""Who can help at once: from files the operator edits, in the reader's language, never empty."""

import os

import pytest
from django.core.checks import run_checks

from config.crisis import urgent_help

ENGLISH = """
title = "Now"
words = "These can help."
[[resources]]
name = "Line"
words = "Day and night"
telephone = "123"
"""


@pytest.fixture
def folder(tmp_path, settings):
    settings.URGENT_HELP_DIR = str(tmp_path)
    (tmp_path / "en.toml").write_text(ENGLISH)
    return tmp_path


def faults():
    return [check.id for check in run_checks() if check.id.startswith("config.")]


def test_the_shipped_file_names_somebody_to_call():
    assert [row.telephone for row in urgent_help("en").resources if row.telephone]
    assert faults() == []


def test_a_reader_gets_the_file_of_their_language(folder):
    (folder / "pt.toml").write_text(ENGLISH.replace("Line", "Linha"))

    assert urgent_help("pt-br").resources[0].name == "Linha"
    assert urgent_help("de").resources[0].name == "Line"


def test_an_edited_file_counts_without_a_restart(folder):
    urgent_help("en")
    (folder / "en.toml").write_text(ENGLISH.replace("123", "456"))
    os.utime(folder / "en.toml", ns=(1, 1))

    assert urgent_help("en").resources[0].telephone == "456"


@pytest.mark.parametrize(
    "slip", ["not toml", 'title = "Now"', 'title = ""\nwords = ""\nresources = []', "\udcff"]
)
def test_a_slip_of_the_operator_leaves_nobody_without_help(folder, slip):
    (folder / "de.toml").write_bytes(slip.encode("utf-8", "surrogateescape"))
    assert urgent_help("de").resources[0].name == "Line"

    (folder / "en.toml").write_bytes(slip.encode("utf-8", "surrogateescape"))
    assert "112" in [row.telephone for row in urgent_help("de").resources]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('title = ""\nwords = ""\nresources = []', "config.E005"),
        (ENGLISH.replace('telephone = "123"', ""), "config.E005"),
        ("not toml", "config.E004"),
        ('title = "Now"', "config.E004"),
    ],
)
def test_a_start_without_anybody_to_turn_to_is_refused(folder, text, fault):
    (folder / "en.toml").write_text(text)

    assert faults() == [fault]


def test_a_missing_folder_is_refused(settings):
    settings.URGENT_HELP_DIR = "/nowhere"

    assert faults() == ["config.E004"]


@pytest.mark.django_db
def test_a_visitor_reads_the_page(client, folder):
    page = client.get("/urgent-help/").content.decode()

    assert "Day and night" in page
    assert 'href="tel:123"' in page
