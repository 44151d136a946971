"""Words as searches compare them: accents and case do not matter."""

import pytest

from config.kit.text import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Zoë   ÁMBAR ", "zoe ambar"),
        ("Łukasz", "lukasz"),
        ("Søren Æsir", "soren aesir"),
        ("Đặng", "dang"),
        ("İstanbul ışık", "istanbul isik"),
        ("Straße", "strasse"),
        ("東京", "東京"),
    ],
)
def test_accents_and_case_are_left_out(text, folded):
    assert fold(text) == folded
    assert fold(folded) == folded
