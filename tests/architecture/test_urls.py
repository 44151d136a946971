"""The sitemap: each area that has pages is in it, and its names read like words."""

import re

from django.urls import URLPattern, get_resolver

from tests.architecture.source import APPS, ROOT, areas


def _own_patterns(resolver, name=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield name, pattern
        else:
            module = getattr(pattern.urlconf_name, "__name__", str(pattern.urlconf_name))
            yield from _own_patterns(pattern, module)


def _patterns_of_apps():
    return [
        (module, pattern)
        for module, pattern in _own_patterns(get_resolver())
        if module.split(".")[0] in APPS
    ]


def test_every_area_with_urls_is_in_the_sitemap():
    with_urls = {
        f"{area}.urls" for area in areas() if (ROOT / area.replace(".", "/") / "urls.py").exists()
    }

    assert with_urls == {module for module, _pattern in _patterns_of_apps()}


def test_every_url_has_a_name_of_words_and_hyphens():
    odd = [
        f"{module} {pattern.pattern}"
        for module, pattern in _patterns_of_apps()
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", pattern.name or "")
    ]

    assert odd == []


def test_a_url_view_and_name_are_the_same_words():
    different = [
        f"{module}: {pattern.name} -> {pattern.callback.__name__}"
        for module, pattern in _patterns_of_apps()
        if pattern.name.replace("-", "_") != pattern.callback.__name__
    ]

    assert different == []
