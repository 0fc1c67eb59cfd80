import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from asm_portal.schema import CreateModels

MINE = (
    migrations.CreateModel(
        "Mine", [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=9))]
    ),
    migrations.CreateModel(
        "Parcel",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("mine", models.ForeignKey("asm_portal.mine", models.PROTECT)),
            ("carats", models.IntegerField()),
        ],
        options={
            "constraints": [models.CheckConstraint(condition=models.Q(carats__gt=0), name="a_parcel_weighs_something")]
        },
    ),
)
TABLES = {"asm_portal_mine", "asm_portal_parcel"}


def tables():
    return TABLES & set(connection.introspection.table_names())


@pytest.mark.django_db(transaction=True)
def test_models_made_in_one_step_are_tables_with_their_keys_and_constraints_and_go_again():
    operation, before = CreateModels(list(MINE)), ProjectState()
    after = before.clone()
    operation.state_forwards("asm_portal", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("asm_portal", editor, before, after)
    try:
        assert tables() == TABLES
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, "asm_portal_parcel")
        assert found["a_parcel_weighs_something"]["check"]
        assert ["mine_id"] in [row["columns"] for row in found.values() if row["foreign_key"]]
    finally:
        with connection.schema_editor() as editor:
            operation.database_backwards("asm_portal", editor, after, before)
    assert tables() == set()
