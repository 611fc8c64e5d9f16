.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

.PHONY: help run test check bench messages

help:  ## List the commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/runtime  ## Install, prepare and serve on http://127.0.0.1:8000 (PORT=…, EMPTY=1 for no demo)
	@PUBLIC_URL=$${PUBLIC_URL:-http://127.0.0.1:$(PORT)} $(BIN)/python manage.py start --port $(PORT) $(if $(EMPTY),--empty)

test: $(VENV)/dev  ## Run the tests (ARGS="-k word" to choose)
	@$(BIN)/python -m pytest -n 2 --dist loadscope $(ARGS)

check: $(VENV)/dev  ## Format, lint, types, directions, migrations, translations, then the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --settings lms.settings.test
	$(BIN)/python manage.py collect_messages --check --settings lms.settings.test
	@$(MAKE) test

bench: $(VENV)/dev  ## Measure, beside a baseline of the same run
	@$(BIN)/python -m tests.bench $(ARGS)

messages: $(VENV)/dev  ## Collect the interface's texts, compile the Vietnamese ones
	@$(BIN)/python manage.py collect_messages

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 run")'
	@echo "Making the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: requirements.txt | $(VENV)/bin/python
	@echo "Installing what the site needs (a minute or two the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/dev: requirements.txt requirements-dev.txt | $(VENV)/bin/python
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/runtime
