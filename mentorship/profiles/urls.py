"""Profiles: seen at /mentors/<handle>/, edited at /desk/profile/; the role at /coordination/."""

from django.urls import path

from mentorship.profiles.views import editor, hours, profile, roles, sheets

app_name = "profiles"

urlpatterns = [
    path("mentors/<handle:handle>/", profile.profile, name="profile"),
    path("desk/profile/", editor.edit, name="edit"),
    path("desk/profile/preview/", editor.preview, name="preview"),
    path("desk/profile/order/", editor.order_section, name="order-section"),
    path("desk/profile/places/", editor.set_capacity, name="set-capacity"),
    path("desk/profile/accepting/", editor.set_accepting, name="set-accepting"),
    path("desk/profile/public/", editor.set_public, name="set-public"),
    path("desk/profile/outside/", editor.set_shown_outside, name="set-shown-outside"),
    path("desk/hours/", hours.hours, name="hours"),
    path("desk/hours/<int:row>/remove/", hours.remove_hours, name="remove-hours"),
    path("desk/leave/", hours.add_leave, name="add-leave"),
    path("desk/leave/<int:row>/remove/", hours.remove_leave, name="remove-leave"),
    path("desk/profile/<slug:section>/", editor.edit_section, name="edit-section"),
    path("desk/profile/<slug:section>/draft/", editor.save_draft, name="save-draft"),
    path("desk/apply/", roles.apply, name="apply"),
    path("coordination/applications/", roles.applications, name="applications"),
    path("coordination/applications.csv", sheets.applications_sheet, name="applications-sheet"),
    path("coordination/applications/<uuid:public_id>/", roles.application, name="application"),
    path("coordination/mentors/", roles.mentors, name="mentors"),
    path("coordination/mentors.csv", sheets.mentors_sheet, name="mentors-sheet"),
    path(
        "coordination/mentors/<handle:handle>/record.csv",
        sheets.record_sheet,
        name="record-sheet",
    ),
    path("coordination/mentors/<handle:handle>/", roles.mentor, name="mentor"),
    path("coordination/mentors/<handle:handle>/state/", roles.change_state, name="change-state"),
    path(
        "coordination/mentors/<handle:handle>/clearance/",
        roles.grant_clearance,
        name="grant-clearance",
    ),
    path(
        "coordination/mentors/<handle:handle>/clearance/end/",
        roles.end_clearance,
        name="end-clearance",
    ),
    path("coordination/mentors/<handle:handle>/tracks/", roles.set_tracks, name="set-tracks"),
]
