#!/bin/sh
# Save the PostgreSQL database of DATABASE_URL into a folder; keep thirty days.
set -eu
folder=${1:?"usage: backup.sh DOSSIER"}
: "${DATABASE_URL:?"DATABASE_URL n'est pas défini"}"
mkdir -p "$folder"
target="$folder/maillage-$(date +%Y-%m-%d-%H%M%S).dump"
# A name that ends in .part is never taken for a whole backup.
pg_dump --format=custom --no-owner --dbname="$DATABASE_URL" --file="$target.part"
pg_restore --list "$target.part" >/dev/null
mv "$target.part" "$target"
find "$folder" -name 'maillage-*.dump' -mtime +30 -delete
echo "Sauvegarde faite : $target"
