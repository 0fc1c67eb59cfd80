"""The exclusion constraint of PostgreSQL for producing Participants; see asm_portal/migrations/0002_no_overlap."""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE logistics_producer ADD CONSTRAINT producer_no_overlap EXCLUDE USING gist"
            " (organisation_id WITH =, daterange(valid_from, valid_until, '[)') WITH &&) WHERE (valid_from IS NOT NULL)"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE logistics_producer DROP CONSTRAINT producer_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("logistics", "0003_logistics")]
    operations = [migrations.RunPython(add, drop)]
