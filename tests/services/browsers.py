"""Somebody at a browser: cookies, forms and streams over the proxy, or past it."""

import http.client
import re
import ssl
import time
import uuid
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
LIVE = re.compile(r'<meta name="live" content="([^"]+)"')
UNKNOWN = ssl.create_default_context()
UNKNOWN.check_hostname = False
UNKNOWN.verify_mode = ssl.CERT_NONE


class Browser:
    """`past` is the port of a process that is asked without the proxy."""

    def __init__(self, site, session="", *, address="127.0.0.1", past=None):
        self.site, self.address, self.past = site, address, past
        self.cookies = {"__Host-sessionid": session} if session else {}
        self.host = f"localhost:{site.ports['https']}"

    def connect(self, timeout=40):
        if self.past:
            return http.client.HTTPConnection("127.0.0.1", self.past, timeout=timeout)
        return http.client.HTTPSConnection(
            "127.0.0.1",
            self.site.ports["https"],
            timeout=timeout,
            context=UNKNOWN,
            source_address=(self.address, 0),
        )

    def ask(self, method, path, body=None, timeout=40, **headers):
        connection = self.connect(timeout)
        connection.request(method, path, body=body, headers=self.headers() | headers)
        answer = connection.getresponse()
        answer.wire = connection
        for given in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(given).items()}
        return answer

    def headers(self):
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": self.address}
        return {
            "Host": self.host,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **(forwarded if self.past else {}),
        }

    def get(self, path, **headers):
        answer = self.ask("GET", path, **headers)
        answer.text = answer.read().decode()
        answer.wire.close()
        return answer

    def post(self, path, form, **headers):
        answer = self.ask(
            "POST",
            path,
            urlencode(form),
            **{"Content-Type": "application/x-www-form-urlencoded"},
            Origin=f"https://{self.host}",
            **headers,
        )
        answer.text = answer.read().decode()
        answer.wire.close()
        return answer

    def form_token(self, path):
        return TOKEN.search(self.get(path).text).group(1)

    def sign_in(self, email, password, **headers):
        token = self.form_token("/accounts/login/")
        form = {"csrfmiddlewaretoken": token, "login": email, "password": password}
        return self.post("/accounts/login/", form, **headers)

    def say(self, path, words, token, client_id=None):
        form = {
            "csrfmiddlewaretoken": token,
            "body": words,
            "client_id": client_id or str(uuid.uuid4()),
        }
        return self.post(path, form)

    def stream(self, path, *, past=None):
        """An open stream of the page at `path`: over the proxy, or of the process at `past`."""
        token = unescape(LIVE.search(self.get(path).text).group(1))
        reader = Browser(self.site, past=past)
        reader.cookies = self.cookies
        return Stream(reader.ask("GET", f"/live/?token={token}"), token)


class Stream:
    def __init__(self, answer, token):
        self.answer, self.token = answer, token
        assert answer.status == 200, answer.read()
        self.text = ""

    def read_until(self, words, seconds=20):
        """Read on until `words` come; what was read before them."""
        give_up_at = time.monotonic() + seconds
        while words not in self.text:
            try:
                more = self.answer.read1(65536)
            except TimeoutError:
                more = b""
            assert more, f"the stream ended before {words!r}: {self.text!r}"
            assert time.monotonic() < give_up_at, f"no {words!r} in time: {self.text!r}"
            self.text += more.decode()
        before, self.text = self.text.split(words, 1)
        return before

    def close(self):
        self.answer.wire.close()
