from django.urls import path

from mentorship.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("here-now/", views.here_now, name="here-now"),
    path("first-card/", views.first_card, name="first-card"),
    path("look-around/", views.look_around, name="look-around"),
    path("theme/", views.theme, name="theme"),
    path("settings/topics/", views.topics_wanted, name="topics-wanted"),
]
