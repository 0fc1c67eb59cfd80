"""The order of the library, as each database reads it from an index: newest first, what has no date last."""

from django.db import migrations

ORDER = {
    "sqlite": "date DESC, id DESC",
    "postgresql": "date DESC NULLS LAST, id DESC",
}


def make(apps, schema_editor):
    order = ORDER[schema_editor.connection.vendor]
    schema_editor.execute(f"CREATE INDEX document_newest_first ON knowledge_document ({order})")


def unmake(apps, schema_editor):
    schema_editor.execute("DROP INDEX document_newest_first")


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_institutional_memory")]
    operations = [migrations.RunPython(make, unmake)]
