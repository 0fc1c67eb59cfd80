"""Where the words of the search entries are kept: an FTS5 table on SQLite, a tsvector column on PostgreSQL."""

from django.db import migrations

MAKE = {
    "sqlite": [
        "CREATE VIRTUAL TABLE asm_portal_searchwords USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')",
    ],
    "postgresql": [
        "ALTER TABLE asm_portal_searchentry ADD COLUMN words tsvector",
        "CREATE INDEX asm_portal_searchentry_words ON asm_portal_searchentry USING gin (words)",
    ],
}
UNMAKE = {
    "sqlite": ["DROP TABLE asm_portal_searchwords"],
    "postgresql": ["ALTER TABLE asm_portal_searchentry DROP COLUMN words"],
}


def run(statements):
    def change(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return change


class Migration(migrations.Migration):
    dependencies = [("asm_portal", "0002_no_overlap")]
    operations = [migrations.RunPython(run(MAKE), run(UNMAKE))]
