"""Limited Markdown: emphasis, lists, quotes and whole addresses, and nothing that runs or loads."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kit.text import MARKDOWN_LONGEST, markdown_to_html

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**kind** and *calm*", "<p><strong>kind</strong> and <em>calm</em></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("[b](https://e.org/)", f'<p><a href="https://e.org/" {REL}>b</a></p>'),
        ("[m](mailto:a@e.org)", f'<p><a href="mailto:a@e.org" {REL}>m</a></p>'),
        ("# not a heading", "<p># not a heading</p>"),
        ("I <3 cats & dogs", "<p>I &lt;3 cats &amp; dogs</p>"),
        ("", ""),
    ],
)
def test_what_it_makes(text, html):
    assert markdown_to_html(text).strip() == html


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](/accounts/logout/)",
        "[x](//evil.example/)",
        "[x][1]\n\n[1]: data:text/html,hi",
        "[x](JaVaScRiPt:alert(1))",
    ],
)
def test_links_that_are_no_whole_addresses_lead_nowhere(text):
    assert "href" not in markdown_to_html(text)


@pytest.mark.parametrize(
    "text",
    ["<b onclick=x>b</b>", "<script>x</script>", "![x](https://e.org/x.png)", "<img src=x>"],
)
def test_markup_and_images_stay_text(text):
    html = markdown_to_html(text)

    assert not any(tag in html for tag in ("<b", "<script", "<img"))


def test_a_text_without_end_is_cut_before_it_is_read():
    assert len(markdown_to_html("x" * 100_000)) < MARKDOWN_LONGEST + 20


@given(st.text(max_size=200))
def test_no_text_makes_a_tag_outside_the_list(text):
    html = markdown_to_html(text)

    assert not any(f"<{tag}" in html for tag in ("script", "style", "img", "iframe", "svg", "form"))
