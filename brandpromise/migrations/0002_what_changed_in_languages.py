"""What changed in the promise becomes a text in the organisation's languages; what was written stays in its first."""

import json
from typing import Any

from django.db import migrations

import lib.local_text


def into_languages(apps: Any, schema_editor: Any) -> None:
    """Each text as the mapping that the field is to hold, still in a column of text."""
    for promise in apps.get_model("brandpromise", "Promise")._base_manager.select_related("organisation").iterator():
        language = (promise.organisation.languages or ["en"])[0]
        texts = {language: promise.what_changed} if promise.what_changed else {}
        promise.what_changed = json.dumps(texts)
        promise.save(update_fields=["what_changed"])


def into_one_text(apps: Any, schema_editor: Any) -> None:
    """Back to one text: the first language that has one."""
    for promise in apps.get_model("brandpromise", "Promise")._base_manager.iterator():
        texts = json.loads(promise.what_changed or "{}")
        promise.what_changed = next(iter(texts.values()), "")
        promise.save(update_fields=["what_changed"])


class Migration(migrations.Migration):
    dependencies = [("brandpromise", "0001_initial"), ("organisations", "0001_initial")]

    operations = [
        migrations.RunPython(into_languages, into_one_text),
        migrations.AlterField(
            model_name="promise",
            name="what_changed",
            field=lib.local_text.LocalTextField(blank=True, default=dict, verbose_name="what changed and why"),
        ),
    ]
