from django.urls import path, register_converter

from accounts.people.views import blocks, entrance, settings, sheets, staff


class Handle:
    """A handle as people have it: 3 to 30 letters, digits and underscores, a letter first."""

    regex = "[A-Za-z][A-Za-z0-9_]{2,29}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


# The sitemap reads this area first; those above it write <handle:...> in their paths.
register_converter(Handle, "handle")

app_name = "people"

urlpatterns = [
    path("accounts/not-yet/", entrance.not_yet, name="not-yet"),
    path("accounts/no-space/", entrance.no_space, name="no-space"),
    path("accounts/signup/again/", entrance.start_over, name="start-over"),
    path("accounts/invitation/<str:token>/", entrance.invitation, name="invitation"),
    path("settings/", settings.settings, name="settings"),
    path("settings/profile/", settings.profile, name="profile"),
    path("settings/languages/", settings.languages, name="languages"),
    path("settings/clock/", settings.clock, name="clock"),
    path("settings/theme/", settings.theme, name="theme"),
    path("settings/blocked/", blocks.blocks, name="blocks"),
    path("settings/blocked/<uuid:public_id>/end/", blocks.unblock, name="unblock"),
    path("coordination/", staff.coordination, name="coordination"),
    path("coordination/invitations/", staff.invitations, name="invitations"),
    path("coordination/roles/", staff.roles, name="roles"),
    path("coordination/roles.csv", sheets.roles_sheet, name="roles-sheet"),
    path("coordination/roles/<uuid:public_id>/end/", staff.end_role, name="end-role"),
    path("moderation/", staff.moderation, name="moderation"),
    path("moderation/bands/", staff.band_questions, name="band-questions"),
    path("moderation/bands/<uuid:public_id>/", staff.band_question, name="band-question"),
]
