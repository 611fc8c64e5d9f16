import datetime
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def end_of_year(apps, schema_editor):
    """Targets so far were those of their year."""
    Target = apps.get_model('progress', 'Target')
    for year in Target.objects.order_by().values_list('year', flat=True).distinct():
        Target.objects.filter(year=year).update(deadline=datetime.date(year, 12, 31))


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0001_initial'),
        ('progress', '0001_initial'),
        ('units', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BaseChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('dan_so', 'population figure'), ('chi_tieu', 'target'), ('ke_hoach', 'target of a plan')], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('key', models.CharField(max_length=60)),
                ('before', models.PositiveIntegerField(null=True)),
                ('after', models.PositiveIntegerField(null=True)),
                ('document', models.CharField(blank=True, max_length=160)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'change of a target or population',
                'verbose_name_plural': 'changes of targets and populations',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='CustomPeriod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
            ],
            options={
                'verbose_name': 'reporting period of its own',
                'verbose_name_plural': 'reporting periods of their own',
                'ordering': ['-first_day'],
            },
        ),
        migrations.CreateModel(
            name='PeriodRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('months', models.PositiveSmallIntegerField(choices=[(1, 'a month'), (3, 'a quarter'), (6, 'half a year'), (9, 'the first nine months'), (12, 'a year')], verbose_name='length')),
                ('first_day', models.PositiveSmallIntegerField(default=1, help_text='1 for calendar months; 15 for periods from the 15th to the 14th.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)], verbose_name='first day of the period')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered in reports')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'kind of reporting period',
                'verbose_name_plural': 'kinds of reporting periods',
                'ordering': ['position', 'code'],
            },
        ),
        migrations.CreateModel(
            name='PlanTarget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('deadline', models.DateField(blank=True, verbose_name='deadline')),
                ('group', models.CharField(blank=True, choices=[('', 'all groups of people'), ('nguoi_dan', 'residents'), ('doanh_nghiep', 'businesses'), ('can_bo', 'officials and public employees')], default='', max_length=12, verbose_name='about whom')),
                ('indicator', models.CharField(choices=[('certified', 'people certified'), ('certified_supervised', 'people certified under supervision'), ('confirmed', 'people confirmed on VNeID'), ('completed', 'people who completed a course'), ('enrolled', 'people enrolled'), ('attended', 'people who came to class')], default='certified', max_length=20, verbose_name='indicator')),
                ('people', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='people')),
                ('percent', models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='in per cent of the base')),
                ('base_kind', models.CharField(blank=True, choices=[('nguoi_lon', 'adults'), ('can_bo', 'officials and public employees'), ('lao_dong', 'workers in enterprises'), ('hoc_sinh', 'pupils and students'), ('ho', 'households')], max_length=10, verbose_name='base')),
                ('base_number', models.PositiveIntegerField(blank=True, null=True, verbose_name='the base then')),
                ('base_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the base')),
                ('base_source', models.CharField(blank=True, max_length=160, verbose_name='source of the base')),
                ('decided_by', models.CharField(blank=True, max_length=160, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'target of a plan',
                'verbose_name_plural': 'targets of plans',
                'ordering': ['-year', 'province__sort_key', 'area__sort_key', 'deadline', 'group'],
            },
        ),
        migrations.CreateModel(
            name='WardBreakdown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolled', models.PositiveIntegerField(default=0)),
                ('active', models.PositiveIntegerField(default=0)),
                ('completed', models.PositiveIntegerField(default=0)),
                ('certified', models.PositiveIntegerField(default=0)),
                ('certified_supervised', models.PositiveIntegerField(default=0)),
                ('confirmed', models.PositiveIntegerField(default=0)),
                ('attended', models.PositiveIntegerField(default=0)),
                ('dimension', models.CharField(choices=[('audience', 'Audience'), ('age', 'Age'), ('sex', 'Sex'), ('help', 'Assisted or alone'), ('point', 'Learning point')], max_length=8)),
                ('value', models.CharField(blank=True, max_length=12)),
            ],
        ),
        migrations.AlterModelOptions(
            name='population',
            options={'ordering': ['-year', 'ward__sort_key', 'kind'], 'verbose_name': 'population figure', 'verbose_name_plural': 'population figures'},
        ),
        migrations.AlterModelOptions(
            name='target',
            options={'ordering': ['-year', 'ward__sort_key', 'deadline', 'group', 'indicator'], 'verbose_name': 'target', 'verbose_name_plural': 'targets'},
        ),
        migrations.RemoveConstraint(
            model_name='population',
            name='population_once',
        ),
        migrations.RemoveConstraint(
            model_name='target',
            name='target_once',
        ),
        migrations.RenameField(
            model_name='population',
            old_name='adults',
            new_name='number',
        ),
        migrations.AddField(
            model_name='personstanding',
            name='audience',
            field=models.CharField(choices=[('nguoi_dan', 'resident'), ('doanh_nghiep', 'business'), ('cong_chuc', 'civil servant'), ('vien_chuc', 'public employee')], default='nguoi_dan', max_length=12),
        ),
        migrations.AddField(
            model_name='personstanding',
            name='birth_year',
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='personstanding',
            name='first_confirmed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='personstanding',
            name='first_point',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='centres.learningpoint'),
        ),
        migrations.AddField(
            model_name='personstanding',
            name='sex',
            field=models.CharField(blank=True, choices=[('nam', 'male'), ('nu', 'female')], max_length=3),
        ),
        migrations.AddField(
            model_name='population',
            name='kind',
            field=models.CharField(choices=[('nguoi_lon', 'adults'), ('can_bo', 'officials and public employees'), ('lao_dong', 'workers in enterprises'), ('hoc_sinh', 'pupils and students'), ('ho', 'households')], default='nguoi_lon', max_length=10, verbose_name='whom it counts'),
        ),
        migrations.AlterField(
            model_name='population',
            name='number',
            field=models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='number'),
        ),
        migrations.AddField(
            model_name='target',
            name='base_kind',
            field=models.CharField(blank=True, choices=[('nguoi_lon', 'adults'), ('can_bo', 'officials and public employees'), ('lao_dong', 'workers in enterprises'), ('hoc_sinh', 'pupils and students'), ('ho', 'households')], max_length=10, verbose_name='base'),
        ),
        migrations.AddField(
            model_name='target',
            name='base_number',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='the base then'),
        ),
        migrations.AddField(
            model_name='target',
            name='base_source',
            field=models.CharField(blank=True, max_length=160, verbose_name='source of the base'),
        ),
        migrations.AddField(
            model_name='target',
            name='base_year',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='year of the base'),
        ),
        migrations.AddField(
            model_name='target',
            name='deadline',
            field=models.DateField(blank=True, default=datetime.date(2026, 12, 31), verbose_name='deadline'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='target',
            name='group',
            field=models.CharField(blank=True, choices=[('', 'all groups of people'), ('nguoi_dan', 'residents'), ('doanh_nghiep', 'businesses'), ('can_bo', 'officials and public employees')], default='', max_length=12, verbose_name='about whom'),
        ),
        migrations.AddField(
            model_name='target',
            name='indicator',
            field=models.CharField(choices=[('certified', 'people certified'), ('certified_supervised', 'people certified under supervision'), ('confirmed', 'people confirmed on VNeID'), ('completed', 'people who completed a course'), ('enrolled', 'people enrolled'), ('attended', 'people who came to class')], default='certified', max_length=20, verbose_name='indicator'),
        ),
        migrations.AddField(
            model_name='target',
            name='percent',
            field=models.DecimalField(blank=True, decimal_places=1, max_digits=4, null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='in per cent of the base'),
        ),
        migrations.AddField(
            model_name='wardcoursecell',
            name='confirmed',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='wardsnapshot',
            name='confirmed',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='wardtotal',
            name='confirmed',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='target',
            name='people',
            field=models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)], verbose_name='people'),
        ),
        migrations.AddConstraint(
            model_name='population',
            constraint=models.UniqueConstraint(fields=('ward', 'year', 'kind'), name='population_once'),
        ),
        migrations.AddConstraint(
            model_name='target',
            constraint=models.UniqueConstraint(fields=('ward', 'year', 'group', 'indicator', 'deadline'), name='target_once'),
        ),
        migrations.AddField(
            model_name='basechange',
            name='area',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.areaset'),
        ),
        migrations.AddField(
            model_name='basechange',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='basechange',
            name='unit',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.adminunit'),
        ),
        migrations.AddConstraint(
            model_name='customperiod',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='custom_period_is_forward'),
        ),
        migrations.AddConstraint(
            model_name='periodrule',
            constraint=models.CheckConstraint(condition=models.Q(('first_day__gte', 1), ('first_day__lte', 28)), name='period_first_day_in_month'),
        ),
        migrations.AddField(
            model_name='plantarget',
            name='area',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_targets', to='units.areaset', verbose_name='area'),
        ),
        migrations.AddField(
            model_name='plantarget',
            name='province',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='plan_targets', to='units.adminunit', verbose_name='province or city'),
        ),
        migrations.AddField(
            model_name='wardbreakdown',
            name='ward',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='breakdowns', to='units.adminunit'),
        ),
        migrations.AddIndex(
            model_name='basechange',
            index=models.Index(fields=['unit', 'year'], name='base_change_unit_year'),
        ),
        migrations.AddConstraint(
            model_name='plantarget',
            constraint=models.UniqueConstraint(fields=('province', 'year', 'group', 'indicator', 'deadline'), name='plan_target_of_province_once'),
        ),
        migrations.AddConstraint(
            model_name='plantarget',
            constraint=models.UniqueConstraint(fields=('area', 'year', 'group', 'indicator', 'deadline'), name='plan_target_of_area_once'),
        ),
        migrations.AddConstraint(
            model_name='plantarget',
            constraint=models.CheckConstraint(condition=models.Q(('province__isnull', True), ('area__isnull', True), _connector='XOR'), name='plan_target_of_one_place'),
        ),
        migrations.AddConstraint(
            model_name='wardbreakdown',
            constraint=models.UniqueConstraint(fields=('ward', 'dimension', 'value'), name='breakdown_once'),
        ),
        migrations.AddConstraint(
            model_name='wardbreakdown',
            constraint=models.UniqueConstraint(condition=models.Q(('ward__isnull', True)), fields=('dimension', 'value'), name='breakdown_unknown_once'),
        ),
        migrations.RunPython(end_of_year, migrations.RunPython.noop),
    ]
