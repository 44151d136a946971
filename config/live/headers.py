"""The headers of every answer under `/live/`, which Django's middleware never sees."""

from django.conf import settings

Headers = list[tuple[bytes, bytes]]


def secure(*own: tuple[str, str]) -> Headers:
    """The site's security headers and `own`; nothing of a stream is kept by any cache."""
    headers = {
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
        "x-content-type-options": "nosniff",
        "x-frame-options": settings.X_FRAME_OPTIONS,
        "referrer-policy": settings.SECURE_REFERRER_POLICY,
        "cross-origin-opener-policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
        "cache-control": "no-store",
        "vary": "Cookie",
        **_transport_security(),
        **dict(own),
    }
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _transport_security() -> dict[str, str]:
    if not settings.SECURE_HSTS_SECONDS:
        return {}
    parts = [f"max-age={settings.SECURE_HSTS_SECONDS}"]
    parts += ["includeSubDomains"] * bool(settings.SECURE_HSTS_INCLUDE_SUBDOMAINS)
    parts += ["preload"] * bool(settings.SECURE_HSTS_PRELOAD)
    return {"strict-transport-security": "; ".join(parts)}
