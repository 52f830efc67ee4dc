#!/bin/sh
# Install the locked npm packages; say what to install when Node is missing.
set -eu
if ! command -v npm >/dev/null 2>&1; then
  echo "Node.js 20 ou plus récent (avec npm) est nécessaire : il n'est pas installé." >&2
  exit 1
fi
echo "Installation des paquets npm…"
npm ci "$@" --no-audit --no-fund --loglevel=error
