"""Plain text of people made safe HTML: escaped, paragraphs kept, addresses linked."""

import re
import unicodedata
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def _linked(line: str) -> str:
    parts: list[str] = []
    end = 0
    for match in LINK.finditer(line):
        address = escape(match.group())
        parts += [
            escape(line[end : match.start()]),
            f'<a href="{address}" rel="nofollow ugc noopener noreferrer">{address}</a>',
        ]
        end = match.end()
    return "".join([*parts, escape(line[end:])])


def text_to_html(text: str) -> SafeString:
    """Paragraphs at empty lines, breaks at line ends; every character of the writer is escaped.

    Each paragraph runs in the direction of its own script.
    """
    paragraphs = re.split(r"\n{2,}", text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    html = "".join(
        '<p dir="auto">' + "<br>".join(map(_linked, paragraph.split("\n"))) + "</p>"
        for paragraph in paragraphs
        if paragraph
    )
    return mark_safe(html)  # noqa: S308  (each piece was escaped above)


# Letters that Unicode does not take apart into a plain one and an accent.
_ACCENTED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe"}
)


def fold(text: str) -> str:
    """Text as searches compare it: no accents, no case, single spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(plain.casefold().translate(_ACCENTED).split())


# HTML and images are off; what remains is cut to a short list of tags by a second library.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "heading", "lheading", "code", "fence", "hr", "html_block", "html_inline"]
)
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "code", "a"}
MARKDOWN_LONGEST = 4000
ARTICLE_LONGEST = 8000
# An article may have headings; all are of the level below the title of its page.
_ARTICLE = MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
    ["image", "lheading", "code", "fence", "hr", "html_block", "html_inline"]
)


def _absolute_only(_tag: str, name: str, value: str) -> str | None:
    """Links lead to other sites by their whole address; one that stays here could end a session."""
    absolute = value.lower().startswith(("http://", "https://", "mailto:"))
    return value if name != "href" or absolute else None


def markdown_to_html(text: str) -> SafeString:
    """Limited Markdown made safe: emphasis, lists, quotes and links to other sites, nothing else.

    Longer texts than MARKDOWN_LONGEST are cut before they are read.
    """
    return _cleaned(_MARKDOWN.render(text[:MARKDOWN_LONGEST]))


def article_to_html(text: str) -> SafeString:
    """The same with headings, for pages that staff write; cut at ARTICLE_LONGEST."""
    tokens = _ARTICLE.parse(text[:ARTICLE_LONGEST])
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h2"
    return _cleaned(_ARTICLE.renderer.render(tokens, _ARTICLE.options, {}), "h2")


def _cleaned(html: str, *more_tags: str) -> SafeString:
    clean = nh3.clean(
        html,
        tags=_TAGS | set(more_tags),
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        attribute_filter=_absolute_only,
        link_rel="nofollow ugc noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308  (cleaned by nh3 on the line above)
