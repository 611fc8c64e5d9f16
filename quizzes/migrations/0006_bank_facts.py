import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_status(apps, schema_editor):
    """What was not in use any more is retired."""
    apps.get_model("quizzes", "Question").objects.filter(is_active=False).update(status="retired")


def keep_flag(apps, schema_editor):
    apps.get_model("quizzes", "Question").objects.exclude(status="in_use").update(is_active=False)


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('quizzes', '0005_corrections_figures_feedback'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='tag')),
            ],
            options={
                'verbose_name': 'tag',
                'verbose_name_plural': 'tags',
                'ordering': ['name'],
            },
        ),
        migrations.AddField(
            model_name='question',
            name='category',
            field=models.CharField(blank=True, db_index=True, max_length=200, verbose_name='category'),
        ),
        migrations.AddField(
            model_name='question',
            name='competence',
            field=models.CharField(blank=True, max_length=120, verbose_name='competence'),
        ),
        migrations.AddField(
            model_name='question',
            name='difficulty',
            field=models.CharField(blank=True, choices=[('easy', 'easy'), ('medium', 'medium'), ('hard', 'hard')], max_length=6, verbose_name='difficulty'),
        ),
        migrations.AddField(
            model_name='question',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='owned_questions', to=settings.AUTH_USER_MODEL, verbose_name='who looks after it'),
        ),
        migrations.AddField(
            model_name='question',
            name='status',
            field=models.CharField(choices=[('draft', 'draft'), ('in_review', 'being reviewed'), ('in_use', 'in use'), ('retired', 'retired')], default='in_use', max_length=9, verbose_name='status'),
        ),
        migrations.AddField(
            model_name='question',
            name='tags',
            field=models.ManyToManyField(blank=True, related_name='questions', to='quizzes.tag', verbose_name='tags'),
        ),
        migrations.RunPython(keep_status, keep_flag),
        migrations.RemoveField(
            model_name='question',
            name='is_active',
        ),
    ]
