import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('organisations', '0002_font_of_slides'),
        ('touchpoints', '0011_steps_of_processes_say_their_place'),
    ]

    operations = [
        migrations.CreateModel(
            name='ChannelVolume',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('touchpoint', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='volumes', to='touchpoints.touchpoint')),
                ('channel', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='organisations.channel')),
                ('period', models.CharField(choices=[('month', 'month'), ('week', 'week')], default='month', max_length=5, verbose_name='period')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('count', models.PositiveIntegerField(verbose_name='count')),
                ('counted_by', models.CharField(max_length=200, verbose_name='where the count comes from')),
                ('is_sample', models.BooleanField(default=False, verbose_name='made up as a sample')),
                ('source', models.CharField(choices=[('form', 'typed in'), ('file', 'from a file'), ('api', 'from another program')], max_length=4)),
                ('entered_by', models.CharField(blank=True, max_length=64)),
                ('entered_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['starts_on', 'pk'],
                'indexes': [models.Index(fields=['organisation', 'period', 'starts_on'], name='channel_volume_of_period')],
                'constraints': [models.UniqueConstraint(fields=('touchpoint', 'channel', 'period', 'starts_on'), name='channel_volume_once')],
            },
        ),
        migrations.AddField(
            model_name='idea',
            name='external_id',
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name='idea',
            name='credit',
            field=models.CharField(blank=True, max_length=120, verbose_name='whose it is'),
        ),
        migrations.AddField(
            model_name='idea',
            name='tags',
            field=models.JSONField(blank=True, default=list, verbose_name='tags'),
        ),
        migrations.AddField(
            model_name='idea',
            name='votes_before',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='idea',
            name='comments_before',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('organisation', 'external_id'), name='idea_once_per_source'),
        ),
        migrations.AddField(
            model_name='mapnote',
            name='touchpoint',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='touchpoints.touchpoint'),
        ),
    ]
