import django.db.models.deletion
import lib.local_text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('organisations', '0002_font_of_slides'),
        ('touchpoints', '0013_accountability_and_ecosystem'),
    ]

    operations = [
        migrations.CreateModel(
            name='MappingRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('note', models.CharField(blank=True, max_length=200, verbose_name='what it is for')),
                ('rates', models.CharField(choices=[('importance', 'how much it matters to the customer'), ('quality', 'how well it goes today')], default='importance', max_length=10, verbose_name='rated on')),
                ('offers_names', models.BooleanField(default=False, verbose_name='offer a list of our touchpoints to pick from')),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=64)),
                ('closes_on', models.DateField(verbose_name='last day')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_by', models.CharField(blank=True, max_length=64)),
                ('frozen', models.JSONField(blank=True, default=dict)),
                ('journey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mapping_rounds', to='touchpoints.journey')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('journey',), name='mapping_round_open_once_per_journey')],
            },
        ),
        migrations.CreateModel(
            name='MappingName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.CharField(max_length=120)),
                ('folded', models.CharField(max_length=240)),
                ('verdict', models.CharField(choices=[('waiting', 'not matched yet'), ('same', 'is one of our touchpoints'), ('missing', 'is missing on the map'), ('none', 'is no touchpoint')], default='waiting', max_length=8)),
                ('decided_by', models.CharField(blank=True, max_length=64)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='touchpoints.idea')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='touchpoints.touchpoint')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='names', to='touchpoints.mappinground')),
            ],
            options={
                'ordering': ['folded', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'folded'), name='mapping_name_once')],
            },
        ),
        migrations.CreateModel(
            name='MappingRoundUnit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='units', to='touchpoints.mappinground')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['unit__position', 'unit__code'],
                'constraints': [models.UniqueConstraint(fields=('round', 'unit'), name='mapping_round_unit_once')],
            },
        ),
        migrations.CreateModel(
            name='MapReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=120, verbose_name='session')),
                ('held_on', models.DateField(verbose_name='day')),
                ('people', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='people who took part')),
                ('recorded_by', models.CharField(max_length=64)),
                ('recorded_by_name', models.CharField(blank=True, max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('journey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reviews', to='touchpoints.journey')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['-held_on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='MapReviewAction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.CharField(max_length=160, verbose_name='what is done next')),
                ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='touchpoints.idea')),
                ('initiative', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='touchpoints.initiative')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='touchpoints.mapreview')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('idea', None), ('initiative', None), _connector='OR'), name='map_review_action_became_one')],
            },
        ),
        migrations.CreateModel(
            name='MapReviewAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('benefit', models.CharField(choices=[('shared_view', "We see the customer's path alike, across departments."), ('gaps', 'We found gaps, breaks and things done twice.'), ('moments', 'We named the moments of truth that decide loyalty.'), ('own_place', 'Everybody knows their own place on the path, and who relies on it.'), ('next_actions', 'We agreed what is done next, by whom and until when.')], max_length=12)),
                ('verdict', models.CharField(choices=[('yes', 'yes'), ('partly', 'partly'), ('no', 'no')], max_length=6)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='touchpoints.mapreview')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('review', 'benefit'), name='map_review_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='MentalMap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.employee')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mental_maps', to='touchpoints.mappinground')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('round', 'employee'), name='mental_map_once')],
            },
        ),
        migrations.CreateModel(
            name='MentalStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('place', models.PositiveSmallIntegerField()),
                ('rating', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('mental_map', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='touchpoints.mentalmap')),
                ('name', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='touchpoints.mappingname')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['place', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('rating', None), ('rating__range', (1, 5)), _connector='OR'), name='mental_step_rating'), models.CheckConstraint(condition=models.Q(models.Q(('name__isnull', False), ('touchpoint', None)), models.Q(('name', None), ('touchpoint__isnull', False)), _connector='OR'), name='mental_step_picked_or_written')],
            },
        ),
        migrations.CreateModel(
            name='RolePlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('part', models.CharField(choices=[('contact', 'meets customers'), ('prepares', 'prepares it'), ('supports', 'supports those who do')], max_length=8, verbose_name='part')),
                ('note', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what the role does there')),
                ('job_role', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.jobrole')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_places', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['job_role__code', 'touchpoint__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('job_role', 'touchpoint'), name='role_place_once')],
            },
        ),
    ]
