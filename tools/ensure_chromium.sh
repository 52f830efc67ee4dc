#!/bin/sh
# A real browser for the tests: found, or installed with apt when we may, or asked for.
set -eu
if [ -n "${MAILLAGE_CHROMIUM:-}" ] && [ -x "$MAILLAGE_CHROMIUM" ]; then exit 0; fi
for name in chromium chromium-browser google-chrome; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installation de Chromium…"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  exit 0
fi
echo "Les tests ont besoin de Chromium. Sur Debian : sudo apt-get install chromium" >&2
echo "Ou indiquez un navigateur : MAILLAGE_CHROMIUM=/chemin/du/navigateur make test" >&2
exit 1
