"""Whether what a provider says may be believed (OpenID Connect Core 1.0, 3.1.3.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import jwt
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.crypto import constant_time_compare
from jwt.types import Options

from accounts.host.errors import NotConfirmed

# Signed with a key of the provider alone: neither unsigned nor by a secret that we share.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
CLOCKS_DIFFER = timedelta(seconds=60)
SUBJECT_MAX, EMAIL_MAX = 191, 254
# The times are judged below, by the clock that is handed in.
_OPTIONS: Options = {
    "require": ["iss", "aud", "exp", "iat", "sub"],
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}


@dataclass(frozen=True)
class Identity:
    """Who somebody is at the provider `issuer`; `email` is theirs only where it is confirmed."""

    issuer: str
    subject: str
    email: str = ""
    is_confirmed: bool = False


def claims_of(
    id_token: str,
    *,
    keys: Mapping[str, Any],
    issuer: str,
    audience: str,
    nonce: str,
    at: datetime,
) -> dict[str, Any]:
    """What `id_token` says, once signature, issuer, audience, nonce and times are right at `at`.

    `keys` is the key set of the provider. Raises NotConfirmed for everything else.
    """
    try:
        key = _key(keys, jwt.get_unverified_header(id_token).get("kid"))
        claims = jwt.decode(
            id_token,
            key,
            algorithms=list(ALGORITHMS),
            issuer=issuer,
            audience=audience,
            options=_OPTIONS,
        )
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError) as wrong:
        raise NotConfirmed from wrong
    if not (_is_in_time(claims, at) and _is_for(claims, audience, nonce)):
        raise NotConfirmed
    return claims


def _key(keys: Mapping[str, Any], kid: str | None) -> Any:
    fitting = [
        key for key in jwt.PyJWKSet.from_dict(dict(keys)).keys if kid is None or key.key_id == kid
    ]
    if not fitting:
        raise NotConfirmed
    return fitting[0].key


def _is_in_time(claims: Mapping[str, Any], at: datetime) -> bool:
    now, leeway = at.timestamp(), CLOCKS_DIFFER.total_seconds()
    try:
        return now < float(claims["exp"]) + leeway and float(claims["iat"]) <= now + leeway
    except (ValueError, TypeError, OverflowError):
        return False


def _is_for(claims: Mapping[str, Any], audience: str, nonce: str) -> bool:
    """Made for this site, in answer to this question, about somebody with a name."""
    subject = claims["sub"]
    return (
        constant_time_compare(str(claims.get("nonce", "")), nonce)
        and claims.get("azp", audience) == audience
        and isinstance(subject, str)
        and 0 < len(subject) <= SUBJECT_MAX
        and subject.isprintable()
    )


def identity_of(claims: Mapping[str, Any], *, issuer: str) -> Identity:
    """The part of the claims that is used: who it is, and an address with who vouches for it."""
    email = str(claims.get("email") or "").strip().lower()
    said = claims.get("email_verified")
    is_confirmed = _is_address(email) and (said is True or said == "true")  # some say it as text
    return Identity(issuer, claims["sub"], email, is_confirmed)


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= EMAIL_MAX
