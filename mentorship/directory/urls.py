"""The directory of mentors."""

from django.urls import path

from mentorship.directory import views

app_name = "directory"

urlpatterns = [
    path("", views.mentors, name="mentors"),
]
