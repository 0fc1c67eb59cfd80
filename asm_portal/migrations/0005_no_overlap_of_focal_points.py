"""The exclusion constraint of PostgreSQL for focal points; see 0002_no_overlap. A point without an authority is the
organisation’s own."""

from django.db import migrations


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE asm_portal_focalpoint ADD CONSTRAINT focalpoint_no_overlap EXCLUDE USING gist"
            " (organisation_id WITH =, kind_id WITH =, coalesce(authority_id, 0) WITH =,"
            " daterange(valid_from, valid_until, '[)') WITH &&) WHERE (valid_from IS NOT NULL)"
        )


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE asm_portal_focalpoint DROP CONSTRAINT focalpoint_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("asm_portal", "0004_people_and_search")]
    operations = [migrations.RunPython(add, drop)]
