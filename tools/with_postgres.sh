#!/bin/sh
# Run a command on a PostgreSQL cluster made for it, on a socket of its own, then throw the
# cluster away. As root the server runs as the user postgres (it refuses to run as root).
set -eu

find_bin() {
  for dir in /usr/lib/postgresql/*/bin /usr/local/pgsql/bin; do
    [ -x "$dir/initdb" ] && found=$dir
  done
  if [ -n "${found:-}" ]; then echo "$found"; return; fi
  command -v initdb >/dev/null 2>&1 && dirname "$(command -v initdb)"
}

bin=$(find_bin || true)
if [ -z "$bin" ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installation de PostgreSQL…"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql >/dev/null
    bin=$(find_bin)
  else
    echo "PostgreSQL est nécessaire. Sur Debian : sudo apt-get install postgresql" >&2
    exit 1
  fi
fi

folder=$(mktemp -d)
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as="runuser -u postgres --"
else
  as=""
fi
stop() {
  $as "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

cd_back=$(pwd)
cd /
$as "$bin/initdb" -D "$folder/data" -U maillage --auth=trust --encoding=UTF8 \
  --locale=C.UTF-8 >/dev/null
# No network address, and no care for a crash: the cluster lives for one command.
$as "$bin/pg_ctl" -D "$folder/data" -w -l "$folder/log" -o \
  "-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off \
   -c synchronous_commit=off -c full_page_writes=off -c max_connections=60" start >/dev/null
cd "$cd_back"
"$bin/createdb" -h "$folder" -U maillage maillage

status=0
DATABASE_URL="postgresql://maillage@/maillage?host=$folder" "$@" || status=$?
exit $status
