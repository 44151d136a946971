"""What a page offers to fill in, read from the page itself."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit


@dataclass
class Form:
    """One form: where it goes, and each field's kind and what stands in it."""

    action: str
    method: str
    kinds: dict = field(default_factory=dict)
    filled: list = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.path, self.forms, self.parameters, self._select = path, [], set(), None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            action = urlsplit(urljoin(self.path, given.get("action") or self.path)).path
            self.forms.append(Form(action, (given.get("method") or "get").lower()))
        elif tag == "a" and given.get("href", "").startswith(("?", "/")):
            query = urlsplit(given["href"]).query
            self.parameters |= {name for name, _value in parse_qsl(query)}
        elif self.forms and tag in {"input", "textarea", "select", "button"}:
            self._field(tag, given)
        elif self.forms and tag == "option" and self._select and "selected" in given:
            self.forms[-1].filled.append((self._select, given.get("value", "")))

    def _field(self, tag, given):
        name = given.get("name")
        kind = (given.get("type") or "text") if tag == "input" else tag
        self._select = name if tag == "select" else None
        if not name or name == "csrfmiddlewaretoken":
            return
        self.forms[-1].kinds[name] = kind
        chosen = kind not in {"radio", "checkbox"} or "checked" in given
        if tag == "input" and chosen and kind != "file":
            self.forms[-1].filled.append((name, given.get("value") or "on"))


def read(path, text):
    """The forms of a page, and the names of the parameters that its links carry."""
    reader = _Reader(path)
    reader.feed(text)
    return reader.forms, reader.parameters
