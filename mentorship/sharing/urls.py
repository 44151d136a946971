from django.urls import path

from mentorship.sharing.views import asking, links, outside, sources

app_name = "sharing"

urlpatterns = [
    # For pages of other sites
    path("embed/queue/", outside.embed_queue, name="embed-queue"),
    path("badge/here-now.svg", outside.here_now_badge, name="here-now-badge"),
    # From elsewhere to a first message
    path("ask/", asking.ask, name="ask"),
    path("ask/link/", links.own_link, name="own-link"),
    # Coordinators
    path("coordination/sources/", sources.sources, name="sources"),
    path("coordination/sources.csv", sources.sources_sheet, name="sources-sheet"),
    path("coordination/sources/people/", sources.give_link, name="give-link"),
    path(
        "coordination/sources/people/<handle:handle>/",
        sources.link_of_person,
        name="link-of-person",
    ),
    path("coordination/sources/links/<slug:code>/", sources.link_of_host, name="link-of-host"),
    path("coordination/host/", links.host, name="host"),
]
