import django.db.models.deletion
import lib.local_text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('brandpromise', '0004_teams_read_together'),
        ('operations', '0004_daily_notices'),
        ('organisations', '0001_initial'),
        ('programs', '0003_passing_nevertheless'),
        ('touchpoints', '0008_processes_and_ideas'),
    ]

    operations = [
        migrations.CreateModel(
            name='Initiative',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='name')),
                ('description', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what changes')),
                ('domain', models.CharField(choices=[('products', 'products'), ('processes', 'processes'), ('people', 'people'), ('measures', 'measures'), ('systems', 'systems')], max_length=10, verbose_name='what it changes')),
                ('sort', models.CharField(choices=[('ordinary', 'an ordinary change'), ('technology', 'technology'), ('loyalty', 'a loyalty programme')], default='ordinary', max_length=10, verbose_name='sort')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due')),
                ('cost', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='cost')),
                ('cost_unit', models.CharField(blank=True, max_length=20, verbose_name='unit of the cost')),
                ('benefit', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what it is assumed to bring')),
                ('benefit_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='assumed benefit')),
                ('benefit_unit', models.CharField(blank=True, max_length=60, verbose_name='unit of the benefit')),
                ('need', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='which need of theirs it serves')),
                ('gain', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what the customer gains')),
                ('state', models.CharField(choices=[('idea', 'idea'), ('planned', 'planned'), ('under_way', 'under way'), ('live', 'live'), ('done', 'done'), ('stopped', 'stopped')], default='idea', max_length=10, verbose_name='state')),
                ('live_on', models.DateField(blank=True, null=True, verbose_name='live since')),
                ('live_words', models.TextField(blank=True, verbose_name='what shows that it is live')),
                ('live_address', models.URLField(blank=True, max_length=500, verbose_name='address of the evidence')),
                ('ending', models.TextField(blank=True, verbose_name='what came of it, or why it was stopped')),
                ('late_told_for', models.DateField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('moved_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('engagement', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='initiatives', to='programs.engagement')),
                ('live_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='operations.storedfile', verbose_name='file of the evidence')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.membership', verbose_name='who answers for it')),
                ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.segment', verbose_name='whose need')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('engagement', 'number'), name='initiative_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['live', 'done']), _negated=True), ('live_on__isnull', False), _connector='OR'), name='initiative_live_since')],
            },
        ),
        migrations.CreateModel(
            name='InitiativeDependency',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='waits_for', to='touchpoints.initiative')),
                ('on', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='awaited_by', to='touchpoints.initiative')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['on__number', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'on'), name='initiative_dependency_once'), models.CheckConstraint(condition=models.Q(('initiative', models.F('on')), _negated=True), name='initiative_not_on_itself')],
            },
        ),
        migrations.CreateModel(
            name='InitiativeOwner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='joint_owners', to='touchpoints.initiative')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'membership'), name='initiative_owner_once')],
            },
        ),
        migrations.CreateModel(
            name='InitiativePillar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pillars', to='touchpoints.initiative')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('pillar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brandpromise.pillar')),
            ],
            options={
                'ordering': ['pillar__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'pillar'), name='initiative_pillar_once')],
            },
        ),
        migrations.CreateModel(
            name='InitiativeTouchpoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('initiative', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='touchpoints', to='touchpoints.initiative')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='initiatives', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['touchpoint__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('initiative', 'touchpoint'), name='initiative_touchpoint_once')],
            },
        ),
        migrations.CreateModel(
            name='LaunchPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('quality', models.CharField(blank=True, choices=[('works', 'Yes, it works'), ('partly', 'Only in part'), ('fails', 'No')], max_length=6, verbose_name='does the product itself work?')),
                ('quality_words', models.TextField(blank=True, verbose_name='how this is known')),
                ('quality_address', models.URLField(blank=True, max_length=500, verbose_name='address of the evidence')),
                ('quality_by', models.CharField(blank=True, max_length=150)),
                ('quality_at', models.DateTimeField(blank=True, null=True)),
                ('frozen', models.JSONField(blank=True, default=list)),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
                ('cycle', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='launch_plan', to='programs.cycle')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='LaunchMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('day', models.DateField(blank=True, null=True, verbose_name='day')),
                ('text', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what customers read or hear')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('channel', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.channel', verbose_name='channel')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('pillar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brandpromise.pillar', verbose_name='pillar it promises')),
                ('segment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.segment', verbose_name='audience')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='touchpoints.launchplan')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('day'), nulls_last=True), 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LaunchPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('change', 'a change is live'), ('design', 'a desired experience is approved'), ('script', 'a script is in use'), ('people', 'people are trained'), ('other', 'something else')], max_length=6, verbose_name='what it asks for')),
                ('level', models.CharField(choices=[('must', 'must'), ('should', 'should')], default='must', max_length=6, verbose_name='must or should')),
                ('title', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what must be there')),
                ('evidence_name', models.CharField(blank=True, max_length=120)),
                ('done_on', models.DateField(blank=True, null=True)),
                ('done_words', models.TextField(blank=True, verbose_name='what shows it')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='touchpoints.initiative')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='points', to='touchpoints.launchplan')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('evidence_name', ''), ('initiative__isnull', False), ('kind', 'change'), ('touchpoint', None)), models.Q(('evidence_name', ''), ('initiative', None), ('kind__in', ['design', 'script']), ('touchpoint__isnull', False)), models.Q(('initiative', None), ('kind', 'people'), ('touchpoint', None), models.Q(('evidence_name', ''), _negated=True)), models.Q(('evidence_name', ''), ('initiative', None), ('kind', 'other'), ('touchpoint', None)), _connector='OR'), name='launch_point_asks_for_one_thing')],
            },
        ),
    ]
