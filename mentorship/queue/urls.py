from django.urls import path

from mentorship.queue import views

app_name = "queue"

urlpatterns = [
    path("", views.live_list, name="live-list"),
    path("presence/", views.presence, name="presence"),
    path("beat/", views.beat, name="beat"),
]
