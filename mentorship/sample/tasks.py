"""What keeps the sample alive; the beat table has these rows only in a sample."""

from celery import shared_task
from django.utils import timezone


@shared_task(name="mentorship.sample.keep_hours", ignore_result=True)
def keep_hours() -> None:
    from mentorship.sample.operations import keep_hours as keep

    keep(at=timezone.now())


@shared_task(name="mentorship.sample.answer_first_messages", ignore_result=True)
def answer_first_messages() -> None:
    from mentorship.sample.operations import answer_first_messages as answer

    answer(at=timezone.now())
