"""The exclusion constraints of PostgreSQL: no two records of one seat on the same day.

Guarded by the vendor, for they are a syntax error on SQLite, where `Dated.save()` holds the rule alone.
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

SEATS = {
    "organisationname": ("organisation_id", "language"),
    "affiliation": ("organisation_id", "parent_id"),
    "participationstatus": ("organisation_id",),
    "membership": ("body_id", "organisation_id"),
    "officeterm": ("office_id",),
}


def each_seat(schema_editor, statement):
    if schema_editor.connection.vendor == "postgresql":
        for model, columns in SEATS.items():
            same = ", ".join(f"{column} WITH =" for column in columns)
            schema_editor.execute(statement.format(table=f"asm_portal_{model}", name=f"{model}_no_overlap", same=same))


def add(apps, schema_editor):
    each_seat(
        schema_editor,
        "ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist"
        " ({same}, daterange(valid_from, valid_until, '[)') WITH &&) WHERE (valid_from IS NOT NULL)",
    )


def drop(apps, schema_editor):
    each_seat(schema_editor, "ALTER TABLE {table} DROP CONSTRAINT {name}")


class Migration(migrations.Migration):
    dependencies = [("asm_portal", "0001_initial")]
    operations = [BtreeGistExtension(), migrations.RunPython(add, drop)]
