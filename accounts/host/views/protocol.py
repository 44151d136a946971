"""The round trip to the provider: allauth's client, with the checks that it leaves to others."""

import secrets
from typing import Any

import structlog
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import statekit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from requests import RequestException

from accounts.host.errors import HostIsSilent, NotConfirmed
from accounts.host.rules import Identity, claims_of, identity_of
from accounts.host.views import host_of_settings

logger = structlog.get_logger(__name__)

# While it does not answer nobody else waits for it: each wait would hold a worker for seconds.
SILENT, SILENT_FOR = "accounts.host.silent", 15


class Client(OpenIDConnectOAuth2Adapter):
    """Asks the provider of the settings."""

    def get_provider(self) -> "Provider":
        return provider_for(self.request)

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        return request.build_absolute_uri(reverse("host:back"))

    def identify(self, *, code: str, state: dict[str, Any]) -> Identity:
        """Who came back with `code`. Raises NotConfirmed."""
        app = self.get_provider().app
        issuer = self.openid_config["issuer"]
        if issuer.rstrip("/") != app.provider_id:
            raise NotConfirmed
        answer = self.get_client(self.request, app).get_access_token(
            code, pkce_code_verifier=state["pkce_code_verifier"]
        )
        claims = claims_of(
            answer.get("id_token", ""),
            keys=self._read(self.openid_config["jwks_uri"]),
            issuer=issuer,
            audience=app.client_id,
            nonce=state["nonce"],
            at=timezone.now(),
        )
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(answer["access_token"])
            # What is said of somebody else would open the wrong account.
            claims |= more if more.get("sub") == claims["sub"] else {}
        return identity_of(claims, issuer=app.provider_id)

    def _read(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            return answer.json()


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Client


def provider_for(request: HttpRequest) -> Provider:
    """The provider that the settings name. Its issuer is part of every identity: who is whom at
    another provider says nothing here.
    """
    host = host_of_settings()
    app = SocialApp(
        provider=Provider.id,
        provider_id=host.issuer,
        name=host.name,
        client_id=host.client_id,
        secret=host.secret,
        settings={"server_url": host.issuer, "oauth_pkce_enabled": True},
    )
    return Provider(request, app=app)


def way_there(request: HttpRequest, *, process: str, back: str) -> HttpResponse:
    """Send the browser to the provider; state, nonce and proof key wait in the session.

    Raises HostIsSilent, at once for a while after it was.
    """
    if cache.get(SILENT):
        raise HostIsSilent
    nonce = secrets.token_urlsafe(24)
    try:
        return provider_for(request).redirect(
            request,
            process,
            next_url=back,
            nonce=nonce,
            auth_params={"nonce": nonce},
        )
    except (RequestException, KeyError, ValueError) as fault:
        raise _silent(fault) from fault


def way_back(request: HttpRequest) -> tuple[Identity, dict[str, Any]]:
    """Who came back, and the state they left with, which holds once.

    Raises NotConfirmed for an answer to no question of this browser, HostIsSilent.
    """
    state = statekit.unstash_state(
        request,
        provider_id=host_of_settings().issuer,
        state_id=request.GET.get("state", ""),
    )
    if state is None or "code" not in request.GET:
        raise NotConfirmed
    client = Client(request, host_of_settings().issuer)
    try:
        return client.identify(code=request.GET["code"], state=state), state
    except (OAuth2Error, NotConfirmed) as fault:
        logger.warning("host.not_confirmed", fault=type(fault.__cause__ or fault).__name__)
        raise NotConfirmed from fault
    except (RequestException, KeyError, ValueError, AttributeError, TypeError) as fault:
        raise _silent(fault) from fault


def _silent(fault: Exception) -> HostIsSilent:
    logger.error("host.silent", fault=type(fault).__name__)
    cache.set(SILENT, True, SILENT_FOR)
    return HostIsSilent()
