"""Maps of journeys, and what stands on them: notes, feelings, changes. Whole tables, so that SQLite makes each once."""

import django.db.models.deletion
import lib.local_text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0001_initial'),
        ('programs', '0002_proofs_in_every_language'),
        ('touchpoints', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JourneyMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('as_is', 'as it is'), ('to_be', 'as it shall be'), ('reaudit', 're-audit')], default='as_is', max_length=10, verbose_name='kind')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what it is for')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('locked_at', models.DateTimeField(blank=True, null=True)),
                ('locked_by', models.CharField(blank=True, max_length=64)),
                ('frozen', models.JSONField(blank=True, default=dict)),
                ('copied_from', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='touchpoints.journeymap')),
                ('journey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='maps', to='touchpoints.journey')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['kind', 'number'],
                'constraints': [models.UniqueConstraint(fields=('journey', 'kind', 'number'), name='journey_map_once')],
            },
        ),
        migrations.CreateModel(
            name='Feeling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('desired', 'desired'), ('hypothesis', 'our hypothesis')], max_length=10, verbose_name='kind')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'resentment'), (2, 'disappointment'), (3, 'indifference'), (4, 'satisfaction'), (5, 'delight')], verbose_name='feeling')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.segment')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feelings', to='touchpoints.journeystage')),
            ],
            options={
                'ordering': ['kind', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('stage', 'kind', 'segment'), name='feeling_once_per_segment'), models.UniqueConstraint(condition=models.Q(('segment', None)), fields=('stage', 'kind'), name='feeling_once_for_everybody'), models.CheckConstraint(condition=models.Q(('level__range', (1, 5))), name='feeling_level_on_scale')],
            },
        ),
        migrations.CreateModel(
            name='MapNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('lane', models.CharField(choices=[('doing', 'What the customer does'), ('thought', 'Thoughts'), ('pain', 'Pains'), ('gain', 'Gains'), ('backstage', 'Backstage process'), ('system', 'Systems'), ('partner', 'Partners'), ('law', 'Law'), ('environment', 'Environment')], max_length=12, verbose_name='lane')),
                ('text', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='note')),
                ('position', models.PositiveIntegerField(default=0)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.segment')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='touchpoints.journeystage')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MapChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('action', models.CharField(max_length=30)),
                ('about', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what was changed')),
                ('rows', models.JSONField(default=list)),
                ('actor', models.CharField(max_length=64)),
                ('actor_name', models.CharField(blank=True, max_length=200)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='touchpoints.journeymap')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['map', '-id'], name='map_change_newest')],
            },
        ),
        migrations.AddField(
            model_name='journey',
            name='for_whom',
            field=models.CharField(choices=[('external', 'customers'), ('internal', 'internal customers')], default='external', max_length=10, verbose_name='whose journey'),
        ),
        migrations.AddField(
            model_name='journey',
            name='parent',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='touchpoints.journey', verbose_name='part of'),
        ),
        migrations.AddField(
            model_name='journey',
            name='parent_stage',
            field=models.CharField(blank=True, max_length=50, verbose_name='stage of the journey it is a part of'),
        ),
        migrations.AddField(
            model_name='journeystage',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='journeystage',
            name='map',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='stages', to='touchpoints.journeymap'),
        ),
        migrations.AddField(
            model_name='placement',
            name='is_moment_of_truth',
            field=models.BooleanField(default=False, verbose_name='moment of truth'),
        ),
        migrations.AddField(
            model_name='placement',
            name='public_id',
            field=models.UUIDField(default=uuid.uuid4, editable=False, null=True),
        ),
    ]
