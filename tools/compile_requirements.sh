#!/bin/sh
# Compile the pins, with hashes, from pyproject.toml. Needs uv (pip install uv).
set -eu
cd "$(dirname "$0")/.."
common="--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command tools/compile_requirements.sh"
# shellcheck disable=SC2086
uv pip compile $common pyproject.toml -o requirements/base.txt "$@"
# shellcheck disable=SC2086
uv pip compile $common --group dev pyproject.toml -o requirements/dev.txt "$@"
