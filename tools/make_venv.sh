#!/bin/sh
# Create the virtual environment; say what to install when Python is too old or incomplete.
set -eu
python=${1:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Python 3.11 ou plus récent est nécessaire : il n'est pas installé." >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 ou plus récent est nécessaire ; ici : $("$python" --version)." >&2
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null
  else
    echo "Il manque le module venv de Python. Sur Debian : sudo apt-get install python3-venv" >&2
    exit 1
  fi
fi
echo "Création de l'environnement Python…"
"$python" -m venv .venv
