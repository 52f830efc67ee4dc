# Every command of the project. `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

HOST ?= 127.0.0.1
PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
MANAGE := $(PY) manage.py
# Tests run side by side on as many processes as there are processors.
WORKERS ?= auto

.PHONY: help setup dev run demo demo-real test test-unit test-e2e test-pg lint format bench messages clean

help: ## Liste des commandes
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv/bin/python:
	@sh tools/make_venv.sh $(PYTHON)

.venv/.base: requirements/base.txt | .venv/bin/python
	@echo "Installation des paquets Python…"
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

.venv/.dev: requirements/dev.txt | .venv/bin/python
	@echo "Installation des paquets Python (développement)…"
	@.venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch .venv/.base $@

node_modules/.base: package.json package-lock.json
	@sh tools/npm_ci.sh --omit=dev
	@touch $@

node_modules/.dev: package.json package-lock.json
	@sh tools/npm_ci.sh --include=dev
	@touch node_modules/.base $@

setup: .venv/.base node_modules/.base ## Installe tout, crée et remplit la base si elle n'existe pas
	@$(MANAGE) prepare_site

dev: .venv/.dev node_modules/.dev ## Installe aussi les outils de développement
	@$(MANAGE) prepare_site

run: setup ## Lance le site et son worker sur http://127.0.0.1:8000
	@echo ""
	@echo "  Le site           http://$(HOST):$(PORT)/   (Ctrl+C pour l'arrêter)"
	@echo "  Professionnels    http://$(HOST):$(PORT)/pro/"
	@echo "  Courriels envoyés http://$(HOST):$(PORT)/dev/courriels/"
	@echo ""
	@MAILLAGE_SITE_URL=http://$(HOST):$(PORT) $(MANAGE) demo_accounts --existing
	@echo ""
	@$(PY) tools/run.py $(HOST) $(PORT)

demo: setup ## Remet les données et les comptes de démonstration (garde ce qui a été corrigé)
	@$(MANAGE) load_demo
	@$(MANAGE) demo_accounts
	@$(MANAGE) demo_life
	@echo ""
	@MAILLAGE_SITE_URL=http://$(HOST):$(PORT) $(MANAGE) demo_accounts --existing

demo-real: setup ## Charge les fichiers réels de MAILLAGE_DATA_DIR et cherche les doublons
	@$(MANAGE) demo_real

test: .venv/.dev node_modules/.dev ## Toute la suite de tests, navigateur compris (SQLite)
	@sh tools/ensure_chromium.sh
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile

test-unit: .venv/.dev node_modules/.dev ## La suite sans le navigateur
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile -m "not e2e"

test-e2e: .venv/.dev node_modules/.dev ## Les parcours dans un vrai navigateur
	@sh tools/ensure_chromium.sh
	@$(PY) -m pytest -m e2e

test-pg: .venv/.dev node_modules/.dev ## La suite sur un PostgreSQL jetable
	@sh tools/with_postgres.sh $(PY) -m pytest -n $(WORKERS) --dist loadfile -m "not e2e"

lint: .venv/.dev node_modules/.dev ## Style, types, couches, gabarits
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@git ls-files -z 'maillage/**/*.html' | xargs -0 .venv/bin/djade --check --target-version 5.2
	@.venv/bin/djlint maillage --quiet --lint
	@.venv/bin/mypy maillage config

format: .venv/.dev ## Met en forme le code
	@.venv/bin/ruff check --fix-only --quiet .
	@.venv/bin/ruff format .
	@git ls-files -z 'maillage/**/*.html' | xargs -0 .venv/bin/djade --target-version 5.2 || true

bench: .venv/.dev node_modules/.dev ## Mesure la vitesse et la justesse, et imprime quatre tableaux
	@$(PY) tools/bench.py
	@sh tools/ensure_chromium.sh
	@$(PY) tools/bench_pro.py
	@$(PY) tools/bench_dedupe.py
	@$(PY) tools/bench_hours.py --rows
	@$(PY) tools/bench_conformance.py --rows
	@$(PY) tools/bench_imports.py --rows
	@$(PY) tools/bench_orientation.py

messages: .venv/.base ## Rassemble les textes à traduire dans locale/ (demande GNU gettext)
	@sh tools/messages.sh $(PY)

clean: ## Retire ce qui a été installé et construit (garde la base de données)
	rm -rf .venv node_modules var/static var/stylesheet .mypy_cache .ruff_cache .pytest_cache
