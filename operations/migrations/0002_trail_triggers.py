from django.db import migrations

from operations import triggers


class Migration(migrations.Migration):
    dependencies = [("operations", "0001_initial"), ("organisations", "0001_initial")]
    operations = [migrations.RunPython(triggers.install, triggers.remove)]
