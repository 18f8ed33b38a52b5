# Each target does its own set-up on a fresh machine with Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup serve test check format bench generate clean

##@ Use
setup: .venv/.ready ## Make .venv, with .venv/bin/tradepost in it
serve: .venv/.ready ## Serve the API on http://127.0.0.1:8008
	$(BIN)/tradepost serve

##@ Work on it
test: .venv/.ready node_modules chromium ## Run every test, on SQLite and PostgreSQL
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests
check: .venv/.ready ## Lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
format: .venv/.ready ## Bring the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
bench: .venv/.ready ## Measure, as ratios in one run
	$(BIN)/python -m benchmarks
generate: .venv/.ready ## Write the contract anew: make generate MODELS=folder OPERATIONS=table.tsv
	$(BIN)/python -m tools.contract $(MODELS) $(OPERATIONS)
clean: ## Remove what set-up and tests leave
	rm -rf .venv node_modules tests/clients/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis

##@ Help
help: ## Show this
	@awk 'BEGIN {FS = ":.*##"} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z_]+:.*##/ {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/.ready: requirements-dev.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	@touch $@

# A browser for the tests of the pages: the machine's own, or Debian's where it may be installed.
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && $(INSTALL_CHROMIUM) >/dev/null 2>&1; } \
		|| echo "There is no Chromium, and it could not be installed: the tests of the pages are skipped."
INSTALL_CHROMIUM = ( timeout 120 apt-get update -qq; timeout 240 apt-get install -y -qq --no-install-recommends chromium )

.PHONY: node_modules
node_modules:
	@if [ -f tests/clients/package-lock.json ] && command -v npm >/dev/null; then \
		[ tests/clients/node_modules/.package-lock.json -nt tests/clients/package-lock.json ] \
		|| npm ci --prefix tests/clients --no-audit --no-fund --silent; fi
