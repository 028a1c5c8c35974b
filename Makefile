# All that people and CI do with this project; `make` alone lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes --only-binary :all:
INDEX ?= index
PORT ?= 8000
CRASHES ?= 200

.PHONY: help run test test-browser shots lint test-stock test-crash test-long bench score-dates lock check clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run ## install, build the index of the sample archive if there is none, and serve
	@if [ -e $(INDEX)/CURRENT ]; then echo "Serving the index in $(INDEX)/."; \
	else echo "There is no index yet: building that of the sample archive."; \
	     $(BIN)/searchsvc reindex --index $(INDEX) --sample; fi
	@$(BIN)/searchsvc serve --index $(INDEX) --port $(PORT)

test: $(VENV)/dev ## run the tests (no browser, cluster, root or outside data)
	@$(BIN)/python -m pytest -q

test-browser: $(VENV)/dev ## read all pages in Chromium, which has to be there, and try what people do
	@$(BIN)/python -m pytest -q tests/browser

shots: $(VENV)/dev ## pictures of all pages in shots/, to look at: NAMES="home words" for some of them
	@PYTHONPATH=tests $(BIN)/python -m browser.shots shots $(NAMES)

lint: $(VENV)/dev ## check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

test-stock: $(VENV)/dev ## open the index in an environment that has only stock Whoosh
	@$(BIN)/python -m pytest -q tests/test_stock.py

test-crash: $(VENV)/dev ## kill writers at many more moments than `make test` does
	@SEARCHSVC_CRASHES=$(CRASHES) $(BIN)/python -m pytest -q -m crash

test-long: $(VENV)/dev ## more examples of every property
	@HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -q

bench: $(VENV)/run ## compare with other engines on a small archive made for it
	@mkdir -p $(VENV)/bench
	@$(BIN)/python benchmarks/archive.py 2000 > $(VENV)/bench/archive.jsonl
	@$(BIN)/python benchmarks/archive.py --queries $(VENV)/bench/archive.jsonl > $(VENV)/bench/queries.json
	@$(BIN)/python benchmarks/compare.py $(VENV)/bench/archive.jsonl $(VENV)/bench/queries.json --rounds 2

score-dates: $(VENV)/run ## how well dates are found in annotated texts: FILES="a.jsonl b.jsonl.gz"
	@$(BIN)/python benchmarks/score_dates.py $(FILES)

check: lint test ## what CI runs, but for the browser

lock: ## renew the requirements files, with hashes
	@$(PYTHON) -m venv $(VENV)-lock && $(VENV)-lock/bin/python -m pip install --quiet pip-tools
	@$(VENV)-lock/bin/pip-compile --quiet --upgrade --strip-extras --generate-hashes --allow-unsafe \
	    --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header \
	    --only-build-deps --build-deps-for editable --output-file requirements/build.txt pyproject.toml
	@for extra in run dev; do $(VENV)-lock/bin/pip-compile --quiet --upgrade --strip-extras \
	    --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links \
	    --no-emit-trusted-host --no-header $$(test $$extra = run || echo --extra $$extra) \
	    --output-file requirements/$$extra.txt pyproject.toml; done
	@rm -r $(VENV)-lock

clean: ## remove the environment
	@rm -rf $(VENV)

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 to 3.13 is needed; there is no $(PYTHON)."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	    || { echo "Python 3.11 to 3.13 is needed; set PYTHON=python3.12, for example."; exit 1; }
	@echo "Making the environment in $(VENV)/."
	@$(PYTHON) -m venv $(VENV) \
	    || { echo "Python's venv is missing; install it (on Debian: apt-get install python3-venv)."; exit 1; }

$(VENV)/run: $(BIN)/python requirements/run.txt requirements/build.txt pyproject.toml
	@echo "Installing what searchsvc needs."
	@$(PIP) -r requirements/build.txt -r requirements/run.txt
	@$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.txt
	@echo "Installing what the tests need."
	@$(PIP) -r requirements/dev.txt
	@touch $@
