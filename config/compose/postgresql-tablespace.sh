#!/bin/bash
# Once, when the server is new: the slow storage that config/demo-policy.yaml moves old partitions to.
set -euo pipefail

folder=/var/lib/postgresql/warm
mkdir -p "$folder"
psql --set ON_ERROR_STOP=1 --username postgres --dbname postgres --command "CREATE TABLESPACE warm LOCATION '$folder'"
