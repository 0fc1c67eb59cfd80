"""Operations of migrations."""

from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """Create many models in one step.

    Django works out all models anew after each CreateModel, which for a hundred models with history among two hundred takes
    longer than everything else that a migration does. Here that happens once.
    """

    category = OperationCategory.ADDITION

    def __init__(self, models):
        self.models = models

    def deconstruct(self):
        return self.__class__.__name__, [self.models], {}

    def state_forwards(self, app_label, state):
        state.clear_delayed_apps_cache()
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for model in self._allowed(app_label, schema_editor, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for model in reversed(self._allowed(app_label, schema_editor, from_state)):
            schema_editor.delete_model(model)

    def _allowed(self, app_label, schema_editor, state):
        found = [state.apps.get_model(app_label, model.name) for model in self.models]
        return [model for model in found if self.allow_migrate_model(schema_editor.connection.alias, model)]

    def describe(self):
        return f"Create {len(self.models)} models"
