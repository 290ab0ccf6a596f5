"""Every journey's stages move to the first map of the journey as it is; every placement gets a public id."""

import uuid

from django.db import migrations


def _draw_first_maps(apps, schema_editor):
    journeys = apps.get_model("touchpoints", "Journey").objects
    maps, stages = (apps.get_model("touchpoints", name).objects for name in ("JourneyMap", "JourneyStage"))
    for journey in journeys.all():
        first = maps.create(organisation_id=journey.organisation_id, journey=journey, kind="as_is", number=1)
        stages.filter(journey=journey).update(map=first)


def _name_placements(apps, schema_editor):
    placements = apps.get_model("touchpoints", "Placement").objects
    rows = list(placements.all())
    for row in rows:
        row.public_id = uuid.uuid4()
    placements.bulk_update(rows, ["public_id"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("touchpoints", "0002_maps_of_journeys")]

    operations = [
        migrations.RunPython(_draw_first_maps, migrations.RunPython.noop),
        migrations.RunPython(_name_placements, migrations.RunPython.noop),
    ]
