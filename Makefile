# make run    set up, migrate, load the real data, serve on 127.0.0.1:$(PORT)
# make test   set up and run every test (SQLite with the browser, then PostgreSQL)
# make lint   style, types, import directions, templates, missing migrations
# make bench  timing targets, compared side by side
# make setup  what the above need: system packages, virtual environment, locked Python packages
# make lock   resolve the dependencies of pyproject.toml anew

SHELL := bash
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Pango and HarfBuzz are WeasyPrint's. Liberation Serif has the metrics of Times New Roman; the other fonts have the
# letters that it lacks, so that whatever a person types can be printed.
RUN_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation2 fonts-dejavu-core fonts-droid-fallback \
	fonts-symbola
# The browser that tests drive, with a library of its driver; LibreOffice opens the documents that the portal makes.
TEST_PACKAGES := chromium libatomic1 libreoffice-writer-nogui libreoffice-calc-nogui
TEST_POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres

.PHONY: run setup test lint bench lock

run: $(VENV)/runtime
	@DEBUG=1 PORT=$(PORT) bash scripts/run.sh $(BIN)/python

setup: $(VENV)/development

test: $(VENV)/development
	@bash scripts/test.sh $(BIN) "$(TEST_POSTGRES_URL)"

lint: $(VENV)/development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet templates
	DEBUG=1 $(BIN)/python -W error manage.py makemigrations --check --dry-run
	SECRET_KEY=$$(head -c 48 /dev/urandom | base64 | tr -d '\n') ALLOWED_HOSTS=localhost \
		$(BIN)/python -W error manage.py check --deploy --fail-level WARNING

bench: $(VENV)/development
	DEBUG=0 SECRET_KEY=bench-only ALLOWED_HOSTS=localhost $(BIN)/python -m benchmarks

lock: $(VENV)/development
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		-c requirements.txt pyproject.toml --group dev -o requirements-dev.txt

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Нужен Python 3.11 или новее; укажите его: make PYTHON=python3.11 …" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || scripts/system_packages.sh python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/runtime: requirements.txt scripts/system_packages.sh Makefile | $(VENV)/bin/python
	@scripts/system_packages.sh $(RUN_PACKAGES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@scripts/system_packages.sh $(TEST_PACKAGES)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
