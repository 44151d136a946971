"""Nouns that the operator chooses; pages and messages never spell them out."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import lazy


@dataclass(frozen=True)
class Noun:
    """One word of the community: "mentor", "mentors", "a"."""

    singular: str
    plural: str
    article: str = "a"

    @property
    def a(self) -> str:
        return f"{self.article} {self.singular}".strip()

    @property
    def a_cap(self) -> str:
        return self.a[:1].upper() + self.a[1:]

    @property
    def cap(self) -> str:
        return self.singular[:1].upper() + self.singular[1:]

    @property
    def plural_cap(self) -> str:
        return self.plural[:1].upper() + self.plural[1:]

    def __str__(self) -> str:
        return self.singular


def noun(key: str) -> Noun:
    """The noun that the settings give to `key`; a KeyError for a key that no setting names."""
    return settings.NOUNS[key]


def _singular(key: str) -> str:
    return noun(key).singular


# The singular, read from the settings only when it is shown.
lazy_noun = lazy(_singular, str)
