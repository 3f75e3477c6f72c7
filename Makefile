# The doors of the project. `make help` lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help demo test test-long coverage mutate check fix bench crowd lock messages clean

help: ## list the doors
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-11s %s\n", $$1, $$2}'

demo: .venv/runtime ## set everything up and open a synthetic country on localhost
	$(BIN)/sala demo

test: .venv/dev ## set everything up and run all tests
	@missing="$$(.ci/missing-packages | tr '\n' ' ')"; [ -z "$$missing" ] || { echo "The tests need more of the system: apt-get install $$missing(CONTRIBUTING.md says what each is for)"; exit 2; }
	$(BIN)/pytest -n auto --dist worksteal $(ARGS)

test-long: .venv/dev ## crowd, forms, crash and mutants at full width: hours; writes docs/long-tests.md
	$(BIN)/python -m benchmarks.long_tests $(ARGS)

coverage: .venv/dev ## all tests, counting branches: hold each room's floor in docs/coverage.toml, and raise it
	rm -rf var/coverage && mkdir -p var/coverage
	$(BIN)/coverage run -m pytest -n auto --dist worksteal
	$(BIN)/coverage combine -q
	$(BIN)/coverage json -q -o var/coverage/report.json
	$(BIN)/python -m benchmarks.floors raise

mutate: .venv/dev ## change the code of four rooms by lot, and see which change no test notices: writes docs/mutants.md
	$(BIN)/python -m benchmarks.mutants $(ARGS)

check: .venv/dev ## lint, types, contracts, migrations, translations, Lao terms, generated pages, floors of coverage
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint src
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sala dev migrations-current
	$(BIN)/sala dev translations-current
	$(BIN)/sala dev terms-current
	$(BIN)/sala dev pages-current
	$(BIN)/python -m benchmarks.floors check

fix: .venv/dev ## repair what can be repaired by machine
	$(BIN)/ruff check --fix --unsafe-fixes .
	$(BIN)/ruff format .
	$(BIN)/sala dev write-pages

bench: .venv/dev ## measure the budgets of DESIGN, write docs/benchmarks.md
	$(BIN)/python -m benchmarks

crowd: .venv/dev ## let 200 members of staff work for five minutes, write the figure beside the benchmarks
	$(BIN)/python -m benchmarks.crowd

messages: .venv/dev ## collect texts for translation into every room's locale/
	$(BIN)/sala dev collect-messages

lock: .venv/dev ## write requirements*.txt from pyproject.toml, with hashes, seven days behind
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --exclude-newer "$$(date -u -d '7 days ago' +%Y-%m-%dT00:00:00Z)" pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --exclude-newer "$$(date -u -d '7 days ago' +%Y-%m-%dT00:00:00Z)" --extra dev pyproject.toml -o requirements-dev.txt

clean: ## remove the virtual environment and the demo's data
	rm -rf .venv var

.venv/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sala needs Python 3.11 or newer; name it with: make PYTHON=/path/to/python3.11 ..."; exit 2; }
	@$(PYTHON) -m venv .venv || { echo "python3 -m venv failed: on Debian, apt-get install python3-venv"; exit 2; }
	@touch $@

.venv/runtime: .venv/pip requirements.txt pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	$(BIN)/python -m sala.config.translations
	$(BIN)/python -m compileall -q src
	@touch $@

.venv/dev: .venv/pip requirements-dev.txt pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/pip install -q --disable-pip-version-check --no-index --no-deps --no-build-isolation -e .
	$(BIN)/python -m sala.config.translations
	$(BIN)/python -m compileall -q src
	@touch $@ .venv/runtime
