"""What stood as "in a harder case" at a step becomes the step's first branch."""

from django.db import migrations

IN_A_HARDER_CASE = {"en": "In a harder case", "pl": "W trudniejszym przypadku"}


def make_branches(apps, schema_editor):
    steps = apps.get_model("touchpoints", "ScriptStep").objects.exclude(if_harder={})
    branch = apps.get_model("touchpoints", "ScriptBranch")
    branch.objects.bulk_create(
        [
            branch(
                organisation_id=step.organisation_id,
                step=step,
                position=1,
                when={code: IN_A_HARDER_CASE.get(code, IN_A_HARDER_CASE["en"]) for code in step.if_harder},
                then=step.if_harder,
            )
            for step in steps.iterator()
        ],
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("touchpoints", "0005_designs_standards_and_scripts")]
    operations = [migrations.RunPython(make_branches, migrations.RunPython.noop)]
