"""The sitemap. One line per area."""

from django.contrib import admin
from django.urls import include, path

from accounts.people.views import entrance
from config import env, health, views

handler400 = "config.refusals.bad_request"
handler403 = "config.refusals.permission_denied"
handler404 = "config.refusals.page_not_found"
handler500 = "config.refusals.server_error"

urlpatterns = [
    # For machines
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    # The frame
    path("urgent-help/", views.urgent_help, name="urgent-help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("", include("mentorship.home.urls")),
    # People
    path("", include("accounts.people.urls")),
    path("", include("accounts.moderation.urls")),
    path("accounts/signup/", entrance.signup, name="account_signup"),
    path("", include("accounts.host.urls")),
    # Not allauth's own list: its pages of other sites' accounts have no place here.
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    # Mentors and listeners
    path("queue/", include("mentorship.queue.urls")),
    path("mentors/", include("mentorship.directory.urls")),
    path("", include("mentorship.profiles.urls")),
    path("", include("mentorship.conversations.urls")),
    path("", include("mentorship.intake.urls")),
    path("", include("mentorship.sharing.urls")),
    path("", include("mentorship.programme.urls")),
    # Streams: `/live/` itself is answered before Django
    path("live/", include("config.live.urls")),
    # Staff
    path(f"{env.ADMIN_PATH}/", admin.site.urls),
]
