import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('organisations', '0001_initial'),
        ('programs', '0002_proofs_in_every_language'),
    ]

    operations = [
        migrations.CreateModel(
            name='GateWaiver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('reason', models.TextField(verbose_name='why the stage may pass nevertheless')),
                ('points', models.JSONField(default=list)),
                ('proposed_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('open', 'waiting'), ('approved', 'approved'), ('returned', 'returned')], default='open', max_length=10)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('decided_alone', models.BooleanField(default=False)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('stage', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waivers', to='programs.stage')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('stage',), name='waiver_open_once')],
            },
        ),
        migrations.CreateModel(
            name='GateWaiverVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_sponsor', models.BooleanField(default=False)),
                ('approves', models.BooleanField()),
                ('reason', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('waiver', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='programs.gatewaiver')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('waiver', 'member'), name='waiver_vote_once')],
            },
        ),
    ]
