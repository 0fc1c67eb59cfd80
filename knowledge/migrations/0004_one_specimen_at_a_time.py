"""The exclusion constraint of PostgreSQL for published specimens; see asm_portal/migrations/0002_no_overlap.py."""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE knowledge_certificatespecimen ADD CONSTRAINT certificatespecimen_no_overlap EXCLUDE USING gist"
            " (authority_id WITH =, daterange(valid_from, valid_until, '[)') WITH &&)"
            " WHERE (state = 'published' AND valid_from IS NOT NULL)"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE knowledge_certificatespecimen DROP CONSTRAINT certificatespecimen_no_overlap"
        )


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0003_newest_first"), ("asm_portal", "0002_no_overlap")]
    operations = [migrations.RunPython(add, drop)]
