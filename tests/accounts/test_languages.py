"""Languages are told in their own words."""

import pytest

from accounts.people.rules.languages import base_of, choices, own_name


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("mi", "Māori"),
        ("pt-BR", "Português (Brasil)"),
        ("es-MX", "Español (MX)"),
        ("sr-Latn", "Српски (Latn)"),
        ("xx", "xx"),
        ("xx-YY", "xx-YY"),
    ],
)
def test_a_language_has_its_own_name_and_a_region_where_it_has_one(tag, shown):
    assert own_name(tag) == shown


@pytest.mark.parametrize(("tag", "base"), [("en", "en"), ("pt-BR", "pt"), ("ZH-Hant", "zh")])
def test_the_part_before_the_hyphen_is_what_people_share(tag, base):
    assert base_of(tag) == base


def test_tags_that_somebody_has_stand_first():
    assert [tag for tag, _name in choices(["es-MX", "mi"])][:2] == ["es-MX", "mi"]
    assert len({tag for tag, _name in choices(["mi"])}) == len(choices(["mi"]))
