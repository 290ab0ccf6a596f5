"""Cells of whole months, and those of all days that are counted already added up into them."""

import django.db.models.deletion
from django.db import migrations, models

KEY = "organisation_id, survey_id, question_id, scale_id, {day}, touchpoint_id, profile_id, channel_id, unit_id, source"
TABLES = {
    "metrics_count": (
        "",
        [*(f"h{i}" for i in range(11)), "skipped", "not_applicable", "dont_know", "given", "number_sum",
         "number_squares"],
    ),
    "metrics_weightcount": ("", [*(f"w{i}" for i in range(11)), *(f"v{i}" for i in range(11))]),
    "metrics_optioncount": (", option_id", ["chosen"]),
}
MONTH = {"postgresql": "date_trunc('month', day::timestamp)::date", "sqlite": "substr(day, 1, 8) || '01'"}


def add_up(apps, schema_editor):
    """One statement a table, the same on SQLite and PostgreSQL."""
    month = MONTH[schema_editor.connection.vendor]
    with schema_editor.connection.cursor() as cursor:
        for table, (more, columns) in TABLES.items():
            key, of_month = KEY.format(day="day") + more, KEY.format(day=month) + more
            sums = ", ".join(f"SUM({column})" for column in columns)
            places = ", ".join(str(place + 1) for place in range(len(key.split(", "))))
            cursor.execute(
                f"INSERT INTO {table.replace('metrics_', 'metrics_month')} ({key}, {', '.join(columns)}) "
                f"SELECT {of_month}, {sums} FROM {table} GROUP BY {places}"
            )


class Migration(migrations.Migration):

    dependencies = [
        ('feedback', '0001_initial'),
        ('metrics', '0002_cells_by_question_and_day'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='MonthCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale_id', models.BigIntegerField(default=0)),
                ('day', models.DateField()),
                ('touchpoint_id', models.BigIntegerField(default=0)),
                ('profile_id', models.BigIntegerField(default=0)),
                ('channel_id', models.BigIntegerField(default=0)),
                ('unit_id', models.BigIntegerField(default=0)),
                ('source', models.PositiveSmallIntegerField(default=0)),
                ('h0', models.PositiveIntegerField(default=0)),
                ('h1', models.PositiveIntegerField(default=0)),
                ('h2', models.PositiveIntegerField(default=0)),
                ('h3', models.PositiveIntegerField(default=0)),
                ('h4', models.PositiveIntegerField(default=0)),
                ('h5', models.PositiveIntegerField(default=0)),
                ('h6', models.PositiveIntegerField(default=0)),
                ('h7', models.PositiveIntegerField(default=0)),
                ('h8', models.PositiveIntegerField(default=0)),
                ('h9', models.PositiveIntegerField(default=0)),
                ('h10', models.PositiveIntegerField(default=0)),
                ('skipped', models.PositiveIntegerField(default=0)),
                ('not_applicable', models.PositiveIntegerField(default=0)),
                ('dont_know', models.PositiveIntegerField(default=0)),
                ('given', models.PositiveIntegerField(default=0)),
                ('number_sum', models.FloatField(default=0)),
                ('number_squares', models.FloatField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.question')),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'survey', 'question', 'day', 'scale_id', 'touchpoint_id', 'profile_id', 'channel_id', 'unit_id', 'source'), name='month_count_key_once')],
            },
        ),
        migrations.CreateModel(
            name='MonthOptionCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale_id', models.BigIntegerField(default=0)),
                ('day', models.DateField()),
                ('touchpoint_id', models.BigIntegerField(default=0)),
                ('profile_id', models.BigIntegerField(default=0)),
                ('channel_id', models.BigIntegerField(default=0)),
                ('unit_id', models.BigIntegerField(default=0)),
                ('source', models.PositiveSmallIntegerField(default=0)),
                ('option_id', models.BigIntegerField()),
                ('chosen', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.question')),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'survey', 'question', 'day', 'scale_id', 'touchpoint_id', 'profile_id', 'channel_id', 'unit_id', 'source', 'option_id'), name='month_option_count_key_once')],
            },
        ),
        migrations.CreateModel(
            name='MonthWeightCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scale_id', models.BigIntegerField(default=0)),
                ('day', models.DateField()),
                ('touchpoint_id', models.BigIntegerField(default=0)),
                ('profile_id', models.BigIntegerField(default=0)),
                ('channel_id', models.BigIntegerField(default=0)),
                ('unit_id', models.BigIntegerField(default=0)),
                ('source', models.PositiveSmallIntegerField(default=0)),
                ('w0', models.FloatField(default=0)),
                ('w1', models.FloatField(default=0)),
                ('w2', models.FloatField(default=0)),
                ('w3', models.FloatField(default=0)),
                ('w4', models.FloatField(default=0)),
                ('w5', models.FloatField(default=0)),
                ('w6', models.FloatField(default=0)),
                ('w7', models.FloatField(default=0)),
                ('w8', models.FloatField(default=0)),
                ('w9', models.FloatField(default=0)),
                ('w10', models.FloatField(default=0)),
                ('v0', models.FloatField(default=0)),
                ('v1', models.FloatField(default=0)),
                ('v2', models.FloatField(default=0)),
                ('v3', models.FloatField(default=0)),
                ('v4', models.FloatField(default=0)),
                ('v5', models.FloatField(default=0)),
                ('v6', models.FloatField(default=0)),
                ('v7', models.FloatField(default=0)),
                ('v8', models.FloatField(default=0)),
                ('v9', models.FloatField(default=0)),
                ('v10', models.FloatField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('question', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.question')),
                ('survey', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feedback.survey')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'survey', 'question', 'day', 'scale_id', 'touchpoint_id', 'profile_id', 'channel_id', 'unit_id', 'source'), name='month_weight_count_key_once')],
            },
        ),
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]
