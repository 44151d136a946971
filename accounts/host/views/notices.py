"""The mail to somebody whose ways in have changed."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from accounts.people.models import User


def tell(request: HttpRequest, user: User, what: str) -> None:
    """Say it by mail: `account_connected` or `account_disconnected`."""
    get_adapter(request).send_notification_mail(
        f"socialaccount/email/{what}", user, context={"host": settings.HOST_SIGN_IN}
    )
