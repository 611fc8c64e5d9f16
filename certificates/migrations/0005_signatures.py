import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0004_life"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FileSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("none", "not signed"), ("system", "signature of the system, not an official digital signature"), ("authority", "digitally signed")], max_length=9)),
                ("signer", models.CharField(blank=True, max_length=200)),
                ("certificate", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="file_signature", to="certificates.certificate")),
            ],
        ),
        migrations.CreateModel(
            name="OutsideSignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=100)),
                ("file_hash", models.CharField(max_length=64)),
                ("signer", models.CharField(max_length=200, verbose_name="signer")),
                ("trusted", models.BooleanField(verbose_name="checked against the trusted roots")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="signed on")),
                ("added_at", models.DateTimeField(verbose_name="added on")),
                ("added_by", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("certificate", models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="outside_signature", to="certificates.certificate", verbose_name="certificate")),
            ],
            options={
                "verbose_name": "signature made outside",
                "verbose_name_plural": "signatures made outside",
                "ordering": ["-added_at"],
            },
        ),
    ]
