"""A small OpenID Connect provider on this machine, for the tests of signing in with the host."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, SECRET = "quality-queue", "a-secret-of-the-tests"


def _new_key():
    return rsa.generate_private_key(public_exponent=65_537, key_size=2048)


KEY, FOREIGN_KEY = _new_key(), _new_key()


class Provider:
    """Answers as `claims`, `lacks`, `signed_by`, `algorithm` and `broken` say."""

    def __init__(self):
        self.begin_anew()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def begin_anew(self):
        self.claims = {"sub": "host-1", "email": "fern@example.org", "email_verified": True}
        self.changed, self.lacks, self.in_userinfo = {}, (), {}
        self.signed_by, self.algorithm, self.broken = KEY, "RS256", ""
        self.codes = {}

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def _handler(provider):  # noqa: N805  (`self` is the request inside)
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                provider._answer(self, parse_qs(urlsplit(self.path).query))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                provider._answer(self, parse_qs(body))

            def log_message(self, *_):
                pass

        return Handler

    def _answer(self, request, asked):
        asked = {name: values[0] for name, values in asked.items()}
        path = urlsplit(request.path).path
        if path == self.broken:
            request.send_error(500)
        elif path == "/authorize":
            code = f"code-{len(self.codes)}"
            self.codes[code] = asked
            to = urlencode({"code": code, "state": asked["state"]})
            request.send_response(302)
            request.send_header("Location", f"{asked['redirect_uri']}?{to}")
            request.end_headers()
        else:
            status, words = self._words(path, asked)
            request.send_response(status)
            request.send_header("Content-Type", "application/json")
            request.end_headers()
            request.wfile.write(json.dumps(words).encode())

    def _words(self, path, asked):
        if path == "/token":
            return self._token(asked)
        found = {
            "/.well-known/openid-configuration": {
                "issuer": self.changed.get("discovered", self.issuer),
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "userinfo_endpoint": f"{self.issuer}/userinfo",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            },
            "/keys": {"keys": [self._public_key()]},
            "/userinfo": self.in_userinfo,
        }
        return (200, found[path]) if path in found else (404, {})

    def _public_key(self):
        key = jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
        return key | {"kid": "one", "use": "sig", "alg": "RS256"}

    def _token(self, asked):
        """Once for each code, and only for whoever holds the proof key and the secret."""
        began = self.codes.pop(asked.get("code"), None)
        proof = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        known = (asked.get("client_id"), asked.get("client_secret")) == (CLIENT_ID, SECRET)
        if not began or not known or began["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 300}
        claims |= {"nonce": began["nonce"]} | self.claims | self.changed
        claims = {name: value for name, value in claims.items() if name not in self.lacks}
        key = self.signed_by if self.algorithm == "RS256" else SECRET * 2
        key = None if self.algorithm == "none" else key
        token = jwt.encode(claims, key, algorithm=self.algorithm, headers={"kid": "one"})
        return 200, {"access_token": "access-canary", "token_type": "Bearer", "id_token": token}
