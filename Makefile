# Two commands do everything on a fresh machine with Python 3.11 or later: `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check -qq

.DEFAULT_GOAL := help
.PHONY: help run test check lint types transcripts bench bench-matching lock clean setup

help: ## Say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 24

run: $(VENV)/run.done node_modules/.done ## Show the whole main job on this machine, without any account
	@$(BIN)/jobline demo

setup: $(VENV)/test.done node_modules/.done ## Make the environment for developers

test: $(VENV)/test.done node_modules/.done ## Everything: lint, types, the real database, a real browser
	@$(BIN)/python scripts/browser.py && $(BIN)/python scripts/router.py
	@echo "==> style (ruff), rooms (import-linter), types (mypy)"
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-cache > /dev/null && $(BIN)/mypy
	@echo "==> tests"
	@$(BIN)/pytest -n 2

check: lint types ## Style, rooms and types only

lint: $(VENV)/test.done
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports --no-cache

types: $(VENV)/test.done
	@$(BIN)/mypy

transcripts: $(VENV)/test.done ## Run the conversations; `make transcripts REWRITE=1` writes them anew for review
	@REWRITE=$(REWRITE) $(BIN)/pytest tests/test_transcripts.py -q

bench: $(VENV)/test.done ## Texts a second, beside what a user would pick instead
	@$(BIN)/python -m benchmarks.line

bench-matching: $(VENV)/test.done ## Ranking and planning, beside plain Python and a database
	@$(BIN)/python -m benchmarks.matching

lock: $(VENV)/test.done ## Lock dependencies anew, with hashes and without addresses
	@$(PIP) install uv
	@$(BIN)/python scripts/lock.py

clean: ## Remove what was made here, the demo's database included
	@rm -rf $(VENV) node_modules .jobline

$(VENV)/bin/pip:
	@echo "==> making a Python environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: locks/run.txt pyproject.toml | $(VENV)/bin/pip
	@echo "==> installing what the service needs (a minute or two the first time)"
	@$(PIP) install --require-hashes -r locks/run.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.done: locks/test.txt pyproject.toml | $(VENV)/bin/pip
	@echo "==> installing what the tests need (a minute or two the first time)"
	@$(PIP) install --require-hashes -r locks/test.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.done

node_modules/.done: package.json package-lock.json | $(VENV)/bin/pip
	@echo "==> installing the design system (npm)"
	@$(BIN)/python scripts/node.py ci --no-audit --no-fund --loglevel=error
	@touch $@
