import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('quizzes', '0002_attempt_waiting'),
    ]

    operations = [
        migrations.CreateModel(
            name='AnswerFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=22, unique=True)),
                ('position', models.PositiveSmallIntegerField()),
                ('path', models.CharField(max_length=80)),
                ('name', models.CharField(max_length=120)),
                ('size', models.PositiveIntegerField()),
                ('sent_at', models.DateTimeField()),
                ('attempt', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='quizzes.attempt')),
            ],
            options={
                'ordering': ['attempt', 'position', 'sent_at'],
            },
        ),
        migrations.CreateModel(
            name='QuestionMedium',
            fields=[
                ('file', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('type', models.CharField(max_length=20)),
                ('size', models.PositiveIntegerField(verbose_name='bytes')),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('alt', models.TextField(help_text='What the picture shows, or what is said in the sound.', verbose_name='in words')),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'picture or sound',
                'verbose_name_plural': 'pictures and sounds',
                'ordering': ['-added_at'],
            },
        ),
        migrations.AddConstraint(
            model_name='questionmedium',
            constraint=models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='question_medium_in_words'),
        ),
    ]
