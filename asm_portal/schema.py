"""Operations of migrations."""

from django.db.migrations.operations.base import Operation, OperationCategory


class Together(Operation):
    """Apply operations in one step, none of which builds on another: of different models, or only constraints.

    Django works out all models anew after each operation, which for a hundred models with history among two hundred takes
    longer than everything else that a migration does. Here that happens once.
    """

    category = OperationCategory.MIXED

    def __init__(self, operations):
        self.operations = operations

    def deconstruct(self):
        return self.__class__.__name__, [self.operations], {}

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self):
        return f"{len(self.operations)} operations in one step"


class CreateModels(Together):
    """Create many models in one step; `models` may refer to each other."""

    category = OperationCategory.ADDITION

    def __init__(self, models):
        super().__init__(models)

    def describe(self):
        return f"Create {len(self.operations)} models"
