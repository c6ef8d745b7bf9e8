# flowc: everything a person does with this checkout, by name. `make` alone lists it.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
FLOWC  := $(BIN)/flowc
CODE   := compiler flowc runtime_shim tests benchmarks examples
DEMO   := golden/flows/pets/flow.py
OUT    := .demo
WHAT   ?= compile run artifacts objects client

.DEFAULT_GOAL := help
.PHONY: help demo test test-engines cluster-up cluster-down cluster-status check fmt lint type golden golden-check unit differential bench lock clean

help:  ## List the commands
	@printf 'flowc: make COMMAND\n\n'
	@sed -n 's/^\([a-z-]*\):.*##\(.*\)/  \1:\2/p' $(MAKEFILE_LIST) | awk -F: '{printf "  %-15s%s\n", $$1, $$2}'

demo: $(VENV)/.flowc  ## Check, explain, draw and compile an example flow
	@VENV_BIN=$(BIN) sh examples/demo.sh $(DEMO) $(OUT)

test: lint type unit  ## Lint, check types and run all tests, in an environment made here

test-engines: $(VENV)/.dev  ## Run the tests on real engines: a Kubernetes node with Argo, built here
	@$(BIN)/pytest --engines -ra $(or $(TESTS),tests/engines)

cluster-up: $(VENV)/.dev  ## Bring up the node, for looking around; test-engines then uses it
	@$(BIN)/python -m tests.engines.kubernetes up

cluster-down: $(VENV)/.dev  ## Take the node down
	@$(BIN)/python -m tests.engines.kubernetes down

cluster-status: $(VENV)/.dev  ## Say what of the node runs
	@$(BIN)/python -m tests.engines.kubernetes status

check: lint type golden-check  ## What a commit needs, without the tests

fmt: $(VENV)/.dev  ## Format the code
	@$(BIN)/ruff format $(CODE)
	@$(BIN)/ruff check --fix --quiet $(CODE)

lint: $(VENV)/.dev  ## Lint the code
	@$(BIN)/ruff format --check --quiet $(CODE) || { echo 'run: make fmt'; exit 1; }
	@$(BIN)/ruff check $(CODE)

type: $(VENV)/.dev  ## Check the types
	@$(BIN)/mypy

unit: $(VENV)/.dev  ## Run the tests, with coverage
	@$(BIN)/pytest -n auto --cov --cov-report=term $(TESTS)

golden: $(VENV)/.dev  ## Write the goldens anew; read the diff as code
	@$(FLOWC) golden update golden
	@$(BIN)/pytest -n auto tests/test_golden_runs.py --update-golden-runs

golden-check: $(VENV)/.dev  ## Compare the goldens
	@$(FLOWC) golden check golden

differential: $(VENV)/.dev  ## Run flows with Metaflow and with flowc, and compare what they leave
	@$(BIN)/python -m tests.differential

bench: $(VENV)/.dev  ## Time everything beside its peers: WHAT="compile run artifacts objects client argo"
	@for what in $(WHAT); do $(BIN)/python -m benchmarks.$$what || missed=1; done; exit $${missed:-0}

lock:  ## Take the newest versions of the development tools, and write them down
	@PYTHON=$(PYTHON) sh tests/lock.sh constraints.txt

clean:  ## Remove everything that make made
	rm -rf $(VENV) $(OUT) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo 'flowc needs Python 3.11 or newer: make PYTHON=python3.12 …'; exit 1; }
	@echo 'making the environment $(VENV)'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.flowc: pyproject.toml | $(VENV)/bin/python
	@echo 'installing flowc'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo 'installing flowc and its development tools'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  --constraint constraints.txt --editable '.[dev]'
	@touch $@ $(VENV)/.flowc
