"""Named filters over people; nothing here saves."""

from datetime import date, datetime, timedelta
from typing import Self

from allauth.account.models import EmailAddress
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

# A sign-up waits this long for its code, and holds its handle for as long.
PROVED_WITHIN = timedelta(days=1)


class PersonQuerySet(models.QuerySet):
    def awake(self) -> Self:
        """People who have signed in here; imported people who have not are dormant."""
        return self.filter(is_active=True, woken_at__isnull=False)

    def dormant(self) -> Self:
        """Imported people who have not yet set a password here."""
        return self.filter(is_active=True, woken_at__isnull=True)

    def unproved(self) -> Self:
        """People who signed up by the form and have not yet shown that the address is theirs."""
        proved = Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True))
        return self.filter(~proved, woken_at=F("joined_at"), imported_at=None, last_login=None)

    def left_unproved(self, *, at: datetime) -> Self:
        """Sign-ups whose code was not used within PROVED_WITHIN."""
        return self.unproved().filter(joined_at__lte=at - PROVED_WITHIN)

    def with_handle(self, handle: str) -> Self:
        """The person of this handle; case is ignored."""
        return self.filter(username__iexact=handle)

    def staff(self) -> Self:
        """Coordinators, moderators and safeguarding leads."""
        return self.filter(
            Q(is_coordinator=True) | Q(is_moderator=True) | Q(is_safeguarding_lead=True)
        )

    def protected_names_like(self, skeleton: str) -> Self:
        """Mentors and staff whose display name or handle reads like this skeleton."""
        if not skeleton:
            return self.none()
        return self.filter(name_is_protected=True).filter(
            Q(name_skeleton=skeleton) | Q(handle_skeleton=skeleton)
        )

    def turning_adult(self, *, on: date) -> Self:
        """Teens whose month of becoming an adult has begun by the day `on`."""
        return self.filter(band="teen", turns_adult_on__lte=on)

    def to_invite(self, *, teens: bool) -> Self:
        """Dormant people without an invitation: mentors and staff first, then the latest seen."""
        people = self.dormant().filter(imported_at__isnull=False, invitation__isnull=True)
        if not teens:
            people = people.exclude(band="teen")
        return people.order_by("-name_is_protected", F("last_seen_at").desc(nulls_last=True), "pk")


class InvitationQuerySet(models.QuerySet):
    def to_send(self, *, at: datetime) -> Self:
        """Released invitations that no mail has left for, and that no job holds right now."""
        return self.filter(
            sent_at__isnull=True, attempt_count__lt=5, accepted_at__isnull=True
        ).filter(Q(lease_until__isnull=True) | Q(lease_until__lte=at))
