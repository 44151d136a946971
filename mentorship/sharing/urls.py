from django.urls import path

from mentorship.sharing.views import outside

app_name = "sharing"

urlpatterns = [
    # For pages of other sites
    path("embed/queue/", outside.embed_queue, name="embed-queue"),
    path("badge/here-now.svg", outside.here_now_badge, name="here-now-badge"),
]
