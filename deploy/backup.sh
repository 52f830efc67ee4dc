#!/bin/sh
# Save the PostgreSQL database of DATABASE_URL and the photos into a folder; keep thirty days.
set -eu
folder=${1:?"usage: backup.sh DOSSIER"}
: "${DATABASE_URL:?"DATABASE_URL n'est pas défini"}"
mkdir -p "$folder"
name="$folder/maillage-$(date +%Y-%m-%d-%H%M%S)"
target="$name.dump"
media=${MAILLAGE_MEDIA_DIR:-"$(dirname "$0")/../var/media"}
# A name that ends in .part is never taken for a whole backup.
pg_dump --format=custom --no-owner --dbname="$DATABASE_URL" --file="$target.part"
pg_restore --list "$target.part" >/dev/null
mv "$target.part" "$target"
# After the database: a photo added meanwhile is too many, none is missing.
if [ -d "$media" ]; then
  tar -czf "$name-photos.tar.gz.part" -C "$media" .
  mv "$name-photos.tar.gz.part" "$name-photos.tar.gz"
fi
find "$folder" \( -name 'maillage-*.dump' -o -name 'maillage-*-photos.tar.gz' \) -mtime +30 -delete
echo "Sauvegarde faite : $target"
