"""How many responses each day has, counted once here; from now on the recount keeps it."""

import django.db.models.deletion
from django.db import migrations, models


def count(apps, schema_editor):
    """One statement, the same on SQLite and PostgreSQL."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO metrics_responsecount (organisation_id, survey_id, day, responses, newest_at) "
            "SELECT organisation_id, survey_id, COALESCE(answered_on, '0001-01-01'), COUNT(*), MAX(received_at) "
            "FROM feedback_response WHERE deleted_at IS NULL GROUP BY 1, 2, 3"
        )


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0001_initial'),
        ('metrics', '0003_cells_of_months'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ResponseCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('responses', models.PositiveIntegerField(default=0)),
                ('newest_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'survey', 'day'), name='response_count_once_a_day')],
            },
        ),
        migrations.RunPython(count, migrations.RunPython.noop),
    ]
