#!/bin/bash
# start.sh VOLUME COMMAND...: runs as root before the entry point of a database's image. Hands it what is mounted in
# /partition-tools, for the first start, readable for the database's user (a checkout may be private to its owner); refuses
# a volume whose first start was interrupted, for the image would start it as if nothing was missing.
set -euo pipefail

export DATA_VOLUME=$1
shift
scripts=/docker-entrypoint-initdb.d
unfinished=$DATA_VOLUME/partition-tools-unfinished

if [ -e "$unfinished" ]; then
    echo "The first start of this database failed, so it is not complete. Its reason was: docker compose logs, then." >&2
    echo "Start over with a new one: docker compose --profile '*' down --volumes" >&2
    exit 1
fi
install --mode=0555 /partition-tools/* "$scripts"
echo "touch '$unfinished'" > "$scripts/00-begin.sh"
echo "rm '$unfinished'" > "$scripts/99-end.sh"
chmod 0444 "$scripts"/{00-begin,99-end}.sh
exec "$@"
