import django.core.validators
import django.db.models.deletion
import lib.local_text
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('operations', '0004_daily_notices'),
        ('organisations', '0001_initial'),
        ('programs', '0002_proofs_in_every_language'),
        ('touchpoints', '0004_stages_stand_on_maps'),
    ]

    operations = [
        migrations.CreateModel(
            name='DesignSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='what it shows')),
                ('address', models.CharField(blank=True, max_length=500, verbose_name='address')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='touchpoints.design')),
                ('file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='operations.storedfile')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Misfit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('step', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='at step')),
                ('words', models.CharField(blank=True, max_length=1000, verbose_name='what was different')),
                ('day', models.DateField()),
                ('state', models.CharField(choices=[('open', 'open'), ('taken', 'taken up'), ('done', 'in the script'), ('declined', 'not taken up')], default='open', max_length=8)),
                ('answer', models.TextField(blank=True, verbose_name='what becomes of it')),
                ('answered_by', models.CharField(blank=True, max_length=64)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('script', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='misfits', to='touchpoints.script')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='misfits', to='touchpoints.touchpoint')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['-day', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ScriptContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='who')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('hours', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='when somebody answers')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('script', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='touchpoints.script')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScriptBranch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('when', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='when')),
                ('then', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what to do and say')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='branches', to='touchpoints.scriptstep')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='touchpoints.scriptcontact')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ScriptPassage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('text', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='words said exactly so')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='law or rule')),
                ('vetted_by', models.CharField(blank=True, max_length=120, verbose_name='vetted by')),
                ('vetted_at', models.DateTimeField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True, verbose_name='valid until')),
                ('recorded_by', models.CharField(blank=True, max_length=64)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('script', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='touchpoints.script')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Standard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('code', models.CharField(max_length=50, validators=[django.core.validators.RegexValidator('^[a-z0-9][a-z0-9_-]*$', 'Use small letters, digits, - and _.', 'code')], verbose_name='code')),
                ('kind', models.CharField(choices=[('minutes', 'minutes'), ('percent', 'per cent'), ('count', 'count'), ('yes_no', 'kept or not')], max_length=8, verbose_name='measured in')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standards', to='touchpoints.touchpoint')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'code'), name='standard_code_once')],
            },
        ),
        migrations.CreateModel(
            name='DesignStandard',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='name')),
                ('direction', models.CharField(choices=[('at_most', 'at most'), ('at_least', 'at least')], default='at_most', max_length=8)),
                ('target', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='target')),
                ('origin', models.CharField(choices=[('own', 'our own'), ('statutory', 'asked by law')], default='own', max_length=9, verbose_name='whose')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='law or rule')),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standards', to='touchpoints.design')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='wordings', to='touchpoints.standard')),
            ],
            options={
                'ordering': ['position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('design', 'standard'), name='standard_once_in_version')],
            },
        ),
        migrations.CreateModel(
            name='StandardValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('value', models.DecimalField(decimal_places=3, max_digits=12, verbose_name='value')),
                ('cases', models.PositiveIntegerField(default=1, verbose_name='cases looked at')),
                ('source', models.CharField(choices=[('form', 'typed in'), ('file', 'from a file'), ('api', 'from another program')], max_length=4)),
                ('entered_by', models.CharField(blank=True, max_length=64)),
                ('entered_at', models.DateTimeField()),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('standard', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='values', to='touchpoints.standard')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['-day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('standard', 'day', 'unit'), name='standard_value_once'), models.UniqueConstraint(condition=models.Q(('unit', None)), fields=('standard', 'day'), name='standard_value_once_for_all')],
            },
        ),
        migrations.CreateModel(
            name='DesignLevel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField(choices=[(1, 'reliable: nothing goes wrong'), (2, 'good: noticed and liked'), (3, 'outstanding: told to others')], verbose_name='level')),
                ('note', lib.local_text.LocalTextField(blank=True, default=dict, verbose_name='what is different for them')),
                ('design', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='levels', to='touchpoints.design')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('segment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='programs.segment')),
            ],
            options={
                'ordering': ['segment__axis__position', 'segment__position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('design', 'segment'), name='design_level_once')],
            },
        ),
        migrations.CreateModel(
            name='ScriptUse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('opened', models.PositiveIntegerField(default=0)),
                ('fitted', models.PositiveIntegerField(default=0)),
                ('unfitted', models.PositiveIntegerField(default=0)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('script', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='touchpoints.script')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.unit')),
            ],
            options={
                'ordering': ['day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('script', 'day', 'unit'), name='script_use_once'), models.UniqueConstraint(condition=models.Q(('unit', None)), fields=('script', 'day'), name='script_use_once_without_unit')],
            },
        ),
        migrations.AddField(
            model_name='design',
            name='emotions',
            field=models.JSONField(blank=True, default=list, verbose_name='feelings wanted'),
        ),
        migrations.AddField(
            model_name='design',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='script',
            name='expires_on',
            field=models.DateField(blank=True, null=True, verbose_name='holds until'),
        ),
        migrations.AddField(
            model_name='script',
            name='expiry_told_for',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='script',
            name='revision',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AlterField(
            model_name='design',
            name='touchpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='touchpoints.touchpoint'),
        ),
        migrations.AlterField(
            model_name='script',
            name='touchpoint',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='%(class)ss', to='touchpoints.touchpoint'),
        ),
    ]
