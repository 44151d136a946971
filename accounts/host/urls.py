from django.urls import path

from accounts.host.views import coming, identities, joining

app_name = "host"

urlpatterns = [
    path("accounts/host/", coming.begin, name="begin"),
    path("accounts/host/back/", coming.back, name="back"),
    path("accounts/host/signup/", joining.sign_up, name="sign-up"),
    path("accounts/host/wake/", joining.wake_up, name="wake-up"),
    path("settings/host/", identities.identities, name="identities"),
]
