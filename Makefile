# Two commands are a promise on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# Databases of tests need not outlive the machine: in memory, where there is room for them.
ROOM = $(shell $(PYTHON) -c "import shutil; print('PYTEST_DEBUG_TEMPROOT=/dev/shm' if shutil.disk_usage('/dev/shm').free > 4 << 30 else '')" 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help demo test test-faults lint types walls bench audit lock clean

help: ## show what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:[^#]*## /\t/' | expand -t 12

demo: $(VENV)/.runtime ## start the bot and a local Slack in the browser, with a sample account
	@$(BIN)/journeydesk demo

test: $(VENV)/.dev ## lint, check types and walls, run every test
	@$(MAKE) --no-print-directory lint
	@$(ROOM) $(BIN)/python -m pytest -n auto --dist loadfile

test-faults: $(VENV)/.dev ## kill the bot two hundred times and more, on SQLite and PostgreSQL (an hour and a half)
	@FAULTS=long $(BIN)/python -m pytest tests/faults

lint: $(VENV)/.dev ## ruff, mypy strict, import walls
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

bench: $(VENV)/.dev ## measure; prints the tables of the README
	@$(BIN)/python -m benchmarks

audit: $(VENV)/.dev ## known vulnerabilities in the pinned dependencies (needs the network and pip-audit)
	@$(BIN)/python .ci/audit.py

lock: ## write the lock files anew (needs uv)
	uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --upgrade -o requirements.lock
	uv pip compile pyproject.toml --group dev --group build --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --upgrade -c requirements.lock -o requirements-dev.lock

clean: ## remove the virtual environment and local data
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else f"journeydesk needs Python 3.11 to 3.13; this is {v[0]}.{v[1]}. Try: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV) || { echo "Could not make a virtual environment: on Debian and Ubuntu, apt install python3-venv."; exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up journeydesk: packages first; that takes some minutes, once …"
	@$(PIP) --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/journeydesk faq learn
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime | $(VENV)/bin/python
	@echo "Setting up the tools for tests …"
	@$(PIP) --require-hashes -r requirements-dev.lock
	@touch $@
