"""Stages stand on maps only."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("touchpoints", "0003_first_map_of_each_journey")]

    operations = [
        migrations.RemoveConstraint(model_name="journeystage", name="journey_stage_code_once"),
        migrations.RemoveField(model_name="journeystage", name="journey"),
        migrations.AlterField(
            model_name="journeystage",
            name="map",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="stages", to="touchpoints.journeymap"
            ),
        ),
        migrations.AddConstraint(
            model_name="journeystage",
            constraint=models.UniqueConstraint(fields=("map", "code"), name="journey_stage_code_once"),
        ),
        migrations.AlterField(
            model_name="placement",
            name="public_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
