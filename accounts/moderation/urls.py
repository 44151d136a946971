from django.urls import path

from accounts.moderation import views

app_name = "moderation"

urlpatterns = [
    path("settings/reports/", views.own_reports, name="own-reports"),
    path("moderation/reports/", views.reports, name="reports"),
    path("moderation/reports/<uuid:public_id>/", views.report, name="report"),
    path("moderation/reports/<uuid:public_id>/reopen/", views.reopen, name="reopen"),
]
