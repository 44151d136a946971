from django.urls import path

from config.live import views

app_name = "live"

urlpatterns = [
    path("token/", views.token, name="token"),
]
