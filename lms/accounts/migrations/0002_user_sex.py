from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="sex",
            field=models.CharField(
                blank=True,
                choices=[("nam", "male"), ("nu", "female")],
                max_length=3,
                verbose_name="sex",
            ),
        ),
    ]
