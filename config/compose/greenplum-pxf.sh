#!/bin/bash
# Once, when the cluster is new: tells PXF where MinIO is. PXF needs no restart for that.
set -euo pipefail

site=$(<"$(dirname "${BASH_SOURCE[0]}")/minio-site.xml")
for name in MINIO_ENDPOINT MINIO_ACCESS_KEY MINIO_SECRET_KEY; do
    site=${site//"\${env.$name}"/"${!name}"}
done

server=$PXF_BASE/servers/default
mkdir -p "$server"
(umask 077 && printf '%s\n' "$site" > "$server/new")
mv "$server/new" "$server/minio-site.xml"
pxf cluster sync
