# Every target sets up what it needs: a virtual environment with the package and its dependencies.
PYTHON := $(shell for one in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$one; break; }; done)
VENV ?= .venv
BIN := $(VENV)/bin
PYTEST_ARGS ?=
DEMO_PAGE := wikisweep-demo.html

.PHONY: demo test check style types floors wiki wiki-stop cassettes docs bench clean
.DEFAULT_GOAL := demo

demo: $(VENV)/.user  ## the main job, on the offline wiki that ships with the project
	@$(BIN)/wikisweep plan tasks/mercury.yaml --wiki demo --html $(DEMO_PAGE)
	@echo $(CURDIR)/$(DEMO_PAGE)

test: $(VENV)/.dev  ## all tests; those that need MediaWiki or Chromium say so where they are skipped
	$(BIN)/pytest $(PYTEST_ARGS)

check: style types floors  ## what CI runs
	$(MAKE) test PYTEST_ARGS="--cov --cov-report=term $(PYTEST_ARGS)"

style: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/.dev
	$(BIN)/mypy

floors: $(VENV)/.dev
	$(BIN)/lint-imports

wiki: $(VENV)/.user  ## a real, seeded MediaWiki on loopback
	@$(BIN)/python devwiki/devwiki.py start

wiki-stop: $(VENV)/.user
	@$(BIN)/python devwiki/devwiki.py stop

cassettes: $(VENV)/.dev  ## record the answers of the real MediaWiki anew
	$(BIN)/pytest tests/mediawiki -m vcr --record-mode=rewrite

docs: $(VENV)/.dev  ## write docs/plugins.md from the plugins themselves
	$(BIN)/python -m tests.docs.plugins_page

bench: $(VENV)/.bench  ## wikisweep beside its rivals, on the same wiki, in one run
	$(BIN)/python benchmarks/bench.py

$(VENV)/bin/pip:
	@test -n "$(PYTHON)" || { echo "wikisweep needs Python 3.11 or newer; none was found" >&2; exit 1; }
	@echo "Setting up $(VENV) …" >&2
	@$(PYTHON) -m venv $(VENV)

# Quiet while all goes well: the first output of `make demo` should be the demo's.
$(VENV)/.user: $(VENV)/bin/pip pyproject.toml
	@$(BIN)/pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/pip pyproject.toml
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.user

$(VENV)/.bench: $(VENV)/.dev
	@$(BIN)/pip install --quiet --disable-pip-version-check -e '.[dev,bench]'
	@touch $@

clean:
	rm -rf $(VENV) dist build htmlcov .coverage* .mypy_cache .ruff_cache .pytest_cache .hypothesis
