"""What a page costs on a slow phone: styles 12 KB, scripts 35 KB with htmx, nothing foreign."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from config.kit.stylesheet import joined, layer_files
from tests.factories.accounts import UserFactory
from tests.factories.mentorship import ConversationFactory

CSS = Path("static/css")
SCRIPTS = Path("static/js")
CSS_LIMIT, SCRIPT_LIMIT = 12_000, 35_000


def compressed(text):
    return len(gzip.compress(text.encode(), 9))


def test_all_styles_together_stay_within_12_kb():
    assert compressed(joined(CSS)) <= CSS_LIMIT


def scripts_of(page):
    """The files of every script that a page loads."""
    for address in re.findall(r'<script src="/static/([^"]+)"', page.content.decode()):
        yield Path(finders.find(address))


@pytest.mark.django_db
def test_the_scripts_of_each_kind_of_page_stay_within_35_kb(sign_in):
    # A mentor loads the most: the control of their presence comes to every page.
    talk = ConversationFactory()
    clients = {
        "visitor": Client(),
        "newcomer": sign_in(UserFactory()),
        "mentor": sign_in(talk.mentor.user),
        "coordinator": sign_in(UserFactory(coordinator=True)),
    }
    pages = {
        "/": "visitor",
        "/accounts/signup/": "visitor",
        "/accounts/login/": "visitor",
        "/queue/": "mentor",
        "/mentors/": "mentor",
        "/chats/": "mentor",
        talk.get_absolute_url(): "mentor",
        talk.mentor.get_absolute_url(): "mentor",
        "/desk/profile/headline/": "mentor",
        "/first-card/": "newcomer",
        "/ask/": "newcomer",
        "/ask/link/": "mentor",
        "/coordination/host/": "coordinator",
    }
    costs, loaded = {}, set()
    for address, who in pages.items():
        files = list(scripts_of(clients[who].get(address, follow=True)))
        costs[address] = sum(compressed(file.read_text(encoding="utf-8")) for file in files)
        loaded |= {file.name for file in files}

    assert {page: cost for page, cost in costs.items() if not 0 < cost <= SCRIPT_LIMIT} == {}
    assert {path.name for path in SCRIPTS.rglob("*.js")} <= loaded


def test_every_stylesheet_belongs_to_a_layer_that_is_delivered():
    assert set(layer_files(CSS)) == set(CSS.rglob("*.css"))


@pytest.mark.parametrize("path", sorted(CSS.rglob("*.css")), ids=lambda path: path.name)
def test_styles_ask_for_nothing_and_name_no_id(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    selectors = re.findall(r"([^{};]+)\{", text.partition("@supports")[0])

    assert "url(" not in text
    assert "@import" not in text
    assert not [line for line in selectors if re.search(r"#[a-zA-Z]", line)]
