#!/bin/bash
# Does what the published image's script of this name does, as far as the project makes use of it.
set -Eeuo pipefail

user=${POSTGRES_USER:-postgres}
database=${POSTGRES_DB:-$user}

# A server that nobody reaches from outside, for the scripts of the first start.
initialise() {
    initdb --username="$user" --pwfile=<(echo "$POSTGRES_PASSWORD") ${POSTGRES_INITDB_ARGS:-}
    echo "host all all all ${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}" >> "$PGDATA/pg_hba.conf"
    printf "listen_addresses = '*'\nunix_socket_directories = '/var/run/postgresql'\n" >> "$PGDATA/postgresql.conf"
    pg_ctl --wait start --options "-c listen_addresses='' ${*:+$(printf '%q ' "$@")}"
    [ "$database" = postgres ] || psql --username "$user" --dbname postgres --command "CREATE DATABASE \"$database\""
    for script in /docker-entrypoint-initdb.d/*; do
        echo "$0: $script"
        case $script in
            *.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
            *.sql) psql --set ON_ERROR_STOP=1 --quiet --username "$user" --dbname "$database" --file "$script" ;;
        esac
    done
    pg_ctl --wait --mode fast stop
}

[ "${1:0:1}" != - ] || set -- postgres "$@"
if [ "$1" = postgres ]; then
    if [ "$(id -u)" = 0 ]; then
        mkdir -p "$PGDATA"
        chown -R postgres "$PGDATA"
        chmod 0700 "$PGDATA"
        exec gosu postgres "$0" "$@"
    fi
    if [ ! -s "$PGDATA/PG_VERSION" ]; then
        shopt -s nullglob
        [ "${POSTGRES_HOST_AUTH_METHOD:-}" = trust ] || : "${POSTGRES_PASSWORD:?}"
        : "${POSTGRES_PASSWORD:=}"
        initialise "${@:2}"
    fi
fi
exec "$@"
