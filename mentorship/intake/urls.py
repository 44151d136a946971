"""Intake: coordinators hand in an export, see what it would change, and confirm."""

from django.urls import path

from mentorship.intake import views

app_name = "intake"

urlpatterns = [
    path("coordination/imports/", views.imports, name="imports"),
    path("coordination/imports.csv", views.imports_sheet, name="imports-sheet"),
    path("coordination/imports/new/", views.hand_in, name="hand-in"),
    path("coordination/imports/<uuid:public_id>/", views.plan, name="plan"),
    path("coordination/imports/<uuid:public_id>/confirm/", views.confirm, name="confirm"),
    path("coordination/imports/<uuid:public_id>/cancel/", views.cancel, name="cancel"),
    path("coordination/imports/<uuid:public_id>/faults.csv", views.faults, name="faults"),
]
