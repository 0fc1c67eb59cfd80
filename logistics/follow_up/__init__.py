"""Actions: what was undertaken, by whom it is owed, and what came of it (mandate 3d)."""
