import django.core.validators
import django.db.models.deletion
import lib.local_text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('brandpromise', '0002_what_changed_in_languages'),
        ('operations', '0004_daily_notices'),
        ('organisations', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Carrier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=50, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]*$', 'Use small letters, digits, - and _.', 'code')], verbose_name='code')),
                ('kind', models.CharField(choices=[('advert', 'advertisement'), ('slogan', 'slogan'), ('website', 'website'), ('contract', 'contract, terms'), ('staff', 'what staff say'), ('price', 'price'), ('look', 'look'), ('place', 'place'), ('packaging', 'packaging'), ('other', 'something else')], max_length=10, verbose_name='kind')),
                ('mode', models.CharField(choices=[('verbal', 'in words'), ('non_verbal', 'without words')], default='verbal', max_length=10, verbose_name='how it promises')),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='name')),
                ('promises', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what customers take from it')),
                ('where', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='where they meet it')),
                ('from_day', models.DateField(blank=True, null=True, verbose_name='first day')),
                ('until_day', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('address', models.URLField(blank=True, max_length=500, verbose_name='address of the evidence')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='operations.storedfile', verbose_name='file of the evidence')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='carrier_code_once'), models.CheckConstraint(condition=models.Q(('from_day', None), ('until_day', None), ('until_day__gte', models.F('from_day')), _connector='OR'), name='carrier_days_in_order')],
            },
        ),
        migrations.CreateModel(
            name='CarrierPillar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('carrier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pillars', to='brandpromise.carrier')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('pillar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='carriers', to='brandpromise.pillar')),
            ],
            options={
                'ordering': ['pillar__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('carrier', 'pillar'), name='carrier_pillar_once')],
            },
        ),
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=50, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]*$', 'Use small letters, digits, - and _.', 'code')], verbose_name='code')),
                ('slogan', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what we say')),
                ('checkable', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what can be checked')),
                ('revision', models.PositiveIntegerField(default=1)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='brandpromise.carrier', verbose_name='carrier')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('pillar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='brandpromise.pillar', verbose_name='pillar of the promise')),
            ],
            options={
                'ordering': ['code'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='claim_code_once')],
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='question')),
                ('opened_at', models.DateTimeField()),
                ('closes_on', models.DateField(verbose_name='last day')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consultations', to='brandpromise.promise')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('organisation',), name='consultation_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Feasibility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField()),
                ('verdict', models.CharField(blank=True, choices=[('yes', 'yes'), ('conditions', 'yes, if …'), ('no', 'no')], max_length=12, verbose_name='can we deliver it?')),
                ('words', models.TextField(blank=True, max_length=2000, verbose_name='what it takes')),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='feasibilities', to='brandpromise.promise')),
                ('signed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['unit__position', 'unit__code'],
                'constraints': [models.UniqueConstraint(fields=('promise', 'unit'), name='feasibility_once_a_unit'), models.CheckConstraint(condition=models.Q(models.Q(('signed_at', None), ('verdict', '')), models.Q(models.Q(('verdict', ''), _negated=True), ('signed_at__isnull', False)), _connector='OR'), name='feasibility_signed_with_its_day')],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_named', models.BooleanField(default=True, verbose_name='my name may stand beside my words')),
                ('said_at', models.DateTimeField()),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='brandpromise.consultation')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['said_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('consultation', 'member'), name='opinion_once')],
            },
        ),
        migrations.CreateModel(
            name='PillarPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='brandpromise.opinion')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('pillar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brandpromise.pillar')),
            ],
            options={
                'ordering': ['place'],
                'constraints': [models.UniqueConstraint(fields=('opinion', 'pillar'), name='pillar_ranked_once'), models.UniqueConstraint(fields=('opinion', 'place'), name='place_given_once')],
            },
        ),
        migrations.CreateModel(
            name='PromiseReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.membership')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='brandpromise.promise')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('promise', 'member'), name='promise_read_once')],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.TextField(max_length=2000, verbose_name='remark')),
                ('verdict', models.CharField(choices=[('waiting', 'not answered yet'), ('taken_up', 'taken up'), ('not_taken_up', 'not taken up')], default='waiting', max_length=12)),
                ('answer', models.TextField(blank=True, verbose_name='what became of it')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.membership')),
                ('opinion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='remarks', to='brandpromise.opinion')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('pillar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='brandpromise.pillar')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('pillar', None), _negated=True), fields=('opinion', 'pillar'), name='remark_once_on_a_pillar'), models.UniqueConstraint(condition=models.Q(('pillar', None)), fields=('opinion',), name='remark_once_on_the_whole')],
            },
        ),
        migrations.CreateModel(
            name='ValueDriver',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='value driver')),
                ('goal', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='goal of the strategy')),
                ('how', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='how keeping the promise serves it')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('pillar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='drivers', to='brandpromise.pillar')),
                ('promise', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drivers', to='brandpromise.promise')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='pillartext',
            name='proof',
            field=lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what proves it'),
        ),
        migrations.AddField(
            model_name='promise',
            name='frozen',
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name='promise',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
    ]
