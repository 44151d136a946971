from django.urls import path

from mentorship.programme import views

app_name = "programme"

urlpatterns = [
    path("programme/", views.programme, name="programme"),
    path("banners/<uuid:public_id>/close/", views.close_banner, name="close-banner"),
    path("coordination/programme/", views.edit, name="edit"),
    path("coordination/programme.csv", views.versions_sheet, name="versions-sheet"),
    path("coordination/banner/", views.banners, name="banners"),
    path("coordination/banners.csv", views.banners_sheet, name="banners-sheet"),
    path("coordination/banner/<uuid:public_id>/", views.banner, name="banner"),
    path("coordination/banner/<uuid:public_id>/end/", views.end_banner, name="end-banner"),
]
