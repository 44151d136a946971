"""Whether the host community's provider lets people sign in, where one is set."""

from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from config.env import HostSignIn
from config.running.verdict import Verdict, fail, ok

NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
WAIT = 5  # seconds for each answer
ASK_THE_PROVIDER = "see whether it is up, and correct OIDC_ISSUER; people sign in by password."


def host_answers() -> list[Verdict]:
    """A line about the provider; none where the settings name none. It is given no secret."""
    host: HostSignIn | None = settings.HOST_SIGN_IN
    if host is None:
        return []
    try:
        described = _read(f"{host.issuer}/.well-known/openid-configuration")
        if missing := [name for name in NEEDED if not isinstance(described.get(name), str)]:
            return [fail("host", f"It does not name its {missing[0]}.", ASK_THE_PROVIDER)]
        keys = _read(described["jwks_uri"]).get("keys")
    except (requests.RequestException, ValueError, AttributeError) as fault:
        words = f"{host.issuer} does not answer as a provider does ({type(fault).__name__})."
        return [fail("host", words, ASK_THE_PROVIDER)]
    return [_judge(host, described, keys)]


def _read(address: str) -> dict[str, Any]:
    answer = requests.get(address, timeout=WAIT)
    answer.raise_for_status()
    return answer.json()


def _judge(host: HostSignIn, described: dict[str, Any], keys: Any) -> Verdict:
    if described["issuer"].rstrip("/") != host.issuer:
        fix = f"set OIDC_ISSUER to {described['issuer']}, which is what it calls itself."
        return fail("host", "It calls itself by another name, so nobody is let in.", fix)
    if not keys:
        return fail("host", "It has no key to prove who comes.", ASK_THE_PROVIDER)
    page = urlsplit(described["authorization_endpoint"])
    origin = f"{page.scheme}://{page.netloc}"
    if origin not in host.origins:
        return fail("host", f"Browsers are not let to its sign-in page at {origin}.",
                    f"set OIDC_ORIGINS to {','.join([*host.origins, origin])}")  # fmt: skip
    return ok("host", f"{host.name} answers, and says who it is.")
