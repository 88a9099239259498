#!/bin/bash
# start.sh VOLUME COMMAND...: runs as root before the entry point of a database's image. Hands it what is mounted in
# /partition-tools, for the first start, readable for the database's user (a checkout may be private to its owner); refuses
# a database whose first start was interrupted, for the image would start it as if nothing was missing.
set -euo pipefail

export DATA_VOLUME=$1
shift
scripts=/docker-entrypoint-initdb.d
unfinished=$DATA_VOLUME/partition-tools-unfinished

if [ -z "$(find "$DATA_VOLUME" -name PG_VERSION -print -quit)" ]; then
    touch "$unfinished"
elif [ -e "$unfinished" ]; then
    echo "The first start of this database failed, so it is not complete; the reason is above (docker compose logs)." >&2
    echo "Start over with a new one: docker compose --profile '*' down --volumes" >&2
    exit 1
fi
install --mode=0555 /partition-tools/* "$scripts"
echo "rm '$unfinished'" > "$scripts/99-end.sh"
chmod 0444 "$scripts/99-end.sh"
exec "$@"
