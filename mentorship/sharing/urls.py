from django.urls import path

from mentorship.sharing.views import asking, links, outside

app_name = "sharing"

urlpatterns = [
    # For pages of other sites
    path("embed/queue/", outside.embed_queue, name="embed-queue"),
    path("badge/here-now.svg", outside.here_now_badge, name="here-now-badge"),
    # From elsewhere to a first message
    path("ask/", asking.ask, name="ask"),
    path("ask/link/", links.own_link, name="own-link"),
    # Coordinators
    path("coordination/sources/", links.sources, name="sources"),
    path("coordination/sources.csv", links.sources_sheet, name="sources-sheet"),
    path("coordination/sources/people/", links.give_link, name="give-link"),
    path("coordination/host/", links.host, name="host"),
]
