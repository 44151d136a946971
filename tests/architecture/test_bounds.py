"""Every text that people or exports bring has an end in the database too (reliability I28)."""

import pytest
from django.apps import apps
from django.db import models

TEXTS = [
    field
    for app in ("accounts", "mentorship")
    for model in apps.get_app_config(app).get_models()
    for field in model._meta.local_fields
    if isinstance(field, models.CharField | models.TextField) and not field.choices
]
OTHER_NAMES = {"message_body_is_bounded": "message_is_bounded"}


@pytest.mark.parametrize("field", TEXTS, ids=str)
def test_a_text_is_bounded(field):
    name = f"{field.model._meta.model_name}_{field.name}_is_bounded"

    kept = {constraint.name for constraint in field.model._meta.constraints}

    assert OTHER_NAMES.get(name, name) in kept
