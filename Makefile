# `make run` starts the portal, `make test` proves it. Both make the virtual environment first.

PYTHON ?= python3
BIN := .venv/bin
PIP = $(BIN)/python -m pip --disable-pip-version-check install -q --require-hashes --no-deps --only-binary :all:
CORES := $(shell getconf _NPROCESSORS_ONLN)
export PYTHONUNBUFFERED := 1

.DELETE_ON_ERROR:
.PHONY: run test lint suite in-the-browser \
	on-sqlite on-sqlite-half on-sqlite-rest on-postgresql postgresql coverage benchmark format messages lock clean

run: .venv/.run
	@$(BIN)/python manage.py setup
	@exec $(BIN)/python -m asm_portal.serve

test: lint suite

lint: .venv/.test
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo

# Everything on SQLite and in the browser and, beside it, on PostgreSQL what could be otherwise there (docs/decisions/0025): as many
# parts at a time as there are cores, the longest first.
suite: .venv/.test
	@$(MAKE) --no-print-directory -j$(if $(filter 1,$(CORES)),2,$(CORES)) $(if $(findstring output-sync,$(.FEATURES)),-O) \
		on-sqlite-rest on-postgresql on-sqlite-half in-the-browser

HALF := tests/knowledge tests/logistics

on-sqlite: on-sqlite-rest on-sqlite-half
on-sqlite-half:
	@$(BIN)/pytest $(HALF)
on-sqlite-rest:
	@$(BIN)/pytest --ignore=tests/e2e $(addprefix --ignore=,$(HALF))

on-postgresql:
	@$(BIN)/pytest --pg --in-part --ignore=tests/benchmarks -m "smoke or not e2e"

# All tests on PostgreSQL, as before a release. No part of `make test`.
postgresql: .venv/.test
	@$(BIN)/pytest --pg -m "smoke or not e2e"

in-the-browser:
	@$(BIN)/pytest tests/e2e

# Which lines no test reaches. No part of `make test`, which it would slow.
coverage: .venv/.test
	@$(BIN)/pytest -m "not e2e" --cov

# Minutes, and figures rather than a proof: no part of `make test`.
benchmark: .venv/.run
	@$(BIN)/python -m benchmarks --database postgresql
	@$(BIN)/python -m benchmarks --database sqlite

format: .venv/.test
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

messages: .venv/.test
	@$(BIN)/python manage.py messages

lock: .venv/.lock
	cd requirements && for set in run test; do ../$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" $$set.in -o $$set.txt || exit 1; done

clean:
	rm -rf .venv var .coverage .pytest_cache .ruff_cache .import_linter_cache locale/*/LC_MESSAGES/*.mo

$(BIN)/python:
	@$(PYTHON) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "$(PYTHON) is not Python 3.11 or later with venv. On Debian: apt install python3-venv. Another one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/.run: requirements/run.txt | $(BIN)/python
	@echo "Installing what the portal needs ..."
	@$(PIP) -r $< && touch $@

.venv/.test: requirements/test.txt .venv/.run
	@echo "Installing what the tests need ..."
	@$(PIP) -r $< && touch $@

# uv only writes the lock; nothing that runs needs it.
.venv/.lock: | $(BIN)/python
	@$(BIN)/python -m pip --disable-pip-version-check install -q uv && touch $@
