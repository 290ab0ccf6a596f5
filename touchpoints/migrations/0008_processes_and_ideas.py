import django.core.validators
import django.db.models.deletion
import lib.local_text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('organisations', '0002_font_of_slides'),
        ('touchpoints', '0007_harder_cases_stand_in_branches'),
    ]

    operations = [
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('idea', 'idea'), ('obstacle', 'obstacle')], default='idea', max_length=8, verbose_name='kind')),
                ('title', models.CharField(max_length=160, verbose_name='in a sentence')),
                ('text', models.TextField(blank=True, max_length=4000, verbose_name='more about it')),
                ('folded', models.TextField(blank=True)),
                ('is_named', models.BooleanField(default=False, verbose_name='my name may stand beside it')),
                ('created_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('new', 'new'), ('considered', 'considered'), ('taken', 'taken up'), ('done', 'done'), ('declined', 'declined')], default='new', max_length=10)),
                ('answer', models.TextField(blank=True, verbose_name='answer')),
                ('answered_by', models.CharField(blank=True, max_length=64)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.membership')),
                ('design', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ideas', to='touchpoints.design')),
                ('misfit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ideas', to='touchpoints.misfit')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ideas', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('design', None), ('misfit', None), _connector='OR'), name='idea_became_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='IdeaComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.TextField(max_length=2000, verbose_name='comment')),
                ('created_at', models.DateTimeField()),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_by', models.CharField(blank=True, max_length=64)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='touchpoints.idea')),
                ('member', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='IdeaVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='touchpoints.idea')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('idea', 'member'), name='idea_vote_once')],
            },
        ),
        migrations.CreateModel(
            name='Process',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=50, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]*$', 'Use small letters, digits, - and _.', 'code')], verbose_name='code')),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='name')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='processes', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['touchpoint__position', 'code'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='process_code_once')],
            },
        ),
        migrations.CreateModel(
            name='ProcessMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('draft', 'draft'), ('proposed', 'waits for approval'), ('approved', 'approved'), ('retired', 'replaced')], default='draft', max_length=10)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('why', models.TextField(blank=True, verbose_name='what changed and why')),
                ('returned_because', models.TextField(blank=True, verbose_name='why it was returned')),
                ('written_by', models.CharField(blank=True, max_length=64)),
                ('approved_by', models.CharField(blank=True, max_length=64)),
                ('approved_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('inputs', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='inputs')),
                ('outputs', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='outputs')),
                ('rules', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='business rules')),
                ('regulation', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='regulation')),
                ('schedule', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='schedule')),
                ('stakeholders', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='stakeholders')),
                ('per_month', models.PositiveIntegerField(default=0, verbose_name='times a month')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('process', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='maps', to='touchpoints.process')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['-number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('process', 'number'), name='process_map_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'approved')), fields=('process',), name='process_map_approved_once'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('process',), name='process_map_draft_once')],
            },
        ),
        migrations.CreateModel(
            name='ProcessLane',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('customer', 'customer'), ('role', 'role'), ('unit', 'department'), ('system', 'system'), ('partner', 'partner')], default='role', max_length=10, verbose_name='kind')),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='name')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lanes', to='touchpoints.processmap')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('map', 'position'), name='process_lane_place_once')],
            },
        ),
        migrations.CreateModel(
            name='ProcessStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what is done')),
                ('minutes', models.DecimalField(decimal_places=2, default=0, max_digits=9, verbose_name='minutes today')),
                ('cost', models.DecimalField(decimal_places=2, default=0, max_digits=9, verbose_name='cost today')),
                ('decision', models.CharField(choices=[('keep', 'keep'), ('automate', 'automate'), ('eliminate', 'eliminate'), ('consolidate', 'consolidate'), ('optimise', 'optimise')], default='keep', max_length=12, verbose_name='decision')),
                ('reason', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='why, and how')),
                ('expected_minutes', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='minutes expected')),
                ('expected_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='cost expected')),
                ('measured_minutes', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='minutes measured')),
                ('measured_cost', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True, verbose_name='cost measured')),
                ('measured_on', models.DateField(blank=True, null=True, verbose_name='measured on')),
                ('lane', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='touchpoints.processlane')),
                ('map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='touchpoints.processmap')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('map', 'position'), name='process_step_place_once')],
            },
        ),
        migrations.CreateModel(
            name='ProcessBranch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('when', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='when')),
                ('share', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='of 100 cases')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='branches', to='touchpoints.processstep')),
                ('target', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='touchpoints.processstep', verbose_name='goes on with')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('share__lte', 100)), name='process_branch_share_of_hundred')],
            },
        ),
    ]
