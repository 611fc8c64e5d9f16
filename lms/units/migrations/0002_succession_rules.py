from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="succession",
            name="is_settled",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="succession",
            name="rest",
            field=models.CharField(
                choices=[
                    ("here", "to this unit"),
                    ("elsewhere", "to another unit, or they stay"),
                    ("asked", "they are asked"),
                ],
                default="asked",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="succession",
            name="takes",
            field=models.JSONField(default=list),
        ),
    ]
