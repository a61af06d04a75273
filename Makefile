# Peerdesk. `make help` lists what there is to say.
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Redis comes ready-made for Python 3.11 and 3.12; with a later one pip builds it, which takes a compiler and minutes.
PYTHON ?= $(shell for python in python3 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13))' 2> /dev/null && echo $$python && exit; \
	done; echo python3)
VENV := .venv
BIN := $(VENV)/bin
TOOLS := .venv-tools
PORT ?= 8000
export PORT
ifdef DATA_DIR
export DATA_DIR
endif
ifdef DEMO
export DEMO
endif
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
NO_PACKAGES := The packages could not be installed; pip says why above. They come ready-made for Python 3.11 and 3.12 on Linux \
	(x86-64); elsewhere pip builds some of them and needs a C compiler.

LIKE_PRODUCTION := env DATABASE_URL=postgresql://peerdesk@database/peerdesk REDIS_URL=redis://redis:6379/0 \
	BASE_URL=https://peerdesk.example ALLOWED_HOSTS=peerdesk.example MAIL_URL=smtp+tls://mail.example:587 \
	SECURE_SSL_REDIRECT=1 TRUSTED_PROXY_COUNT=1 SECRET_KEY="$$(od -An -N48 -tx1 /dev/urandom | tr -d ' \n')"

.PHONY: help install install-test run test check prove bench gates crawl faults pins messages docs

help: ## List the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/.run-installed ## Make the virtual environment and install the pinned packages

run: install ## Run everything; PORT=8123 DATA_DIR=folder DEMO=0 as you like
	@exec $(BIN)/python manage.py serve

test: install-test ## Run the whole suite on servers of its own; ARGS="..." goes to pytest
	@# What fails beside others on a busy machine is tried once more, alone; what is wrong fails again.
	@timeout -k 20 1800 $(BIN)/python -m pytest -n 2 $(ARGS) || timeout -k 20 1800 $(BIN)/python -m pytest --last-failed $(ARGS)

check: install-test ## Lint, types, imports, migrations, settings for the public internet
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DATA_DIR=.test-data/check $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "check --deploy with settings for the public internet"
	@$(LIKE_PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

prove: install-test ## Run the slow proofs: long property runs, faults, fuzzing
	@# What breaks servers runs alone; the long random runs of the rewards share the cores.
	@$(PROVE) --ignore=tests/rewards $(ARGS) || $(PROVE) --ignore=tests/rewards --last-failed --last-failed-no-failures none $(ARGS)
	@$(PROVE) -n 2 tests/rewards $(ARGS)

PROVE := $(BIN)/python -m pytest -m prove

faults: install-test ## Run only the proofs that break things: killed workers, stopped servers
	@$(BIN)/python -m pytest -m "prove or not prove" tests/faults $(ARGS)

bench: install-test ## Measure our pages against a bare Django view; QUICK=1 for a first look
	@$(BIN)/python -m tests.bench $(if $(QUICK),--quick) $(ARGS)

gates: install ## Hold the learning against its gates on a past: make gates HISTORY=folder
	@test -n "$(HISTORY)" || { echo "Name the folder with the history: make gates HISTORY=folder"; exit 1; }
	@$(BIN)/python manage.py check_gates "$(HISTORY)"

crawl: install ## Open every page of a company: make crawl COMPANY=slug
	@test -n "$(COMPANY)" || { echo "Name the company: make crawl COMPANY=slug"; exit 1; }
	@$(BIN)/python manage.py crawl --company "$(COMPANY)" $(ARGS)

messages: install ## Collect the texts of the interface for translation, and compile what is translated
	@command -v msgfmt > /dev/null || { echo "GNU gettext is missing; install the package gettext."; exit 1; }
	$(BIN)/python manage.py makemessages --all --no-wrap --no-location --no-obsolete $(NO_MESSAGES_IN)
	@# Without the hour of the run, a catalogue changes only when a text does.
	@sed -i.bak '/^"POT-Creation-Date:/d' $(CATALOGUES) && rm -f $(CATALOGUES:=.bak)
	$(BIN)/python manage.py compilemessages $(NO_MESSAGES_IN)

CATALOGUES = $(wildcard community/locale/*/LC_MESSAGES/django.po)
NO_MESSAGES_IN := $(foreach folder,.venv .venv-tools .data .test-data tests,--ignore=$(folder))

docs: install ## Write docs/events.md from the code
	$(BIN)/python manage.py document_events

pins: $(TOOLS)/bin/pip-compile ## Compile requirements/*.in to pins with hashes
	$(TOOLS)/bin/pip-compile $(PINS_LIKE) --output-file=requirements/run.txt requirements/run.in
	$(TOOLS)/bin/pip-compile $(PINS_LIKE) --output-file=requirements/test.txt requirements/test.in
	@sed -i.bak '/^$$/d' requirements/run.txt requirements/test.txt && rm -f requirements/run.txt.bak requirements/test.txt.bak

PINS_LIKE := --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-options \
	--no-emit-trusted-host --strip-extras --allow-unsafe --no-header

install-test: $(VENV)/.test-installed

# A stamp is newer than its pins exactly when they are installed.
$(VENV)/.run-installed: requirements/run.txt | $(BIN)/python
	@echo "Installing the packages of requirements/run.txt."
	@$(PIP) install --require-hashes -r requirements/run.txt || { echo "$(NO_PACKAGES)" >&2; exit 1; }
	@touch $@

$(VENV)/.test-installed: requirements/test.txt $(VENV)/.run-installed
	@echo "Installing the packages of requirements/test.txt."
	@$(PIP) install --require-hashes -r requirements/test.txt || { echo "$(NO_PACKAGES)" >&2; exit 1; }
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) > /dev/null || { echo "$(PYTHON) is not installed; Peerdesk needs Python 3.11 or later." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$$($(PYTHON) --version) is too old; Peerdesk needs Python 3.11 or later (make run PYTHON=python3.12 names another)." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || \
		{ echo "This Python cannot make virtual environments; install its venv package (on Debian: apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The virtual environment $(VENV) could not be made." >&2; exit 1; }

$(TOOLS)/bin/pip-compile: | $(BIN)/python
	@$(PYTHON) -m venv $(TOOLS)
	@$(TOOLS)/bin/python -m pip --disable-pip-version-check --quiet install pip-tools
