#!/bin/bash
# Once, when the database is new: the slow storage that the policies move old partitions to.
set -euo pipefail

folder=$DATA_VOLUME/warm
mkdir -p "$folder"
psql --set ON_ERROR_STOP=1 --dbname postgres --command "CREATE TABLESPACE warm LOCATION '$folder'"
