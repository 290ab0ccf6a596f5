"""On PostgreSQL, words inside the folded text are found by trigrams; SQLite looks through the rows."""

from django.db import migrations


def add_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX search_folded_trigrams ON operations_searchentry USING gin (folded gin_trgm_ops)"
        )


def remove_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS search_folded_trigrams")


class Migration(migrations.Migration):
    dependencies = [("operations", "0002_trail_triggers")]
    operations = [migrations.RunPython(add_index, remove_index)]
