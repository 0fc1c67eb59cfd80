"""The cases, each a module that prints a table and ends with 1 where a limit is not met. Importing this makes Django ready."""

import benchmarks.portal  # noqa: F401 (its settings, before any model is imported)
